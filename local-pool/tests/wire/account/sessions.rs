//! ListUserSessions, RevokeUserSession, and RevokeToken with secrets, links and clients that do not revoke.

use serde_json::{Value, json};

use super::people::{Outcome, own, pool, refused, signed_in, signed_in_at};
use crate::pool::{Pool, START, Tokens, not_authorized, text};

const TRACKED: &str = "[pool.sessions]\ntracking = true";

fn list(pool: &Pool, tokens: &Tokens) -> Vec<Value> {
    let answer = own(pool, "ListUserSessions", tokens, json!({})).expect("sessions");
    answer["Sessions"].as_array().unwrap().clone()
}

fn current(pool: &Pool, tokens: &Tokens) -> String {
    let sessions = list(pool, tokens);
    let mut own = sessions.iter().filter(|session| session["IsCurrentSession"] == true);
    let id = text(own.next().expect("the current one"), "/SessionId");
    assert!(own.next().is_none());
    id
}

fn revoke(pool: &Pool, tokens: &Tokens, id: &str) -> Outcome {
    own(pool, "RevokeUserSession", tokens, json!({ "SessionId": id }))
}

#[test]
fn ones_sign_ins_are_listed_and_this_one_is_marked() {
    let pool = pool(TRACKED);
    let here = signed_in(&pool, "ada");
    pool.wait(60);
    let there = signed_in_at(&pool, "telling", "ada");
    signed_in(&pool, "grace");
    pool.wait(60);
    pool.refresh("web", here.refresh()).unwrap();
    let sessions = list(&pool, &here);
    assert_eq!(sessions.len(), 2);
    let mine = sessions.iter().find(|session| session["IsCurrentSession"] == true).unwrap();
    let other = sessions.iter().find(|session| session["IsCurrentSession"] == false).unwrap();
    assert_eq!((&mine["ClientId"], &other["ClientId"]), (&json!("web"), &json!("telling")));
    assert_eq!(mine["SessionType"], "TOKEN");
    assert_eq!((&mine["CreateDate"], &mine["LastActiveDate"]), (&json!(START as f64), &json!((START + 120) as f64)));
    assert_eq!(current(&pool, &there), text(other, "/SessionId"));
}

#[test]
fn a_revoked_session_ends_with_its_tokens_and_no_other_does() {
    let pool = pool(TRACKED);
    let (here, there) = (signed_in(&pool, "ada"), signed_in(&pool, "ada"));
    let id = current(&pool, &there);
    assert_eq!(revoke(&pool, &here, &id), Ok(json!({})));
    assert_eq!(pool.get_user(&there.access).err(), not_authorized("Access Token has been revoked"));
    let refused_token = pool.refresh("web", there.refresh());
    assert_eq!(refused_token.err(), not_authorized("Refresh Token has been revoked"));
    assert!(pool.get_user(&here.access).is_ok());
    assert_eq!(list(&pool, &here).len(), 1);
    assert_eq!(refused(revoke(&pool, &here, &id)), "ResourceNotFoundException", "it is gone");
}

#[test]
fn only_other_sessions_of_ones_own_can_be_revoked() {
    let pool = pool(TRACKED);
    let (ada, grace) = (signed_in(&pool, "ada"), signed_in(&pool, "grace"));
    assert_eq!(refused(revoke(&pool, &ada, &current(&pool, &ada))), "InvalidParameterException");
    assert_eq!(refused(revoke(&pool, &ada, &current(&pool, &grace))), "ResourceNotFoundException");
    for unknown in [format!("tkn{}", "0".repeat(25)), format!("sso{}", "0".repeat(25))] {
        assert_eq!(refused(revoke(&pool, &ada, &unknown)), "ResourceNotFoundException");
    }
    assert_eq!(refused(revoke(&pool, &ada, "nonsense")), "InvalidParameterException");
    assert!(pool.get_user(&grace.access).is_ok());
}

#[test]
fn a_pool_that_does_not_track_lists_nothing() {
    let pool = pool("");
    let tokens = signed_in(&pool, "ada");
    assert_eq!(refused(own(&pool, "ListUserSessions", &tokens, json!({}))), "OperationNotEnabledException");
    assert_eq!(refused(revoke(&pool, &tokens, &format!("tkn{}", "0".repeat(25)))), "OperationNotEnabledException");
}

#[test]
fn many_sessions_come_in_pages() {
    let pool = pool(&format!("{TRACKED}\nmost_per_user = 100"));
    let tokens: Vec<Tokens> = (0..61).map(|_| signed_in(&pool, "ada")).collect();
    let first = own(&pool, "ListUserSessions", &tokens[0], json!({})).unwrap();
    assert_eq!(first["Sessions"].as_array().unwrap().len(), 60);
    let token = text(&first, "/NextToken");
    let rest = own(&pool, "ListUserSessions", &tokens[0], json!({ "NextToken": token })).unwrap();
    assert_eq!((rest["Sessions"].as_array().unwrap().len(), rest.get("NextToken")), (1, None));
    let others = signed_in(&pool, "grace");
    let foreign = own(&pool, "ListUserSessions", &others, json!({ "NextToken": token }));
    assert_eq!(refused(foreign), "InvalidParameterException");
}

#[test]
fn the_session_that_was_used_least_lately_makes_room() {
    let pool = pool(&format!("{TRACKED}\nmost_per_user = 2"));
    let (first, second) = (signed_in(&pool, "ada"), {
        pool.wait(1);
        signed_in(&pool, "ada")
    });
    pool.wait(1);
    pool.refresh("web", first.refresh()).unwrap();
    let third = signed_in(&pool, "ada");
    assert!(pool.get_user(&first.access).is_ok(), "it was used after the second");
    assert!(pool.get_user(&second.access).is_err());
    assert!(pool.get_user(&third.access).is_ok());
}

#[test]
fn a_client_with_a_secret_revokes_by_it_if_at_all() {
    let pool = pool("");
    let secret = "0123456789abcdefghijklmnop";
    let of = |client: &str, secret: Option<&str>| {
        let mut input = json!({ "ClientId": client, "Token": "a.b.c.d.e" });
        if let Some(secret) = secret {
            input["ClientSecret"] = secret.into();
        }
        pool.call("RevokeToken", &input)
    };
    for wrong in [None, Some("0123456789abcdefghijklmnoq")] {
        assert_eq!(refused(of("confidential", wrong)), "UnauthorizedException");
    }
    assert_eq!(refused(of("confidential", Some(secret))), "UnsupportedOperationException", "its revocation is off");
    let linked = json!({ "ClientId": "web", "Token": "a.b.c.d.e", "RevokeAssociatedSessions": "LINKED" });
    assert_eq!(pool.call("RevokeToken", &linked), Ok(json!({})));
}
