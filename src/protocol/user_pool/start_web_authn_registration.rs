//! StartWebAuthnRegistration: what a browser needs to make a passkey.

use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Begins to register a passkey.
#[derive(Debug)]
pub struct StartWebAuthnRegistration {
    /// The access token, with the scope aws.cognito.signin.user.admin.
    pub access_token: Secret<String>,
}

impl Operation for StartWebAuthnRegistration {
    /// PublicKeyCredentialCreationOptionsJSON, for `PublicKeyCredential.parseCreationOptionsFromJSON`.
    type Output = String;

    const NAME: &'static str = "StartWebAuthnRegistration";
    // A challenge whose answer was lost is missed by nobody.
    const REPEATABLE: bool = true;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("AccessToken", self.access_token.expose());
    }

    fn read(body: Value<'_>) -> Option<String> {
        let options = body.get("CredentialCreationOptions").filter(|options| options.is_object())?;
        Some(options.as_json().into())
    }
}
