//! GetOpenIdToken: a token of the identity pool's own, which AWS STS takes for credentials.

use super::logins::Logins;
use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::{Operation, Service};
use crate::secret::Secret;
use alloc::string::String;

/// Asks for a token.
#[derive(Debug)]
pub struct GetOpenIdToken {
    /// IdentityId
    pub identity_id: String,
    /// Those by which the identity was found.
    pub logins: Logins,
}

/// A token of an identity pool.
#[derive(Clone, Debug)]
pub struct OpenIdToken {
    /// IdentityId: whom it is about.
    pub identity_id: String,
    /// The token, good for ten minutes.
    pub token: Secret<String>,
}

impl Operation for GetOpenIdToken {
    type Output = OpenIdToken;

    const NAME: &'static str = "GetOpenIdToken";
    const REPEATABLE: bool = true;
    const SERVICE: Service = Service::IdentityPool;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        body.text("IdentityId", &self.identity_id);
        self.logins.write(body);
    }

    fn read(body: Value<'_>) -> Option<OpenIdToken> {
        Some(OpenIdToken { identity_id: body.text("IdentityId")?, token: body.text("Token")?.into() })
    }
}
