//! CollectedClientData (WebAuthn Level 3, section 5.8.1): what the browser says of the page that used the passkey.
//! It is signed as bytes, so the bytes are hashed as they came; members that are not known are allowed, as the section says.

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::base64url::{self, Limit};
use super::ceremony::Ceremony;
use super::origin;
use super::refusal::Refusal;

const LONGEST: Limit = Limit(8 * 1024);

#[derive(Clone, Copy)]
pub enum Kind {
    Create,
    Get,
}

/// The SHA-256 of the client data: proof that `verify` was passed.
pub struct Hash([u8; 32]);

impl Hash {
    /// What an authenticator signs: its data, then the hash.
    pub fn after(&self, authenticator_data: &[u8]) -> Vec<u8> {
        [authenticator_data, &self.0].concat()
    }
}

/// Sections 7.1 and 7.2: the steps on C.type, C.challenge, C.origin, C.crossOrigin and C.topOrigin.
pub fn verify(encoded: &str, kind: Kind, ceremony: &Ceremony) -> Result<Hash, Refusal> {
    let bytes = base64url::decode(encoded, LONGEST).ok_or(Refusal::Malformed("clientDataJSON"))?;
    let data: ClientData = serde_json::from_slice(&bytes).map_err(|_| Refusal::Malformed("clientDataJSON"))?;
    let expected = match kind {
        Kind::Create => "webauthn.create",
        Kind::Get => "webauthn.get",
    };
    if data.kind != expected {
        return Err(Refusal::WrongType);
    }
    if !ceremony.challenge.is(&data.challenge) {
        return Err(Refusal::WrongChallenge);
    }
    if !origin::is_allowed(&data.origin, &ceremony.relying_party) {
        return Err(Refusal::OriginNotAllowed);
    }
    if data.cross_origin == Some(true) || data.top_origin.is_some() {
        return Err(Refusal::CrossOrigin);
    }
    Ok(Hash(Sha256::digest(&bytes).into()))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    cross_origin: Option<bool>,
    top_origin: Option<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::vectors;
    use super::*;

    const CHALLENGE: &str = "AMMPt4UxxGTStncdq417YDwBFi8vpIa-pw8oOuVW4TA";

    fn verified(text: &str, kind: Kind) -> Result<(), Refusal> {
        let (ceremony, _) = vectors::registered("none.ES256");
        verify(&base64url::encode(text.as_bytes()), kind, &ceremony).map(|_| ())
    }

    fn with(member: &str, value: Value) -> Result<(), Refusal> {
        let mut data = json!({
            "type": "webauthn.get", "challenge": CHALLENGE, "origin": "https://example.org", "crossOrigin": false,
        });
        data[member] = value;
        verified(&data.to_string(), Kind::Get)
    }

    #[test]
    fn members_that_are_not_known_are_allowed() {
        assert_eq!(with("other_keys_can_be_added_here", json!({ "like": ["this"] })), Ok(()));
        assert_eq!(with("crossOrigin", Value::Null), Ok(()));
    }

    #[test]
    fn each_member_is_looked_at() {
        assert_eq!(with("type", json!("webauthn.create")), Err(Refusal::WrongType));
        assert_eq!(with("type", json!("payment.get")), Err(Refusal::WrongType));
        assert_eq!(with("challenge", json!("")), Err(Refusal::WrongChallenge));
        assert_eq!(with("challenge", json!(format!("{CHALLENGE}="))), Err(Refusal::WrongChallenge));
        assert_eq!(with("origin", json!("https://example.com")), Err(Refusal::OriginNotAllowed));
        assert_eq!(with("crossOrigin", json!(true)), Err(Refusal::CrossOrigin));
        assert_eq!(with("topOrigin", json!("https://example.com")), Err(Refusal::CrossOrigin));
        for (member, value) in [("type", json!(1)), ("challenge", json!(null)), ("crossOrigin", json!("false"))] {
            assert_eq!(with(member, value), Err(Refusal::Malformed("clientDataJSON")), "{member}");
        }
    }

    #[test]
    fn what_is_not_one_json_object_is_refused() {
        let twice = format!(
            r#"{{"type":"webauthn.get","type":"webauthn.get","challenge":"{CHALLENGE}","origin":"https://example.org"}}"#
        );
        let deep = "[".repeat(8000);
        let long = format!(r#"{{"pad":"{}"}}"#, "x".repeat(9000));
        for text in ["", "null", "[]", "{}", "\u{feff}{}", &twice, &deep, &long] {
            assert_eq!(verified(text, Kind::Get), Err(Refusal::Malformed("clientDataJSON")));
        }
    }
}
