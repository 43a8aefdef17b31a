//! USER_AUTH: the person chooses how to sign in, up front (PREFERRED_CHALLENGE) or from what SELECT_CHALLENGE offers.
//! A preference that cannot be met is answered with the choice, not with an error.

use serde_json::json;

use super::answering::Via;
use super::answering::{Turn, user_of};
use super::begin::{Beginning, Person};
use super::complete::Answer;
use super::next::next;
use super::{auto_sign_in, first_factors, levels, password, password_srp, sent_code, sessions, web_authn};
use crate::call::Call;
use crate::store::{CodeKind, Factor, FirstStep, Flow, Step, User};
use crate::user_pool::ServiceError;
use crate::user_pool::members::Parameters;

pub async fn begin(call: &Call<'_>, beginning: Beginning) -> Result<Answer, ServiceError> {
    let Beginning { via, mut parameters, session, .. } = beginning;
    let person = Person::of(call, &via, &mut parameters, Flow::UserAuth).await?;
    if let Some(session) = session {
        return auto_sign_in::go_on(call, &via, person, session).await;
    }
    let pool = &via.known.pool;
    let person = levels::read(call, pool, person, &mut parameters)?;
    let credited = person.attempt.has(Factor::Password);
    let lifted = |user: &User| credited && !levels::still_needed(pool, user, &person.attempt).is_empty();
    if let Some(user) = person.user.clone().filter(|user| lifted(user)) {
        // The access token stands for the password.
        return next(call, &via, &user, person.attempt).await;
    }
    let mut offered = first_factors::offered(call, pool, &person);
    if let Some(target) = person.attempt.target {
        offered = levels::first_steps(pool, person.user.as_deref(), target, offered);
    }
    let preferred = parameters.optional("PREFERRED_CHALLENGE").and_then(|name| FirstStep::named(&name));
    match preferred.filter(|step| offered.contains(step)) {
        Some(step) => Ok(ask(call, &via, person, step, parameters).await?.offering(&offered)),
        None => Ok(offer(call, &via, person, &offered)),
    }
}

/// The choice itself.
pub fn offer(call: &Call<'_>, via: &Via, person: Person, offered: &[FirstStep]) -> Answer {
    let step = Step::SelectChallenge { offered: offered.to_vec() };
    let session = sessions::open(call, &via.known, person.attempt, step);
    Answer::challenge("SELECT_CHALLENGE", json!({}), session).offering(offered)
}

pub async fn answer(call: &Call<'_>, mut turn: Turn, offered: &[FirstStep]) -> Result<Answer, ServiceError> {
    let chosen = turn.responses.required("ANSWER")?;
    let chosen = FirstStep::named(&chosen).filter(|step| offered.contains(step));
    let chosen = chosen.ok_or_else(|| ServiceError::invalid_parameter("ANSWER is not one of AvailableChallenges"))?;
    turn.spend(call)?;
    let Turn { via, attempt, responses, .. } = turn;
    let user = user_of(call, &via.known, &attempt).ok();
    ask(call, &via, Person { user, attempt }, chosen, responses).await
}

/// Goes to a first factor; at once to its end where the request brought all that it takes.
pub async fn ask(
    call: &Call<'_>,
    via: &Via,
    person: Person,
    step: FirstStep,
    mut parameters: Parameters,
) -> Result<Answer, ServiceError> {
    match step {
        FirstStep::Password if parameters.peek("PASSWORD").is_ok() => {
            let user = password::check(call, via, &person, &parameters.password()?)?;
            next(call, via, &user, person.attempt.with(Factor::Password)).await
        }
        FirstStep::Password => Ok(password::ask(call, via, person.attempt)),
        FirstStep::PasswordSrp => match parameters.optional("SRP_A") {
            Some(a) => password_srp::ask(call, via, person, &a),
            None => Ok(password_srp::ask_for_a(call, via, person.attempt)),
        },
        FirstStep::EmailOtp => {
            sent_code::ask(call, via, person.user.as_ref(), person.attempt, CodeKind::EmailOtp).await
        }
        FirstStep::SmsOtp => sent_code::ask(call, via, person.user.as_ref(), person.attempt, CodeKind::SmsOtp).await,
        FirstStep::WebAuthn => web_authn::ask(call, via, person.user.as_ref(), person.attempt),
    }
}
