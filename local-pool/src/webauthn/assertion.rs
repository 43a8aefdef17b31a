//! Signing in with a passkey (WebAuthn Level 3, section 7.2) from the AuthenticationResponseJSON that Cognito takes as a
//! string in CREDENTIAL. In two steps: the pool must find the passkey that the credential names before it can verify.
//! A counter that does not go up refuses the sign-in; an authenticator without one says 0 every time.

use serde::Deserialize;

use super::authenticator_data::AuthenticatorData;
use super::base64url::{self, Limit};
use super::ceremony::{Ceremony, CredentialId, UserHandle};
use super::client_data::{self, Kind};
use super::cose::Signed;
use super::passkey::{Passkey, Use};
use super::refusal::Refusal;
use super::registration::verified_id;

const LONGEST_CREDENTIAL: usize = 64 * 1024;
const LONGEST_DATA: Limit = Limit(16 * 1024);
const LONGEST_SIGNATURE: Limit = Limit(1024);

#[derive(Debug)]
pub struct Assertion {
    credential_id: CredentialId,
    client_data: String,
    authenticator_data: Vec<u8>,
    signature: Vec<u8>,
    user_handle: Option<UserHandle>,
}

impl Assertion {
    pub fn parse(credential: &str) -> Result<Self, Refusal> {
        if credential.len() > LONGEST_CREDENTIAL {
            return Err(Refusal::Malformed("length"));
        }
        let credential: AuthenticationResponse =
            serde_json::from_str(credential).map_err(|_| Refusal::Malformed("JSON"))?;
        let credential_id = verified_id(&credential.id, &credential.raw_id, &credential.kind)?;
        let response = credential.response;
        let authenticator_data = base64url::decode(&response.authenticator_data, LONGEST_DATA)
            .ok_or(Refusal::Malformed("authenticatorData"))?;
        let signature =
            base64url::decode(&response.signature, LONGEST_SIGNATURE).ok_or(Refusal::Malformed("signature"))?;
        // A security key that keeps no account sends none, and some clients write that as an empty string.
        let user_handle = match response.user_handle.as_deref() {
            None | Some("") => None,
            Some(text) => Some(UserHandle::decode(text).ok_or(Refusal::Malformed("userHandle"))?),
        };
        Ok(Self { credential_id, client_data: response.client_data_json, authenticator_data, signature, user_handle })
    }

    pub fn credential_id(&self) -> &CredentialId {
        &self.credential_id
    }

    /// `user` is the passkey's owner. Nothing is stored: `Passkey::record` takes the answer.
    pub fn verify(&self, ceremony: &Ceremony, passkey: &Passkey, user: &UserHandle) -> Result<Use, Refusal> {
        if passkey.credential_id != self.credential_id {
            return Err(Refusal::WrongCredentialId);
        }
        if self.user_handle.as_ref().is_some_and(|handle| handle != user) {
            return Err(Refusal::WrongUser);
        }
        // The pool's relying party id may have changed since: its passkeys stay with the old one.
        if passkey.relying_party != ceremony.relying_party {
            return Err(Refusal::OtherRelyingParty);
        }
        let client_data = client_data::verify(&self.client_data, Kind::Get, ceremony)?;
        let data = AuthenticatorData::parse(&self.authenticator_data)?;
        data.verify(ceremony)?;
        if data.flags.backup_eligible() != passkey.backup_eligible {
            return Err(Refusal::BackupEligibilityChanged);
        }
        let message = client_data.after(&self.authenticator_data);
        if !passkey.public_key.verifies(&Signed { message: &message, signature: &self.signature }) {
            return Err(Refusal::WrongSignature);
        }
        let counts = data.sign_count != 0 || passkey.sign_count != 0;
        if counts && data.sign_count <= passkey.sign_count {
            return Err(Refusal::SignCountWentBack);
        }
        Ok(Use {
            sign_count: data.sign_count,
            user_verified: data.flags.user_verified(),
            backed_up: data.flags.backed_up(),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AuthenticationResponse {
    id: String,
    raw_id: String,
    #[serde(rename = "type")]
    kind: String,
    response: AssertionResponse,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AssertionResponse {
    #[serde(rename = "clientDataJSON")]
    client_data_json: String,
    authenticator_data: String,
    signature: String,
    user_handle: Option<String>,
}
