//! GetDevice: one device of the user's list.

use super::known_device::KnownDevice;
use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Asks about a device.
#[derive(Debug)]
pub struct GetDevice {
    /// The access token, with the scope aws.cognito.signin.user.admin.
    pub access_token: Secret<String>,
    /// DeviceKey
    pub device_key: String,
}

impl Operation for GetDevice {
    type Output = KnownDevice;

    const NAME: &'static str = "GetDevice";
    const REPEATABLE: bool = true;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("AccessToken", self.access_token.expose()).text("DeviceKey", &self.device_key);
    }

    fn read(body: Value<'_>) -> Option<KnownDevice> {
        KnownDevice::read(body.get("Device")?)
    }
}
