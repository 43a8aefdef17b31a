//! The end of a sign-in: the browser remembers it (SSO), and the app gets a code, or tokens where it asked for them.

use super::authorization_request::AuthorizationRequest;
use super::cookies::{self, Cookie};
use super::issuing::{self, Issued};
use super::place::Place;
use super::redirect::ResponseType;
use super::sso;
use crate::call::Call;
use crate::http::Response;
use crate::random;
use crate::store::{AuthorizationCode, SsoSession, SsoSessions, User};
use crate::user_pool::Proven;

/// A user agent may call itself anything.
const LONGEST_USER_AGENT: usize = 256;

/// After a fresh proof: whatever cookie the browser came with, it leaves with a new one.
pub async fn signed_in(
    call: &Call<'_>,
    place: &Place,
    request: &AuthorizationRequest,
    proven: &Proven,
    provider: Option<&str>,
) -> Response {
    let pool = request.pool();
    let cookie = Cookie::new(call);
    let lifetime = sso::longest(call, pool);
    let session = SsoSession {
        id: SsoSessions::new_id(call.random),
        pool_id: pool.id.clone(),
        username: proven.user.username.clone(),
        sub: proven.user.sub.clone(),
        client_id: request.client().id.clone(),
        browser: cookie.hashed(),
        auth_time: call.now,
        last_active: call.now,
        expires: call.now + lifetime,
        factors: proven.factors.clone(),
        provider: provider.map(str::to_owned),
        user_agent: call.request.header("user-agent").unwrap_or_default().chars().take(LONGEST_USER_AGENT).collect(),
    };
    {
        let mut store = call.store();
        if let Some(former) = Cookie::sent(call, &cookies::sso(pool)) {
            store.sso.move_browser(&pool.id, &former.hashed(), &cookie.hashed(), call.now);
        }
        store.sso.put(session.clone(), call.now);
    }
    let response = grant(call, request, &session, &proven.user, proven.device_key.clone()).await;
    response.with_header("set-cookie", cookie.set(&cookies::sso(pool), place, Some(lifetime)))
}

/// For somebody whom the browser remembers.
pub async fn remembered(
    call: &Call<'_>,
    request: &AuthorizationRequest,
    session: &SsoSession,
    user: &User,
) -> Response {
    call.store().sso.touch(&session.pool_id, &session.id, call.now);
    grant(call, request, session, user, None).await
}

async fn grant(
    call: &Call<'_>,
    request: &AuthorizationRequest,
    session: &SsoSession,
    user: &User,
    device_key: Option<String>,
) -> Response {
    let code = AuthorizationCode {
        pool_id: session.pool_id.clone(),
        client_id: request.client().id.clone(),
        username: user.username.clone(),
        sub: user.sub.clone(),
        redirect_uri: request.redirect_uri.clone(),
        challenge: request.challenge.clone(),
        scopes: request.scopes.clone(),
        nonce: request.nonce.clone(),
        auth_time: session.auth_time,
        factors: session.factors.clone(),
        device_key,
        sso: Some(session.id.clone()),
    };
    match request.back.response_type {
        ResponseType::Code => {
            let text = random::uuid(call.random);
            call.store().managed_login.codes.put(&text, code, call.now);
            request.back.with(&[("code", &text)])
        }
        ResponseType::Token => match issuing::implicit(call, &request.known, user, &code).await {
            Ok(issued) => tokens(request, &issued),
            Err(error) => request.back.failure("server_error", &error).response(),
        },
    }
}

/// RFC 6749, 4.2.2: in the fragment, and never a refresh token.
fn tokens(request: &AuthorizationRequest, issued: &Issued) -> Response {
    let expires_in = issued.expires_in.to_string();
    let mut parameters = Vec::new();
    if let Some(id_token) = &issued.id_token {
        parameters.push(("id_token", id_token.as_str()));
    }
    parameters.extend([
        ("access_token", issued.access_token.as_str()),
        ("token_type", "Bearer"),
        ("expires_in", expires_in.as_str()),
    ]);
    request.back.with(&parameters)
}
