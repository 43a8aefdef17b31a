//! UpdateDeviceStatus: whether a device is remembered, which is whether it may speak for its owner.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::known_devices::{self, Reader, Remembered};
use crate::user_pool::members::SignedInUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
    device_key: String,
    /// What Cognito does without one is not documented; here the device stays as it was.
    device_remembered_status: Option<Remembered>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let SignedInUser { user, .. } = SignedInUser::authorize(call, input.access_token)?;
    known_devices::one(&user, &input.device_key, Reader::Owner)?;
    if let Some(status) = input.device_remembered_status {
        known_devices::remember(&mut call.store(), &user, &input.device_key, status)?;
    }
    Ok(json!({}))
}
