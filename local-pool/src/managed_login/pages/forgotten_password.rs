//! /forgotPassword and /confirmforgotPassword: a code, and with it a new password. The rules are the two operations'.

use serde_json::json;

use super::visit::Visit;
use super::{challenge, confirm, problem, sign_in, step};
use crate::http::Response;
use crate::managed_login::parameters::Parameters;
use crate::pages::Route;
use crate::pages::form;
use crate::pages::login::{ForgottenPassword, Notice, Problem};
use crate::store::{Login, Stage};

pub fn show(visit: &Visit<'_>) -> Response {
    let known = visit.login().map(|login| login.username);
    page(visit, known.unwrap_or_else(|| visit.request.login_hint.clone()), None)
}

pub async fn take(visit: &Visit<'_>, form: &Parameters) -> Response {
    match form.get(form::USERNAME) {
        Some(name) => begin(visit, name).await,
        None => page(visit, String::new(), Some(Problem::NameMissing)),
    }
}

/// Also for somebody whose password was reset by an administrator.
pub async fn begin(visit: &Visit<'_>, name: &str) -> Response {
    match visit.perform("ForgotPassword", name, json!({})).await {
        Ok(output) => {
            let stage = Stage::Resetting { destination: confirm::destination(&output) };
            visit.proceed(Login { username: name.to_owned(), stage }, Route::ConfirmForgotPassword)
        }
        Err(error) => page(visit, name.to_owned(), Some(problem::of(&error))),
    }
}

pub async fn reset(visit: &Visit<'_>, form: &Parameters) -> Response {
    let Some(login) = visit.login().filter(|login| matches!(login.stage, Stage::Resetting { .. })) else {
        return sign_in::again(visit, None, Problem::SessionExpired);
    };
    let (Some(code), Some(password)) = (challenge::code(form), form.get(form::NEW_PASSWORD)) else {
        let missing = if form.get(form::CODE).is_none() { Problem::WrongCode } else { Problem::PasswordMissing };
        return step::wrong(visit, &login, missing);
    };
    let name = login.username.as_str();
    let input = json!({ "ConfirmationCode": code, "Password": password });
    if let Err(error) = visit.perform("ConfirmForgotPassword", name, input).await {
        return step::wrong(visit, &login, problem::of(&error));
    }
    let shown =
        sign_in::Shown { username: Some(name.to_owned()), problem: None, notice: Some(Notice::PasswordChanged) };
    sign_in::page(visit, 200, &shown)
}

fn page(visit: &Visit<'_>, username: String, problem: Option<Problem>) -> Response {
    let view = ForgottenPassword { name_kind: sign_in::name_kind(visit.pool()), username, problem };
    problem::noted(visit.page(200, |frame| view.html(frame)), view.problem.as_ref())
}
