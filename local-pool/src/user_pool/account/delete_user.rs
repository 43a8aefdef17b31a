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
    let SignedInUser { pool, user, .. } = SignedInUser::authorize(call, input.access_token)?;
    let mut store = call.store();
    store.users.remove(&pool.id, &user.username);
    // Somebody else may take the name: no token of this user may be good for that one.
    store.grants.revoke_all_of(&pool.id, &user.username);
    Ok(json!({}))
}
