//! ChangePassword: a new password for the signed-in user.

use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Changes the password.
#[derive(Debug)]
pub struct ChangePassword {
    /// The access token, with the scope aws.cognito.signin.user.admin.
    pub access_token: Secret<String>,
    /// PreviousPassword; a user who never had one leaves it out.
    pub previous: Option<Secret<String>>,
    /// ProposedPassword
    pub proposed: Secret<String>,
}

impl Operation for ChangePassword {
    type Output = ();

    const NAME: &'static str = "ChangePassword";
    // The second time, the previous password is wrong.
    const REPEATABLE: bool = false;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: token and passwords go into the body, which is a secret itself.
        body.text("AccessToken", self.access_token.expose())
            .maybe_text("PreviousPassword", self.previous.as_ref().map(|password| &**password.expose()))
            .text("ProposedPassword", self.proposed.expose());
    }

    fn read(_: Value<'_>) -> Option<()> {
        Some(())
    }
}
