//! What comes after a proof: the one place that knows the order of things. A temporary password is replaced first; then a
//! remembered device speaks for its owner, or a second factor is asked for, chosen or set up; then there are tokens.
//! `decide` judges and does nothing; `next` does what it says.

use std::sync::Arc;

use super::answering::Via;
use super::complete::{Answer, complete, may_sign_in};
use super::{custom, device, levels, mfa_setup, new_password, second_factors, select_mfa_type};
use crate::call::Call;
use crate::store::{Attempt, Factor, Flow, MfaFactor, Pool, User, UserStatus};
use crate::user_pool::ServiceError;
use crate::user_pool::devices;

#[derive(Debug, PartialEq, Eq)]
enum Next {
    NewPassword,
    Device,
    SecondFactor(MfaFactor),
    SelectMfaType(Vec<MfaFactor>),
    MfaSetup(Vec<MfaFactor>),
    Tokens,
}

/// Goes on with a sign-in whose newest factor has just been added to `attempt`.
pub async fn next(call: &Call<'_>, via: &Via, user: &Arc<User>, attempt: Attempt) -> Result<Answer, ServiceError> {
    may_sign_in(user)?;
    devices::check_known(&via.known.pool, Some(user), attempt.device_key.as_deref())?;
    if attempt.flow == Flow::Custom {
        return custom::after_password(call, via, user, attempt).await;
    }
    match decide(&via.known.pool, user, &attempt) {
        Next::NewPassword => new_password::ask(call, via, user, attempt),
        Next::Device => Ok(device::ask(call, via, attempt)),
        Next::SecondFactor(factor) => second_factors::ask(call, via, user, attempt, factor).await,
        Next::SelectMfaType(offered) => Ok(select_mfa_type::ask(call, via, attempt, offered)),
        Next::MfaSetup(offered) => Ok(mfa_setup::ask(call, via, attempt, offered)),
        Next::Tokens => complete(call, via, user, attempt).await,
    }
}

fn decide(pool: &Pool, user: &User, attempt: &Attempt) -> Next {
    if attempt.has(Factor::Password) && user.status == UserStatus::ForceChangePassword {
        return Next::NewPassword;
    }
    // A level that was asked for is above what a remembered device or a preference would do.
    if attempt.has(Factor::Password) {
        match levels::still_needed(pool, user, attempt).as_slice() {
            [] => {}
            [only] => return Next::SecondFactor(*only),
            several => {
                let preferred = user.mfa.preferred.filter(|preferred| several.contains(preferred));
                return preferred.map_or_else(|| Next::SelectMfaType(several.to_vec()), Next::SecondFactor);
            }
        }
    }
    let device_is_to_prove = device::is_remembered(pool, user, attempt) && !attempt.has(Factor::Device);
    let last = if device_is_to_prove { Next::Device } else { Next::Tokens };
    // A first factor that is no password has no second: Cognito adds none to one-time codes, and a passkey that does not
    // count for both is not offered to whoever needs both.
    let suffices = attempt.has_second_factor() || !attempt.has(Factor::Password);
    if suffices || device_is_to_prove && device::stands_in(pool) {
        return last;
    }
    match second_factors::wanted(pool, user) {
        second_factors::Wanted::None => last,
        second_factors::Wanted::One(factor) => Next::SecondFactor(factor),
        second_factors::Wanted::Choice(factors) => Next::SelectMfaType(factors),
        second_factors::Wanted::SetUp(factors) => Next::MfaSetup(factors),
    }
}
