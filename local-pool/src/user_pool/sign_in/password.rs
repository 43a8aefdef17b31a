//! The password as it is: in the flows that send it, and as a challenge of USER_AUTH.
//! A name that nobody has, and a user without a password, cost the same arithmetic as the rest.

use std::sync::Arc;

use serde_json::json;

use super::answering::Via;
use super::answering::{Turn, user_of};
use super::begin::Person;
use super::complete::Answer;
use super::next::next;
use super::{lockout, sessions};
use crate::call::Call;
use crate::secret::Secret;
use crate::srp::{Identity, Verifier};
use crate::store::{Attempt, Factor, Step, User};
use crate::user_pool::ServiceError;

pub fn ask(call: &Call<'_>, via: &Via, attempt: Attempt) -> Answer {
    Answer::challenge("PASSWORD", json!({}), sessions::open(call, &via.known, attempt, Step::Password))
}

pub async fn answer(call: &Call<'_>, mut turn: Turn) -> Result<Answer, ServiceError> {
    let password = turn.responses.password()?;
    turn.spend(call)?;
    let person = Person { user: user_of(call, &turn.via.known, &turn.attempt).ok(), attempt: turn.attempt };
    let user = check(call, &turn.via, &person, &password)?;
    next(call, &turn.via, &user, person.attempt.with(Factor::Password)).await
}

/// The user, if the password is theirs.
pub fn check(
    call: &Call<'_>,
    via: &Via,
    person: &Person,
    password: &Secret<String>,
) -> Result<Arc<User>, ServiceError> {
    let Person { user, attempt } = person;
    lockout::refuse_locked(call, &via.known.pool, attempt)?;
    let identity = Identity { pool_name: via.known.pool.short_name(), user: &attempt.username };
    let verifier = user.as_ref().and_then(|user| user.password.clone());
    let verifier = verifier.unwrap_or_else(|| Verifier::decoy(identity, &via.known.pool.decoy_key));
    let right = verifier.accepts(identity, password);
    lockout::settle(call, &via.known.pool, attempt, right)?;
    user.clone().ok_or_else(ServiceError::wrong_credentials)
}
