//! NEW_PASSWORD_REQUIRED: a temporary password is replaced, with the attributes that the pool requires.

use serde_json::{Value, json};

use super::steps::*;
use crate::pool::{PASSWORD, Pool, START, error, not_authorized, text};

const NEW: &str = "Another-horse-8";

fn begin(pool: &Pool) -> String {
    asked(pool.with_password("tess", PASSWORD), "NEW_PASSWORD_REQUIRED")
}

fn reply(pool: &Pool, session: &str, more: Value) -> Outcome {
    let mut responses = json!({ "USERNAME": "tess" });
    responses.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    pool.reply("NEW_PASSWORD_REQUIRED", session, responses)
}

fn requiring_names() -> Pool {
    let row = Pool::arranged(PEOPLE, &[]).core.all_rows().into_iter().find(|row| row.table == "pools").unwrap();
    let mut schema = row.value.unwrap()["schema"].clone();
    for attribute in schema.as_array_mut().unwrap() {
        if attribute["Name"] == "email" || attribute["Name"] == "given_name" {
            attribute["Required"] = true.into();
        }
    }
    Pool::arranged(PEOPLE, &[pool_row(json!({ "schema": schema }))])
}

#[test]
fn a_temporary_password_signs_in_once_to_be_replaced() {
    let pool = Pool::arranged(PEOPLE, &[]);
    let answer = pool.with_password("tess", PASSWORD).unwrap();
    let parameters = &answer["ChallengeParameters"];
    assert_eq!((&parameters["USER_ID_FOR_SRP"], &parameters["requiredAttributes"]), (&json!("tess"), &json!("[]")));
    let attributes: Value = serde_json::from_str(&text(parameters, "/userAttributes")).unwrap();
    assert_eq!(attributes, json!({ "email": "tess@example.com", "email_verified": "true" }));
    let session = session(&answer);
    signed_in(reply(&pool, &session, json!({ "NEW_PASSWORD": NEW })));
    assert_eq!(reply(&pool, &session, json!({ "NEW_PASSWORD": NEW })).err(), not_authorized(USED));
    assert_eq!(pool.row("tess")["status"], "CONFIRMED");
    assert_eq!(pool.with_password("tess", PASSWORD).err(), not_authorized(WRONG_PASSWORD));
    signed_in(pool.with_password("tess", NEW));
    signed_in(pool.sign_in("web", "tess", NEW));
}

#[test]
fn srp_with_a_temporary_password_leads_there_too() {
    let pool = Pool::arranged(PEOPLE, &[]);
    let session = asked(pool.sign_in("web", "tess", PASSWORD), "NEW_PASSWORD_REQUIRED");
    signed_in(reply(&pool, &session, json!({ "NEW_PASSWORD": NEW })));
}

#[test]
fn a_password_against_the_policy_leaves_the_challenge_open() {
    let pool = Pool::arranged(PEOPLE, &[]);
    let session = begin(&pool);
    for weak in ["", "Short-7", "no-upper-case-7", "NO-LOWER-CASE-7", "No-digit-at-all", "NoSymbolAtAll7"] {
        let (name, message) = reply(&pool, &session, json!({ "NEW_PASSWORD": weak })).err().unwrap();
        assert_eq!(name, "InvalidPasswordException", "{weak}");
        assert!(message.starts_with("Password did not conform with policy: "), "{message}");
    }
    assert_eq!(reply(&pool, &session, json!({})).err().unwrap().0, "InvalidParameterException");
    signed_in(reply(&pool, &session, json!({ "NEW_PASSWORD": NEW })));
}

#[test]
fn a_temporary_password_expires() {
    let expiring = json!({ "temporary_password_expires": (START + 60) * 1000 });
    let pool = Pool::arranged(PEOPLE, &[user("eu-west-1_Wire0001/tess", expiring)]);
    begin(&pool);
    pool.wait(60);
    let expired = "Temporary password has expired and must be reset by an administrator.";
    assert_eq!(pool.with_password("tess", PASSWORD).err(), not_authorized(expired));
    assert_eq!(pool.with_password("tess", "guess").err(), not_authorized(WRONG_PASSWORD), "a stranger is told nothing");
}

#[test]
fn required_attributes_come_along_and_what_is_there_stays() {
    let pool = requiring_names();
    let answer = pool.with_password("tess", PASSWORD).unwrap();
    assert_eq!(answer["ChallengeParameters"]["requiredAttributes"], r#"["userAttributes.given_name"]"#);
    let session = session(&answer);
    let with = |more: Value| reply(&pool, &session, more);
    for more in [json!({ "NEW_PASSWORD": NEW }), json!({ "NEW_PASSWORD": NEW, "userAttributes.given_name": "" })] {
        let missing = error("InvalidParameterException", "Invalid attributes given, given_name is missing");
        assert_eq!(with(more).err(), missing);
    }
    for (attribute, value, name) in [
        ("userAttributes.email", "other@example.com", "NotAuthorizedException"),
        ("userAttributes.email_verified", "true", "NotAuthorizedException"),
        ("userAttributes.sub", "x", "NotAuthorizedException"),
        ("userAttributes.custom:unheard", "x", "InvalidParameterException"),
        ("userAttributes.phone_number", "12", "InvalidParameterException"),
    ] {
        let refused = with(json!({ "NEW_PASSWORD": NEW, "userAttributes.given_name": "Tess", attribute: value }));
        assert_eq!(refused.err().unwrap().0, name, "{attribute}");
    }
    signed_in(with(json!({
        "NEW_PASSWORD": NEW, "userAttributes.given_name": "Tess", "userAttributes.phone_number": "+12065550199",
    })));
    let attributes = &pool.row("tess")["attributes"];
    assert_eq!((&attributes["given_name"], &attributes["email"]), (&json!("Tess"), &json!("tess@example.com")));
    assert_ne!(attributes["phone_number_verified"], "true");
}

#[test]
fn a_second_factor_comes_after_the_new_password() {
    let pool = Pool::arranged(PEOPLE, &[mfa("ON")]);
    let session = begin(&pool);
    let next = asked(reply(&pool, &session, json!({ "NEW_PASSWORD": NEW })), "EMAIL_OTP");
    let responses = json!({ "USERNAME": "tess", "EMAIL_OTP_CODE": pool.newest_code() });
    signed_in(pool.reply("EMAIL_OTP", &next, responses));
}
