//! The page of the step that a sign-in stands at, whatever address the browser came by.

use serde_json::Value;

use super::visit::Visit;
use super::{problem, sign_in};
use crate::http::Response;
use crate::pages::Route;
use crate::pages::form::{Factor, SignInMethod};
use crate::pages::login::{
    AddEmailAddress, AttributeField, AttributeType, ChooseFactor, ChooseMethod, CodePurpose, ConfirmSignUp, EnterCode,
    EnterPassword, FactorPurpose, MissingPhone, NewPasswordRequired, Notice, PasskeyOptions, PasswordRules, Problem,
    ResetPassword, SetUpAuthenticatorApp, SignInWithPasskey,
};
use crate::secret::Secret;
use crate::store::{Login, Pool, Stage, Waiting};
use crate::user_pool;

/// What is said above the form.
#[derive(Default)]
pub struct Said {
    pub problem: Option<Problem>,
    pub notice: Option<Notice>,
}

pub fn show(visit: &Visit<'_>, route: Route) -> Response {
    match visit.login() {
        Some(login) => page(visit, &login, route, Said::default()),
        // The step is long over, or never was in this browser.
        None => visit.go(Route::Login),
    }
}

pub fn wrong(visit: &Visit<'_>, login: &Login, problem: Problem) -> Response {
    page(visit, login, Route::Login, Said { problem: Some(problem), notice: None })
}

pub fn page(visit: &Visit<'_>, login: &Login, route: Route, said: Said) -> Response {
    let problem = said.problem.clone();
    problem::noted(drawn(visit, login, route, said), problem.as_ref())
}

fn drawn(visit: &Visit<'_>, login: &Login, route: Route, said: Said) -> Response {
    let username = login.username.clone();
    let Said { problem, notice } = said;
    let waiting = match &login.stage {
        Stage::Challenge(waiting) => waiting,
        Stage::Confirming { destination } => {
            let view = ConfirmSignUp { username, destination: destination.clone(), problem, notice };
            return visit.page(200, |frame| view.html(frame));
        }
        Stage::Resetting { destination } => {
            let (destination, rules) = (destination.clone(), password_rules(visit.pool()));
            let view = ResetPassword { username, destination, rules, problem, notice };
            return visit.page(200, |frame| view.html(frame));
        }
    };
    let methods = methods(waiting);
    let other_methods = methods.len() > 1;
    if route == Route::LoginMethod && other_methods || waiting.challenge == "SELECT_CHALLENGE" {
        return visit.page(200, |frame| ChooseMethod { username, methods, problem }.html(frame));
    }
    match waiting.challenge.as_str() {
        "PASSWORD" => {
            let view = EnterPassword { username, forgotten_password: true, other_methods, problem };
            visit.page(200, |frame| view.html(frame))
        }
        "EMAIL_OTP" | "SMS_OTP" | "SMS_MFA" | "SOFTWARE_TOKEN_MFA" => {
            let view = EnterCode { purpose: purpose(waiting), other_ways: other_methods, problem, notice };
            visit.page(200, |frame| view.html(frame))
        }
        "NEW_PASSWORD_REQUIRED" => {
            let attributes = required(visit.pool(), waiting);
            let rules = password_rules(visit.pool());
            let view = NewPasswordRequired { username, rules, attributes, problem };
            visit.page(200, |frame| view.html(frame))
        }
        "SELECT_MFA_TYPE" => {
            let factors = factors(waiting, "MFAS_CAN_CHOOSE");
            let view = ChooseFactor { purpose: FactorPurpose::Answer, factors, problem };
            visit.page(200, |frame| view.html(frame))
        }
        "MFA_SETUP" => match &waiting.key {
            Some(key) => {
                let view = SetUpAuthenticatorApp { username, key: key.clone(), problem };
                visit.page(200, |frame| view.html(frame))
            }
            None => {
                let factors = can_set_up(waiting);
                if factors == [Factor::Email] || route == Route::LoginEmail && factors.contains(&Factor::Email) {
                    return email_page(visit, waiting, "", problem);
                }
                let phone = if misses_phone(waiting) { MissingPhone::Yes } else { MissingPhone::No };
                let view = ChooseFactor { purpose: FactorPurpose::SetUp(phone), factors, problem };
                visit.page(200, |frame| view.html(frame))
            }
        },
        "WEB_AUTHN" => {
            let options = waiting.parameters.get("CREDENTIAL_REQUEST_OPTIONS").and_then(Value::as_str);
            let options = PasskeyOptions::new(options.unwrap_or_default().to_owned());
            let view = SignInWithPasskey { username, options, other_methods, problem };
            visit.page(200, |frame| view.html(frame))
        }
        // A challenge of the app's own triggers, or of a device: managed login begins neither, here as at Cognito.
        _ => sign_in::again(visit, Some(&username), Problem::MethodUnavailable),
    }
}

pub fn email_page(visit: &Visit<'_>, waiting: &Waiting, email: &str, problem: Option<Problem>) -> Response {
    let other_ways = can_set_up(waiting).len() > 1;
    let view = AddEmailAddress { email: email.to_owned(), other_ways, problem };
    visit.page(200, |frame| view.html(frame))
}

/// The address of the step's page.
pub fn route_of(waiting: &Waiting) -> Route {
    match waiting.challenge.as_str() {
        "SELECT_CHALLENGE" => Route::LoginMethod,
        "PASSWORD" => Route::LoginPassword,
        "NEW_PASSWORD_REQUIRED" => Route::LoginNewPassword,
        "SELECT_MFA_TYPE" => Route::LoginFactor,
        "MFA_SETUP" if waiting.key.is_some() => Route::LoginAuthenticatorApp,
        "MFA_SETUP" if can_set_up(waiting) == [Factor::Email] => Route::LoginEmail,
        "MFA_SETUP" => Route::LoginFactor,
        "WEB_AUTHN" => Route::LoginPasskey,
        _ => Route::LoginCode,
    }
}

/// Another code to the same address.
pub async fn resend(visit: &Visit<'_>) -> Response {
    let Some(mut login) = visit.login() else { return visit.go(Route::Login) };
    let name = login.username.clone();
    let resent = match &mut login.stage {
        Stage::Confirming { .. } => {
            visit.perform("ResendConfirmationCode", &name, serde_json::json!({})).await.map(drop)
        }
        Stage::Resetting { .. } => visit.perform("ForgotPassword", &name, serde_json::json!({})).await.map(drop),
        Stage::Challenge(waiting) => {
            match Box::pin(user_pool::send_again(visit.call, visit.sign_in(&name), &waiting.session)).await {
                Ok(session) => {
                    waiting.session = Secret::new(session);
                    Ok(())
                }
                Err(error) => Err(error),
            }
        }
    };
    match resent {
        Ok(()) => {
            visit.keep(login.clone());
            page(visit, &login, Route::Login, Said { problem: None, notice: Some(Notice::CodeSent) })
        }
        Err(error) if problem::is_over(&error) => sign_in::again(visit, Some(&name), Problem::SessionExpired),
        Err(error) => wrong(visit, &login, problem::of(&error)),
    }
}

pub fn password_rules(pool: &Pool) -> PasswordRules {
    let policy = &pool.settings.policies.password_policy;
    PasswordRules {
        minimum_length: u32::try_from(policy.minimum_length).unwrap_or(u32::MAX),
        lowercase: policy.require_lowercase,
        uppercase: policy.require_uppercase,
        number: policy.require_numbers,
        symbol: policy.require_symbols,
        history: policy.password_history_size.and_then(|size| u32::try_from(size).ok()).unwrap_or(0),
    }
}

pub fn attribute_field(pool: &Pool, name: &str, value: &str) -> AttributeField {
    let kind = pool.schema.iter().find(|attribute| attribute.name == name);
    let kind = match kind.map(|attribute| attribute.attribute_data_type.as_str()) {
        Some("Number") => AttributeType::Number,
        Some("DateTime") => AttributeType::DateTime,
        Some("Boolean") => AttributeType::Boolean,
        _ => AttributeType::String,
    };
    AttributeField { name: name.to_owned(), kind, value: value.to_owned(), required: true }
}

fn methods(waiting: &Waiting) -> Vec<SignInMethod> {
    waiting.available.iter().filter_map(|name| SignInMethod::parse(name)).collect()
}

fn purpose(waiting: &Waiting) -> CodePurpose {
    let text = |name| waiting.parameters.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let destination = text("CODE_DELIVERY_DESTINATION");
    match waiting.challenge.as_str() {
        "SOFTWARE_TOKEN_MFA" => CodePurpose::AppFactor,
        // A code that came second names the user for SRP, which one that stands alone does not.
        "SMS_MFA" => CodePurpose::SentFactor(destination),
        "EMAIL_OTP" if waiting.parameters.contains_key("USER_ID_FOR_SRP") => CodePurpose::SentFactor(destination),
        _ => CodePurpose::SignIn(destination),
    }
}

/// Lists come as JSON in a string, as the API has them.
fn list(waiting: &Waiting, name: &str) -> Vec<String> {
    let text = waiting.parameters.get(name).and_then(Value::as_str).unwrap_or_default();
    serde_json::from_str(text).unwrap_or_default()
}

fn factors(waiting: &Waiting, name: &str) -> Vec<Factor> {
    list(waiting, name).iter().filter_map(|factor| Factor::parse(factor)).collect()
}

/// What a page can set up: a phone number is not added here.
fn can_set_up(waiting: &Waiting) -> Vec<Factor> {
    let mut factors = factors(waiting, "MFAS_CAN_SETUP");
    factors.retain(|factor| *factor != Factor::Sms);
    factors
}

fn misses_phone(waiting: &Waiting) -> bool {
    factors(waiting, "MFAS_CAN_SETUP").contains(&Factor::Sms)
}

fn required(pool: &Pool, waiting: &Waiting) -> Vec<AttributeField> {
    let names = list(waiting, "requiredAttributes");
    let names = names.iter().filter_map(|name| name.strip_prefix("userAttributes."));
    names.map(|name| attribute_field(pool, name, "")).collect()
}
