//! /oauth2/idpresponse: the provider's answer, in the browser that was sent, for the state that went along. What went wrong
//! there goes back to the app; an answer that nobody asked for is shown and goes nowhere.

use serde_json::{Map, Value};

use super::exchange;
use crate::call::Call;
use crate::http::Response;
use crate::managed_login::authorization_request::{self, AuthorizationRequest};
use crate::managed_login::cookies::{BROWSER, Cookie};
use crate::managed_login::parameters::Parameters;
use crate::managed_login::place::Place;
use crate::managed_login::{authorize, finish, page};
use crate::store::{Federation, IdentityProvider, key};
use crate::user_pool::{self, Origin};

pub async fn answer(call: &Call<'_>, place: &Place) -> Response {
    let parameters = Parameters::of_query(call);
    let Some(federation) = take(call, &parameters) else {
        let reason = "No sign-in with another provider is waiting for this answer in this browser.";
        return page::refused(&authorization_request::page("invalid_request", reason, Vec::new()), &parameters);
    };
    let request = match authorize::read(call, place, &Parameters::of_text(&federation.query)) {
        Ok(request) => request,
        Err(refused) => return *refused,
    };
    let provider = call.store().identity_providers.get(&key(&federation.pool_id, &federation.provider)).cloned();
    let Some(provider) = provider.filter(|_| request.pool().id == federation.pool_id) else {
        return request.back.refusal("invalid_request", "The provider is gone").response();
    };
    match (parameters.get("error"), parameters.get("code")) {
        (Some("access_denied"), _) => request.back.refusal("access_denied", "The provider was told no").response(),
        (Some(_), _) => request.back.refusal("invalid_request", "The provider refused the sign-in").response(),
        (None, None) => request.back.refusal("invalid_request", "The provider's answer has no code").response(),
        (None, Some(code)) => match exchange::claims(call, &provider, &federation, code).await {
            Ok(claims) => sign_in(call, place, &request, &provider, claims).await,
            Err(why) => request.back.refusal("invalid_request", &why).response(),
        },
    }
}

/// With the claims of the provider, however they came.
pub async fn sign_in(
    call: &Call<'_>,
    place: &Place,
    request: &AuthorizationRequest,
    provider: &IdentityProvider,
    claims: Map<String, Value>,
) -> Response {
    let origin = Origin { known: &request.known, provider };
    match Box::pin(user_pool::federated(call, origin, &claims)).await {
        Ok(proven) => finish::signed_in(call, place, request, &proven, Some(&provider.name)).await,
        Err(error) => request.back.failure("invalid_request", &error).response(),
    }
}

/// What waits for this state. In another browser it goes on waiting.
pub fn take(call: &Call<'_>, parameters: &Parameters) -> Option<Federation> {
    let state = parameters.get("state").filter(|_| parameters.repeated(&["state"]).is_none())?;
    let browser = Cookie::sent(call, BROWSER)?.hashed();
    let mut store = call.store();
    let federations = &mut store.managed_login.federations;
    federations.get(state, call.now).filter(|federation| federation.browser == browser)?;
    federations.take(state, call.now)
}
