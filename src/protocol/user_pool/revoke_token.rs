//! RevokeToken: ends a refresh token and the access tokens that came from it.

use super::exchange::{answer, post};
use crate::config::PoolConfig;
use crate::error::Result;
use crate::protocol::http::{Request, Response};
use crate::protocol::json::ObjectWriter;
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

    fn request(&self, config: &PoolConfig) -> Request {
        // Exposed: the token goes into the body, which is a secret itself.
        let body = ObjectWriter::new().text("Token", self.token.expose()).text("ClientId", config.client_id()).finish();
        post(config, "RevokeToken", body)
    }

    fn parse(response: Response) -> Result<()> {
        // The answer has no members, and some servers send no body at all.
        // Exposed: only to see that it is empty.
        if response.status == 200 && response.body.expose().is_empty() {
            return Ok(());
        }
        answer(&response, |_| Some(()))
    }
}
