//! USER_AUTH: what is offered to whom, each choice to its end, and what strangers learn.

use serde_json::{Value, json};

use super::steps::*;
use crate::pool::{PASSWORD, Pool, error, not_authorized, text};
use crate::srp_client::SrpClient;

const ALL: [&str; 4] = ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"];

/// Pat has no password.
fn pool() -> Pool {
    let pat = user("eu-west-1_Wire0001/pat", json!({ "password": null }));
    Pool::arranged(PEOPLE, &[first_factors(&ALL), pat])
}

fn offered(answer: &Value) -> Vec<&str> {
    answer["AvailableChallenges"].as_array().expect("a list").iter().map(|name| name.as_str().unwrap()).collect()
}

#[test]
fn what_is_offered_is_what_the_pool_allows_and_the_user_has() {
    let pool = pool();
    for (username, expected) in [
        ("ada", &["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP"][..]),
        ("grace", &["PASSWORD_SRP", "PASSWORD"]),
        ("pat", &["EMAIL_OTP"]),
        ("tess", &["PASSWORD_SRP", "PASSWORD"]),
    ] {
        let answer = pool.choose(username, None);
        assert_eq!(answer["ChallengeName"], "SELECT_CHALLENGE");
        assert_eq!(answer["ChallengeParameters"], json!({}));
        assert_eq!(offered(&answer), expected, "{username}");
    }
    let unverified = json!({ "attributes": { "email_verified": "false", "phone_number_verified": "false" } });
    let unverified = Pool::arranged(PEOPLE, &[first_factors(&ALL), ada(unverified)]);
    assert_eq!(offered(&unverified.choose("ada", None)), ["PASSWORD_SRP", "PASSWORD"]);
    let passwords_alone = Pool::arranged(PEOPLE, &[]);
    assert_eq!(offered(&passwords_alone.choose("ada", None)), ["PASSWORD_SRP", "PASSWORD"]);
}

#[test]
fn nobody_is_offered_what_a_user_could_be_and_always_the_same() {
    let pool = pool();
    let list = |pool: &Pool, name: &str| offered(&pool.choose(name, None)).join(" ");
    let names: Vec<String> = (0..64).map(|number| format!("nobody{number}")).collect();
    let lists: Vec<String> = names.iter().map(|name| list(&pool, name)).collect();
    for (name, told) in names.iter().zip(&lists) {
        assert!(told.starts_with("PASSWORD_SRP PASSWORD"), "{told}");
        assert_eq!(&list(&pool, name), told);
    }
    for of_users in
        ["PASSWORD_SRP PASSWORD EMAIL_OTP", "PASSWORD_SRP PASSWORD EMAIL_OTP SMS_OTP", "PASSWORD_SRP PASSWORD"]
    {
        assert!(lists.iter().any(|told| told == of_users), "{of_users} in {lists:?}");
    }
    assert!(!lists.iter().any(|told| told.ends_with("WEB_AUTHN")), "nobody can have made a passkey here");
    let with_passkeys = pool_row(json!({ "mfa": { "WebAuthnConfiguration": { "RelyingPartyId": "localhost" } } }));
    let case = pool_row(json!({ "settings": { "UsernameConfiguration": { "CaseSensitive": false } } }));
    let passkeys = Pool::arranged(PEOPLE, &[first_factors(&ALL), with_passkeys, case]);
    assert!(names.iter().any(|name| list(&passkeys, name).ends_with("WEB_AUTHN")));
    assert!(names.iter().all(|name| list(&passkeys, name) == list(&passkeys, &name.to_uppercase())));
    // An address is the verified one of whoever has it for a name; what the pool verifies by itself everybody has.
    assert!(list(&pool, "no@where.example").contains("EMAIL_OTP"));
    assert!(list(&pool, "+12065550177").contains("SMS_OTP"));
    let verifies = pool_row(json!({ "settings": { "AutoVerifiedAttributes": ["email"] } }));
    let verifies = Pool::arranged(PEOPLE, &[first_factors(&ALL), verifies]);
    assert!(names.iter().all(|name| list(&verifies, name).contains("EMAIL_OTP")));
    // Where a second factor is required nobody begins with a code, and nobody with a passkey that is only one factor.
    let with_passkeys = pool_row(json!({ "mfa": { "WebAuthnConfiguration": { "RelyingPartyId": "localhost" } } }));
    let required = Pool::arranged(PEOPLE, &[first_factors(&ALL), mfa("ON"), with_passkeys]);
    for name in names.iter().map(String::as_str).chain(["ada"]) {
        assert_eq!(list(&required, name), "PASSWORD_SRP PASSWORD", "{name}");
    }
}

#[test]
fn who_needs_a_second_factor_does_not_begin_with_a_code() {
    let pool = Pool::arranged(PEOPLE, &[first_factors(&ALL), mfa("OPTIONAL"), ada(prefers(&["SMS_MFA"], None))]);
    assert_eq!(offered(&pool.choose("ada", None)), ["PASSWORD_SRP", "PASSWORD"]);
    assert_eq!(offered(&pool.choose("pat", None)), ["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP"]);
    let chosen = json!({ "USERNAME": "ada", "ANSWER": "PASSWORD", "PASSWORD": PASSWORD });
    let next = pool.reply("SELECT_CHALLENGE", &session(&pool.choose("ada", None)), chosen);
    let next = asked(next, "SMS_MFA");
    let responses = json!({ "USERNAME": "ada", "SMS_MFA_CODE": pool.newest_code() });
    signed_in(pool.reply("SMS_MFA", &next, responses));
}

#[test]
fn a_client_without_the_flow_has_no_choice() {
    let refused = pool().initiate("srponly", "USER_AUTH", json!({ "USERNAME": "ada" }));
    assert_eq!(refused.err(), error("InvalidParameterException", "USER_AUTH flow not enabled for this client"));
}

#[test]
fn a_preference_that_cannot_be_met_is_answered_with_the_choice() {
    let pool = pool();
    for preferred in ["WEB_AUTHN", "SMS_OTP", "EMAIL_OTP", "NONSENSE", ""] {
        let answer = pool.choose("grace", Some(preferred));
        assert_eq!(answer["ChallengeName"], "SELECT_CHALLENGE", "{preferred}");
    }
    assert!(pool.messages().is_empty());
    assert_eq!(pool.choose("pat", Some("PASSWORD"))["ChallengeName"], "SELECT_CHALLENGE");
}

#[test]
fn a_password_signs_in_by_choice_by_preference_and_as_a_challenge() {
    let pool = pool();
    let chosen = json!({ "USERNAME": "ada", "ANSWER": "PASSWORD", "PASSWORD": PASSWORD });
    signed_in(pool.reply("SELECT_CHALLENGE", &session(&pool.choose("ada", None)), chosen));
    let preferred = json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD });
    let tokens = pool.initiate("web", "USER_AUTH", preferred);
    assert!(tokens.as_ref().unwrap().get("AvailableChallenges").is_none());
    signed_in(tokens);
    let later = asked(Ok(pool.choose("ada", Some("PASSWORD"))), "PASSWORD");
    assert_eq!(
        pool.reply("PASSWORD", &later, json!({ "USERNAME": "ada" })).err().unwrap().0,
        "InvalidParameterException"
    );
    signed_in(pool.reply("PASSWORD", &later, json!({ "USERNAME": "ada", "PASSWORD": PASSWORD })));
    assert_eq!(
        pool.reply("PASSWORD", &later, json!({ "USERNAME": "ada", "PASSWORD": PASSWORD })).err(),
        not_authorized(USED)
    );
    let wrong = json!({ "USERNAME": "ada", "ANSWER": "PASSWORD", "PASSWORD": "guess" });
    let session = session(&pool.choose("ada", None));
    assert_eq!(pool.reply("SELECT_CHALLENGE", &session, wrong.clone()).err(), not_authorized(WRONG_PASSWORD));
    assert_eq!(pool.reply("SELECT_CHALLENGE", &session, wrong).err(), not_authorized(USED));
}

#[test]
fn srp_signs_in_by_choice_by_preference_and_as_a_challenge() {
    let pool = pool();
    let srp = SrpClient::new("ada", PASSWORD);
    let preferred = json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": "PASSWORD_SRP", "SRP_A": srp.a_hex() });
    let challenge = pool.initiate("web", "USER_AUTH", preferred).unwrap();
    assert!(offered(&challenge).contains(&"EMAIL_OTP"));
    signed_in(pool.prove_by_srp("web", "ada", &challenge));
    let chosen = json!({ "USERNAME": "ada", "ANSWER": "PASSWORD_SRP", "SRP_A": srp.a_hex() });
    let challenge = pool.reply("SELECT_CHALLENGE", &session(&pool.choose("ada", None)), chosen).unwrap();
    signed_in(pool.prove_by_srp("web", "ada", &challenge));
    let later = asked(Ok(pool.choose("ada", Some("PASSWORD_SRP"))), "PASSWORD_SRP");
    let zero = pool.reply("PASSWORD_SRP", &later, json!({ "USERNAME": "ada", "SRP_A": "0" }));
    assert_eq!(zero.err().unwrap().0, "InvalidParameterException");
    let challenge = pool.reply("PASSWORD_SRP", &later, json!({ "USERNAME": "ada", "SRP_A": srp.a_hex() })).unwrap();
    signed_in(pool.prove_by_srp("web", "ada", &challenge));
}

#[test]
fn a_code_signs_in_without_a_password() {
    let pool = pool();
    let answer = pool.choose("pat", Some("EMAIL_OTP"));
    assert_eq!(answer["AvailableChallenges"], json!(["EMAIL_OTP"]));
    let parameters = json!({ "CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL", "CODE_DELIVERY_DESTINATION": "p***@e***" });
    assert_eq!(answer["ChallengeParameters"], parameters);
    let (session, code) = (asked(Ok(answer), "EMAIL_OTP"), pool.newest_code());
    assert_eq!(code.len(), 8, "a code that stands alone is longer");
    let reply = |code: &str| pool.reply("EMAIL_OTP", &session, json!({ "USERNAME": "pat", "EMAIL_OTP_CODE": code }));
    assert_eq!(reply(&another(&code)).err(), error("CodeMismatchException", WRONG_CODE));
    let tokens = signed_in(reply(&code));
    assert_eq!(text(&pool.get_user(&text(&tokens, "/AccessToken")).unwrap(), "/Username"), "pat");
    let grants = pool.core.all_rows().into_iter().filter(|row| row.table == "grants");
    let factors: Vec<Value> = grants.filter_map(|row| row.value).map(|row| row["grant"]["factors"].clone()).collect();
    assert_eq!(factors, [json!(["EMAIL_OTP"])]);

    let chosen = json!({ "USERNAME": "ada", "ANSWER": "SMS_OTP" });
    let next = pool.reply("SELECT_CHALLENGE", &super::steps::session(&pool.choose("ada", None)), chosen);
    let next = asked(next, "SMS_OTP");
    assert_eq!(pool.newest_message()["to"], "+12065550100");
    let as_mfa = pool.reply("SMS_MFA", &next, json!({ "USERNAME": "ada", "SMS_MFA_CODE": pool.newest_code() }));
    assert_eq!(as_mfa.err(), not_authorized(UNKNOWN));
    signed_in(pool.reply("SMS_OTP", &next, json!({ "USERNAME": "ada", "SMS_OTP_CODE": pool.newest_code() })));
}

#[test]
fn only_what_was_offered_can_be_chosen() {
    let pool = pool();
    let session = session(&pool.choose("pat", None));
    for answer in ["PASSWORD", "PASSWORD_SRP", "SMS_OTP", "WEB_AUTHN", "SMS_MFA", "", "email_otp"] {
        let responses = json!({ "USERNAME": "pat", "ANSWER": answer, "PASSWORD": PASSWORD, "SRP_A": "2" });
        let refused = pool.reply("SELECT_CHALLENGE", &session, responses);
        assert_eq!(refused.err().unwrap().0, "InvalidParameterException", "{answer}");
    }
    let next = pool.reply("SELECT_CHALLENGE", &session, json!({ "USERNAME": "pat", "ANSWER": "EMAIL_OTP" }));
    asked(next, "EMAIL_OTP");
}

#[test]
fn nobody_is_treated_like_somebody_but_never_gets_in() {
    let pool = pool();
    let password = json!({ "USERNAME": "nobody", "ANSWER": "PASSWORD", "PASSWORD": PASSWORD });
    let refused = pool.reply("SELECT_CHALLENGE", &session(&pool.choose("nobody", None)), password);
    assert_eq!(refused.err(), not_authorized(WRONG_PASSWORD));

    let srp = SrpClient::new("nobody", PASSWORD);
    let chosen = json!({ "USERNAME": "nobody", "ANSWER": "PASSWORD_SRP", "SRP_A": srp.a_hex() });
    let challenge = pool.reply("SELECT_CHALLENGE", &session(&pool.choose("nobody", None)), chosen).unwrap();
    assert_eq!(pool.prove_by_srp("web", "nobody", &challenge).err(), not_authorized(WRONG_PASSWORD));

    for (username, preferred, destination) in
        [("no@where.example", "EMAIL_OTP", "n***@w***"), ("+12065550177", "SMS_OTP", "+*******0177")]
    {
        let answer = pool.choose(username, Some(preferred));
        assert_eq!(answer["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"], destination);
        let session = asked(Ok(answer), preferred);
        for code in ["00000000", ""] {
            let responses = json!({ "USERNAME": username, format!("{preferred}_CODE"): code });
            let refused = pool.reply(preferred, &session, responses);
            assert_eq!(refused.err(), error("CodeMismatchException", WRONG_CODE));
        }
    }
    let verifies = pool_row(json!({ "settings": { "AutoVerifiedAttributes": ["email"] } }));
    let verifies = Pool::arranged(PEOPLE, &[first_factors(&ALL), verifies]);
    let once = || text(&verifies.choose("nobody", Some("EMAIL_OTP")), "/ChallengeParameters/CODE_DELIVERY_DESTINATION");
    assert_eq!(once(), once(), "an address that changes tells that there is none");
    assert!(pool.messages().is_empty(), "nothing is sent to nobody");
    let told = pool.initiate("telling", "USER_AUTH", json!({ "USERNAME": "nobody" }));
    assert_eq!(told.err().unwrap().0, "UserNotFoundException");
}

#[test]
fn a_user_who_may_not_sign_in_is_told_after_the_proof() {
    for (edit, name) in [
        (json!({ "enabled": false }), "NotAuthorizedException"),
        (json!({ "status": "UNCONFIRMED" }), "UserNotConfirmedException"),
        (json!({ "status": "RESET_REQUIRED" }), "PasswordResetRequiredException"),
    ] {
        let pool = Pool::arranged(PEOPLE, &[first_factors(&ALL), user("eu-west-1_Wire0001/pat", edit)]);
        let session = asked(Ok(pool.choose("pat", Some("EMAIL_OTP"))), "EMAIL_OTP");
        let responses = json!({ "USERNAME": "pat", "EMAIL_OTP_CODE": pool.newest_code() });
        assert_eq!(pool.reply("EMAIL_OTP", &session, responses).err().unwrap().0, name);
    }
}
