//! AdminEnableUser: lets a user sign in again. The sign-ins that disabling ended stay ended.

use serde_json::{Value, json};

use super::known::OfUser;
use crate::call::Call;
use crate::user_pool::ServiceError;

pub async fn answer(call: &Call<'_>, input: OfUser) -> Result<Value, ServiceError> {
    let mut store = call.store();
    let known = input.find_in(&store)?;
    store.users.update(&known.pool.id, &known.user.username, |user| {
        user.enabled = true;
        user.modified = call.now;
    });
    Ok(json!({}))
}
