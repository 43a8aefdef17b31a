//! The steps that a person sees. A GET shows where the sign-in stands; a POST takes an answer, and ends in a redirect to the
//! next step or to the app, or in the same page with what was wrong. Each carries the app's request in its address, and is
//! checked like it; how far the person has come is kept here, by a cookie.

mod accounts;
mod add_passkey;
mod challenge;
mod confirm;
mod forgotten_password;
mod problem;
mod set_up;
mod sign_in;
mod sign_up;
mod step;
mod visit;

use super::authorize;
use super::forms;
use super::parameters::Parameters;
use super::place::Place;
use crate::call::Call;
use crate::http::Response;
use crate::pages::Route;
use crate::pages::login::Problem;
use visit::Visit;

pub async fn show(call: &Call<'_>, place: &Place, route: Route) -> Response {
    if route == Route::PasskeysAdd {
        return add_passkey::show(call, place);
    }
    let request = match authorize::read(call, place, &Parameters::of_query(call)) {
        Ok(request) => request,
        Err(refused) => return *refused,
    };
    let visit = Visit::new(call, place, &request);
    match route {
        Route::LoginAccount => accounts::show(&visit),
        Route::SignUp => sign_up::show(&visit),
        Route::ForgotPassword => forgotten_password::show(&visit),
        Route::Login | Route::Authorize | Route::Logout => sign_in::show(&visit).await,
        _ => step::show(&visit, route),
    }
}

pub async fn take(call: &Call<'_>, place: &Place, route: Route) -> Response {
    if route == Route::PasskeysAdd {
        return add_passkey::take(call, place);
    }
    let request = match authorize::read(call, place, &Parameters::of_query(call)) {
        Ok(request) => request,
        Err(refused) => return *refused,
    };
    let visit = Visit::new(call, place, &request);
    let form = Parameters::of_form(call).unwrap_or_default();
    if !forms::is_genuine(call, request.pool(), place, &form) {
        return sign_in::page(
            &visit,
            403,
            &sign_in::Shown { problem: Some(Problem::FormExpired), ..Default::default() },
        );
    }
    match route {
        Route::Login => sign_in::take(&visit, &form).await,
        Route::LoginAccount => accounts::take(&visit, &form).await,
        Route::SignUp => sign_up::take(&visit, &form).await,
        Route::Confirm => confirm::take(&visit, &form).await,
        Route::ResendCode => step::resend(&visit).await,
        Route::ForgotPassword => forgotten_password::take(&visit, &form).await,
        Route::ConfirmForgotPassword => forgotten_password::reset(&visit, &form).await,
        _ => challenge::take(&visit, &form, route).await,
    }
}
