//! A software authenticator for the tests: one P-256 key that signs what it is told to say of itself, right or wrong.

use ciborium::{Value as Cbor, cbor};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::base64url::encode;
use super::vectors::user;
use super::*;
use crate::random::Counter;

pub const UP: u8 = 0x01;
pub const UV: u8 = 0x04;
pub const BE: u8 = 0x08;
pub const BS: u8 = 0x10;
const AT: u8 = 0x40;
pub const ED: u8 = 0x80;

/// One P-256 key, and what it says of itself.
pub struct Authenticator {
    pub key: SigningKey,
    pub credential_id: Vec<u8>,
    pub relying_party: &'static str,
    pub origin: &'static str,
    pub flags: u8,
    pub count: u32,
    pub extensions: Vec<u8>,
}

impl Authenticator {
    pub fn new() -> Self {
        Self {
            key: SigningKey::from_slice(&[7; 32]).unwrap(),
            credential_id: vec![9; 16],
            relying_party: "example.org",
            origin: "https://app.example.org",
            flags: UP,
            count: 0,
            extensions: vec![],
        }
    }

    pub fn cose(&self) -> Cbor {
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = (point.x().unwrap().to_vec(), point.y().unwrap().to_vec());
        cbor!({ 1 => 2, 3 => -7, -1 => 1, -2 => Cbor::Bytes(x), -3 => Cbor::Bytes(y) }).unwrap()
    }

    pub fn data(&self, cose: Option<&Cbor>) -> Vec<u8> {
        let attested = cose.map_or(0, |_| AT);
        let mut data = Sha256::digest(self.relying_party).to_vec();
        data.push(self.flags | attested);
        data.extend(self.count.to_be_bytes());
        if let Some(cose) = cose {
            data.extend([0xaa; 16]);
            data.extend((self.credential_id.len() as u16).to_be_bytes());
            data.extend(&self.credential_id);
            data.extend(bytes(cose));
        }
        data.extend(&self.extensions);
        data
    }

    pub fn client_data(&self, kind: &str, ceremony: &Ceremony) -> String {
        json!({ "type": kind, "challenge": ceremony.challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
    }

    pub fn registration(&self, ceremony: &Ceremony) -> Value {
        self.registration_of(ceremony, &self.cose(), cbor!({ "fmt" => "none", "attStmt" => {} }).unwrap())
    }

    pub fn registration_of(&self, ceremony: &Ceremony, cose: &Cbor, object: Cbor) -> Value {
        let mut object = object.into_map().unwrap();
        object.push(("authData".into(), Cbor::Bytes(self.data(Some(cose)))));
        let client_data = self.client_data("webauthn.create", ceremony);
        self.credential(json!({
            "clientDataJSON": encode(client_data.as_bytes()),
            "attestationObject": encode(&bytes(&Cbor::Map(object))),
            "transports": ["internal"],
        }))
    }

    pub fn assertion(&self, ceremony: &Ceremony) -> Value {
        let data = self.data(None);
        let client_data = self.client_data("webauthn.get", ceremony);
        let signature: DerSignature = self.key.sign(&[&data[..], &Sha256::digest(&client_data)].concat());
        self.credential(json!({
            "clientDataJSON": encode(client_data.as_bytes()),
            "authenticatorData": encode(&data),
            "signature": encode(signature.as_bytes()),
        }))
    }

    pub fn credential(&self, response: Value) -> Value {
        let id = encode(&self.credential_id);
        json!({ "id": id, "rawId": id, "type": "public-key", "authenticatorAttachment": "platform", "response": response })
    }

    pub fn passkey(&self) -> Passkey {
        let ceremony = ceremony(UserVerification::Preferred);
        register(&self.registration(&ceremony), &ceremony).unwrap()
    }

    pub fn signs_in(&self, passkey: &Passkey, ceremony: &Ceremony) -> Result<Use, Refusal> {
        verified(&self.assertion(ceremony), passkey, ceremony)
    }
}

pub fn bytes(value: &Cbor) -> Vec<u8> {
    let mut bytes = vec![];
    ciborium::into_writer(value, &mut bytes).unwrap();
    bytes
}

pub fn ceremony(user_verification: UserVerification) -> Ceremony {
    Ceremony::new(&Counter::default(), "example.org".to_owned().try_into().unwrap(), user_verification)
}

pub fn verified(assertion: &Value, passkey: &Passkey, ceremony: &Ceremony) -> Result<Use, Refusal> {
    Assertion::parse(&assertion.to_string())?.verify(ceremony, passkey, &user())
}
