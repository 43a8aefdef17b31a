//! Whom a browser remembers (single sign-on), and whether that is enough for a request: how long ago the person signed in,
//! against what the client allows and what the request demands.

use std::sync::Arc;

use serde_json::Value;

use super::authorization_request::AuthorizationRequest;
use super::cookies::{self, Cookie};
use crate::call::Call;
use crate::clock::Span;
use crate::store::{Client, Pool, SsoSession, User};
use crate::user_pool::{KnownClient, may_sign_in};

/// Cognito's default.
const USUAL: Span = Span::minutes(60);

/// Somebody whom the browser remembers, and who may still sign in.
pub struct Remembered {
    pub session: SsoSession,
    pub user: Arc<User>,
}

/// The one who signed in last comes first.
pub fn people(call: &Call<'_>, pool: &Pool) -> Vec<Remembered> {
    let Some(cookie) = Cookie::sent(call, &cookies::sso(pool)) else {
        return Vec::new();
    };
    let store = call.store();
    let sessions = store.sso.of_browser(&pool.id, &cookie.hashed(), call.now);
    let known = sessions.into_iter().filter_map(|session| {
        let user = store.users.get(&pool.id, &session.username).cloned()?;
        let same = user.sub == session.sub && may_sign_in(&user).is_ok();
        same.then_some(Remembered { session, user })
    });
    known.collect()
}

/// Whether the request can go on with this sign-in, or needs a new one.
pub fn suffices(call: &Call<'_>, request: &AuthorizationRequest, session: &SsoSession) -> bool {
    let age = call.now - session.auth_time;
    is_fresh(call, &request.known, session) && request.max_age.is_none_or(|most| age <= most)
}

/// Whether a client takes this sign-in still.
pub fn is_fresh(call: &Call<'_>, known: &KnownClient, session: &SsoSession) -> bool {
    call.now - session.auth_time < validity(&known.pool, &known.client)
}

/// How long the cookie is kept: as long as the most patient client of the pool takes it.
pub fn longest(call: &Call<'_>, pool: &Pool) -> Span {
    let longest = call.store().clients_of(&pool.id).map(|client| validity(pool, client)).max();
    longest.unwrap_or(USUAL).max(Span::minutes(1))
}

/// What SetUserPoolClientSessionConfiguration set, which sleeps while the pool does not track sessions.
fn validity(pool: &Pool, client: &Client) -> Span {
    let tracked = pool.sessions.0.get("UserSessionTracking").and_then(Value::as_str) == Some("ENABLED");
    let own = client.sessions.get("SSOSession").and_then(|sso| sso.get("MaxValidityMinutes"));
    own.filter(|_| tracked).and_then(Value::as_i64).map_or(USUAL, Span::minutes)
}
