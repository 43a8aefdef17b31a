//! AdminGetUserAuthFactors: what a user could sign in with.

use super::known::OfUser;
use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::account::AuthFactors;

pub async fn answer(call: &Call<'_>, input: OfUser) -> Result<AuthFactors, ServiceError> {
    let known = input.find(call)?;
    Ok(AuthFactors::of(&known.pool, &known.user))
}
