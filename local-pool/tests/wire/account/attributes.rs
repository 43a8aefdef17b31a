//! UpdateUserAttributes and DeleteUserAttributes, and what a client may see of them.

use serde_json::{Value, json};

use super::people::{Outcome, attribute, attributes, mail, own, pool, refused, signed_in, signed_in_at, verifying};
use crate::pool::{Pool, Tokens, error, not_authorized};

fn update(pool: &Pool, tokens: &Tokens, list: &[(&str, &str)]) -> Outcome {
    own(pool, "UpdateUserAttributes", tokens, json!({ "UserAttributes": attributes(list) }))
}

fn delete(pool: &Pool, tokens: &Tokens, names: &[&str]) -> Outcome {
    own(pool, "DeleteUserAttributes", tokens, json!({ "UserAttributeNames": names }))
}

#[test]
fn attributes_are_set_changed_and_taken_away() {
    let pool = pool("[[pool.attributes]]\nname = \"custom:team\"");
    let tokens = signed_in(&pool, "ada");
    let set = update(&pool, &tokens, &[("custom:team", "engines"), ("name", "Ada L."), ("nickname", "A")]);
    assert_eq!(set, Ok(json!({ "CodeDeliveryDetailsList": [] })));
    assert_eq!(attribute(&pool, &tokens, "custom:team").as_deref(), Some("engines"));
    assert_eq!(attribute(&pool, &tokens, "name").as_deref(), Some("Ada L."));
    assert_eq!(delete(&pool, &tokens, &["custom:team", "nickname"]), Ok(json!({})));
    assert!(update(&pool, &tokens, &[("name", "")]).is_ok(), "a blank value takes it away");
    for gone in ["custom:team", "nickname", "name"] {
        assert_eq!(attribute(&pool, &tokens, gone), None, "{gone}");
    }
    assert_eq!(delete(&pool, &tokens, &["nickname"]), Ok(json!({})), "it may be gone already");
}

#[test]
fn what_the_schema_or_the_client_forbids_changes_nothing() {
    let pool = pool(
        "[[pool.attributes]]\nname = \"custom:fixed\"\nmutable = false\n[[pool.attributes]]\nname = \"email\"\nrequired = true\n\
         [[pool.attributes]]\nname = \"note\"\ndeveloper_only = true",
    );
    let tokens = signed_in(&pool, "ada");
    let invalid = |message: &str| error("InvalidParameterException", message);
    let unauthorized = not_authorized("A client attempted to write unauthorized attribute");
    let of = |name, value| update(&pool, &tokens, &[("nickname", "A"), (name, value)]).err();
    assert_eq!(of("custom:fixed", "x"), invalid("user.custom:fixed: Attribute cannot be updated.\n"));
    assert_eq!(of("custom:nope", "x"), invalid("user.custom:nope: Attribute does not exist in the schema.\n"));
    assert_eq!(of("email", "nonsense"), invalid("Invalid email address format."));
    assert_eq!(of("phone_number", "+0"), invalid("Invalid phone number format."));
    assert_eq!(of("birthdate", "2001-02-29"), invalid("Invalid birthdate format."));
    assert!(of("email", "").is_some_and(|(name, _)| name == "InvalidParameterException"));
    for own in ["sub", "identities", "email_verified", "phone_number_verified", "dev:custom:note"] {
        assert_eq!(of(own, "true"), unauthorized, "{own}");
        assert_eq!(delete(&pool, &tokens, &[own]).err(), unauthorized, "{own}");
    }
    assert_eq!(refused(delete(&pool, &tokens, &["email"])), "InvalidParameterException");
    assert_eq!(attribute(&pool, &tokens, "nickname"), None, "all or nothing");
}

#[test]
fn a_client_reads_and_writes_what_it_may() {
    let pool = pool("");
    let tokens = signed_in_at(&pool, "narrow", "ada");
    let user = pool.get_user(&tokens.access).unwrap();
    let names: Vec<&Value> = user["UserAttributes"].as_array().unwrap().iter().map(|one| &one["Name"]).collect();
    assert_eq!(names, ["sub", "email", "name"]);
    assert!(update(&pool, &tokens, &[("name", "Ada L.")]).is_ok());
    let refused = not_authorized("A client attempted to write unauthorized attribute");
    assert_eq!(update(&pool, &tokens, &[("email", "ada@elsewhere.example")]).err(), refused);
    assert_eq!(delete(&pool, &tokens, &["email"]).err(), refused);
}

#[test]
fn a_new_address_counts_at_once_and_is_unproven() {
    let pool = verifying();
    let tokens = signed_in(&pool, "ada");
    let answer = update(&pool, &tokens, &[("email", "ada@elsewhere.example")]).unwrap();
    let details = json!([{ "Destination": "a***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email" }]);
    assert_eq!(answer["CodeDeliveryDetailsList"], details);
    assert_eq!(mail(&pool, "ada@elsewhere.example")[0]["purpose"], "UpdateUserAttribute");
    assert_eq!(attribute(&pool, &tokens, "email").as_deref(), Some("ada@elsewhere.example"));
    assert_eq!(attribute(&pool, &tokens, "email_verified").as_deref(), Some("false"));
}

#[test]
fn the_same_address_again_is_neither_unproven_nor_sent_a_code() {
    let pool = verifying();
    let tokens = signed_in(&pool, "ada");
    let answer = update(&pool, &tokens, &[("email", "ada@example.com")]).unwrap();
    assert_eq!(answer["CodeDeliveryDetailsList"], json!([]));
    assert_eq!(attribute(&pool, &tokens, "email_verified").as_deref(), Some("true"));
    assert!(mail(&pool, "ada@example.com").is_empty());
}

#[test]
fn without_an_address_there_is_nothing_proven() {
    let pool = pool("");
    let tokens = signed_in(&pool, "ada");
    delete(&pool, &tokens, &["email"]).unwrap();
    assert_eq!(attribute(&pool, &tokens, "email_verified"), None);
}

#[test]
fn an_address_that_is_a_name_must_be_free() {
    let settings = "username_attributes = [\"email\"]\nauto_verified_attributes = [\"email\"]";
    let pool = super::people::empty_pool(settings);
    for name in ["one@example.com", "two@example.com"] {
        super::people::sign_up(&pool, name, &[]).unwrap();
        super::people::confirm(&pool, name, &super::people::code(&pool, name)).unwrap();
    }
    let tokens = signed_in(&pool, "one@example.com");
    let taken = error("AliasExistsException", "An account with the email already exists.");
    assert_eq!(update(&pool, &tokens, &[("email", "two@example.com")]).err(), taken);
    assert!(update(&pool, &tokens, &[("email", "three@example.com")]).is_ok());
    assert!(pool.sign_in("web", "three@example.com", "Correct-horse-7").is_ok());
    assert!(pool.sign_in("web", "one@example.com", "Correct-horse-7").is_err());
}

#[test]
fn a_preferred_user_name_is_one_persons() {
    let pool = pool("alias_attributes = [\"preferred_username\"]");
    let (ada, grace) = (signed_in(&pool, "ada"), signed_in(&pool, "grace"));
    assert!(update(&pool, &ada, &[("preferred_username", "countess")]).is_ok());
    assert!(pool.sign_in("web", "countess", "Correct-horse-7").is_ok());
    for taken in ["countess", "ada"] {
        assert_eq!(refused(update(&pool, &grace, &[("preferred_username", taken)])), "AliasExistsException", "{taken}");
    }
    assert!(update(&pool, &ada, &[("preferred_username", "countess")]).is_ok(), "one's own is free");
}

#[test]
fn codes_for_new_addresses_are_sent_so_often() {
    let pool = verifying();
    let tokens = signed_in(&pool, "ada");
    for number in 0..5 {
        assert!(update(&pool, &tokens, &[("email", &format!("ada{number}@example.com"))]).is_ok());
    }
    assert_eq!(refused(update(&pool, &tokens, &[("email", "ada5@example.com")])), "TooManyRequestsException");
}
