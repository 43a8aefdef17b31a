//! An authenticator app: setting it up with an access token, signing in with it, codes used twice.

use serde_json::{Value, json};

use super::steps::*;
use crate::pool::{PASSWORD, Pool, Tokens, error, text};

pub fn with_adas_app() -> Pool {
    let mut edit = with_app();
    edit["mfa"] = prefers(&["SOFTWARE_TOKEN_MFA"], None)["mfa"].clone();
    Pool::arranged(PEOPLE, &[mfa("OPTIONAL"), ada(edit)])
}

fn reply(pool: &Pool, session: &str, code: &str) -> Outcome {
    pool.reply("SOFTWARE_TOKEN_MFA", session, json!({ "USERNAME": "ada", "SOFTWARE_TOKEN_MFA_CODE": code }))
}

#[test]
fn a_code_of_the_app_signs_in() {
    let pool = with_adas_app();
    let answer = pool.with_password("ada", PASSWORD).unwrap();
    assert_eq!(answer["ChallengeParameters"], json!({ "FRIENDLY_DEVICE_NAME": "Pocket", "USER_ID_FOR_SRP": "ada" }));
    signed_in(reply(&pool, &session(&answer), &pool.app_code()));
    assert!(pool.messages().is_empty());
}

#[test]
fn a_wrong_code_keeps_the_challenge_open_and_a_code_is_good_once() {
    let pool = with_adas_app();
    let first = asked(pool.with_password("ada", PASSWORD), "SOFTWARE_TOKEN_MFA");
    let second = asked(pool.with_password("ada", PASSWORD), "SOFTWARE_TOKEN_MFA");
    let code = pool.app_code();
    for wrong in [&another(&code), "", "1", "abcdef"] {
        let refused = reply(&pool, &first, wrong);
        assert_eq!(refused.err(), error("CodeMismatchException", "Invalid code received for user"), "{wrong}");
    }
    signed_in(reply(&pool, &first, &code));
    let used = error("ExpiredCodeException", "Your software token has already been used once.");
    assert_eq!(reply(&pool, &second, &code).err(), used);
    pool.wait(30);
    assert_eq!(reply(&pool, &second, &code).err(), used);
    signed_in(reply(&pool, &second, &pool.app_code()));
}

#[test]
fn an_app_is_set_up_with_an_access_token() {
    let pool = Pool::arranged(PEOPLE, &[mfa("OPTIONAL")]);
    let tokens = Tokens::read(&pool.with_password("ada", PASSWORD).unwrap());
    let token = tokens.access.as_str();
    let verify = |code: &str| pool.call("VerifySoftwareToken", &json!({ "AccessToken": token, "UserCode": code }));
    assert_eq!(verify("123456").err().unwrap().0, "EnableSoftwareTokenMFAException");
    let first = pool.call("AssociateSoftwareToken", &json!({ "AccessToken": token })).unwrap();
    let second = pool.call("AssociateSoftwareToken", &json!({ "AccessToken": token })).unwrap();
    assert!(second.get("Session").is_none());
    assert_ne!(first["SecretCode"], second["SecretCode"]);
    let code = |secret: &Value| totp(&from_base32(secret["SecretCode"].as_str().unwrap()), pool.seconds());
    let mismatch = error("EnableSoftwareTokenMFAException", "Code mismatch and fail enable Software Token MFA");
    assert_eq!(verify(&code(&first)).err(), mismatch, "the newest secret counts");
    assert_eq!(verify(&another(&code(&second))).err(), mismatch);
    assert_eq!(verify(&code(&second)).unwrap(), json!({ "Status": "SUCCESS" }));
    assert_eq!(pool.row("ada")["software_token"]["verified"], true);
    signed_in(pool.with_password("ada", PASSWORD));
}

#[test]
fn an_app_that_was_set_up_stays_good_until_another_is() {
    let pool = with_adas_app();
    let session = asked(pool.with_password("ada", PASSWORD), "SOFTWARE_TOKEN_MFA");
    let result = signed_in(reply(&pool, &session, &pool.app_code()));
    let token = text(&result, "/AccessToken");
    let secret = pool.call("AssociateSoftwareToken", &json!({ "AccessToken": token })).unwrap();
    pool.wait(30);
    let session = asked(pool.with_password("ada", PASSWORD), "SOFTWARE_TOKEN_MFA");
    signed_in(reply(&pool, &session, &pool.app_code()));
    let secret = from_base32(secret["SecretCode"].as_str().unwrap());
    let first_code = totp(&secret, pool.seconds());
    let input = json!({ "AccessToken": token, "UserCode": first_code, "FriendlyDeviceName": "Desk" });
    pool.call("VerifySoftwareToken", &input).unwrap();
    let answer = pool.with_password("ada", PASSWORD).unwrap();
    assert_eq!(answer["ChallengeParameters"]["FRIENDLY_DEVICE_NAME"], "Desk");
    let session = super::steps::session(&answer);
    assert!(reply(&pool, &session, &pool.app_code()).is_err(), "the former app no longer counts");
    let used = reply(&pool, &session, &first_code).err().unwrap();
    assert_eq!(used.0, "ExpiredCodeException", "the code that set it up was used");
    pool.wait(30);
    signed_in(reply(&pool, &session, &totp(&secret, pool.seconds())));
}

#[test]
fn no_app_is_set_up_without_a_good_token_or_where_the_pool_has_none() {
    let pool = Pool::arranged(PEOPLE, &[]);
    let tokens = Tokens::read(&pool.with_password("ada", PASSWORD).unwrap());
    let refused = pool.call("AssociateSoftwareToken", &json!({ "AccessToken": tokens.access })).err().unwrap();
    assert_eq!(refused.0, "SoftwareTokenMFANotFoundException");
    for (input, name) in [
        (json!({}), "InvalidParameterException"),
        (json!({ "AccessToken": "a.b.c" }), "NotAuthorizedException"),
        (json!({ "AccessToken": tokens.id }), "NotAuthorizedException"),
        (json!({ "Session": "x".repeat(43) }), "NotAuthorizedException"),
        (json!({ "AccessToken": tokens.access, "Session": "x".repeat(43) }), "InvalidParameterException"),
    ] {
        assert_eq!(
            pool.call("AssociateSoftwareToken", &input).err().unwrap().0,
            name,
            "{:?}",
            input.as_object().map(|o| o.len())
        );
        let mut verify = input;
        verify["UserCode"] = "123456".into();
        assert_eq!(pool.call("VerifySoftwareToken", &verify).err().unwrap().0, name);
    }
}
