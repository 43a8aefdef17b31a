//! AdminListUserSessions: the sign-ins of a user that count, where the pool tracks them.

use serde::Deserialize;

use super::known::OfUser;
use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::tokens::{SessionPage, check_sessions_tracked, session_page};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    #[serde(flatten)]
    of: OfUser,
    next_token: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<SessionPage, ServiceError> {
    let known = input.of.find(call)?;
    check_sessions_tracked(&known.pool)?;
    session_page(call, &known.pool, &known.user.username, None, input.next_token.as_deref())
}
