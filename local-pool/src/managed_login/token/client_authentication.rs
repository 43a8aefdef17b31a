//! Which client asks (RFC 6749, 2.3.1): one with a secret proves it by Basic or in the form, one without names itself.
//! A public client that sends a secret is not the client it says it is.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use url::form_urlencoded;

use super::Refusal;
use crate::call::Call;
use crate::managed_login::parameters::Parameters;
use crate::managed_login::place::Place;
use crate::secret::Secret;
use crate::store::Client;
use crate::user_pool::KnownClient;

struct Credentials {
    id: String,
    secret: Option<Secret<String>>,
}

pub fn authenticated(call: &Call<'_>, place: &Place, form: &Parameters) -> Result<KnownClient, Refusal> {
    let Credentials { id, secret } = credentials(call, form)?;
    let invalid = |why| Refusal::new("invalid_client", why);
    let known = KnownClient::find(call, Some(id)).map_err(|_| invalid("There is no such client"))?;
    if place.pool(call).is_some_and(|pool| pool.id != known.pool.id) {
        return Err(invalid("The client is of another pool than the domain"));
    }
    match (known.client.is_confidential(), &secret) {
        (false, None) => Ok(known),
        (true, Some(secret)) if is_secret_of(&known.client, secret) => Ok(known),
        // The one description that Cognito is known to send.
        (true, Some(_)) => Err(invalid("The client's secret is another").described("invalid_client_secret")),
        (true, None) => Err(invalid("The client has a secret, and none was sent").described("invalid_client_secret")),
        (false, Some(_)) => Err(invalid("The client has no secret, and one was sent")),
    }
}

fn credentials(call: &Call<'_>, form: &Parameters) -> Result<Credentials, Refusal> {
    let in_form = form.owned("client_id");
    let Some(header) = call.request.header("authorization") else {
        let id = in_form.ok_or_else(|| Refusal::new("invalid_request", "There is no client_id"))?;
        return Ok(Credentials { id, secret: form.owned("client_secret").map(Secret::new) });
    };
    // One way to prove oneself at a time.
    if form.get("client_secret").is_some() {
        return Err(Refusal::new("invalid_request", "There are two secrets: one in the form, one in the header"));
    }
    let credentials =
        basic(header).ok_or_else(|| Refusal::new("invalid_client", "Authorization is not a client's, in Basic"))?;
    match in_form {
        Some(id) if id != credentials.id => {
            Err(Refusal::new("invalid_client", "client_id is not the one of the Authorization header"))
        }
        _ => Ok(credentials),
    }
}

/// Both halves are form-encoded before they are joined. Many apps leave that out, which is the same for Cognito's values.
fn basic(header: &str) -> Option<Credentials> {
    let (scheme, encoded) = header.split_once(' ')?;
    let decoded = scheme.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(encoded.trim()).ok()).flatten()?;
    let text = String::from_utf8(decoded).ok()?;
    let (id, secret) = text.split_once(':')?;
    let (id, secret) = (decode(id), decode(secret));
    Some(Credentials { id, secret: (!secret.is_empty()).then_some(Secret::new(secret)) })
}

fn decode(text: &str) -> String {
    // A `+` is one of the characters of a client id or secret: only percent signs are undone.
    let kept = text.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    form_urlencoded::parse(kept.as_bytes()).map(|(name, _)| name.into_owned()).collect()
}

/// Compared as digests: how long it takes tells nothing of the secret.
fn is_secret_of(client: &Client, sent: &Secret<String>) -> bool {
    // Hashed here and nowhere kept.
    let sent = Sha256::digest(sent.expose());
    client.secrets.iter().any(|held| Sha256::digest(held.secret.expose()) == sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_credentials_are_read_with_and_without_encoding() {
        let read = |text: &str| {
            let credentials = basic(&format!("Basic {}", STANDARD.encode(text)))?;
            Some((credentials.id, credentials.secret.map(|secret| secret.expose().clone())))
        };
        assert_eq!(read("web:s3cret"), Some(("web".into(), Some("s3cret".into()))));
        assert_eq!(read("web:s%2Bc"), Some(("web".into(), Some("s+c".into()))));
        assert_eq!(read("web:s+c=&d"), Some(("web".into(), Some("s+c=&d".into()))));
        assert_eq!(read("web:"), Some(("web".into(), None)));
        assert_eq!(read("web"), None);
        assert!(basic("Bearer d2ViOnM=").is_none() && basic("Basic %%%").is_none() && basic("").is_none());
    }
}
