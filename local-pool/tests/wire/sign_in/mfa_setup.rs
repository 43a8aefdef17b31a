//! MFA_SETUP: MFA is on and the person has no factor. By an app, by an email address, and all the ways around it.

use serde_json::{Value, json};

use super::steps::*;
use crate::pool::{PASSWORD, Pool, error, text};

fn begin(pool: &Pool) -> String {
    asked(pool.with_password("grace", PASSWORD), "MFA_SETUP")
}

fn associate(pool: &Pool, session: &str) -> Outcome {
    pool.call("AssociateSoftwareToken", &json!({ "Session": session }))
}

fn verify(pool: &Pool, session: &str, code: &str) -> Outcome {
    pool.call("VerifySoftwareToken", &json!({ "Session": session, "UserCode": code }))
}

fn finish(pool: &Pool, session: &str) -> Outcome {
    pool.reply("MFA_SETUP", session, json!({ "USERNAME": "grace" }))
}

fn code(pool: &Pool, associated: &Value) -> String {
    totp(&from_base32(&text(associated, "/SecretCode")), pool.seconds())
}

#[test]
fn an_app_is_set_up_within_the_sign_in() {
    let pool = Pool::arranged(PEOPLE, &[mfa("ON")]);
    let begun = begin(&pool);
    let associated = associate(&pool, &begun).unwrap();
    assert_eq!(associate(&pool, &begun).err(), error("NotAuthorizedException", USED));
    let (second, right) = (session(&associated), code(&pool, &associated));
    let mismatch = error("EnableSoftwareTokenMFAException", "Code mismatch and fail enable Software Token MFA");
    assert_eq!(verify(&pool, &second, &another(&right)).err(), mismatch);
    let verified = verify(&pool, &second, &right).unwrap();
    assert_eq!(verified["Status"], "SUCCESS");
    assert_eq!(verify(&pool, &second, &right).err(), error("NotAuthorizedException", USED));
    let third = session(&verified);
    signed_in(finish(&pool, &third));
    assert_eq!(finish(&pool, &third).err(), error("NotAuthorizedException", USED));
    pool.wait(30);
    let again = asked(pool.with_password("grace", PASSWORD), "SOFTWARE_TOKEN_MFA");
    let responses = json!({ "USERNAME": "grace", "SOFTWARE_TOKEN_MFA_CODE": code(&pool, &associated) });
    signed_in(pool.reply("SOFTWARE_TOKEN_MFA", &again, responses));
}

#[test]
fn nothing_but_a_verified_app_ends_it() {
    let pool = Pool::arranged(PEOPLE, &[mfa("ON")]);
    let begun = begin(&pool);
    assert_eq!(finish(&pool, &begun).err().unwrap().0, "InvalidParameterException");
    let associated = associate(&pool, &begun).unwrap();
    assert_eq!(finish(&pool, &session(&associated)).err().unwrap().0, "InvalidParameterException");
    assert_eq!(verify(&pool, &begin(&pool), "123456").err(), error("NotAuthorizedException", UNKNOWN));
    let verified = verify(&pool, &session(&associated), &code(&pool, &associated)).unwrap();
    let third = session(&verified);
    for (client, username) in [("other", "grace"), ("web", "ada")] {
        let stolen = pool.reply_to(client, "MFA_SETUP", &third, json!({ "USERNAME": username }));
        assert_eq!(stolen.err(), error("NotAuthorizedException", UNKNOWN));
    }
    pool.wait(180);
    assert_eq!(finish(&pool, &third).err(), error("NotAuthorizedException", EXPIRED));
}

#[test]
fn a_session_of_another_challenge_sets_nothing_up() {
    let pool = Pool::arranged(PEOPLE, &[mfa("ON")]);
    let session = asked(pool.with_password("pat", PASSWORD), "EMAIL_OTP");
    assert_eq!(associate(&pool, &session).err(), error("NotAuthorizedException", UNKNOWN));
    assert_eq!(verify(&pool, &session, "123456").err(), error("NotAuthorizedException", UNKNOWN));
    let responses = json!({ "USERNAME": "pat", "EMAIL_OTP_CODE": pool.newest_code() });
    signed_in(pool.reply("EMAIL_OTP", &session, responses));
}

#[test]
fn an_email_address_is_set_up_by_the_code_that_is_sent_to_it() {
    let pool = Pool::arranged(PEOPLE, &[mfa("ON")]);
    let begun = begin(&pool);
    let with = |email: &str| pool.reply("MFA_SETUP", &begun, json!({ "USERNAME": "grace", "EMAIL": email }));
    for bad in ["grace", "grace@", "@example.com", "g race@example.com"] {
        assert_eq!(with(bad).err().unwrap().0, "InvalidParameterException", "{bad}");
    }
    let next = with("grace@example.com").unwrap();
    assert_eq!(next["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"], "g***@e***");
    let next = asked(Ok(next), "EMAIL_OTP");
    assert!(pool.row("grace")["attributes"].get("email").is_none(), "not before the code came back");
    let right = pool.newest_code();
    let reply = |code: &str| pool.reply("EMAIL_OTP", &next, json!({ "USERNAME": "grace", "EMAIL_OTP_CODE": code }));
    assert_eq!(reply(&another(&right)).err().unwrap().0, "CodeMismatchException");
    signed_in(reply(&right));
    let row = pool.row("grace");
    assert_eq!(row["attributes"], json!({ "email": "grace@example.com", "email_verified": "true" }));
    assert_eq!(row["mfa"]["enabled"], json!(["EMAIL_OTP"]));
    asked(pool.with_password("grace", PASSWORD), "EMAIL_OTP");
}

#[test]
fn an_address_that_names_somebody_else_is_refused() {
    let alias = pool_row(json!({ "settings": { "AliasAttributes": ["email"] } }));
    let pool = Pool::arranged(PEOPLE, &[mfa("ON"), alias]);
    let begun = begin(&pool);
    let next = pool.reply("MFA_SETUP", &begun, json!({ "USERNAME": "grace", "EMAIL": "ada@example.com" }));
    let next = asked(next, "EMAIL_OTP");
    let responses = json!({ "USERNAME": "grace", "EMAIL_OTP_CODE": pool.newest_code() });
    assert_eq!(pool.reply("EMAIL_OTP", &next, responses).err().unwrap().0, "AliasExistsException");
    assert!(pool.row("grace")["attributes"].get("email").is_none());
}

#[test]
fn what_alone_recovers_a_password_cannot_be_set_up_as_a_second_factor() {
    let can = |ways: &[&str]| {
        let mechanisms: Vec<Value> =
            (1..).zip(ways).map(|(priority, name)| json!({ "Priority": priority, "Name": name })).collect();
        let recovery = pool_row(json!({ "settings": {
            "AccountRecoverySetting": { "RecoveryMechanisms": mechanisms },
        } }));
        let pool = Pool::arranged(PEOPLE, &[mfa("ON"), recovery]);
        text(&pool.with_password("grace", PASSWORD).unwrap(), "/ChallengeParameters/MFAS_CAN_SETUP")
    };
    assert_eq!(can(&["verified_email"]), r#"["SMS_MFA","SOFTWARE_TOKEN_MFA"]"#);
    assert_eq!(can(&["verified_phone_number"]), r#"["EMAIL_OTP","SOFTWARE_TOKEN_MFA"]"#);
    for several in [&["verified_email", "verified_phone_number"][..], &["admin_only"]] {
        assert_eq!(can(several), r#"["SMS_MFA","EMAIL_OTP","SOFTWARE_TOKEN_MFA"]"#, "{several:?}");
    }
}
