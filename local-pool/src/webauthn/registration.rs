//! Registering a passkey (WebAuthn Level 3, section 7.1) from the RegistrationResponseJSON that the browser's toJSON() gives.
//! What is read is what an authenticator made: `authenticatorData`, `publicKey` and `publicKeyAlgorithm` are copies for the
//! page's convenience and are ignored. `transports` must be there, if empty, as Cognito refuses a credential without.

use serde::Deserialize;
use serde_json::Value;

use super::attestation::AttestationObject;
use super::authenticator_data::AuthenticatorData;
use super::base64url::{self, Limit};
use super::ceremony::{Ceremony, CredentialId};
use super::client_data::{self, Kind};
use super::passkey::{Attachment, Passkey, friendly_name};
use super::refusal::Refusal;

/// The longest statements are a TPM's, with a chain of certificates: some 6 KiB.
const LONGEST_ATTESTATION: Limit = Limit(64 * 1024);
const MOST_TRANSPORTS: usize = 8;
const LONGEST_TRANSPORT: usize = 32;

pub fn register(credential: &Value, ceremony: &Ceremony) -> Result<Passkey, Refusal> {
    let credential = RegistrationResponse::deserialize(credential).map_err(|_| Refusal::Malformed("JSON"))?;
    let id = verified_id(&credential.id, &credential.raw_id, &credential.kind)?;
    let response = credential.response;
    let transports = known_transports(response.transports)?;

    let client_data = client_data::verify(&response.client_data_json, Kind::Create, ceremony)?;
    let attestation = base64url::decode(&response.attestation_object, LONGEST_ATTESTATION)
        .ok_or(Refusal::Malformed("attestationObject"))?;
    let attestation = AttestationObject::parse(&attestation)?;
    let data = AuthenticatorData::parse(&attestation.authenticator_data)?;
    data.verify(ceremony)?;
    let attested = data.attested.ok_or(Refusal::Malformed("attestationObject"))?;
    if !ceremony.algorithms.contains(&attested.public_key.algorithm()) {
        return Err(Refusal::AlgorithmNotOffered);
    }
    attestation.verify(&attested.public_key, &client_data)?;
    if attested.credential_id != id {
        return Err(Refusal::WrongCredentialId);
    }
    let attachment = credential.authenticator_attachment.as_deref().and_then(Attachment::parse);
    Ok(Passkey {
        credential_id: id,
        relying_party: ceremony.relying_party.clone(),
        public_key: attested.public_key,
        sign_count: data.sign_count,
        transports,
        attachment,
        user_verified: data.flags.user_verified(),
        backup_eligible: data.flags.backup_eligible(),
        backed_up: data.flags.backed_up(),
        aaguid: uuid(attested.aaguid),
        name: friendly_name(attachment).to_owned(),
    })
}

/// `id` and `rawId` are the same in JSON (section 5.1).
pub(super) fn verified_id(id: &str, raw_id: &str, kind: &str) -> Result<CredentialId, Refusal> {
    if kind != "public-key" {
        return Err(Refusal::Malformed("type"));
    }
    if id != raw_id {
        return Err(Refusal::WrongCredentialId);
    }
    CredentialId::decode(id).ok_or(Refusal::Malformed("id"))
}

/// Values that are not known are kept (section 5.8.4), within reason.
fn known_transports(transports: Vec<String>) -> Result<Vec<String>, Refusal> {
    let sane =
        |transport: &String| !transport.is_empty() && transport.len() <= LONGEST_TRANSPORT && transport.is_ascii();
    if transports.len() > MOST_TRANSPORTS || !transports.iter().all(sane) {
        return Err(Refusal::Malformed("transports"));
    }
    Ok(transports)
}

fn uuid(bytes: [u8; 16]) -> String {
    let digits = format!("{:032x}", u128::from_be_bytes(bytes));
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RegistrationResponse {
    id: String,
    raw_id: String,
    #[serde(rename = "type")]
    kind: String,
    authenticator_attachment: Option<String>,
    response: AttestationResponse,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AttestationResponse {
    #[serde(rename = "clientDataJSON")]
    client_data_json: String,
    attestation_object: String,
    transports: Vec<String>,
}
