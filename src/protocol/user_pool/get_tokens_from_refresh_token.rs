//! GetTokensFromRefreshToken: new tokens for a refresh token, with rotation or without.

use super::authentication_result::AuthenticationResult;
use super::context::Context;
use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Renews a session.
#[derive(Debug)]
pub struct GetTokensFromRefreshToken {
    /// The newest refresh token of the session.
    pub refresh_token: Secret<String>,
    /// The device that the session was begun on, where the pool tracks devices.
    pub device_key: Option<String>,
    /// What goes along.
    pub context: Context,
}

impl Operation for GetTokensFromRefreshToken {
    type Output = AuthenticationResult;

    const NAME: &'static str = "GetTokensFromRefreshToken";
    // Where tokens rotate, a second request with the same token is taken for theft.
    const REPEATABLE: bool = false;

    fn write(&self, config: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("RefreshToken", self.refresh_token.expose())
            .text("ClientId", config.client_id())
            .maybe_text("DeviceKey", self.device_key.as_deref())
            // It knows no UserContextData and no AnalyticsMetadata.
            .maybe_texts("ClientMetadata", &self.context.client_metadata);
    }

    fn read(body: Value<'_>) -> Option<AuthenticationResult> {
        AuthenticationResult::read(body.get("AuthenticationResult")?)
    }
}
