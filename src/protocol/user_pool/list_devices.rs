//! ListDevices: the devices that the pool has seen the signed-in user on.

use super::known_device::KnownDevice;
use super::page::{Members, Page};
use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Asks for the devices.
#[derive(Debug)]
pub struct ListDevices {
    /// The access token, with the scope aws.cognito.signin.user.admin.
    pub access_token: Secret<String>,
    /// So many at most on a page; 60 is the most.
    pub limit: Option<u8>,
    /// What asks for this page; `None` for the first.
    pub page: Option<String>,
}

impl Operation for ListDevices {
    type Output = Page<KnownDevice>;

    const NAME: &'static str = "ListDevices";
    const REPEATABLE: bool = true;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("AccessToken", self.access_token.expose()).maybe_text("PaginationToken", self.page.as_deref());
        if let Some(limit) = self.limit {
            body.count("Limit", limit.into());
        }
    }

    fn read(body: Value<'_>) -> Option<Page<KnownDevice>> {
        Page::read(body, Members { list: "Devices", next: "PaginationToken" }, KnownDevice::read)
    }
}
