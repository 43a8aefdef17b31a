//! AdminAddUserToGroup, AdminRemoveUserFromGroup. Tokens that a user has already say what they said.

use serde::Deserialize;
use serde_json::{Value, json};

use super::known::{KnownUser, OfUser};
use crate::call::Call;
use crate::store::{Store, key};
use crate::user_pool::ServiceError;

/// Cognito's quota.
const MOST_GROUPS: usize = 100;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    #[serde(flatten)]
    of: OfUser,
    group_name: String,
}

pub mod add {
    use super::*;

    pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
        let mut store = call.store();
        let KnownUser { pool, user } = find(&store, &input)?;
        if user.groups.len() >= MOST_GROUPS && !user.groups.contains(&input.group_name) {
            return Err(ServiceError::invalid_parameter("A user can be in 100 groups at most"));
        }
        store.users.update(&pool.id, &user.username, |user| user.groups.insert(input.group_name));
        Ok(json!({}))
    }
}

pub mod remove {
    use super::*;

    /// No error for somebody who is not in it.
    pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
        let mut store = call.store();
        let KnownUser { pool, user } = find(&store, &input)?;
        store.users.update(&pool.id, &user.username, |user| user.groups.remove(&input.group_name));
        Ok(json!({}))
    }
}

fn find(store: &Store, input: &Input) -> Result<KnownUser, ServiceError> {
    let known = input.of.find_in(store)?;
    match store.groups.get(&key(&known.pool.id, &input.group_name)) {
        Some(_) => Ok(known),
        None => Err(ServiceError::not_found("Group not found.")),
    }
}
