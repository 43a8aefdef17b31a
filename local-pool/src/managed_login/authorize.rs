//! /oauth2/authorize: goes on with a sign-in that the browser remembers, to another provider, or to the page that asks.
//! RFC 6749, 4.1.1; OpenID Connect Core, 3.1.2.3.

use super::authorization_request::{AuthorizationRequest, NotAsked};
use super::parameters::Parameters;
use super::place::Place;
use super::redirect::found;
use super::{federation, finish, page, sso};
use crate::call::Call;
use crate::http::Response;
use crate::pages::Route;

pub async fn answer(call: &Call<'_>, place: &Place) -> Response {
    // OpenID Connect asks for both methods; the form of a POST is the query.
    let parameters = match call.request.method.as_str() {
        "POST" => Parameters::of_form(call).unwrap_or_default(),
        _ => Parameters::of_query(call),
    };
    match read(call, place, &parameters) {
        Ok(request) => go_on(call, place, &request).await,
        Err(refused) => *refused,
    }
}

/// The request, or the answer that says why it is none. Pages begin with this too, for their query is the app's.
pub fn read(call: &Call<'_>, place: &Place, parameters: &Parameters) -> Result<AuthorizationRequest, Box<Response>> {
    let at_domain = place.pool(call);
    AuthorizationRequest::read(call, at_domain.as_deref(), parameters).map_err(|refused| {
        Box::new(match refused {
            NotAsked::Page(error) => page::refused(&error, parameters),
            NotAsked::Refused(refusal) => refusal.response(),
        })
    })
}

async fn go_on(call: &Call<'_>, place: &Place, request: &AuthorizationRequest) -> Response {
    let Ok(provider) = federation::named(call, request) else {
        return request.back.refusal("invalid_request", "The client has no such identity provider").response();
    };
    let people = sso::people(call, request.pool());
    let named = provider.as_ref().map(|provider| provider.name.as_str());
    let fitting = people.iter().find(|known| {
        let same_way = request.provider.is_none() || known.session.provider.as_deref() == named;
        same_way && sso::suffices(call, request, &known.session)
    });
    match fitting {
        Some(known) if !request.prompt.login && !request.prompt.select_account => {
            finish::remembered(call, request, &known.session, &known.user).await
        }
        _ if request.prompt.none => request
            .back
            .refusal("login_required", "No sign-in is remembered that this request can go on with")
            .response(),
        _ if request.prompt.select_account && !request.prompt.login && !people.is_empty() && named.is_none() => {
            found(&request.query.address(Route::LoginAccount))
        }
        _ => match provider {
            Some(provider) => federation::start(call, place, request, &provider).await,
            None => found(&request.query.address(Route::Login)),
        },
    }
}
