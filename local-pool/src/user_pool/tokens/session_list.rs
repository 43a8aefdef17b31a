//! A user's sessions, where the pool tracks them: one for each sign-in (`tkn..`), one for each sign-in at managed login that
//! others came from (`sso..`). A session's id follows from the sign-in, and is no secret: only its owner may name it.

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::call::Call;
use crate::store::{Grant, Pool, Store};
use crate::user_pool::ServiceError;
use crate::user_pool::paging::{Listing, Wanted};

/// The model takes 125; a page of Cognito's listings has 60.
const PAGE: usize = 60;

#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Session {
    session_id: String,
    session_type: &'static str,
    client_id: String,
    create_date: f64,
    last_active_date: f64,
    device_type: &'static str,
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

/// `current` is the sign-in that asks, if a user does.
pub fn page(
    call: &Call<'_>,
    pool: &Pool,
    username: &str,
    current: Option<&str>,
    token: Option<&str>,
) -> Result<Output, ServiceError> {
    let grants = call.store().grants.of_user(&pool.id, username, call.now);
    let mut sessions = described(&grants, current);
    sessions.sort_by(|one, other| one.session_id.cmp(&other.session_id));
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

/// Ends a session of these. A sign-in's link is the one at managed login; that one's links are all that came from it.
pub fn revoke(store: &mut Store, grants: &[Grant], id: &str, linked: Linked) -> Result<(), ServiceError> {
    if let Some(grant) = grants.iter().find(|grant| token_session(grant) == id) {
        revoke_grant(store, grant, linked);
        return Ok(());
    }
    let through = |grant: &&Grant| grant.sso.as_deref().is_some_and(|sso| sso_session(sso) == id);
    let Some(sso) = grants.iter().find(through).and_then(|grant| grant.sso.as_deref()) else {
        return Err(ServiceError::not_found("Session does not exist."));
    };
    if linked == Linked::RevokedToo {
        store.grants.revoke_where(|grant| grant.sso.as_deref() == Some(sso));
    }
    store.end_sso(sso);
    Ok(())
}

pub fn revoke_grant(store: &mut Store, grant: &Grant, linked: Linked) {
    store.grants.revoke(&grant.origin_jti);
    if let Some(sso) = grant.sso.as_deref().filter(|_| linked == Linked::RevokedToo) {
        store.end_sso(sso);
    }
}

pub fn token_session(grant: &Grant) -> String {
    named("tkn", &grant.origin_jti)
}

fn sso_session(sso: &str) -> String {
    named("sso", sso)
}

fn described(grants: &[Grant], current: Option<&str>) -> Vec<Session> {
    let mut sessions: Vec<Session> = Vec::new();
    for grant in grants {
        let origin_session_id = grant.sso.as_deref().map(sso_session);
        if let Some(id) = &origin_session_id {
            match sessions.iter_mut().find(|session| session.session_id == *id) {
                Some(sso) => {
                    sso.create_date = sso.create_date.min(grant.auth_time.api());
                    sso.last_active_date = sso.last_active_date.max(grant.last_used.api());
                }
                None => sessions.push(Session {
                    session_id: id.clone(),
                    session_type: "SSO",
                    origin_session_id: None,
                    is_current_session: false,
                    ..token(grant, false)
                }),
            }
        }
        let is_current = current == Some(&grant.origin_jti);
        sessions.push(Session { origin_session_id, ..token(grant, is_current) });
    }
    sessions
}

fn token(grant: &Grant, is_current_session: bool) -> Session {
    Session {
        session_id: token_session(grant),
        session_type: "TOKEN",
        client_id: grant.client_id.clone(),
        create_date: grant.auth_time.api(),
        last_active_date: grant.last_used.api(),
        // Nobody noted the user agent.
        device_type: "unknown",
        origin_session_id: None,
        is_current_session,
    }
}

/// Three letters for the kind, then 25 lower-case letters and digits.
fn named(kind: &str, of: &str) -> String {
    let digest = Sha256::new().chain_update(kind).chain_update(of).finalize();
    let letters = digest.iter().take(25).map(|byte| char::from_digit(u32::from(byte % 36), 36).unwrap_or('0'));
    kind.chars().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Instant;
    use crate::store::IssuedBy;

    fn grant(origin: &str, seconds: i64, sso: Option<&str>) -> Grant {
        Grant {
            origin_jti: origin.into(),
            event_id: "e".into(),
            pool_id: "p".into(),
            client_id: "web".into(),
            username: "ada".into(),
            auth_time: Instant::from_seconds(seconds),
            expires: Instant::from_seconds(9_000),
            scopes: Vec::new(),
            issued_by: IssuedBy::Api,
            device_key: None,
            last_used: Instant::from_seconds(seconds + 5),
            factors: Vec::new(),
            sso: sso.map(str::to_owned),
            acr: None,
            amr: Vec::new(),
        }
    }

    #[test]
    fn sign_ins_that_came_from_one_at_managed_login_are_linked_to_it() {
        let grants = [grant("a", 10, None), grant("b", 30, Some("s")), grant("c", 20, Some("s"))];
        let sessions = described(&grants, Some("c"));
        let kinds: Vec<&str> = sessions.iter().map(|session| session.session_type).collect();
        assert_eq!(kinds, ["TOKEN", "SSO", "TOKEN", "TOKEN"]);
        let sso = &sessions[1];
        assert_eq!((sso.create_date, sso.last_active_date, sso.is_current_session), (20.0, 35.0, false));
        assert_eq!(sessions[3].origin_session_id.as_ref(), Some(&sso.session_id));
        assert!(sessions[3].is_current_session && !sessions[2].is_current_session);
        assert!(sso.session_id.starts_with("sso") && sso.session_id.len() == 28);
    }
}
