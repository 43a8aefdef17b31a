//! ListUserSessions: the sign-ins of whoever asks, on all clients, and which of them is this one.

use serde::Deserialize;

use super::session_list::{Output, check_tracked, page};
use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::members::SignedInUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
    next_token: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let SignedInUser { pool, user, grant, .. } = SignedInUser::authorize(call, input.access_token)?;
    check_tracked(&pool)?;
    page(call, &pool, &user.username, Some(&grant.origin_jti), input.next_token.as_deref())
}
