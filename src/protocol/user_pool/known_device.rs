//! A device of the user's list, as the pool describes it: in GetDevice and in ListDevices.

use super::attributes;
use crate::protocol::json::Value;
use crate::protocol::session::UnixMillis;
use alloc::{string::String, vec::Vec};

/// A device that the pool has seen the user on.
#[derive(Clone, PartialEq, Eq)]
pub struct KnownDevice {
    /// DeviceKey
    pub key: String,
    /// DeviceAttributes, such as `device_name`, `last_ip_used` and `dev:device_remembered_status`.
    pub attributes: Vec<(String, String)>,
    /// DeviceCreateDate
    pub created: Option<UnixMillis>,
    /// DeviceLastModifiedDate
    pub modified: Option<UnixMillis>,
    /// DeviceLastAuthenticatedDate
    pub last_authenticated: Option<UnixMillis>,
}

impl KnownDevice {
    /// The name that ConfirmDevice gave it.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.attribute("device_name")
    }

    /// One of the attributes.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
    }

    pub(super) fn read(value: Value<'_>) -> Option<Self> {
        let moment = |name| value.millis(name).map(UnixMillis);
        Some(Self {
            key: value.text("DeviceKey")?,
            attributes: attributes::read(value, "DeviceAttributes"),
            created: moment("DeviceCreateDate"),
            modified: moment("DeviceLastModifiedDate"),
            last_authenticated: moment("DeviceLastAuthenticatedDate"),
        })
    }
}

impl core::fmt::Debug for KnownDevice {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        // Its attributes tell an address and a name.
        f.debug_struct("KnownDevice").field("key", &self.key).finish_non_exhaustive()
    }
}
