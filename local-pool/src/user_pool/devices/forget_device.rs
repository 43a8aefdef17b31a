//! ForgetDevice: the user signs in on it as on a new one, and the refresh tokens that it had are over.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::known_devices;
use crate::user_pool::members::SignedInUser;

/// The model says that the token may be left out; there is no other way to say whose device it is.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
    device_key: String,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let SignedInUser { user, .. } = SignedInUser::authorize(call, input.access_token)?;
    known_devices::forget(&mut call.store(), &user, &input.device_key)?;
    Ok(json!({}))
}
