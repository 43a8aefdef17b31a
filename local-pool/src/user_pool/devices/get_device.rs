//! GetDevice: one device of the user's own.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::known_devices::{self, Reader};
use crate::user_pool::members::SignedInUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
    device_key: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    device: Value,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let SignedInUser { user, .. } = SignedInUser::authorize(call, input.access_token)?;
    Ok(Output { device: known_devices::one(&user, &input.device_key, Reader::Owner)? })
}
