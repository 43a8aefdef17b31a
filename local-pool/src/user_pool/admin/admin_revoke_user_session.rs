//! AdminRevokeUserSession: ends one sign-in of a user, and with LINKED what it came through, or what came through it.

use serde::Deserialize;
use serde_json::{Value, json};

use super::known::OfUser;
use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::tokens::{Linked, check_sessions_tracked, revoke_session};

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
    let grants = store.grants.of_user(&known.pool.id, &known.user.username, call.now);
    let linked = Linked::read(input.revoke_associated_sessions.as_deref());
    revoke_session(&mut store, &grants, &input.session_id, linked)?;
    Ok(json!({}))
}
