//! AdminUserGlobalSignOut, AdminListUserSessions, AdminRevokeUserSession.

use serde_json::{Value, json};

use super::{invalid, of, refuses, with};
use crate::pool::{PASSWORD, POOL_ID, Pool, Tokens, not_authorized, text};

/// A pool that keeps track of sign-ins.
fn tracking() -> Pool {
    let pool = Pool::new();
    let input = json!({
        "UserPoolId": POOL_ID, "UserSessionTracking": "ENABLED", "TokenSession": { "MaxPerUser": 20 },
    });
    pool.admin("SetUserPoolSessionConfiguration", &input).expect("tracking");
    pool
}

fn sessions(pool: &Pool, username: &str) -> Vec<Value> {
    pool.admin("AdminListUserSessions", &of(username)).expect("sessions")["Sessions"].as_array().unwrap().clone()
}

#[test]
fn an_administrator_ends_every_sign_in_of_one_user() {
    let pool = tracking();
    let (here, there) = (pool.tokens("web"), pool.tokens("other"));
    let hers = Tokens::read(&pool.sign_in("web", "grace", PASSWORD).unwrap());
    assert_eq!(pool.admin("AdminUserGlobalSignOut", &of("ada")), Ok(json!({})));
    for (client, tokens) in [("web", &here), ("other", &there)] {
        assert_eq!(pool.get_user(&tokens.access).err(), not_authorized("Access Token has been revoked"));
        assert!(pool.refresh(client, tokens.refresh()).is_err());
    }
    assert!(pool.get_user(&hers.access).is_ok());
    assert_eq!(sessions(&pool, "ada"), Vec::<Value>::new());
}

#[test]
fn sessions_are_listed_and_one_is_ended() {
    let pool = tracking();
    let first = pool.tokens("web");
    pool.wait(60);
    let second = pool.tokens("other");
    pool.wait(60);
    pool.refresh("web", first.refresh()).unwrap();
    let listed = sessions(&pool, "ada");
    let at = |client: &str| listed.iter().find(|one| one["ClientId"] == client).expect("a session");
    let (newer, older) = (at("other"), at("web"));
    let lasted =
        |session: &Value| session["LastActiveDate"].as_f64().unwrap() - session["CreateDate"].as_f64().unwrap();
    assert_eq!((lasted(newer), lasted(older)), (0.0, 120.0));
    assert!(listed.iter().all(|one| one["SessionType"] == "TOKEN" && one["IsCurrentSession"] == false));
    assert_eq!(sessions(&pool, "ada"), listed, "the ids stay");

    let id = text(newer, "/SessionId");
    let of_grace = with(&of("grace"), json!({ "SessionId": id }));
    refuses(&pool, "AdminRevokeUserSession", &of_grace, ("ResourceNotFoundException", "Session"));
    let input = with(&of("ada"), json!({ "SessionId": id }));
    assert_eq!(pool.admin("AdminRevokeUserSession", &input), Ok(json!({})));
    assert!(pool.get_user(&second.access).is_err());
    assert!(pool.get_user(&first.access).is_ok());
    assert_eq!(sessions(&pool, "ada"), std::slice::from_ref(older));
    refuses(&pool, "AdminRevokeUserSession", &input, ("ResourceNotFoundException", "Session"));
    invalid(&pool, "AdminRevokeUserSession", &with(&input, json!({ "SessionId": "tkn" })), "validation error");
    invalid(&pool, "AdminListUserSessions", &with(&of("ada"), json!({ "NextToken": "x" })), "token");
}

#[test]
fn an_expired_session_is_not_listed() {
    let pool = tracking();
    pool.tokens("other");
    pool.wait(24 * 3600);
    assert_eq!(sessions(&pool, "ada"), Vec::<Value>::new());
}

#[test]
fn a_pool_that_does_not_track_them_has_no_list() {
    let pool = Pool::new();
    pool.tokens("web");
    let untracked = ("OperationNotEnabledException", "Session tracking");
    refuses(&pool, "AdminListUserSessions", &of("ada"), untracked);
    let input = with(&of("ada"), json!({ "SessionId": format!("tkn{}", "a".repeat(25)) }));
    refuses(&pool, "AdminRevokeUserSession", &input, untracked);
}
