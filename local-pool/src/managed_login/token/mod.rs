//! POST /oauth2/token (RFC 6749, 4.1.3, 4.4, 6): a code, a refresh token or a client's own secret becomes tokens.
//! Who asks is settled first; a refusal is JSON with `error`, status 400, as Cognito answers all of them.

mod authorization_code;
mod client_authentication;
mod client_credentials;
mod refresh_token;
mod refusal;

pub use client_authentication::authenticated;
pub use refusal::Refusal;

use serde_json::{Map, Value};

use super::parameters::Parameters;
use super::place::Place;
use crate::call::Call;
use crate::http::Response;
use crate::user_pool::ClientMetadata;

pub async fn answer(call: &Call<'_>, place: &Place) -> Response {
    match exchange(call, place).await {
        Ok(body) => json(200, body.into()),
        Err(refusal) => refusal.response(),
    }
}

async fn exchange(call: &Call<'_>, place: &Place) -> Result<Map<String, Value>, Refusal> {
    let form = read(call)?;
    let grant_type = form.get("grant_type").ok_or_else(|| Refusal::new("invalid_request", "There is no grant_type"))?;
    let known = authenticated(call, place, &form)?;
    match grant_type {
        "authorization_code" => authorization_code::exchange(call, &known, &form).await,
        "refresh_token" => refresh_token::exchange(call, &known, &form).await,
        "client_credentials" => client_credentials::exchange(call, &known, &form).await,
        _ => Err(Refusal::new("unsupported_grant_type", "grant_type is none of this endpoint's")),
    }
}

/// The form of a request to an endpoint for apps. Nothing that decides may be in it twice.
pub fn read(call: &Call<'_>) -> Result<Parameters, Refusal> {
    const ONCE: [&str; 10] = [
        "aws_client_metadata",
        "grant_type",
        "client_id",
        "client_secret",
        "code",
        "redirect_uri",
        "code_verifier",
        "refresh_token",
        "scope",
        "token",
    ];
    let form = Parameters::of_form(call).ok_or_else(|| Refusal::new("invalid_request", "The body is no form"))?;
    if form.repeated(&ONCE).is_some() {
        return Err(Refusal::new("invalid_request", "A parameter is there more than once"));
    }
    Ok(form)
}

/// `aws_client_metadata`: what an app tells the pool's pre token generation trigger, an object of strings as JSON.
fn metadata(form: &Parameters) -> Result<ClientMetadata, Refusal> {
    let Some(text) = form.get("aws_client_metadata") else { return Ok(ClientMetadata::new()) };
    serde_json::from_str(text)
        .map_err(|_| Refusal::new("invalid_request", "aws_client_metadata must be a JSON object of strings"))
}

pub fn json(status: u16, body: Value) -> Response {
    Response::new(status, "application/json;charset=UTF-8", body.to_string().into_bytes())
        .with_header("cache-control", "no-store")
        .with_header("pragma", "no-cache")
        .with_header("x-content-type-options", "nosniff")
}
