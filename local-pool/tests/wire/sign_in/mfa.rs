//! Which second factor is asked: MFA off, optional and on; one factor, several, a preferred one, none.

use serde_json::{Value, json};

use super::steps::*;
use crate::pool::{PASSWORD, Pool, error, text};

/// What Ada is asked after her password.
fn asked_of_ada(configuration: &str, edit: Value) -> String {
    let pool = Pool::arranged(PEOPLE, &[mfa(configuration), ada(edit)]);
    let answer = pool.with_password("ada", PASSWORD).unwrap();
    answer["ChallengeName"].as_str().unwrap_or("tokens").to_owned()
}

#[test]
fn off_asks_for_nothing_and_optional_for_what_the_user_turned_on() {
    let everything = ["SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA"];
    assert_eq!(asked_of_ada("OFF", prefers(&everything, Some("SMS_MFA"))), "tokens");
    for (enabled, preferred, challenge) in [
        (&[][..], None, "tokens"),
        (&["SMS_MFA"], None, "SMS_MFA"),
        (&["EMAIL_OTP"], None, "EMAIL_OTP"),
        // No app was set up: what is turned on without it does not count.
        (&["SOFTWARE_TOKEN_MFA"], Some("SOFTWARE_TOKEN_MFA"), "tokens"),
        (&["SMS_MFA", "SOFTWARE_TOKEN_MFA"], None, "SMS_MFA"),
        (&["SMS_MFA", "EMAIL_OTP"], None, "SELECT_MFA_TYPE"),
        (&["SMS_MFA", "EMAIL_OTP"], Some("EMAIL_OTP"), "EMAIL_OTP"),
        (&["SMS_MFA", "EMAIL_OTP"], Some("SOFTWARE_TOKEN_MFA"), "SELECT_MFA_TYPE"),
    ] {
        assert_eq!(asked_of_ada("OPTIONAL", prefers(enabled, preferred)), challenge, "{enabled:?} {preferred:?}");
    }
    let mut with_all = with_app();
    with_all["mfa"] = prefers(&everything, Some("SOFTWARE_TOKEN_MFA"))["mfa"].clone();
    assert_eq!(asked_of_ada("OPTIONAL", with_all), "SOFTWARE_TOKEN_MFA");
    assert_eq!(asked_of_ada("OPTIONAL", with_app()), "tokens", "an app that is not turned on is not asked for");
}

#[test]
fn on_asks_for_whatever_could_serve() {
    assert_eq!(asked_of_ada("ON", json!({})), "SELECT_MFA_TYPE");
    assert_eq!(asked_of_ada("ON", prefers(&["SMS_MFA"], None)), "SMS_MFA");
    assert_eq!(asked_of_ada("ON", prefers(&[], Some("SMS_MFA"))), "SMS_MFA");
    let pool = Pool::arranged(PEOPLE, &[mfa("ON")]);
    assert_eq!(pool.with_password("pat", PASSWORD).unwrap()["ChallengeName"], "EMAIL_OTP");
    let grace = pool.with_password("grace", PASSWORD).unwrap();
    assert_eq!(grace["ChallengeName"], "MFA_SETUP");
    let can: Value = serde_json::from_str(&text(&grace, "/ChallengeParameters/MFAS_CAN_SETUP")).unwrap();
    assert_eq!(can, json!(["SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA"]));
    assert_eq!(grace["ChallengeParameters"]["USER_ID_FOR_SRP"], "grace");
}

#[test]
fn srp_leads_to_the_same_second_factor() {
    let pool = Pool::arranged(PEOPLE, &[mfa("OPTIONAL"), ada(prefers(&["SMS_MFA"], None))]);
    let session = asked(pool.sign_in("web", "ada", PASSWORD), "SMS_MFA");
    let responses = json!({ "USERNAME": "ada", "SMS_MFA_CODE": pool.newest_code() });
    signed_in(pool.reply("SMS_MFA", &session, responses));
}

#[test]
fn the_person_chooses_where_several_are_turned_on() {
    let both = prefers(&["SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA"], None);
    let mut edit = with_app();
    edit["mfa"] = both["mfa"].clone();
    let pool = Pool::arranged(PEOPLE, &[mfa("OPTIONAL"), ada(edit)]);
    let begin = || {
        let answer = pool.with_password("ada", PASSWORD).unwrap();
        let offered = text(&answer, "/ChallengeParameters/MFAS_CAN_CHOOSE");
        assert_eq!(offered, r#"["SMS_MFA","EMAIL_OTP","SOFTWARE_TOKEN_MFA"]"#);
        assert_eq!(answer["ChallengeParameters"]["USER_ID_FOR_SRP"], "ada");
        session(&answer)
    };
    assert!(pool.messages().is_empty(), "nothing is sent before the choice");
    for (answer, challenge) in [
        ("SMS_MFA", "SMS_MFA"),
        ("EMAIL_OTP", "EMAIL_OTP"),
        ("EMAIL_MFA", "EMAIL_OTP"),
        ("SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA"),
    ] {
        let chosen = begin();
        let next = pool.reply("SELECT_MFA_TYPE", &chosen, json!({ "USERNAME": "ada", "ANSWER": answer }));
        let next = asked(next, challenge);
        let again = pool.reply("SELECT_MFA_TYPE", &chosen, json!({ "USERNAME": "ada", "ANSWER": answer }));
        assert_eq!(again.err(), error("NotAuthorizedException", USED));
        let code = if challenge == "SOFTWARE_TOKEN_MFA" { pool.app_code() } else { pool.newest_code() };
        signed_in(pool.reply(challenge, &next, json!({ "USERNAME": "ada", format!("{challenge}_CODE"): code })));
    }
    let session = begin();
    for answer in ["", "WEB_AUTHN_MFA", "SMS", "NEW_PASSWORD_REQUIRED"] {
        let refused = pool.reply("SELECT_MFA_TYPE", &session, json!({ "USERNAME": "ada", "ANSWER": answer }));
        assert_eq!(refused.err().unwrap().0, "InvalidParameterException", "{answer}");
    }
    asked(pool.reply("SELECT_MFA_TYPE", &session, json!({ "USERNAME": "ada", "ANSWER": "SMS_MFA" })), "SMS_MFA");
}

#[test]
fn a_second_factor_cannot_be_skipped_by_answering_the_first_again() {
    let pool = Pool::arranged(PEOPLE, &[mfa("OPTIONAL"), ada(prefers(&["SMS_MFA"], None))]);
    let session = asked(pool.with_password("ada", PASSWORD), "SMS_MFA");
    for (challenge, responses) in [
        ("PASSWORD", json!({ "USERNAME": "ada", "PASSWORD": PASSWORD })),
        ("EMAIL_OTP", json!({ "USERNAME": "ada", "EMAIL_OTP_CODE": pool.newest_code() })),
        ("SMS_OTP", json!({ "USERNAME": "ada", "SMS_OTP_CODE": pool.newest_code() })),
        ("MFA_SETUP", json!({ "USERNAME": "ada" })),
        ("NEW_PASSWORD_REQUIRED", json!({ "USERNAME": "ada", "NEW_PASSWORD": "Another-horse-8" })),
        ("SELECT_CHALLENGE", json!({ "USERNAME": "ada", "ANSWER": "PASSWORD", "PASSWORD": PASSWORD })),
        ("SOFTWARE_TOKEN_MFA", json!({ "USERNAME": "ada", "SOFTWARE_TOKEN_MFA_CODE": "000000" })),
        ("DEVICE_SRP_AUTH", json!({ "USERNAME": "ada", "SRP_A": "2", "DEVICE_KEY": "eu-west-1_x" })),
        ("CUSTOM_CHALLENGE", json!({ "USERNAME": "ada", "ANSWER": "5" })),
    ] {
        let refused = pool.reply(challenge, &session, responses);
        assert_eq!(refused.err(), error("NotAuthorizedException", UNKNOWN), "{challenge}");
    }
    let responses = json!({ "USERNAME": "ada", "SMS_MFA_CODE": pool.newest_code() });
    signed_in(pool.reply("SMS_MFA", &session, responses));
}
