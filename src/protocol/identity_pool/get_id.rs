//! GetId: which identity of the identity pool the user is. The same logins give the same identity.

use super::logins::Logins;
use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::{Operation, Service};
use alloc::string::String;

/// Asks for the identity.
#[derive(Debug)]
pub struct GetId {
    /// IdentityPoolId
    pub identity_pool_id: String,
    /// Who vouches for the user. For a guest, each answer is a new identity.
    pub logins: Logins,
    /// AccountId: the AWS account that the identity pool belongs to. The pool's id says enough.
    pub account_id: Option<String>,
}

impl Operation for GetId {
    /// IdentityId
    type Output = String;

    const NAME: &'static str = "GetId";
    const REPEATABLE: bool = true;
    const SERVICE: Service = Service::IdentityPool;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        body.text("IdentityPoolId", &self.identity_pool_id).maybe_text("AccountId", self.account_id.as_deref());
        self.logins.write(body);
    }

    fn read(body: Value<'_>) -> Option<String> {
        body.text("IdentityId")
    }
}
