//! CUSTOM_AUTH: challenges of the app's own. DefineAuthChallenge decides after each round, CreateAuthChallenge makes the
//! question, VerifyAuthChallengeResponse judges the answer. It may begin with the password by SRP (SRP_A).
//! For a name that nobody has the triggers are asked too, and told so; whatever they say, nobody signs in.

use serde_json::{Map, Value};

use super::answering::{Turn, Via, user_of};
use super::begin::Person;
use super::complete::{Answer, complete};
use super::{password_srp, sessions};
use crate::call::Call;
use crate::secret::Secret;
use crate::store::{Attempt, Factor, Step, User};
use crate::triggers::create_auth_challenge::CreateAuthChallenge;
use crate::triggers::define_auth_challenge::{Decision, DefineAuthChallenge, Step as Round, StepName};
use crate::triggers::verify_auth_challenge_response::VerifyAuthChallengeResponse;
use crate::user_pool::ServiceError;
use crate::user_pool::hooks::{Asking, attributes_of};
use crate::user_pool::members::Parameters;

/// More rounds than any app asks; DefineAuthChallenge could otherwise ask for ever.
const MOST_ROUNDS: usize = 50;

pub async fn begin(
    call: &Call<'_>,
    via: &Via,
    mut person: Person,
    mut parameters: Parameters,
) -> Result<Answer, ServiceError> {
    let a = parameters.optional("SRP_A");
    if parameters.optional("CHALLENGE_NAME").as_deref() == Some("SRP_A") || a.is_some() {
        let a = a.ok_or_else(|| ServiceError::missing_parameter("SRP_A"))?;
        person.attempt.rounds.push(round(StepName::SrpA, true, None));
        return match decide(call, via, person.user.as_deref(), &person.attempt).await? {
            Decision::PasswordVerifier => password_srp::ask(call, via, person, &a),
            other => follow(call, via, person.user.as_deref(), person.attempt, other).await,
        };
    }
    advance(call, via, person.user.as_deref(), person.attempt).await
}

/// After the password was proven within this flow.
pub async fn after_password(
    call: &Call<'_>,
    via: &Via,
    user: &User,
    mut attempt: Attempt,
) -> Result<Answer, ServiceError> {
    attempt.rounds.push(round(StepName::PasswordVerifier, true, None));
    advance(call, via, Some(user), attempt).await
}

pub async fn answer(
    call: &Call<'_>,
    mut turn: Turn,
    private: &Secret<std::collections::BTreeMap<String, String>>,
    metadata: Option<String>,
) -> Result<Answer, ServiceError> {
    let given = Secret::new(turn.responses.required("ANSWER")?);
    turn.spend(call)?;
    let user = user_of(call, &turn.via.known, &turn.attempt).ok();
    let right = {
        let asking = asking(call, &turn.via, &turn.attempt)?;
        let attributes = user.as_deref().map(attributes_of).unwrap_or_default();
        let question = VerifyAuthChallengeResponse {
            attributes: &attributes,
            private_parameters: private,
            answer: &given,
            client_metadata: asking.metadata(),
            user_not_found: not_found(&turn.via, user.as_deref()),
        };
        asking.must_ask(&question).await?
    };
    let mut attempt = turn.attempt;
    attempt.rounds.push(round(StepName::CustomChallenge, right, metadata));
    if right {
        attempt = attempt.with(Factor::Custom);
    }
    advance(call, &turn.via, user.as_deref(), attempt).await
}

/// Asks what comes now, and does it.
async fn advance(call: &Call<'_>, via: &Via, user: Option<&User>, attempt: Attempt) -> Result<Answer, ServiceError> {
    let decision = decide(call, via, user, &attempt).await?;
    follow(call, via, user, attempt, decision).await
}

async fn decide(call: &Call<'_>, via: &Via, user: Option<&User>, attempt: &Attempt) -> Result<Decision, ServiceError> {
    if attempt.rounds.len() >= MOST_ROUNDS {
        return Err(ServiceError::wrong_credentials());
    }
    let asking = asking(call, via, attempt)?;
    let attributes = user.map(attributes_of).unwrap_or_default();
    let question = DefineAuthChallenge {
        attributes: &attributes,
        session: &attempt.rounds,
        client_metadata: asking.metadata(),
        user_not_found: not_found(via, user),
    };
    asking.must_ask(&question).await
}

async fn follow(
    call: &Call<'_>,
    via: &Via,
    user: Option<&User>,
    attempt: Attempt,
    decision: Decision,
) -> Result<Answer, ServiceError> {
    match (decision, user) {
        (Decision::IssueTokens, Some(user)) => complete(call, via, user, attempt).await,
        (Decision::CustomChallenge, user) => ask(call, via, user, attempt).await,
        // Without SRP_A there is no password to verify; it is too late for it after other rounds.
        (Decision::PasswordVerifier | Decision::Fail | Decision::IssueTokens, _) => {
            Err(ServiceError::wrong_credentials())
        }
    }
}

async fn ask(call: &Call<'_>, via: &Via, user: Option<&User>, attempt: Attempt) -> Result<Answer, ServiceError> {
    let challenge = {
        let asking = asking(call, via, &attempt)?;
        let attributes = user.map(attributes_of).unwrap_or_default();
        let question = CreateAuthChallenge {
            attributes: &attributes,
            session: &attempt.rounds,
            client_metadata: asking.metadata(),
            user_not_found: not_found(via, user),
        };
        asking.must_ask(&question).await?
    };
    let mut parameters: Map<String, Value> =
        challenge.public.into_iter().map(|(name, value)| (name, Value::from(value))).collect();
    parameters.insert("USERNAME".to_owned(), attempt.username.as_str().into());
    let step = Step::Custom { private: challenge.private, metadata: challenge.metadata };
    let session = sessions::open(call, &via.known, attempt, step);
    Ok(Answer::challenge("CUSTOM_CHALLENGE", Value::Object(parameters), session))
}

fn asking<'a>(call: &'a Call<'a>, via: &'a Via, attempt: &'a Attempt) -> Result<Asking<'a>, ServiceError> {
    let known = &via.known;
    Asking::of(call, &known.pool, Some(&known.client.id), &attempt.username, &via.metadata).ok_or_else(|| {
        ServiceError::invalid_parameter("Custom auth lambda trigger is not configured for the user pool.")
    })
}

fn not_found(via: &Via, user: Option<&User>) -> Option<bool> {
    via.known.client.hides_unknown_users().then_some(user.is_none())
}

fn round(challenge_name: StepName, challenge_result: bool, challenge_metadata: Option<String>) -> Round {
    Round { challenge_name, challenge_result, challenge_metadata }
}
