//! The secret hash that a client with a secret sends with each name: base64(HMAC-SHA256(secret, name | client id)).
//! A client has up to two secrets while one is being replaced; either will do. A public client sends none.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::error::ServiceError;
use crate::store::{Client, ClientSecret};

/// `names` are those that the hash may be of: what was typed, and the user name that it stands for.
pub fn check(client: &Client, names: &[&str], hash: Option<&str>) -> Result<(), ServiceError> {
    let id = &client.id;
    match (client.is_confidential(), hash) {
        (false, None) => Ok(()),
        (false, Some(_)) => {
            let message = format!("Client {id} is configured without secret but SECRET_HASH was received");
            Err(ServiceError::not_authorized(message))
        }
        (true, None) => {
            let message = format!("Client {id} is configured with secret but SECRET_HASH was not received");
            Err(ServiceError::not_authorized(message))
        }
        (true, Some(hash)) => {
            let sent = STANDARD.decode(hash).unwrap_or_default();
            let fits = names.iter().any(|name| is_of(client, name, &sent));
            fits.then_some(())
                .ok_or_else(|| ServiceError::not_authorized(format!("Unable to verify secret hash for client {id}")))
        }
    }
}

/// The hash that a client would send: managed login's pages speak for it. None for a public client.
pub fn of(client: &Client, name: &str) -> Option<String> {
    let mac = mac(client, client.secrets.first()?, name)?;
    Some(STANDARD.encode(mac.finalize().into_bytes()))
}

fn is_of(client: &Client, name: &str, sent: &[u8]) -> bool {
    client.secrets.iter().any(|secret| mac(client, secret, name).is_some_and(|mac| mac.verify_slice(sent).is_ok()))
}

fn mac(client: &Client, secret: &ClientSecret, name: &str) -> Option<Hmac<Sha256>> {
    // The secret is the key: this is what it is for.
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.secret.expose().as_bytes()).ok()?;
    mac.update(name.as_bytes());
    mac.update(client.id.as_bytes());
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Instant;
    use crate::secret::Secret;
    use crate::store::ClientSettings;

    /// printf 'adaweb' | openssl dgst -sha256 -hmac s3cret -binary | base64
    const OF_ADA: &str = "UHt/Fk/AYVe/zT95ET0AdBCLSnYzz77cDUCuWwxwixo=";

    fn client(secrets: &[&str]) -> Client {
        let now = Instant::from_seconds(0);
        let secrets = secrets.iter().map(|text| ClientSecret {
            id: (*text).to_owned(),
            secret: Secret::new((*text).to_owned()),
            created: now,
        });
        Client {
            id: "web".into(),
            pool_id: "us-east-1_P".into(),
            name: "web".into(),
            secrets: secrets.collect(),
            created: now,
            modified: now,
            settings: ClientSettings::default(),
            sessions: serde_json::Map::new(),
        }
    }

    #[test]
    fn the_hash_is_of_a_name_by_one_of_the_secrets() {
        for secrets in [&["s3cret"][..], &["older", "s3cret"]] {
            let client = client(secrets);
            assert_eq!(check(&client, &["ada"], Some(OF_ADA)), Ok(()));
            assert_eq!(check(&client, &["typed", "ada"], Some(OF_ADA)), Ok(()));
            for (names, hash) in
                [(&["bob"][..], Some(OF_ADA)), (&["ada"], Some("")), (&["ada"], Some("%")), (&["ada"], None)]
            {
                assert_eq!(check(&client, names, hash).err().map(|error| error.name()), Some("NotAuthorizedException"));
            }
        }
        assert!(check(&client(&["older"]), &["ada"], Some(OF_ADA)).is_err());
    }

    #[test]
    fn a_public_client_has_no_hash() {
        assert_eq!(check(&client(&[]), &["ada"], None), Ok(()));
        assert!(check(&client(&[]), &["ada"], Some(OF_ADA)).is_err());
    }
}
