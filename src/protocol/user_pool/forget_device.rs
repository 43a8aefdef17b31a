//! ForgetDevice: takes a device from the user's list.

use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Forgets a device.
#[derive(Debug)]
pub struct ForgetDevice {
    /// The access token, with the scope aws.cognito.signin.user.admin.
    pub access_token: Secret<String>,
    /// DeviceKey
    pub device_key: String,
}

impl Operation for ForgetDevice {
    type Output = ();

    const NAME: &'static str = "ForgetDevice";
    const REPEATABLE: bool = true;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("AccessToken", self.access_token.expose()).text("DeviceKey", &self.device_key);
    }

    fn read(_: Value<'_>) -> Option<()> {
        Some(())
    }
}
