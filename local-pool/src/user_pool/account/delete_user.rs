//! DeleteUser: the user is gone, and so is every sign-in.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::members::SignedInUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let SignedInUser { user, .. } = SignedInUser::authorize(call, input.access_token)?;
    call.store().remove_user(&user);
    Ok(json!({}))
}
