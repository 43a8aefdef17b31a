//! CompleteWebAuthnRegistration: hands a new passkey to the pool.

use crate::config::PoolConfig;
use crate::error::{Error, ErrorCode, Result};
use crate::protocol::json;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Registers a passkey.
#[derive(Debug)]
pub struct CompleteWebAuthnRegistration {
    /// The access token, with the scope aws.cognito.signin.user.admin.
    pub access_token: Secret<String>,
    /// What the browser made.
    pub credential: PasskeyCredential,
}

/// What `navigator.credentials.create` gave, as JSON (RegistrationResponseJSON).
#[derive(Clone, PartialEq, Eq)]
pub struct PasskeyCredential(String);

impl PasskeyCredential {
    /// Takes the JSON, which must be an object. The pool looks into it, not we.
    ///
    /// # Errors
    /// `invalid_input`
    pub fn from_json(text: &str) -> Result<Self> {
        let credential = json::read(text).filter(|value| value.is_object());
        credential.map(|value| Self(value.as_json().into())).ok_or_else(|| {
            Error::new(
                ErrorCode::InvalidInput,
                "A new passkey is the JSON of the credential that the browser made: JSON.stringify(credential).",
            )
        })
    }
}

impl core::fmt::Debug for PasskeyCredential {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("PasskeyCredential(..)")
    }
}

impl Operation for CompleteWebAuthnRegistration {
    type Output = ();

    const NAME: &'static str = "CompleteWebAuthnRegistration";
    // A challenge is good once.
    const REPEATABLE: bool = false;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("AccessToken", self.access_token.expose()).raw("Credential", &self.credential.0);
    }

    fn read(_: Value<'_>) -> Option<()> {
        Some(())
    }
}
