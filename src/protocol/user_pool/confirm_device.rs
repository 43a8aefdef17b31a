//! ConfirmDevice: hands the verifier of a new device's secret to the pool.

use crate::config::PoolConfig;
use crate::protocol::device::DeviceVerifier;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Confirms a device.
#[derive(Debug)]
pub struct ConfirmDevice {
    /// Of the sign-in that named the device.
    pub access_token: Secret<String>,
    /// DeviceKey
    pub device_key: String,
    /// DeviceSecretVerifierConfig
    pub verifier: DeviceVerifier,
    /// DeviceName, for the user's list of devices.
    pub device_name: Option<String>,
}

impl Operation for ConfirmDevice {
    /// UserConfirmationNecessary: whether the user is to be asked if the device shall be remembered.
    type Output = bool;

    const NAME: &'static str = "ConfirmDevice";
    // A device is confirmed once; a second time is refused.
    const REPEATABLE: bool = false;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        let DeviceVerifier { salt, verifier } = &self.verifier;
        let config = ObjectWriter::new().text("Salt", salt).text("PasswordVerifier", verifier).finish();
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("AccessToken", self.access_token.expose())
            .text("DeviceKey", &self.device_key)
            .raw("DeviceSecretVerifierConfig", &config)
            .maybe_text("DeviceName", self.device_name.as_deref());
    }

    fn read(body: Value<'_>) -> Option<bool> {
        Some(body.flag("UserConfirmationNecessary"))
    }
}
