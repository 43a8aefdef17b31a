//! RevokeUserSession: ends one of one's own sign-ins, all but the one that asks.

use serde::Deserialize;
use serde_json::{Value, json};

use super::session_list::{Linked, Sessions, check_tracked, token_session};
use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::members::SignedInUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
    session_id: String,
    revoke_associated_sessions: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let SignedInUser { pool, user, grant, .. } = SignedInUser::authorize(call, input.access_token)?;
    check_tracked(&pool)?;
    if input.session_id == token_session(&grant) {
        return Err(ServiceError::invalid_parameter("The current session cannot be revoked by itself: sign out"));
    }
    let mut store = call.store();
    let linked = Linked::read(input.revoke_associated_sessions.as_deref());
    Sessions::of(&store, &pool, &user.username, call.now).revoke(&mut store, &input.session_id, linked)?;
    Ok(json!({}))
}
