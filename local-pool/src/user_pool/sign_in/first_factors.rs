//! What USER_AUTH offers: the pool's AllowedFirstAuthFactors, as far as the user has what they need for them.
//! Somebody who does not exist is offered what anybody might have.

use super::second_factors::{Wanted, wanted};
use super::web_authn;
use crate::store::{FirstFactor, FirstStep, MfaConfiguration, Pool, User, UserStatus};

const BY_PASSWORD: [FirstStep; 2] = [FirstStep::PasswordSrp, FirstStep::Password];

pub fn offered(pool: &Pool, user: Option<&User>) -> Vec<FirstStep> {
    let allowed = &pool.settings.policies.sign_in_policy.allowed_first_auth_factors;
    let steps = FirstStep::ALL.into_iter().filter(|step| allowed.contains(&factor(*step)));
    let offered: Vec<FirstStep> = match user {
        Some(user) => steps.filter(|step| has(pool, user, *step)).collect(),
        None => steps.filter(|step| anybody_may_have(pool, *step)).collect(),
    };
    // Whoever has nothing to sign in with is not told apart from the others.
    if offered.is_empty() { BY_PASSWORD.to_vec() } else { offered }
}

fn has(pool: &Pool, user: &User, step: FirstStep) -> bool {
    // A temporary password has to be replaced first.
    let passwordless = user.status != UserStatus::ForceChangePassword;
    // One-time codes cannot be followed by a second factor: who needs one, does not begin with a code.
    let code = passwordless && wanted(pool, user) == Wanted::None;
    match step {
        FirstStep::PasswordSrp | FirstStep::Password => user.password.is_some(),
        FirstStep::EmailOtp => code && user.has_verified("email"),
        FirstStep::SmsOtp => code && user.has_verified("phone_number"),
        FirstStep::WebAuthn => passwordless && web_authn::is_offered(pool, user),
    }
}

fn anybody_may_have(pool: &Pool, step: FirstStep) -> bool {
    match step {
        FirstStep::PasswordSrp | FirstStep::Password | FirstStep::WebAuthn => true,
        FirstStep::EmailOtp | FirstStep::SmsOtp => pool.mfa.mfa_configuration != MfaConfiguration::On,
    }
}

fn factor(step: FirstStep) -> FirstFactor {
    match step {
        FirstStep::PasswordSrp | FirstStep::Password => FirstFactor::Password,
        FirstStep::EmailOtp => FirstFactor::EmailOtp,
        FirstStep::SmsOtp => FirstFactor::SmsOtp,
        FirstStep::WebAuthn => FirstFactor::WebAuthn,
    }
}
