//! RevokeUserSession: ends another session of the signed-in user. The own one is ended by RevokeToken.

use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Ends a session.
#[derive(Debug)]
pub struct RevokeUserSession {
    /// The access token, with the scope aws.cognito.signin.user.admin.
    pub access_token: Secret<String>,
    /// SessionId, from the list of sessions.
    pub session_id: String,
    /// RevokeAssociatedSessions: also those that it is linked to through managed login.
    pub with_linked: bool,
}

impl Operation for RevokeUserSession {
    type Output = ();

    const NAME: &'static str = "RevokeUserSession";
    const REPEATABLE: bool = true;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("AccessToken", self.access_token.expose()).text("SessionId", &self.session_id);
        if self.with_linked {
            body.text("RevokeAssociatedSessions", "LINKED");
        }
    }

    fn read(_: Value<'_>) -> Option<()> {
        Some(())
    }
}
