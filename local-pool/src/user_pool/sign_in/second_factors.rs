//! Which second factor a pool asks of a user. Off: none. Optional: what the user turned on. On: that, or whatever could
//! serve (a phone number, an email address, an authenticator app), or else setting one up.

use std::sync::Arc;

use super::answering::Via;
use super::complete::Answer;
use super::{sent_code, software_token};
use crate::call::Call;
use crate::store::{Attempt, CodeKind, MfaConfiguration, MfaFactor, Pool, User};
use crate::user_pool::ServiceError;

const ALL: [MfaFactor; 4] = [MfaFactor::SmsMfa, MfaFactor::EmailOtp, MfaFactor::SoftwareTokenMfa, MfaFactor::WebAuthn];

#[derive(Debug, PartialEq, Eq)]
pub enum Wanted {
    None,
    One(MfaFactor),
    /// More than one, and the user prefers none.
    Choice(Vec<MfaFactor>),
    /// One is required, and there is none. What may be set up.
    SetUp(Vec<MfaFactor>),
}

pub fn wanted(pool: &Pool, user: &User) -> Wanted {
    let usable: Vec<MfaFactor> = ALL.into_iter().filter(|factor| is_usable(pool, user, *factor)).collect();
    let turned_on: Vec<MfaFactor> = usable.iter().copied().filter(|factor| user.mfa.enabled.contains(factor)).collect();
    let required = pool.mfa.mfa_configuration == MfaConfiguration::On;
    let candidates = match pool.mfa.mfa_configuration {
        MfaConfiguration::Off => return Wanted::None,
        MfaConfiguration::On if turned_on.is_empty() => usable,
        MfaConfiguration::On | MfaConfiguration::Optional => turned_on,
    };
    match (candidates.as_slice(), user.mfa.preferred) {
        ([], _) if required => Wanted::SetUp(can_be_set_up(pool)),
        ([], _) => Wanted::None,
        ([only], _) => Wanted::One(*only),
        (several, Some(preferred)) if several.contains(&preferred) => Wanted::One(preferred),
        _ => Wanted::Choice(candidates),
    }
}

/// The challenge of one factor.
pub async fn ask(
    call: &Call<'_>,
    via: &Via,
    user: &Arc<User>,
    attempt: Attempt,
    factor: MfaFactor,
) -> Result<Answer, ServiceError> {
    match factor {
        MfaFactor::SmsMfa => sent_code::ask(call, via, Some(user), attempt, CodeKind::SmsMfa).await,
        MfaFactor::EmailOtp => sent_code::ask(call, via, Some(user), attempt, CodeKind::EmailMfa).await,
        MfaFactor::SoftwareTokenMfa => Ok(software_token::ask(call, via, user, attempt)),
        MfaFactor::WebAuthn => super::web_authn::ask(call, via, Some(user), attempt),
    }
}

pub fn is_usable(pool: &Pool, user: &User, factor: MfaFactor) -> bool {
    match factor {
        // Cognito texts numbers that were not verified: the first code that comes back verifies them.
        MfaFactor::SmsMfa => pool.mfa.allows_sms() && user.attribute("phone_number").is_some(),
        MfaFactor::EmailOtp => pool.mfa.allows_email() && user.attribute("email").is_some(),
        // What was set up stays good when the pool no longer lets others set it up.
        MfaFactor::SoftwareTokenMfa => user.software_token.as_ref().is_some_and(|token| token.verified),
        MfaFactor::WebAuthn => false,
    }
}

fn can_be_set_up(pool: &Pool) -> Vec<MfaFactor> {
    let allowed = |factor: &MfaFactor| match factor {
        MfaFactor::SmsMfa => pool.mfa.allows_sms(),
        MfaFactor::EmailOtp => pool.mfa.allows_email(),
        MfaFactor::SoftwareTokenMfa => pool.mfa.allows_software_token(),
        MfaFactor::WebAuthn => false,
    };
    let allowed: Vec<MfaFactor> = ALL.into_iter().filter(allowed).collect();
    let recovers = |factor: &MfaFactor| match sole_recovery(pool) {
        Some("verified_email") => *factor == MfaFactor::EmailOtp,
        Some("verified_phone_number") => *factor == MfaFactor::SmsMfa,
        _ => false,
    };
    let others: Vec<MfaFactor> = allowed.iter().copied().filter(|factor| !recovers(factor)).collect();
    // Cognito has no pool where nothing would be left.
    if others.is_empty() { allowed } else { others }
}

/// The one way to recover a password, if there is no other: who has it for a second factor could recover none.
fn sole_recovery(pool: &Pool) -> Option<&str> {
    let setting = pool.settings.account_recovery_setting.as_ref()?;
    if let [only] = setting.recovery_mechanisms.as_slice() { Some(&only.name) } else { None }
}

/// As ChallengeParameters have a list: JSON in a string.
pub fn listed(factors: &[MfaFactor]) -> String {
    let names: Vec<&str> = factors.iter().map(|factor| factor.name()).collect();
    serde_json::json!(names).to_string()
}
