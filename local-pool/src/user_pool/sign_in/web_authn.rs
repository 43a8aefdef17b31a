//! WEB_AUTHN: a passkey as the first factor of USER_AUTH. Where the pool says so it is both factors at once, with the user
//! verified; a second factor after a password it never is, neither at Cognito nor here.
//! An answer spends the challenge, right or wrong. Somebody who does not exist is asked for a passkey that nobody has.

use std::sync::Arc;

use serde_json::json;

use super::answering::{Turn, Via};
use super::complete::Answer;
use super::next::next;
use super::second_factors::{Wanted, wanted};
use super::sessions;
use crate::call::Call;
use crate::store::{Attempt, Factor, MfaFactor, Pool, Step, User};
use crate::user_pool::ServiceError;
use crate::user_pool::passkeys::{ceremony, count_as_two_factors, decoy};
use crate::webauthn::{Assertion, Ceremony, Passkey, Refusal, RequestOptions, Use, UserHandle};

/// Whether a user could sign in with one. Whoever needs a second factor has to have turned passkeys on as both.
pub fn is_offered(pool: &Pool, user: &User) -> bool {
    let suffices = wanted(pool, user) == Wanted::None
        || count_as_two_factors(pool) && user.mfa.enabled.contains(&MfaFactor::WebAuthn);
    !user.passkeys.is_empty() && suffices
}

pub fn ask(call: &Call<'_>, via: &Via, user: Option<&Arc<User>>, attempt: Attempt) -> Result<Answer, ServiceError> {
    let ceremony = ceremony(call, &via.known.pool).map_err(|refusal| {
        // InitiateAuth knows no exception for passkeys.
        ServiceError::new("InvalidUserPoolConfigurationException", refusal.to_string())
    })?;
    let known = passkeys(&via.known.pool, user, &attempt, &ceremony);
    let theirs = known.iter().filter(|passkey| passkey.relying_party == ceremony.relying_party);
    let options = RequestOptions::new(&ceremony, theirs).to_string();
    let session = sessions::open(call, &via.known, attempt, Step::WebAuthn { ceremony: Box::new(ceremony) });
    Ok(Answer::challenge("WEB_AUTHN", json!({ "CREDENTIAL_REQUEST_OPTIONS": options }), session))
}

pub async fn answer(call: &Call<'_>, mut turn: Turn, ceremony: &Ceremony) -> Result<Answer, ServiceError> {
    let credential = turn.responses.required("CREDENTIAL")?;
    let assertion = Assertion::parse(&credential).map_err(refused)?;
    turn.spend(call)?;
    let user = turn.user(call).ok();
    let used = verify(&turn, user.as_ref(), ceremony, &assertion).map_err(refused)?;
    // None is unreachable with a passkey that nobody has, and refused all the same.
    let user = user.ok_or_else(|| refused(Refusal::WrongSignature))?;
    call.store().users.update(&user.pool_id, &user.username, |user| {
        let mut theirs = user.passkeys.iter_mut().map(|registered| &mut registered.passkey);
        if let Some(passkey) = theirs.find(|passkey| passkey.credential_id == *assertion.credential_id()) {
            passkey.record(used);
        }
    });
    let user = turn.user(call)?;
    let attempt = turn.attempt.with(Factor::Passkey);
    let both = used.user_verified && count_as_two_factors(&turn.via.known.pool);
    next(call, &turn.via, &user, if both { attempt.with(Factor::PasskeyMfa) } else { attempt }).await
}

fn verify(turn: &Turn, user: Option<&Arc<User>>, ceremony: &Ceremony, assertion: &Assertion) -> Result<Use, Refusal> {
    let known = passkeys(&turn.via.known.pool, user, &turn.attempt, ceremony);
    let passkey = known.iter().find(|passkey| passkey.credential_id == *assertion.credential_id());
    let passkey = passkey.ok_or(Refusal::UnknownCredential)?;
    let handle = UserHandle::of_sub(user.map_or("", |user| &user.sub));
    assertion.verify(ceremony, passkey, &handle)
}

fn passkeys(pool: &Pool, user: Option<&Arc<User>>, attempt: &Attempt, ceremony: &Ceremony) -> Vec<Passkey> {
    match user {
        Some(user) => user.passkeys.iter().map(|registered| registered.passkey.clone()).collect(),
        None => decoy(pool, &ceremony.relying_party, &attempt.given).into_iter().collect(),
    }
}

fn refused(refusal: Refusal) -> ServiceError {
    ServiceError::new(refusal.at_sign_in(), refusal.to_string())
}
