//! The place of a passkey in a sign-in: as a first factor, or as a second one. It is offered to nobody yet.

use std::sync::Arc;

use super::answering::Via;
use super::complete::Answer;
use crate::call::Call;
use crate::store::{Attempt, Pool, User};
use crate::user_pool::ServiceError;
use crate::user_pool::members::KnownClient;

/// Whether a user could sign in with one.
pub fn is_offered(_pool: &Pool, _user: &User) -> bool {
    false
}

pub fn ask(_call: &Call<'_>, _via: &Via, _user: Option<&Arc<User>>, _attempt: Attempt) -> Result<Answer, ServiceError> {
    Err(ServiceError::not_yet("WEB_AUTHN"))
}
