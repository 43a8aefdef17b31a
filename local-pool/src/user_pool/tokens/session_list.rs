//! A user's sessions, where the pool tracks them: one for each sign-in (`tkn..`), one for each sign-in at managed login that
//! others came from (`sso..`). A session's id follows from the sign-in, and is no secret: only its owner may name it.

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::call::Call;
use crate::clock::Instant;
use crate::store::{Grant, Pool, SsoSession, Store};
use crate::user_pool::ServiceError;
use crate::user_pool::paging::{Listing, Wanted};

/// The model takes 125; a page of Cognito's listings has 60.
const PAGE: usize = 60;
/// In the model.
const LONGEST_DEVICE: usize = 1024;

#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Session {
    session_id: String,
    session_type: &'static str,
    client_id: String,
    create_date: f64,
    last_active_date: f64,
    device_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin_session_id: Option<String>,
    is_current_session: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    sessions: Vec<Session>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

pub fn check_tracked(pool: &Pool) -> Result<(), ServiceError> {
    match pool.sessions.0.get("UserSessionTracking").and_then(Value::as_str) {
        Some("ENABLED") => Ok(()),
        _ => {
            Err(ServiceError::new("OperationNotEnabledException", "Session tracking is not enabled for this user pool"))
        }
    }
}

/// A user's sessions that count now.
pub struct Sessions {
    tokens: Vec<Grant>,
    sso: Vec<SsoSession>,
}

impl Sessions {
    pub fn of(store: &Store, pool: &Pool, username: &str, now: Instant) -> Self {
        let tokens = store.grants.of_user(&pool.id, username, now);
        Self { tokens, sso: store.sso.of_user(&pool.id, username, now) }
    }

    /// Ends one. A sign-in's link is the one at managed login that it came from; that one's links are all that came from it.
    pub fn revoke(&self, store: &mut Store, id: &str, linked: Linked) -> Result<(), ServiceError> {
        if let Some(grant) = self.tokens.iter().find(|grant| token_session(grant) == id) {
            revoke_grant(store, grant, linked);
            return Ok(());
        }
        let sso = self.sso.iter().find(|sso| sso.id == id);
        let sso = sso.ok_or_else(|| ServiceError::not_found("Session does not exist."))?;
        if linked == Linked::RevokedToo {
            store.grants.revoke_where(|grant| grant.sso.as_deref() == Some(id));
        }
        store.end_sso(&sso.pool_id, id);
        Ok(())
    }

    fn described(&self, current: Option<&str>) -> Vec<Session> {
        let tokens = self.tokens.iter().map(|grant| Session {
            session_id: token_session(grant),
            session_type: "TOKEN",
            client_id: grant.client_id.clone(),
            create_date: grant.auth_time.api(),
            last_active_date: grant.last_used.api(),
            // Nobody noted the user agent.
            device_type: "unknown".to_owned(),
            origin_session_id: grant.sso.clone(),
            is_current_session: current == Some(&grant.origin_jti),
        });
        let sso = self.sso.iter().map(|sso| Session {
            session_id: sso.id.clone(),
            session_type: "SSO",
            client_id: sso.client_id.clone(),
            create_date: sso.auth_time.api(),
            last_active_date: sso.last_active.api(),
            device_type: sso.user_agent.chars().take(LONGEST_DEVICE).collect(),
            origin_session_id: None,
            is_current_session: false,
        });
        let mut sessions: Vec<Session> = tokens.chain(sso).collect();
        sessions.sort_by(|one, other| one.session_id.cmp(&other.session_id));
        sessions
    }
}

/// `current` is the sign-in that asks, if a user does.
pub fn page(
    call: &Call<'_>,
    pool: &Pool,
    username: &str,
    current: Option<&str>,
    token: Option<&str>,
) -> Result<Output, ServiceError> {
    let sessions = Sessions::of(&call.store(), pool, username, call.now).described(current);
    let listing = Listing(&["sessions", &pool.id, username]);
    let wanted = Wanted { token, limit: None, most: PAGE };
    let rows = sessions.iter().map(|session| (session.session_id.as_str(), session.clone()));
    let page = listing.page(&wanted, rows)?;
    Ok(Output { sessions: page.items, next_token: page.next })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Linked {
    Spared,
    RevokedToo,
}

impl Linked {
    pub fn read(associated: Option<&str>) -> Self {
        if associated == Some("LINKED") { Self::RevokedToo } else { Self::Spared }
    }
}

pub fn revoke_grant(store: &mut Store, grant: &Grant, linked: Linked) {
    store.grants.revoke(&grant.origin_jti);
    if let Some(sso) = grant.sso.as_deref().filter(|_| linked == Linked::RevokedToo) {
        store.end_sso(&grant.pool_id, sso);
    }
}

/// `tkn`, then 25 lower-case letters and digits.
pub fn token_session(grant: &Grant) -> String {
    let digest = Sha256::digest(&grant.origin_jti);
    let letters = digest.iter().take(25).map(|byte| char::from_digit(u32::from(byte % 36), 36).unwrap_or('0'));
    "tkn".chars().chain(letters).collect()
}
