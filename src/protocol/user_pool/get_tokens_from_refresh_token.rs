//! GetTokensFromRefreshToken: new tokens for a refresh token, with rotation or without.

use super::authentication_result::AuthenticationResult;
use super::exchange::{answer, post};
use crate::config::PoolConfig;
use crate::error::Result;
use crate::protocol::http::{Request, Response};
use crate::protocol::json::ObjectWriter;
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Renews a session.
#[derive(Debug)]
pub struct GetTokensFromRefreshToken {
    /// The newest refresh token of the session.
    pub refresh_token: Secret<String>,
}

impl Operation for GetTokensFromRefreshToken {
    type Output = AuthenticationResult;

    fn request(&self, config: &PoolConfig) -> Request {
        // Exposed: the token goes into the body, which is a secret itself.
        let body = ObjectWriter::new()
            .text("RefreshToken", self.refresh_token.expose())
            .text("ClientId", config.client_id())
            .finish();
        post(config, "GetTokensFromRefreshToken", body)
    }

    fn parse(response: Response) -> Result<AuthenticationResult> {
        answer(&response, |body| AuthenticationResult::read(body.get("AuthenticationResult")?))
    }
}
