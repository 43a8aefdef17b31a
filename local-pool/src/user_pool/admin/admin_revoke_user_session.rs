//! AdminRevokeUserSession: ends one sign-in of a user, and with LINKED what it came through, or what came through it.

use serde::Deserialize;
use serde_json::{Value, json};

use super::known::OfUser;
use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::tokens::{Linked, Sessions, check_sessions_tracked};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    #[serde(flatten)]
    of: OfUser,
    session_id: String,
    revoke_associated_sessions: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let mut store = call.store();
    let known = input.of.find_in(&store)?;
    check_sessions_tracked(&known.pool)?;
    let linked = Linked::read(input.revoke_associated_sessions.as_deref());
    let sessions = Sessions::of(&store, &known.pool, &known.user.username, call.now);
    sessions.revoke(&mut store, &input.session_id, linked)?;
    Ok(json!({}))
}
