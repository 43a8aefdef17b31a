//! AdminSetUserMFAPreference: which second factors a user has turned on, and which comes first.

use serde::Deserialize;
use serde_json::{Value, json};

use super::known::OfUser;
use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::account::MfaSettings;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    #[serde(flatten)]
    of: OfUser,
    #[serde(flatten)]
    settings: MfaSettings,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let mut store = call.store();
    let known = input.of.find_in(&store)?;
    let preference = input.settings.applied(&known.pool, &known.user)?;
    store.users.update(&known.pool.id, &known.user.username, |user| {
        user.mfa = preference;
        user.modified = call.now;
    });
    Ok(json!({}))
}
