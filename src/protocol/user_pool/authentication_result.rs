//! The tokens of an answer: what a finished sign-in and a refresh have in common.

use crate::protocol::json::Value;
use crate::secret::Secret;
use alloc::string::String;

/// Tokens as they arrived.
#[derive(Clone, Debug)]
pub struct AuthenticationResult {
    /// For the app's own API.
    pub access_token: Secret<String>,
    /// Who it is.
    pub id_token: Secret<String>,
    /// What renews the others; absent after a refresh without rotation.
    pub refresh_token: Option<Secret<String>>,
    /// How long the access token lives.
    pub expires_in_seconds: u64,
    /// A device that the pool has not seen before, which it asks to confirm itself.
    pub new_device: Option<NewDevice>,
}

/// NewDeviceMetadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDevice {
    /// DeviceKey
    pub key: String,
    /// DeviceGroupKey, which the device's proofs are bound to.
    pub group_key: String,
}

impl AuthenticationResult {
    /// Reads the member `AuthenticationResult`; `None` where a token is missing.
    pub(super) fn read(value: Value<'_>) -> Option<Self> {
        let token = |name| value.text(name).filter(|token| !token.is_empty()).map(Secret::from);
        Some(Self {
            access_token: token("AccessToken")?,
            id_token: token("IdToken")?,
            refresh_token: token("RefreshToken"),
            expires_in_seconds: value.count("ExpiresIn")?,
            new_device: value.get("NewDeviceMetadata").and_then(|device| {
                Some(NewDevice { key: device.text("DeviceKey")?, group_key: device.text("DeviceGroupKey")? })
            }),
        })
    }
}
