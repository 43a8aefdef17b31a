//! GlobalSignOut: ends every session of the signed-in user, on every device.

use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Ends all sessions.
#[derive(Debug)]
pub struct GlobalSignOut {
    /// The access token, with the scope aws.cognito.signin.user.admin.
    pub access_token: Secret<String>,
}

impl Operation for GlobalSignOut {
    type Output = ();

    const NAME: &'static str = "GlobalSignOut";
    const REPEATABLE: bool = true;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("AccessToken", self.access_token.expose());
    }

    fn read(_: Value<'_>) -> Option<()> {
        Some(())
    }
}
