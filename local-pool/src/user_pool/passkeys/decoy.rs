//! A passkey for somebody who does not exist, so that the WEB_AUTHN challenge does not tell who does. It is the same at each
//! attempt, and no authenticator has it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ciborium::{Value, cbor};
use hkdf::Hkdf;
use p256::ecdsa::SigningKey;
use sha2::Sha256;

use crate::store::Pool;
use crate::webauthn::{Attachment, CredentialId, Passkey, PublicKey, RelyingPartyId};

/// None where arithmetic does not allow one, once in 2^32 names.
pub fn decoy(pool: &Pool, relying_party: &RelyingPartyId, name: &str) -> Option<Passkey> {
    let mut seed = [0; 64];
    // What the key is for: the same name gets the same passkey each time.
    Hkdf::<Sha256>::new(Some(b"passkey"), pool.decoy_key.expose()).expand(name.as_bytes(), &mut seed).ok()?;
    let (id, scalar) = seed.split_at(32);
    let point = SigningKey::from_slice(scalar).ok()?.verifying_key().to_sec1_point(false);
    let (x, y) = (point.x()?.to_vec(), point.y()?.to_vec());
    let key = cbor!({ 1 => 2, 3 => -7, -1 => 1, -2 => Value::Bytes(x), -3 => Value::Bytes(y) }).ok()?;
    let mut cose = Vec::new();
    ciborium::into_writer(&key, &mut cose).ok()?;
    Some(Passkey {
        credential_id: CredentialId::try_from(URL_SAFE_NO_PAD.encode(id)).ok()?,
        relying_party: relying_party.clone(),
        public_key: PublicKey::parse(&cose).ok()?,
        sign_count: 0,
        transports: ["internal", "hybrid"].map(str::to_owned).to_vec(),
        attachment: Some(Attachment::Platform),
        user_verified: true,
        backup_eligible: true,
        backed_up: true,
        aaguid: "00000000-0000-0000-0000-000000000000".to_owned(),
        name: String::new(),
    })
}
