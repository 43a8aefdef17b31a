//! A software authenticator, written from WebAuthn Level 3 (sections 6.1, 6.5 and 8.7): one P-256 key, "none" attestation, and
//! as many lies as a test wants. Nothing of the pool's code is in it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

#[derive(Clone)]
pub struct Authenticator {
    pub origin: &'static str,
    pub relying_party: &'static str,
    pub verifies_user: bool,
    pub count: u32,
    id: Vec<u8>,
    key: SigningKey,
}

impl Authenticator {
    pub fn new(seed: &str) -> Self {
        let key = SigningKey::from_slice(&Sha256::digest(seed)).expect("a scalar");
        let id = Sha256::digest(format!("id of {seed}"))[..16].to_vec();
        Self { origin: "http://localhost:5173", relying_party: "localhost", verifies_user: true, count: 0, id, key }
    }

    pub fn id(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.id)
    }

    /// The RegistrationResponseJSON for CredentialCreationOptions.
    pub fn create(&mut self, options: &Value) -> Value {
        let data = self.data(ATTESTED, &self.attested());
        // { "fmt": "none", "attStmt": {}, "authData": bytes }, in CBOR by hand (RFC 8949)
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".to_vec();
        object.extend((data.len() as u16).to_be_bytes());
        object.extend(data);
        self.credential(json!({
            "clientDataJSON": encode(self.client_data("webauthn.create", options).as_bytes()),
            "attestationObject": encode(&object),
            "transports": ["internal"],
        }))
    }

    /// The AuthenticationResponseJSON for CREDENTIAL_REQUEST_OPTIONS, as text.
    pub fn get(&mut self, options: &Value, user: Option<&str>) -> String {
        let data = self.data(0, &[]);
        let client_data = self.client_data("webauthn.get", options);
        let signature: DerSignature = self.key.sign(&[&data[..], &Sha256::digest(&client_data)].concat());
        let mut response = json!({
            "clientDataJSON": encode(client_data.as_bytes()),
            "authenticatorData": encode(&data),
            "signature": encode(signature.as_bytes()),
        });
        if let Some(sub) = user {
            response["userHandle"] = encode(sub.as_bytes()).into();
        }
        self.credential(response).to_string()
    }

    fn credential(&self, response: Value) -> Value {
        json!({
            "id": self.id(), "rawId": self.id(), "type": "public-key", "authenticatorAttachment": "platform",
            "clientExtensionResults": {}, "response": response,
        })
    }

    fn client_data(&self, kind: &str, options: &Value) -> String {
        json!({ "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false })
            .to_string()
    }

    fn data(&mut self, flags: u8, rest: &[u8]) -> Vec<u8> {
        self.count += 1;
        let verified = if self.verifies_user { USER_VERIFIED } else { 0 };
        let mut data = Sha256::digest(self.relying_party).to_vec();
        data.push(USER_PRESENT | verified | flags);
        data.extend(self.count.to_be_bytes());
        data.extend(rest);
        data
    }

    /// AAGUID, the credential's id and its key in COSE: { 1: 2, 3: -7, -1: 1, -2: x, -3: y }.
    fn attested(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let mut attested = vec![0; 16];
        attested.extend((self.id.len() as u16).to_be_bytes());
        attested.extend(&self.id);
        attested.extend(b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20");
        attested.extend(point.x().expect("x"));
        attested.extend(b"\x22\x58\x20");
        attested.extend(point.y().expect("y"));
        attested
    }
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
