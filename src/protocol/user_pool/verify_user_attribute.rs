//! VerifyUserAttribute: the code that was sent to an address of the signed-in user.

use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Proves that an address is the user's.
#[derive(Debug)]
pub struct VerifyUserAttribute {
    /// The access token, with the scope aws.cognito.signin.user.admin.
    pub access_token: Secret<String>,
    /// AttributeName: `email` or `phone_number`.
    pub attribute: String,
    /// The code.
    pub code: Secret<String>,
}

impl Operation for VerifyUserAttribute {
    type Output = ();

    const NAME: &'static str = "VerifyUserAttribute";
    // A code is good once.
    const REPEATABLE: bool = false;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: token and code go into the body, which is a secret itself.
        body.text("AccessToken", self.access_token.expose())
            .text("AttributeName", &self.attribute)
            .text("Code", self.code.expose());
    }

    fn read(_: Value<'_>) -> Option<()> {
        Some(())
    }
}
