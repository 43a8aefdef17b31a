//! The device of a signed-in user: confirmed with a secret of its own, kept in memory, taken out and brought back.
//!
//! Whoever holds an exported device is that device. Where it is kept is the app's choice; here it is in memory alone.

use super::auth::Auth;
use crate::error::Result;
use crate::protocol::device::Device;
use crate::protocol::user_pool::authentication_result::NewDevice;
use crate::protocol::user_pool::confirm_device::ConfirmDevice;
use crate::secret::Secret;
use alloc::string::String;

/// So many users' devices are kept; the oldest makes room.
const MOST: usize = 16;

impl Auth {
    /// The device of a user, to be kept where the app wants. `None` where the pool has named none.
    ///
    /// # Errors
    /// `busy`
    pub fn export_device(&self, username: &str) -> Result<Option<Secret<String>>> {
        Ok(self.device_of(username)?.map(|device| device.export()))
    }

    /// Brings back a device that was exported.
    ///
    /// # Errors
    /// `invalid_input` where it is none.
    pub fn import_device(&self, exported: &Secret<String>) -> Result<()> {
        self.keep_device(Device::import(exported)?)
    }

    /// Forgets a user's device here. The pool is told by ForgetDevice.
    ///
    /// # Errors
    /// `busy`
    pub fn drop_device(&self, key: &str) -> Result<()> {
        self.inner.state.with(|state| state.devices.retain(|device| device.key != key))
    }

    pub(super) fn device_of(&self, username: &str) -> Result<Option<Device>> {
        self.inner.state.with(|state| state.devices.iter().find(|device| device.username == username).cloned())
    }

    /// A device that the pool has just named, and how it is confirmed.
    #[inline(never)]
    pub(super) fn new_device(
        &self,
        username: &str,
        named: NewDevice,
        access_token: Secret<String>,
    ) -> Result<(Device, ConfirmDevice)> {
        let device = Device::new(username.into(), named, &self.random()?);
        // Exposed: a salt is no secret.
        let verifier = device.verifier(*self.random()?.expose());
        let device_key = device.key.clone();
        Ok((device, ConfirmDevice { access_token, device_key, verifier, device_name: None }))
    }

    pub(super) fn keep_device(&self, device: Device) -> Result<()> {
        self.inner.state.with(|state| {
            state.devices.retain(|known| known.username != device.username);
            if state.devices.len() >= MOST {
                state.devices.remove(0);
            }
            state.devices.push(device);
        })
    }
}
