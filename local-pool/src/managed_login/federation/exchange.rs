//! The provider's code becomes the claims of a person: its token endpoint, the ID token, and its userInfo endpoint.

use serde_json::{Map, Value};
use url::form_urlencoded;

use super::endpoints::{self, fetch};
use super::id_token::{Expected, verify};
use crate::call::Call;
use crate::store::{Federation, IdentityProvider};

pub async fn claims(
    call: &Call<'_>,
    provider: &IdentityProvider,
    federation: &Federation,
    code: &str,
) -> Result<Map<String, Value>, String> {
    let endpoints = endpoints::of(call, provider).await?;
    let client_id = provider.detail("client_id").unwrap_or_default();
    let kind = ("content-type", "application/x-www-form-urlencoded".to_owned());
    let tokens = fetch(call, "POST", &endpoints.token, vec![kind], form(provider, federation, code)).await?;
    let text = |name: &str| tokens.get(name).and_then(Value::as_str);
    let id_token = text("id_token").ok_or("The provider gave no ID token")?;
    let jwks = fetch(call, "GET", &endpoints.jwks, Vec::new(), Vec::new()).await?;
    let expected = Expected { issuer: &endpoints.issuer, client_id, nonce: &federation.nonce, now: call.now };
    let mut claims = verify(id_token, &jwks, &expected)?;
    if let (Some(address), Some(access_token)) = (&endpoints.attributes, text("access_token")) {
        let method = if provider.detail("attributes_request_method") == Some("POST") { "POST" } else { "GET" };
        let bearer = ("authorization", format!("Bearer {access_token}"));
        let more = fetch(call, method, address, vec![bearer], Vec::new()).await?;
        // OpenID Connect Core, 5.3.2: of another subject it is not to be used.
        if more.get("sub") != claims.get("sub") {
            return Err("The provider's userInfo is about somebody else".to_owned());
        }
        if let Value::Object(more) = more {
            let fresh: Vec<(String, Value)> = more.into_iter().filter(|(name, _)| !claims.contains_key(name)).collect();
            claims.extend(fresh);
        }
    }
    Ok(claims)
}

fn form(provider: &IdentityProvider, federation: &Federation, code: &str) -> Vec<u8> {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs([
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", &federation.redirect_uri),
        // Only here does the verifier leave.
        ("code_verifier", federation.verifier.expose()),
        ("client_id", provider.detail("client_id").unwrap_or_default()),
    ]);
    if let Some(secret) = provider.detail("client_secret") {
        // Cognito proves itself to providers in the form (client_secret_post).
        form.append_pair("client_secret", secret);
    }
    form.finish().into_bytes()
}
