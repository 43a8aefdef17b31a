//! Step-up: TARGET_ACR_VALUES asks for an authentication level, ACCESS_TOKEN brings along what was proven before, MAX_AGE says
//! how long ago that may be. Four levels, each of fixed factors; a pool may name them (AcrConfiguration).
//! A level that the user has no factors for is refused, and so is one that the token has already: nothing is set up here.

use super::begin::Person;
use super::first_factors;
use super::second_factors::is_usable;
use crate::call::Call;
use crate::clock::Span;
use crate::store::{Attempt, Factor, FirstStep, Grant, Level, MfaConfiguration, MfaFactor, Pool, User};
use crate::user_pool::ServiceError;
use crate::user_pool::members::{Parameters, SignedInUser};

const ALL: [(Level, &str, &str); 4] = [
    (Level::One, "Level1", "urn:cognito:loa:1"),
    (Level::Two, "Level2", "urn:cognito:loa:2"),
    (Level::Three, "Level3", "urn:cognito:loa:3"),
    (Level::Four, "Level4", "urn:cognito:loa:4"),
];

/// What the parameters of USER_AUTH ask for: sets the attempt's target, and what its token already proves.
pub fn read(call: &Call<'_>, pool: &Pool, person: Person, parameters: &mut Parameters) -> Result<Person, ServiceError> {
    let token = parameters.optional("ACCESS_TOKEN");
    let max_age = parameters.optional("MAX_AGE").map(|text| seconds(&text)).transpose()?;
    let Some(targets) = parameters.optional("TARGET_ACR_VALUES") else {
        return match token {
            Some(_) => Err(ServiceError::invalid_parameter("ACCESS_TOKEN requires TARGET_ACR_VALUES")),
            None => Ok(person),
        };
    };
    if pool.settings.other.get("UserPoolTier").and_then(|tier| tier.as_str()) == Some("LITE") {
        let message = "Step-up authentication requires the Essentials or Plus feature plan";
        return Err(ServiceError::new("FeatureUnavailableInTierException", message));
    }
    let targets: Vec<Level> = targets.split_whitespace().filter_map(|name| level_named(pool, name)).collect();
    if targets.is_empty() {
        return Err(ServiceError::invalid_parameter("TARGET_ACR_VALUES has no level that this user pool knows"));
    }
    // For a name that nobody has, the first target is as good as another.
    let satisfiable = |level: &Level| person.user.as_ref().is_none_or(|user| can_reach(pool, user, *level));
    let target = targets
        .into_iter()
        .find(satisfiable)
        .ok_or_else(|| ServiceError::invalid_parameter("The user has no factors for any level of TARGET_ACR_VALUES"))?;
    let credit = token.map(|token| credit(call, &person.attempt, token, max_age)).transpose()?.unwrap_or_default();
    if level_of(&credit).is_some_and(|level| level >= target) {
        return Err(ServiceError::invalid_parameter("The access token already has the requested level"));
    }
    let Person { user, attempt } = person;
    Ok(Person { user, attempt: Attempt { target: Some(target), proven: credit, ..attempt } })
}

/// The first steps that lead to a level.
pub fn first_steps(pool: &Pool, user: Option<&User>, target: Level, offered: Vec<FirstStep>) -> Vec<FirstStep> {
    let by_password = match target {
        Level::One => true,
        Level::Two => false,
        Level::Three | Level::Four => user.is_none_or(|user| !lifting(pool, user, target).is_empty()),
    };
    let leads = |step: &FirstStep| match step {
        FirstStep::PasswordSrp | FirstStep::Password => by_password,
        FirstStep::EmailOtp | FirstStep::SmsOtp => target == Level::Two,
        FirstStep::WebAuthn => target == Level::Three,
    };
    offered.into_iter().filter(leads).collect()
}

/// The second factors that would lift an attempt to its target. None where it is reached, or none was asked for.
pub fn still_needed(pool: &Pool, user: &User, attempt: &Attempt) -> Vec<MfaFactor> {
    let Some(target) = attempt.target.filter(|target| level_of(&attempt.proven).is_none_or(|level| level < *target))
    else {
        return Vec::new();
    };
    lifting(pool, user, target)
}

/// The claims of a sign-in that asked for a level.
#[derive(Default)]
pub struct Reached {
    pub acr: Option<String>,
    pub amr: Vec<String>,
}

/// What was reached, and how. A sign-in that stayed below its target is none.
pub fn reached(pool: &Pool, attempt: &Attempt) -> Result<Reached, ServiceError> {
    let Some(target) = attempt.target else { return Ok(Reached::default()) };
    let level = level_of(&attempt.proven).filter(|level| *level >= target);
    let level = level.ok_or_else(|| ServiceError::not_authorized("The requested level was not reached"))?;
    Ok(Reached { acr: Some(name_of(pool, level)), amr: methods(&attempt.proven) })
}

fn level_of(proven: &[Factor]) -> Option<Level> {
    let has = |factor| proven.contains(&factor);
    match () {
        () if has(Factor::Password) && has(Factor::SoftwareToken) => Some(Level::Four),
        () if has(Factor::Passkey) => Some(Level::Three),
        () if has(Factor::Password) && (has(Factor::SmsMfa) || has(Factor::EmailMfa)) => Some(Level::Three),
        () if has(Factor::EmailOtp) || has(Factor::SmsOtp) => Some(Level::Two),
        () if has(Factor::Password) => Some(Level::One),
        () => None,
    }
}

fn can_reach(pool: &Pool, user: &User, level: Level) -> bool {
    !first_steps(pool, Some(user), level, first_factors::offered_to(pool, user)).is_empty()
}

/// What lifts a password to a level, as far as the user has it.
fn lifting(pool: &Pool, user: &User, level: Level) -> Vec<MfaFactor> {
    let factors: &[MfaFactor] = match level {
        _ if pool.mfa.mfa_configuration == MfaConfiguration::Off => &[],
        Level::One | Level::Two => &[],
        Level::Three => &[MfaFactor::SmsMfa, MfaFactor::EmailOtp],
        Level::Four => &[MfaFactor::SoftwareTokenMfa],
    };
    factors.iter().copied().filter(|factor| is_usable(pool, user, *factor)).collect()
}

/// RFC 8176 has some of these names; Cognito added its own.
fn methods(proven: &[Factor]) -> Vec<String> {
    let mut names: Vec<&str> = proven
        .iter()
        .filter_map(|factor| match factor {
            Factor::Password => Some("pwd"),
            Factor::SoftwareToken => Some("otp"),
            Factor::SmsOtp | Factor::SmsMfa => Some("sms"),
            Factor::EmailOtp | Factor::EmailMfa => Some("email_otp"),
            // Whether a passkey is bound to hardware is not known here.
            Factor::Passkey | Factor::PasskeyMfa => Some("swk"),
            Factor::Device | Factor::Custom | Factor::NewPassword => None,
        })
        .collect();
    if names.len() > 1 {
        names.push("mfa");
    }
    names.into_iter().map(str::to_owned).collect()
}

/// What the access token's sign-in proved, unless it is too long ago.
fn credit(
    call: &Call<'_>,
    attempt: &Attempt,
    token: String,
    max_age: Option<Span>,
) -> Result<Vec<Factor>, ServiceError> {
    let SignedInUser { user, grant, .. } = SignedInUser::authorize(call, Some(token))?;
    if attempt.sub.as_deref() != Some(&user.sub) || grant.client_id != attempt.client_id {
        return Err(ServiceError::not_authorized("The access token was issued to another user or client"));
    }
    let too_old = max_age.is_some_and(|max_age| call.now - grant.auth_time > max_age);
    Ok(if too_old { Vec::new() } else { factors_of(&grant) })
}

/// Grants keep the names of challenges; a code by mail is called the same, first or second.
fn factors_of(grant: &Grant) -> Vec<Factor> {
    let after_password = grant.factors.iter().any(|name| name == Factor::Password.name());
    let email = if after_password { Factor::EmailMfa } else { Factor::EmailOtp };
    let kept = [Factor::Password, Factor::SoftwareToken, Factor::SmsMfa, Factor::SmsOtp, email, Factor::Passkey];
    kept.into_iter().filter(|factor| grant.factors.iter().any(|name| name == factor.name())).collect()
}

fn level_named(pool: &Pool, name: &str) -> Option<Level> {
    ALL.iter().map(|(level, ..)| *level).find(|level| name_of(pool, *level) == name)
}

fn name_of(pool: &Pool, level: Level) -> String {
    let known = ALL.iter().find(|(known, ..)| *known == level);
    let (key, default) = known.map_or(("", ""), |(_, key, default)| (*key, *default));
    let own = pool.settings.other.get("AcrConfiguration").and_then(|levels| levels.get(key)?.get("AcrValue")?.as_str());
    own.unwrap_or(default).to_owned()
}

fn seconds(text: &str) -> Result<Span, ServiceError> {
    let seconds = text.parse::<i64>().ok().filter(|seconds| *seconds >= 0).map(Span::seconds);
    seconds.ok_or_else(|| ServiceError::invalid_parameter("MAX_AGE must be a number of seconds"))
}
