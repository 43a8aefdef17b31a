//! SetUserSettings, of old: text messages as a second factor, on or off. SetUserMFAPreference knows the others.

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
    #[serde(rename = "MFAOptions")]
    mfa_options: Vec<MfaOption>,
}

/// Of AdminSetUserSettings as well.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct MfaOption {
    delivery_medium: Option<String>,
    attribute_name: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let SignedInUser { pool, user, .. } = SignedInUser::authorize(call, input.access_token)?;
    let preference = settings(&input.mfa_options)?.applied(&pool, &user)?;
    call.store().users.update(&pool.id, &user.username, |user| user.mfa = preference);
    Ok(json!({}))
}

/// Text messages to the phone number, or nothing.
pub fn settings(options: &[MfaOption]) -> Result<Settings, ServiceError> {
    let by_sms = |option: &MfaOption| {
        let attribute = option.attribute_name.as_deref();
        option.delivery_medium.as_deref() == Some("SMS") && attribute.is_none_or(|name| name == "phone_number")
    };
    match options.iter().all(by_sms) {
        true => Ok(Settings::sms(!options.is_empty())),
        false => Err(ServiceError::invalid_parameter("MFAOptions take SMS to phone_number alone")),
    }
}
