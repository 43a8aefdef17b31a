//! Signing in right after signing up: the Session of SignUp, then that of ConfirmSignUp, then USER_AUTH without another code.

use serde_json::{Value, json};

use super::steps::*;
use crate::pool::{Pool, not_authorized, text};

const FACTORS: [&str; 2] = ["PASSWORD", "EMAIL_OTP"];

fn pool() -> Pool {
    let verifies = pool_row(json!({ "settings": { "AutoVerifiedAttributes": ["email"] } }));
    Pool::arranged(PEOPLE, &[first_factors(&FACTORS), verifies])
}

/// Signs somebody up without a password; gives the Session of SignUp.
fn sign_up(pool: &Pool, client: &str, username: &str) -> Value {
    let attributes = json!([{ "Name": "email", "Value": format!("{username}@example.com") }]);
    let input = json!({ "ClientId": client, "Username": username, "UserAttributes": attributes });
    pool.call("SignUp", &input).unwrap()["Session"].clone()
}

fn confirm(pool: &Pool, client: &str, username: &str, session: &Value) -> Value {
    let code = pool.newest_code();
    let input = json!({ "ClientId": client, "Username": username, "ConfirmationCode": code, "Session": session });
    pool.call("ConfirmSignUp", &input).unwrap()["Session"].clone()
}

fn go_on(pool: &Pool, client: &str, username: &str, session: &Value) -> Outcome {
    let input = json!({
        "AuthFlow": "USER_AUTH", "ClientId": client, "AuthParameters": { "USERNAME": username }, "Session": session,
    });
    pool.call("InitiateAuth", &input)
}

#[test]
fn whoever_has_just_confirmed_is_signed_in_without_another_code() {
    let pool = pool();
    let first = sign_up(&pool, "web", "new");
    assert_eq!(
        go_on(&pool, "web", "new", &first).err(),
        not_authorized(UNKNOWN),
        "not before the account is confirmed"
    );
    let second = confirm(&pool, "web", "new", &first);
    assert_ne!(first, second);
    let messages = pool.messages().len();
    let tokens = signed_in(go_on(&pool, "web", "new", &second));
    assert_eq!(pool.messages().len(), messages);
    assert_eq!(text(&pool.get_user(&text(&tokens, "/AccessToken")).unwrap(), "/Username"), "new");
    assert_eq!(go_on(&pool, "web", "new", &second).err(), not_authorized(USED));
    assert_eq!(go_on(&pool, "web", "new", &first).err(), not_authorized(USED));
}

#[test]
fn the_chain_holds_for_one_client_one_user_and_three_minutes() {
    let pool = pool();
    let session = confirm(&pool, "web", "new", &sign_up(&pool, "web", "new"));
    for (client, username) in [("other", "new"), ("web", "ada"), ("web", "nobody")] {
        assert_eq!(go_on(&pool, client, username, &session).err(), not_authorized(UNKNOWN), "{client} {username}");
    }
    let theirs = sign_up(&pool, "web", "third");
    sign_up(&pool, "web", "fourth");
    assert_eq!(confirm(&pool, "web", "fourth", &theirs), Value::Null, "another's Session is not exchanged");
    pool.wait(180);
    assert_eq!(go_on(&pool, "web", "new", &session).err(), not_authorized(EXPIRED));
}

#[test]
fn no_other_session_is_taken_for_it() {
    let pool = pool();
    let select = json!(session(&pool.choose("ada", None)));
    assert_eq!(go_on(&pool, "web", "ada", &select).err(), not_authorized(UNKNOWN));
    let code = json!(session(&pool.choose("ada", Some("EMAIL_OTP"))));
    assert_eq!(go_on(&pool, "web", "ada", &code).err(), not_authorized(UNKNOWN));
    assert_eq!(go_on(&pool, "web", "ada", &json!("A".repeat(43))).err(), not_authorized(UNKNOWN));
    let signed_up = confirm(&pool, "web", "new", &sign_up(&pool, "web", "new"));
    let answered =
        pool.reply("EMAIL_OTP", signed_up.as_str().unwrap(), json!({ "USERNAME": "new", "EMAIL_OTP_CODE": "1" }));
    assert_eq!(answered.err(), not_authorized(UNKNOWN));
}
