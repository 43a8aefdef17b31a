//! UpdateAuthEventFeedback: what a user says about an event of threat protection. This pool watches no events and gives out
//! no feedback tokens, so that none can be right; where threat protection is off, it says so.

use serde::Deserialize;
use serde_json::Value;

use crate::call::Call;
use crate::user_pool::ServiceError;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    user_pool_id: String,
    username: String,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let store = call.store();
    let pool = store.pool(&input.user_pool_id).ok_or_else(|| ServiceError::pool_not_found(&input.user_pool_id))?;
    let mode = pool.settings.other.get("UserPoolAddOns").and_then(|addons| addons.get("AdvancedSecurityMode"));
    if !matches!(mode.and_then(Value::as_str), Some("AUDIT" | "ENFORCED")) {
        let message = "Threat protection is not enabled for this user pool";
        return Err(ServiceError::new("UserPoolAddOnNotEnabledException", message));
    }
    store.users.find(&pool, &input.username).ok_or_else(ServiceError::user_not_found)?;
    Err(ServiceError::not_authorized("Invalid feedback token"))
}
