//! An answer to the challenge that waits: the form's fields become the responses that the API takes.
//! What was wrong is said on the same page while the Session is good, and at the beginning when it is over.

use serde_json::{Map, Value};

use super::visit::Visit;
use super::{problem, set_up, sign_in, step};
use crate::http::Response;
use crate::managed_login::parameters::Parameters;
use crate::pages::Route;
use crate::pages::form::{self, ATTRIBUTE_PREFIX, Factor, SignInMethod};
use crate::pages::login::Problem;
use crate::store::{Login, Stage, Waiting};
use crate::user_pool::{self, Outcome, ServiceError};

pub async fn take(visit: &Visit<'_>, form: &Parameters, route: Route) -> Response {
    let Some(login) = visit.login() else {
        return sign_in::again(visit, None, Problem::SessionExpired);
    };
    let Stage::Challenge(waiting) = &login.stage else {
        return step::show(visit, route);
    };
    let name = login.username.as_str();
    let other_way = route == Route::LoginMethod && waiting.challenge != "SELECT_CHALLENGE";
    let outcome = match (waiting.challenge.as_str(), form.get(form::METHOD)) {
        // Another way than the one that was begun: from the start.
        (_, Some(method)) if other_way => match SignInMethod::parse(method) {
            Some(method) => sign_in::choose(visit, name, &[method.value()]).await,
            None => return step::show(visit, route),
        },
        ("MFA_SETUP", _) => match set_up::take(visit, &login, waiting, form, route).await {
            Ok(outcome) => outcome,
            Err(page) => return *page,
        },
        _ => match responses(waiting, form) {
            Ok(responses) => answer(visit, name, waiting, responses).await,
            Err(problem) => return step::wrong(visit, &login, problem),
        },
    };
    match outcome {
        Ok(outcome) => visit.go_on(name, outcome).await,
        Err(error) => refused(visit, &login, waiting, &error).await,
    }
}

pub async fn answer(
    visit: &Visit<'_>,
    name: &str,
    waiting: &Waiting,
    responses: Map<String, Value>,
) -> Result<Outcome, ServiceError> {
    let sign_in = visit.sign_in(name);
    let answered = user_pool::answer_challenge(visit.call, sign_in, &waiting.challenge, &waiting.session, responses);
    Box::pin(answered).await
}

fn responses(waiting: &Waiting, form: &Parameters) -> Result<Map<String, Value>, Problem> {
    let mut responses = Map::new();
    let mut add = |name: &str, value: &str| responses.insert(name.to_owned(), value.into());
    match waiting.challenge.as_str() {
        "PASSWORD" => {
            add("PASSWORD", form.get(form::PASSWORD).ok_or(Problem::PasswordMissing)?);
        }
        name @ ("EMAIL_OTP" | "SMS_OTP" | "SMS_MFA" | "SOFTWARE_TOKEN_MFA") => {
            add(&format!("{name}_CODE"), &code(form).ok_or(Problem::WrongCode)?);
        }
        "NEW_PASSWORD_REQUIRED" => {
            add("NEW_PASSWORD", form.get(form::NEW_PASSWORD).ok_or(Problem::PasswordMissing)?);
            for (name, value) in form.beginning(ATTRIBUTE_PREFIX) {
                add(&format!("userAttributes.{name}"), value);
            }
        }
        "SELECT_CHALLENGE" => {
            let method = form.get(form::METHOD).and_then(SignInMethod::parse).ok_or(Problem::MethodUnavailable)?;
            add("ANSWER", method.value());
        }
        "SELECT_MFA_TYPE" => {
            let factor = form.get(form::METHOD).and_then(Factor::parse).ok_or(Problem::MethodUnavailable)?;
            add("ANSWER", factor.value());
        }
        "WEB_AUTHN" => {
            add("CREDENTIAL", form.get(form::CREDENTIAL).ok_or(Problem::PasskeyFailed)?);
        }
        _ => return Err(Problem::MethodUnavailable),
    }
    Ok(responses)
}

/// People copy codes with spaces in them.
pub fn code(form: &Parameters) -> Option<String> {
    let code: String = form.get(form::CODE)?.chars().filter(|char| !char.is_whitespace()).collect();
    (!code.is_empty()).then_some(code)
}

async fn refused(visit: &Visit<'_>, login: &Login, waiting: &Waiting, error: &ServiceError) -> Response {
    let name = login.username.as_str();
    if problem::is_over(error) {
        return sign_in::again(visit, Some(name), Problem::SessionExpired);
    }
    match (waiting.challenge.as_str(), problem::of(error)) {
        // A wrong password ends its Session: the same question is asked anew.
        ("PASSWORD", problem) if error.name() == "NotAuthorizedException" => {
            match sign_in::choose(visit, name, &["PASSWORD"]).await {
                Ok(Outcome::Challenge(asked)) => {
                    let stage = Stage::Challenge(super::visit::waiting(asked));
                    let login = Login { username: name.to_owned(), stage };
                    visit.keep(login.clone());
                    step::wrong(visit, &login, problem)
                }
                _ => sign_in::again(visit, Some(name), problem),
            }
        }
        ("PASSWORD", _) => sign_in::refused(visit, name, error).await,
        ("WEB_AUTHN", problem) => {
            let problem = if error.name() == "NotAuthorizedException" { Problem::PasskeyFailed } else { problem };
            sign_in::again(visit, Some(name), problem)
        }
        (_, problem) => step::wrong(visit, login, problem),
    }
}
