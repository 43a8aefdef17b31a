//! AdminSetUserSettings: text messages as the second factor, or none, as it was done before AdminSetUserMFAPreference.

use serde::Deserialize;
use serde_json::{Value, json};

use super::known::OfUser;
use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::account::{MfaOption, sms_setting};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    #[serde(flatten)]
    of: OfUser,
    #[serde(rename = "MFAOptions")]
    mfa_options: Vec<MfaOption>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let mut store = call.store();
    let known = input.of.find_in(&store)?;
    let preference = sms_setting(&input.mfa_options)?.applied(&known.pool, &known.user)?;
    store.users.update(&known.pool.id, &known.user.username, |user| {
        user.mfa = preference;
        user.modified = call.now;
    });
    Ok(json!({}))
}
