//! /confirm: the code that proves a new account's address. Whoever is here gave the account's password just before, so that
//! the sign-in goes on from it.

use serde_json::{Value, json};

use super::visit::Visit;
use super::{challenge, problem, sign_in, step};
use crate::http::Response;
use crate::managed_login::parameters::Parameters;
use crate::pages::Route;
use crate::pages::login::{Notice, Problem};
use crate::store::{Login, Stage};
use crate::user_pool;

/// After a password that was right, of an account that nobody confirmed: a new code.
pub async fn begin(visit: &Visit<'_>, name: &str) -> Response {
    match visit.perform("ResendConfirmationCode", name, json!({})).await {
        Ok(output) => wait(visit, name, &output),
        Err(error) => sign_in::again(visit, Some(name), problem::of(&error)),
    }
}

pub fn wait(visit: &Visit<'_>, name: &str, output: &Value) -> Response {
    let stage = Stage::Confirming { destination: destination(output) };
    visit.proceed(Login { username: name.to_owned(), stage }, Route::Confirm)
}

pub async fn take(visit: &Visit<'_>, form: &Parameters) -> Response {
    let Some(login) = visit.login().filter(|login| matches!(login.stage, Stage::Confirming { .. })) else {
        return sign_in::again(visit, None, Problem::SessionExpired);
    };
    let Some(code) = challenge::code(form) else {
        return step::wrong(visit, &login, Problem::WrongCode);
    };
    let name = login.username.as_str();
    if let Err(error) = visit.perform("ConfirmSignUp", name, json!({ "ConfirmationCode": code })).await {
        return step::wrong(visit, &login, problem::of(&error));
    }
    match Box::pin(user_pool::after_password(visit.call, visit.sign_in(name))).await {
        Ok(outcome) => visit.go_on(name, outcome).await,
        Err(_) => {
            let shown = sign_in::Shown {
                username: Some(name.to_owned()),
                problem: None,
                notice: Some(Notice::AccountConfirmed),
            };
            sign_in::page(visit, 200, &shown)
        }
    }
}

/// Where a code went, masked as the API tells it.
pub fn destination(output: &Value) -> String {
    output.pointer("/CodeDeliveryDetails/Destination").and_then(Value::as_str).unwrap_or_default().to_owned()
}
