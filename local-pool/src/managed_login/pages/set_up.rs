//! MFA_SETUP: an authenticator app by its key and a first code, or an email address by the code that is sent to it. The two
//! operations that set the app up take the sign-in's Session and give the next one. A phone number is not taken, as at Cognito.

use serde_json::{Map, Value, json};

use super::visit::Visit;
use super::{challenge, problem, step};
use crate::http::Response;
use crate::managed_login::parameters::Parameters;
use crate::pages::Route;
use crate::pages::form::{self, Factor};
use crate::pages::login::Problem;
use crate::secret::Secret;
use crate::store::{Login, Stage, Waiting};
use crate::user_pool::{self, Outcome, ServiceError};

/// Where an app is all that can be set up there is nothing to choose.
pub async fn prepare(visit: &Visit<'_>, waiting: Waiting) -> Waiting {
    let can = waiting.parameters.get("MFAS_CAN_SETUP").and_then(Value::as_str).unwrap_or_default();
    let only_app = serde_json::from_str::<Vec<String>>(can).is_ok_and(|can| can == [Factor::AuthenticatorApp.value()]);
    if waiting.challenge != "MFA_SETUP" || !only_app {
        return waiting;
    }
    associate(visit, &waiting).await.unwrap_or(waiting)
}

/// What the answer leads to; or a page, where it leads to none.
pub async fn take(
    visit: &Visit<'_>,
    login: &Login,
    waiting: &Waiting,
    form: &Parameters,
    route: Route,
) -> Result<Result<Outcome, ServiceError>, Box<Response>> {
    let name = login.username.as_str();
    match (&waiting.key, form.get(form::METHOD).and_then(Factor::parse)) {
        (_, Some(Factor::AuthenticatorApp)) => {
            let stage = associate(visit, waiting).await.map(Stage::Challenge);
            let stage = stage.map_err(|error| Box::new(step::wrong(visit, login, problem::of(&error))))?;
            let login = Login { username: name.to_owned(), stage };
            Err(Box::new(visit.proceed(login, Route::LoginAuthenticatorApp)))
        }
        (_, Some(Factor::Email)) => Err(Box::new(visit.go(Route::LoginEmail))),
        (_, None) if route == Route::LoginEmail => {
            let email = form.get(form::EMAIL).unwrap_or_default();
            let responses = Map::from_iter([("EMAIL".to_owned(), Value::from(email))]);
            match challenge::answer(visit, name, waiting, responses).await {
                // Anything else that is wrong is not the address's fault.
                Err(error) if error.name() == "InvalidParameterException" => {
                    let problem = Problem::AttributeInvalid("email".to_owned());
                    Err(Box::new(step::email_page(visit, waiting, email, Some(problem))))
                }
                outcome => Ok(outcome),
            }
        }
        (Some(_), None) => {
            let code = challenge::code(form);
            let code = code.ok_or_else(|| Box::new(step::wrong(visit, login, Problem::WrongCode)))?;
            let session = verify(visit, waiting, &code).await;
            let session = session.map_err(|error| Box::new(wrong_code(visit, login, &error)))?;
            let verified = Waiting { session: Secret::new(session), ..waiting.clone() };
            Ok(challenge::answer(visit, name, &verified, Map::new()).await)
        }
        (None, None) | (_, Some(Factor::Sms)) => Err(Box::new(step::wrong(visit, login, Problem::MethodUnavailable))),
    }
}

fn wrong_code(visit: &Visit<'_>, login: &Login, error: &ServiceError) -> Response {
    match problem::is_over(error) {
        true => super::sign_in::again(visit, Some(&login.username), Problem::SessionExpired),
        false => step::wrong(visit, login, problem::of(error)),
    }
}

async fn associate(visit: &Visit<'_>, waiting: &Waiting) -> Result<Waiting, ServiceError> {
    // The Session is what the operation knows the sign-in by.
    let input = json!({ "Session": waiting.session.expose() });
    let output = Box::pin(user_pool::perform(visit.call, "AssociateSoftwareToken", input)).await?.unwrap_or_default();
    let text = |name: &str| output.get(name).and_then(Value::as_str).map(str::to_owned);
    let (Some(key), Some(session)) = (text("SecretCode"), text("Session")) else {
        return Err(ServiceError::internal());
    };
    Ok(Waiting { key: Some(Secret::new(key)), session: Secret::new(session), ..waiting.clone() })
}

async fn verify(visit: &Visit<'_>, waiting: &Waiting, code: &str) -> Result<String, ServiceError> {
    // As above.
    let input = json!({ "Session": waiting.session.expose(), "UserCode": code });
    let fits = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
    if !fits {
        return Err(ServiceError::code_mismatch());
    }
    let output = Box::pin(user_pool::perform(visit.call, "VerifySoftwareToken", input)).await?.unwrap_or_default();
    output.get("Session").and_then(Value::as_str).map(str::to_owned).ok_or_else(ServiceError::internal)
}
