//! GlobalSignOut: ends every sign-in of the user, on all clients: refresh tokens and access tokens.

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
    call.store().sign_out_everywhere(&pool.id, &user.username);
    Ok(json!({}))
}
