//! DeleteUser: ends the account of the signed-in user.

use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Deletes the account.
#[derive(Debug)]
pub struct DeleteUser {
    /// The access token, with the scope aws.cognito.signin.user.admin.
    pub access_token: Secret<String>,
}

impl Operation for DeleteUser {
    type Output = ();

    const NAME: &'static str = "DeleteUser";
    // A second request is refused, which would say that the first had failed.
    const REPEATABLE: bool = false;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("AccessToken", self.access_token.expose());
    }

    fn read(_: Value<'_>) -> Option<()> {
        Some(())
    }
}
