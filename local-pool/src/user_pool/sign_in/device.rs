//! The place of a remembered device in a sign-in: after the password, instead of a second factor.
//! Nothing is remembered yet.

use std::sync::Arc;

use super::answering::Via;
use super::complete::Answer;
use crate::call::Call;
use crate::store::{Attempt, Pool, User};
use crate::user_pool::ServiceError;
use crate::user_pool::members::KnownClient;

/// Whether the device that the request named may stand in for a second factor.
pub fn is_remembered(_pool: &Pool, _user: &User, _attempt: &Attempt) -> bool {
    false
}

pub fn ask(_call: &Call<'_>, _via: &Via, _user: &Arc<User>, _attempt: Attempt) -> Result<Answer, ServiceError> {
    Err(ServiceError::not_yet("DEVICE_SRP_AUTH"))
}
