//! RevokeToken: ends a refresh token and the access tokens that came from it.

use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Ends a session on the server.
#[derive(Debug)]
pub struct RevokeToken {
    /// The refresh token.
    pub token: Secret<String>,
}

impl Operation for RevokeToken {
    type Output = ();

    const NAME: &'static str = "RevokeToken";
    const REPEATABLE: bool = true;

    fn write(&self, config: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("Token", self.token.expose()).text("ClientId", config.client_id());
    }

    fn read(_: Value<'_>) -> Option<()> {
        Some(())
    }
}
