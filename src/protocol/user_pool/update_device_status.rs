//! UpdateDeviceStatus: whether the pool shall remember a device.

use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Remembers a device, or not.
#[derive(Debug)]
pub struct UpdateDeviceStatus {
    /// The access token, with the scope aws.cognito.signin.user.admin.
    pub access_token: Secret<String>,
    /// DeviceKey
    pub device_key: String,
    /// DeviceRememberedStatus
    pub remembered: bool,
}

impl Operation for UpdateDeviceStatus {
    type Output = ();

    const NAME: &'static str = "UpdateDeviceStatus";
    const REPEATABLE: bool = true;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("AccessToken", self.access_token.expose())
            .text("DeviceKey", &self.device_key)
            .text("DeviceRememberedStatus", if self.remembered { "remembered" } else { "not_remembered" });
    }

    fn read(_: Value<'_>) -> Option<()> {
        Some(())
    }
}
