//! Sessions: the string that stands for a challenge, given out with it and good for one answer.
//! Cognito tells a used one and an expired one from nonsense, and nothing else: another client's or user's is nonsense too.

use crate::call::Call;
use crate::store::{Attempt, Challenge, Handle, NotTaken, Step};
use crate::user_pool::ServiceError;
use crate::user_pool::members::KnownClient;

/// Lets a challenge wait for its answer.
pub fn open(call: &Call<'_>, known: &KnownClient, attempt: Attempt, step: Step) -> String {
    let handle = Handle::new(call.random);
    put(call, known, handle, Challenge { attempt, step });
    handle.session()
}

pub fn put(call: &Call<'_>, known: &KnownClient, handle: Handle, challenge: Challenge) {
    call.store().challenges.put(handle, challenge, known.client.challenge(), call.now);
}

pub fn handle(session: Option<String>) -> Result<Handle, ServiceError> {
    let session = session.ok_or_else(|| ServiceError::missing_parameter("Session"))?;
    if !(20..=2048).contains(&session.len()) {
        return Err(ServiceError::constraint("session", "Member must have length 20 to 2048"));
    }
    Handle::from_session(&session).ok_or_else(unknown)
}

/// The challenge as it waits, if it is this client's.
pub fn look(call: &Call<'_>, known: &KnownClient, handle: Handle) -> Result<Challenge, ServiceError> {
    let challenge = call.store().challenges.peek(handle, call.now).cloned().map_err(refusal)?;
    if challenge.attempt.client_id == known.client.id { Ok(challenge) } else { Err(unknown()) }
}

/// Ends the challenge: of two answers at once only one comes here first.
pub fn spend(call: &Call<'_>, client_id: &str, handle: Handle) -> Result<Challenge, ServiceError> {
    call.store().challenges.take(handle, client_id, call.now).map_err(refusal)
}

pub fn unknown() -> ServiceError {
    ServiceError::not_authorized("Invalid session for the user.")
}

pub fn refusal(reason: NotTaken) -> ServiceError {
    match reason {
        NotTaken::Unknown => unknown(),
        NotTaken::Used => ServiceError::not_authorized("Invalid session for the user, session can only be used once."),
        NotTaken::Expired => ServiceError::not_authorized("Invalid session for the user, session is expired."),
    }
}
