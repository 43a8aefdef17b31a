//! DeleteUserAttributes: takes attributes from the signed-in user.

use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::{string::String, vec::Vec};

/// Deletes attributes.
#[derive(Debug)]
pub struct DeleteUserAttributes {
    /// The access token, with the scope aws.cognito.signin.user.admin.
    pub access_token: Secret<String>,
    /// UserAttributeNames; those of the pool's own begin with `custom:`.
    pub names: Vec<String>,
}

impl Operation for DeleteUserAttributes {
    type Output = ();

    const NAME: &'static str = "DeleteUserAttributes";
    const REPEATABLE: bool = true;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("AccessToken", self.access_token.expose()).list("UserAttributeNames", &self.names);
    }

    fn read(_: Value<'_>) -> Option<()> {
        Some(())
    }
}
