//! DeleteWebAuthnCredential: takes a passkey from the signed-in user.

use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Deletes a passkey.
#[derive(Debug)]
pub struct DeleteWebAuthnCredential {
    /// The access token, with the scope aws.cognito.signin.user.admin.
    pub access_token: Secret<String>,
    /// CredentialId, from the list of passkeys.
    pub credential_id: String,
}

impl Operation for DeleteWebAuthnCredential {
    type Output = ();

    const NAME: &'static str = "DeleteWebAuthnCredential";
    const REPEATABLE: bool = true;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("AccessToken", self.access_token.expose()).text("CredentialId", &self.credential_id);
    }

    fn read(_: Value<'_>) -> Option<()> {
        Some(())
    }
}
