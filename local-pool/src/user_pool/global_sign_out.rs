//! GlobalSignOut: ends every sign-in of the user, on all clients: refresh tokens and access tokens.

use serde::Deserialize;
use serde_json::{Value, json};

use super::Call;
use super::error::ServiceError;
use super::members::SignedInUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
}

pub fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let SignedInUser { pool, user } = SignedInUser::authorize(call, input.access_token)?;
    if let Some(pool) = call.store().pool(&pool.id) {
        pool.grants.revoke_all_of(&user.username);
    }
    Ok(json!({}))
}
