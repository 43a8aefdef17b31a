//! What a pool with DeviceConfiguration asks of a device key: that it is one of the user's at sign-in, and the same one at each
//! refresh. The key of another user's device is as unknown as nonsense.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::random::{self, Random};
use crate::store::{Device, Grant, IssuedBy, Pool, User};
use crate::user_pool::ServiceError;

/// NewDeviceMetadata: how a device that signed in without a key is called from now on.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct NewDevice {
    #[serde(rename = "DeviceKey")]
    pub key: String,
    #[serde(rename = "DeviceGroupKey")]
    pub group_key: String,
}

impl NewDevice {
    pub fn new(pool: &Pool, user: &User, random: &dyn Random) -> Self {
        let key = format!("{}_{}", pool.region(), random::uuid(random));
        Self { key, group_key: group_key(user) }
    }
}

/// What stands in place of the pool's name in a device's SRP. No secret; all devices of a user have the same.
pub fn group_key(user: &User) -> String {
    let digest = Sha256::new().chain_update(&user.pool_id).chain_update(" ").chain_update(&user.sub).finalize();
    format!("-{}", &URL_SAFE_NO_PAD.encode(&digest[..6]))
}

pub fn is_tracked(pool: &Pool) -> bool {
    pool.settings.device_configuration.is_some()
}

/// A confirmed device of this user.
pub fn find<'a>(user: &'a User, key: &str) -> Option<&'a Device> {
    user.devices.get(key).filter(|device| device.verifier.is_some())
}

/// Refuses a key that is none of the user's devices. Clients know the words, and try again without it.
pub fn check_known(pool: &Pool, user: Option<&User>, key: Option<&str>) -> Result<(), ServiceError> {
    match key.filter(|_| is_tracked(pool)) {
        Some(key) if user.and_then(|user| find(user, key)).is_none() => {
            Err(ServiceError::not_found("Device does not exist."))
        }
        Some(_) | None => Ok(()),
    }
}

/// Whether a device speaks for its owner: remembered at once, or (DeviceOnlyRememberedOnUserPrompt) after it was said so.
pub fn is_remembered(pool: &Pool, user: &User, key: Option<&str>) -> bool {
    is_tracked(pool) && key.and_then(|key| find(user, key)).is_some_and(|device| device.remembered)
}

/// A refresh token of the API is good on its own device alone, while that is confirmed and not forgotten.
pub fn may_refresh(pool: &Pool, user: &User, grant: &Grant, key: Option<&str>) -> bool {
    let Some(own) = grant.device_key.as_deref() else { return true };
    let is_bound = is_tracked(pool) && grant.issued_by == IssuedBy::Api;
    !is_bound || key == Some(own) && find(user, own).is_some()
}
