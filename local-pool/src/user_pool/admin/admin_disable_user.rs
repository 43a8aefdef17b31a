//! AdminDisableUser: a user who cannot sign in any more, and whose tokens do not count.

use serde_json::{Value, json};

use super::known::OfUser;
use crate::call::Call;
use crate::user_pool::ServiceError;

pub async fn answer(call: &Call<'_>, input: OfUser) -> Result<Value, ServiceError> {
    let mut store = call.store();
    let known = input.find_in(&store)?;
    store.users.update(&known.pool.id, &known.user.username, |user| {
        user.enabled = false;
        user.modified = call.now;
    });
    store.sign_out_everywhere(&known.pool.id, &known.user.username);
    Ok(json!({}))
}
