//! Signing in right after signing up: SignUp and ConfirmSignUp give Sessions, and the latter's is a first factor for USER_AUTH,
//! because the code that confirmed the account was one. The chain holds for one client and one user.

use super::answering::Via;
use super::answering::user_of;
use super::begin::Person;
use super::complete::Answer;
use super::next::next;
use super::sessions;
use crate::call::Call;
use crate::store::{Attempt, Challenge, Factor, Flow, Medium, Step, User};
use crate::user_pool::ServiceError;
use crate::user_pool::members::KnownClient;

/// The Session of SignUp's answer, for clients that may use USER_AUTH.
pub fn after_sign_up(call: &Call<'_>, known: &KnownClient, user: &User) -> Option<String> {
    let attempt = Attempt::new(&known.client.id, Flow::UserAuth, &user.username, user);
    known.client.allows("USER_AUTH").then(|| sessions::open(call, known, attempt, Step::SigningUp))
}

/// The Session of ConfirmSignUp's answer, in exchange for SignUp's; the code alone gives one too, for aws-amplify sends none.
/// Call it when the code was right.
pub fn after_confirmation(
    call: &Call<'_>,
    known: &KnownClient,
    user: &User,
    by: Medium,
    session: Option<String>,
) -> Result<Option<String>, ServiceError> {
    let Some(session) = session else {
        let attempt = Attempt::new(&known.client.id, Flow::UserAuth, &user.username, user);
        let signed_up = || sessions::open(call, known, attempt, Step::SignedUp { by });
        return Ok(known.client.allows("USER_AUTH").then(signed_up));
    };
    let handle = sessions::handle(Some(session))?;
    let Challenge { attempt, step } = sessions::look(call, known, handle)?;
    if !matches!(step, Step::SigningUp) || attempt.sub.as_deref() != Some(&user.sub) {
        return Err(sessions::unknown());
    }
    sessions::spend(call, &known.client.id, handle)?;
    Ok(Some(sessions::open(call, known, attempt, Step::SignedUp { by })))
}

/// USER_AUTH with the Session of ConfirmSignUp.
pub async fn go_on(call: &Call<'_>, via: &Via, person: Person, session: String) -> Result<Answer, ServiceError> {
    let handle = sessions::handle(Some(session))?;
    let Challenge { attempt, step } = sessions::look(call, &via.known, handle)?;
    let Step::SignedUp { by } = step else { return Err(sessions::unknown()) };
    if attempt.sub != person.attempt.sub {
        return Err(sessions::unknown());
    }
    sessions::spend(call, &via.known.client.id, handle)?;
    let user = user_of(call, &via.known, &attempt)?;
    let factor = match by {
        Medium::Email => Factor::EmailOtp,
        Medium::Sms => Factor::SmsOtp,
    };
    next(call, via, &user, person.attempt.with(factor)).await
}
