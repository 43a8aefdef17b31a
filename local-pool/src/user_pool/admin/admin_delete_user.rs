//! AdminDeleteUser: takes a user away, with their sign-ins.

use serde_json::{Value, json};

use super::known::OfUser;
use crate::call::Call;
use crate::user_pool::ServiceError;

pub async fn answer(call: &Call<'_>, input: OfUser) -> Result<Value, ServiceError> {
    let mut store = call.store();
    let known = input.find_in(&store)?;
    store.remove_user(&known.user);
    Ok(json!({}))
}
