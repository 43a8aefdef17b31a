//! The devices that the pool has seen the user on, and which of them it shall remember.

use super::auth::Auth;
use crate::error::Result;
use crate::protocol::user_pool::forget_device::ForgetDevice;
use crate::protocol::user_pool::get_device::GetDevice;
use crate::protocol::user_pool::known_device::KnownDevice;
use crate::protocol::user_pool::list_devices::ListDevices;
use crate::protocol::user_pool::page::Page;
use crate::protocol::user_pool::update_device_status::UpdateDeviceStatus;
use alloc::string::String;

impl Auth {
    /// The devices of the user. Ask for the next page with what the one before says.
    ///
    /// # Errors
    /// Those of [`Auth::access_token`], and what the pool refuses.
    pub async fn list_devices(&self, page: Option<&str>) -> Result<Page<KnownDevice>> {
        let (limit, page) = (None, page.map(Into::into));
        self.ask_as_user(|access_token| ListDevices { access_token, limit, page }).await
    }

    /// One of them.
    ///
    /// # Errors
    /// Those of [`Auth::access_token`], and what the pool refuses.
    pub async fn device(&self, key: &str) -> Result<KnownDevice> {
        let device_key = key.into();
        self.ask_as_user(|access_token| GetDevice { access_token, device_key }).await
    }

    /// The key of the device that this session was begun on, where the pool tracks devices.
    ///
    /// # Errors
    /// `busy`
    pub fn this_device(&self) -> Result<Option<String>> {
        self.inner.state.with(|state| state.session.as_ref()?.device_key().map(Into::into))
    }

    /// Whether the pool shall remember a device, so that signing in on it asks for no second factor.
    ///
    /// # Errors
    /// Those of [`Auth::access_token`], and what the pool refuses.
    pub async fn set_device_remembered(&self, key: &str, remembered: bool) -> Result<()> {
        let device_key = key.into();
        self.ask_as_user(|access_token| UpdateDeviceStatus { access_token, device_key, remembered }).await
    }

    /// Takes a device from the list, and its secret from memory if it is here. A session that was begun on it lasts as long
    /// as its access token: it cannot be renewed without the device.
    ///
    /// # Errors
    /// Those of [`Auth::access_token`], and what the pool refuses; the secret stays then.
    pub async fn forget_device(&self, key: &str) -> Result<()> {
        let device_key = key.into();
        self.ask_as_user(|access_token| ForgetDevice { access_token, device_key }).await?;
        self.drop_device(key)
    }
}
