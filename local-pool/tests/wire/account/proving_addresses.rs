//! GetUserAttributeVerificationCode and VerifyUserAttribute, and addresses that wait for their code.

use serde_json::json;

use super::people::{
    DAY, EXPIRED, MISMATCH, Outcome, TOO_OFTEN, attribute, attributes, code, not, own, pool, refused, signed_in,
};
use crate::pool::{Pool, Tokens, error};

fn ask(pool: &Pool, tokens: &Tokens, name: &str) -> Outcome {
    own(pool, "GetUserAttributeVerificationCode", tokens, json!({ "AttributeName": name }))
}

fn verify(pool: &Pool, tokens: &Tokens, name: &str, code: &str) -> Outcome {
    own(pool, "VerifyUserAttribute", tokens, json!({ "AttributeName": name, "Code": code }))
}

fn update(pool: &Pool, tokens: &Tokens, name: &str, value: &str) -> Outcome {
    own(pool, "UpdateUserAttributes", tokens, json!({ "UserAttributes": attributes(&[(name, value)]) }))
}

#[test]
fn the_code_proves_the_address_and_is_good_once() {
    let pool = pool("");
    let tokens = signed_in(&pool, "ada");
    update(&pool, &tokens, "email", "ada@elsewhere.example").unwrap();
    let answer = ask(&pool, &tokens, "email").unwrap();
    let details = json!({ "Destination": "a***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email" });
    assert_eq!(answer["CodeDeliveryDetails"], details);
    let right = code(&pool, "ada@elsewhere.example");
    assert_eq!(verify(&pool, &tokens, "email", &not(&right)).err(), error("CodeMismatchException", MISMATCH));
    assert_eq!(verify(&pool, &tokens, "email", &right), Ok(json!({})));
    assert_eq!(attribute(&pool, &tokens, "email_verified").as_deref(), Some("true"));
    assert_eq!(verify(&pool, &tokens, "email", &right).err(), error("ExpiredCodeException", EXPIRED));
}

#[test]
fn a_code_ends_after_a_day_and_guesses_end_before() {
    let pool = pool("");
    let tokens = signed_in(&pool, "ada");
    ask(&pool, &tokens, "email").unwrap();
    let right = code(&pool, "ada@example.com");
    pool.wait(DAY);
    let tokens = signed_in(&pool, "ada");
    assert_eq!(verify(&pool, &tokens, "email", &right).err(), error("ExpiredCodeException", EXPIRED));
    ask(&pool, &tokens, "email").unwrap();
    let right = code(&pool, "ada@example.com");
    for _ in 0..5 {
        assert_eq!(refused(verify(&pool, &tokens, "email", &not(&right))), "CodeMismatchException");
    }
    assert_eq!(verify(&pool, &tokens, "email", &right).err(), error("LimitExceededException", TOO_OFTEN));
}

#[test]
fn a_code_is_for_its_user_and_its_address() {
    let pool = pool("");
    let (ada, grace) = (signed_in(&pool, "ada"), signed_in(&pool, "grace"));
    ask(&pool, &ada, "email").unwrap();
    ask(&pool, &grace, "email").unwrap();
    let (hers, others) = (code(&pool, "ada@example.com"), code(&pool, "grace@example.com"));
    assert_eq!(refused(verify(&pool, &ada, "email", &others)), "CodeMismatchException");
    assert_eq!(refused(verify(&pool, &grace, "phone_number", &others)), "ExpiredCodeException");
    update(&pool, &ada, "email", "ada@elsewhere.example").unwrap();
    assert_eq!(refused(verify(&pool, &ada, "email", &hers)), "ExpiredCodeException", "it went to the address before");
}

#[test]
fn only_addresses_that_one_has_can_be_proven() {
    let pool = pool("");
    let tokens = signed_in(&pool, "ada");
    for name in ["phone_number", "name", "sub"] {
        assert_eq!(refused(ask(&pool, &tokens, name)), "InvalidParameterException", "{name}");
        assert_eq!(refused(verify(&pool, &tokens, name, "123456")), "InvalidParameterException", "{name}");
    }
    for _ in 0..5 {
        assert!(ask(&pool, &tokens, "email").is_ok());
    }
    assert_eq!(ask(&pool, &tokens, "email").err(), error("LimitExceededException", TOO_OFTEN));
}

#[test]
fn an_address_that_waits_takes_its_place_when_it_is_proven() {
    let pool = pool("auto_verified_attributes = [\"email\"]\nverify_before_update = [\"email\"]");
    let tokens = signed_in(&pool, "ada");
    let answer = update(&pool, &tokens, "email", "ada@elsewhere.example").unwrap();
    assert_eq!(answer["CodeDeliveryDetailsList"][0]["AttributeName"], "email");
    let now = |name| attribute(&pool, &tokens, name);
    assert_eq!((now("email").as_deref(), now("email_verified").as_deref()), (Some("ada@example.com"), Some("true")));
    let first = code(&pool, "ada@elsewhere.example");
    update(&pool, &tokens, "email", "ada@third.example").unwrap();
    assert_eq!(refused(verify(&pool, &tokens, "email", &first)), "CodeMismatchException", "another one waits now");
    ask(&pool, &tokens, "email").unwrap();
    let right = code(&pool, "ada@third.example");
    assert_eq!(verify(&pool, &tokens, "email", &right), Ok(json!({})));
    assert_eq!((now("email").as_deref(), now("email_verified").as_deref()), (Some("ada@third.example"), Some("true")));
}

#[test]
fn a_code_proves_no_address_that_was_sent_none() {
    let pool = pool("auto_verified_attributes = [\"email\"]\nverify_before_update = [\"email\"]");
    let tokens = signed_in(&pool, "ada");
    for number in 0..5 {
        update(&pool, &tokens, "email", &format!("ada{number}@example.com")).unwrap();
    }
    let newest = code(&pool, "ada4@example.com");
    assert_eq!(refused(update(&pool, &tokens, "email", "victim@example.com")), "TooManyRequestsException");
    assert_eq!(refused(verify(&pool, &tokens, "email", &newest)), "ExpiredCodeException");
    assert_eq!(attribute(&pool, &tokens, "email").as_deref(), Some("ada@example.com"));
}

#[test]
fn the_address_of_before_ends_the_waiting() {
    let pool = pool("auto_verified_attributes = [\"email\"]\nverify_before_update = [\"email\"]");
    let tokens = signed_in(&pool, "ada");
    update(&pool, &tokens, "email", "ada@elsewhere.example").unwrap();
    let waited = code(&pool, "ada@elsewhere.example");
    update(&pool, &tokens, "email", "ada@example.com").unwrap();
    assert!(verify(&pool, &tokens, "email", &waited).is_err());
    assert_eq!(attribute(&pool, &tokens, "email").as_deref(), Some("ada@example.com"));
    assert_eq!(attribute(&pool, &tokens, "email_verified").as_deref(), Some("true"));
}

#[test]
fn an_alias_that_somebody_else_has_cannot_be_proven() {
    let pool = pool("alias_attributes = [\"email\"]");
    let tokens = signed_in(&pool, "ada");
    update(&pool, &tokens, "email", "grace@example.com").unwrap();
    ask(&pool, &tokens, "email").unwrap();
    let right = code(&pool, "grace@example.com");
    let taken = error("AliasExistsException", "An account with the email already exists.");
    assert_eq!(verify(&pool, &tokens, "email", &right).err(), taken);
    assert_eq!(attribute(&pool, &tokens, "email_verified").as_deref(), Some("false"));
}
