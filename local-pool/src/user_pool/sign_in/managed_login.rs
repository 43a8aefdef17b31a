//! Signing in at managed login's pages: the machine that the operations use, which ends in a proof of who it is in place
//! of tokens. A page keeps the Session and asks the questions; nothing here knows of pages. The client need not allow the
//! flows of the API for it, and proves itself only where it gets tokens.

use serde_json::{Map, Value};

use super::answering::{Reply, Via, take, user_of};
use super::begin::Person;
use super::next::next;
use super::{first_factors, password, select_challenge, sent_code, sessions};
use crate::call::Call;
use crate::secret::Secret;
use crate::store::{Challenge, Factor, FirstStep, Flow, Step, User};
use crate::user_pool::ServiceError;
use crate::user_pool::members::{KnownClient, Parameters};
use crate::user_pool::messages::ClientMetadata;

pub enum Outcome {
    Challenge(Asked),
    Proven(Box<Proven>),
}

/// A challenge as the API tells it.
pub struct Asked {
    pub name: &'static str,
    pub parameters: Map<String, Value>,
    pub session: String,
    /// What else there is to choose from at the start.
    pub available: Vec<&'static str>,
}

/// Somebody who proved who they are, and may sign in.
pub struct Proven {
    pub user: User,
    /// By the names of challenges.
    pub factors: Vec<String>,
    pub device_key: Option<String>,
}

/// Who signs in, and to which client.
pub struct SignIn<'a> {
    pub known: &'a KnownClient,
    /// As it was typed.
    pub name: &'a str,
}

/// The name and the password on one page.
pub async fn with_password(
    call: &Call<'_>,
    sign_in: SignIn<'_>,
    password: &Secret<String>,
) -> Result<Outcome, ServiceError> {
    let via = via(&sign_in);
    let person = person(call, &via, &sign_in).await?;
    let user = password::check(call, &via, &person, password)?;
    next(call, &via, &user, person.attempt.with(Factor::Password)).await?.into_outcome()
}

/// The name first: what can come next is asked, unless the person wished for something that can.
pub async fn choose(call: &Call<'_>, sign_in: SignIn<'_>, wishes: &[&str]) -> Result<Outcome, ServiceError> {
    let via = via(&sign_in);
    let person = person(call, &via, &sign_in).await?;
    let mut offered = first_factors::offered(call, &via.known.pool, &person);
    // A page sends the password itself.
    offered.retain(|step| *step != FirstStep::PasswordSrp);
    let wish = wishes.iter().filter_map(|wish| FirstStep::named(wish)).find(|step| offered.contains(step));
    let only = if let [only] = offered[..] { Some(only) } else { None };
    let answer = match wish.or(only) {
        Some(step) => select_challenge::ask(call, &via, person, step, Parameters::default()).await?.offering(&offered),
        None => select_challenge::offer(call, &via, person, &offered),
    };
    answer.into_outcome()
}

/// As RespondToAuthChallenge, with the name that the sign-in began with.
pub async fn answer_challenge(
    call: &Call<'_>,
    sign_in: SignIn<'_>,
    challenge: &str,
    session: &Secret<String>,
    responses: Map<String, Value>,
) -> Result<Outcome, ServiceError> {
    let mut responses = responses;
    responses.insert("USERNAME".to_owned(), sign_in.name.into());
    let responses = serde_json::from_value(responses.into()).map_err(|_| ServiceError::serialization())?;
    // The Session is what the machine knows this sign-in by.
    let session = Some(session.expose().clone());
    take(call, challenge, Reply { via: via(&sign_in), session, responses }).await?.into_outcome()
}

/// Goes on from a password that was proven just before, when the account could not sign in yet.
pub async fn after_password(call: &Call<'_>, sign_in: SignIn<'_>) -> Result<Outcome, ServiceError> {
    let via = via(&sign_in);
    let Person { user, attempt } = person(call, &via, &sign_in).await?;
    let user = user.ok_or_else(ServiceError::user_not_found)?;
    next(call, &via, &user, attempt.with(Factor::Password)).await?.into_outcome()
}

/// Another code in place of the one that a challenge waits for; the Session that it is answered with.
pub async fn send_again(
    call: &Call<'_>,
    sign_in: SignIn<'_>,
    session: &Secret<String>,
) -> Result<String, ServiceError> {
    let via = via(&sign_in);
    // As above.
    let handle = sessions::handle(Some(session.expose().clone()))?;
    let Challenge { attempt, step } = sessions::look(call, &via.known, handle)?;
    let Step::SentCode(sent) = step else { return Err(sessions::unknown()) };
    sessions::spend(call, &via.known.client.id, handle)?;
    let user = user_of(call, &via.known, &attempt).ok();
    let asked = match &user {
        Some(user) if sent.sets_up => sent_code::ask_to_set_up(call, &via, user, attempt, sent.to).await?,
        _ => sent_code::ask(call, &via, user.as_ref(), attempt, sent.kind).await?,
    };
    match asked.into_outcome()? {
        Outcome::Challenge(asked) => Ok(asked.session),
        Outcome::Proven(_) => Err(ServiceError::internal()),
    }
}

fn via(sign_in: &SignIn<'_>) -> Via {
    Via { known: sign_in.known.clone(), metadata: ClientMetadata::default() }
}

async fn person(call: &Call<'_>, via: &Via, sign_in: &SignIn<'_>) -> Result<Person, ServiceError> {
    let mut parameters = Parameters::named(sign_in.name);
    Person::of(call, via, &mut parameters, Flow::ManagedLogin).await
}
