//! SetUserMFAPreference: which second factors are on, and which of them is asked for first.

use serde::Deserialize;
use serde_json::{Value, json};

use super::mfa_preference::Settings;
use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::members::SignedInUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
    #[serde(flatten)]
    settings: Settings,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let SignedInUser { pool, user, .. } = SignedInUser::authorize(call, input.access_token)?;
    let preference = input.settings.applied(&pool, &user)?;
    call.store().users.update(&pool.id, &user.username, |user| user.mfa = preference);
    Ok(json!({}))
}
