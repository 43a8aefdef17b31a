//! SOFTWARE_TOKEN_MFA: a code from an authenticator app (RFC 6238). Each is taken once, and none before one that was taken.
//! A wrong code and a used one leave the challenge open.

use std::sync::Arc;

use serde_json::json;

use super::answering::Turn;
use super::answering::Via;
use super::complete::Answer;
use super::next::next;
use super::{lockout, sessions};
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
    if let Err(refusal) = accept(call, &turn, &code)? {
        turn.wrong(call);
        return Err(error(refusal));
    }
    turn.spend(call)?;
    let user = turn.user(call)?;
    next(call, &turn.via, &user, turn.attempt.with(Factor::SoftwareToken)).await
}

const NOT_SET_UP: &str = "User has not set up software token mfa";

/// Under one hold of the store: the same code sent twice at once is taken once.
fn accept(call: &Call<'_>, turn: &Turn, code: &str) -> Result<Result<(), Refusal>, ServiceError> {
    let mut store = call.store();
    let pool = &turn.via.known.pool;
    let (pool_id, username) = (&pool.id, &turn.attempt.username);
    let token = store.users.get(pool_id, username).and_then(|user| user.software_token.clone());
    // It may have been taken away since the challenge was asked.
    let none = || ServiceError::new("SoftwareTokenMFANotFoundException", NOT_SET_UP);
    let token = token.filter(|token| token.verified).ok_or_else(none)?;
    let verdict = token.secret.verify(code, call.now, token.last_step);
    lockout::settle_code(&mut store, call, pool, &turn.attempt, verdict.is_ok())?;
    if let Ok(step) = verdict {
        store.users.update(pool_id, username, |user| {
            if let Some(token) = &mut user.software_token {
                token.last_step = Some(step);
            }
        });
    }
    Ok(verdict.map(drop))
}

fn error(refusal: Refusal) -> ServiceError {
    match refusal {
        Refusal::Mismatch => ServiceError::new("CodeMismatchException", refusal.message()),
        Refusal::AlreadyUsed => ServiceError::new("ExpiredCodeException", refusal.message()),
    }
}
