//! SOFTWARE_TOKEN_MFA: a code from an authenticator app (RFC 6238). Each is taken once, and none before one that was taken.
//! A wrong code and a used one leave the challenge open.

use std::sync::Arc;

use serde_json::json;

use super::answering::Turn;
use super::answering::Via;
use super::complete::Answer;
use super::next::next;
use super::sessions;
use crate::call::Call;
use crate::store::{Attempt, Factor, Step, User};
use crate::totp::Refusal;
use crate::user_pool::ServiceError;

pub fn ask(call: &Call<'_>, via: &Via, user: &Arc<User>, attempt: Attempt) -> Answer {
    let mut parameters = json!({ "USER_ID_FOR_SRP": attempt.username });
    if let Some(name) = user.software_token.as_ref().and_then(|token| token.name.as_deref()) {
        parameters["FRIENDLY_DEVICE_NAME"] = name.into();
    }
    let session = sessions::open(call, &via.known, attempt, Step::SoftwareToken);
    Answer::challenge("SOFTWARE_TOKEN_MFA", parameters, session)
}

pub async fn answer(call: &Call<'_>, mut turn: Turn) -> Result<Answer, ServiceError> {
    let code = turn.responses.required("SOFTWARE_TOKEN_MFA_CODE")?;
    turn.user(call)?;
    match accept(call, &turn, &code) {
        Some(Ok(())) => {}
        Some(Err(refusal)) => {
            turn.wrong(call);
            return Err(error(refusal));
        }
        // Taken away since the challenge was asked.
        None => return Err(ServiceError::new("SoftwareTokenMFANotFoundException", NOT_SET_UP)),
    }
    turn.spend(call)?;
    let user = turn.user(call)?;
    next(call, &turn.via, &user, turn.attempt.with(Factor::SoftwareToken)).await
}

const NOT_SET_UP: &str = "User has not set up software token mfa";

/// Under one hold of the store: the same code sent twice at once is taken once.
fn accept(call: &Call<'_>, turn: &Turn, code: &str) -> Option<Result<(), Refusal>> {
    let mut store = call.store();
    let (pool_id, username) = (&turn.via.known.pool.id, &turn.attempt.username);
    let token = store.users.get(pool_id, username)?.software_token.clone().filter(|token| token.verified)?;
    let verdict = token.secret.verify(code, call.now, token.last_step);
    if let Ok(step) = verdict {
        store.users.update(pool_id, username, |user| {
            if let Some(token) = &mut user.software_token {
                token.last_step = Some(step);
            }
        });
    }
    Some(verdict.map(drop))
}

fn error(refusal: Refusal) -> ServiceError {
    match refusal {
        Refusal::Mismatch => ServiceError::new("CodeMismatchException", refusal.message()),
        Refusal::AlreadyUsed => ServiceError::new("ExpiredCodeException", refusal.message()),
    }
}
