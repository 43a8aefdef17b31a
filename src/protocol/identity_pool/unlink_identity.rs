//! UnlinkIdentity: takes logins from an identity. With the last one gone, nobody can reach it any more.

use super::logins::Logins;
use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::{Operation, Service};
use alloc::{string::String, vec::Vec};

/// Takes logins away.
#[derive(Debug)]
pub struct UnlinkIdentity {
    /// IdentityId
    pub identity_id: String,
    /// Those that prove whose the identity is. It takes one at least.
    pub logins: Logins,
    /// LoginsToRemove: names of identity providers.
    pub remove: Vec<String>,
}

impl Operation for UnlinkIdentity {
    type Output = ();

    const NAME: &'static str = "UnlinkIdentity";
    // A login that is gone proves nothing any more, so the second request is refused.
    const REPEATABLE: bool = false;
    const SERVICE: Service = Service::IdentityPool;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        body.text("IdentityId", &self.identity_id).list("LoginsToRemove", &self.remove);
        self.logins.write(body);
    }

    fn read(_: Value<'_>) -> Option<()> {
        Some(())
    }
}
