//! Codes by mail and text: what the challenge tells, wrong and late and repeated answers, what a right one verifies.

use serde_json::{Value, json};

use super::steps::*;
use crate::pool::{PASSWORD, Pool, error};

const WRONG: &str = "CodeMismatchException";

fn sms() -> Pool {
    Pool::arranged(PEOPLE, &[mfa("OPTIONAL"), ada(prefers(&["SMS_MFA"], None))])
}

#[test]
fn the_challenge_tells_where_the_code_went_but_not_all_of_it() {
    let pool = sms();
    let answer = pool.with_password("ada", PASSWORD).unwrap();
    let parameters = json!({
        "CODE_DELIVERY_DELIVERY_MEDIUM": "SMS", "CODE_DELIVERY_DESTINATION": "+*******0100", "USER_ID_FOR_SRP": "ada",
    });
    assert_eq!(answer["ChallengeParameters"], parameters);
    let message = pool.newest_message();
    assert_eq!((&message["to"], &message["medium"]), (&json!("+12065550100"), &json!("SMS")));
    assert_eq!((&message["purpose"], &message["username"]), (&json!("Authentication"), &json!("ada")));
    let code = pool.newest_code();
    assert!(code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit()));
    assert!(!answer.to_string().contains(&code));
    let pool = Pool::arranged(PEOPLE, &[mfa("OPTIONAL"), ada(prefers(&["EMAIL_OTP"], None))]);
    let answer = pool.with_password("ada", PASSWORD).unwrap();
    assert_eq!(answer["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"], "a***@e***");
    assert_eq!(answer["ChallengeParameters"]["CODE_DELIVERY_DELIVERY_MEDIUM"], "EMAIL");
}

#[test]
fn a_wrong_code_keeps_the_challenge_open() {
    let pool = sms();
    let session = asked(pool.with_password("ada", PASSWORD), "SMS_MFA");
    let code = pool.newest_code();
    let answer = |code: &str| pool.reply("SMS_MFA", &session, json!({ "USERNAME": "ada", "SMS_MFA_CODE": code }));
    for wrong in [&another(&code), "", "000", "abcdef", &format!("{code}0"), &format!(" {code}")] {
        assert_eq!(answer(wrong).err(), error(WRONG, WRONG_CODE), "{wrong:?}");
        pool.wait(1);
    }
    pool.wait(1);
    signed_in(answer(&code));
    assert_eq!(answer(&code).err(), error("NotAuthorizedException", USED));
}

#[test]
fn too_many_wrong_codes_end_the_challenge() {
    let pool = sms();
    let session = asked(pool.with_password("ada", PASSWORD), "SMS_MFA");
    let code = pool.newest_code();
    let answer = |code: &str| pool.reply("SMS_MFA", &session, json!({ "USERNAME": "ada", "SMS_MFA_CODE": code }));
    // After the fifth there is a lock each time, twice as long as the one before.
    for seconds in [0, 0, 0, 0, 1, 2, 4, 8, 16, 32] {
        assert_eq!(answer(&another(&code)).err(), error(WRONG, WRONG_CODE));
        pool.wait(seconds);
    }
    assert_eq!(answer(&code).err(), error("NotAuthorizedException", USED));
}

#[test]
fn a_code_is_of_one_sign_in_and_of_three_minutes() {
    let pool = sms();
    let first = asked(pool.with_password("ada", PASSWORD), "SMS_MFA");
    let code_of_first = pool.newest_code();
    let second = asked(pool.with_password("ada", PASSWORD), "SMS_MFA");
    let code_of_second = pool.newest_code();
    let answer =
        |session: &str, code: &str| pool.reply("SMS_MFA", session, json!({ "USERNAME": "ada", "SMS_MFA_CODE": code }));
    assert_eq!(answer(&second, &code_of_first).err(), error(WRONG, WRONG_CODE));
    pool.wait(179);
    signed_in(answer(&first, &code_of_first));
    pool.wait(1);
    assert_eq!(answer(&second, &code_of_second).err(), error("NotAuthorizedException", EXPIRED));
}

#[test]
fn a_client_sets_how_long_a_session_lives() {
    let longer = client("web", json!({ "settings": { "AuthSessionValidity": 15 } }));
    let pool = Pool::arranged(PEOPLE, &[mfa("OPTIONAL"), ada(prefers(&["SMS_MFA"], None)), longer]);
    let (early, late) =
        (asked(pool.with_password("ada", PASSWORD), "SMS_MFA"), asked(pool.with_password("ada", PASSWORD), "SMS_MFA"));
    let codes: Vec<Value> = pool.messages().iter().map(|message| message["code"].clone()).collect();
    pool.wait(899);
    signed_in(pool.reply("SMS_MFA", &early, json!({ "USERNAME": "ada", "SMS_MFA_CODE": codes[0] })));
    pool.wait(1);
    let answer = pool.reply("SMS_MFA", &late, json!({ "USERNAME": "ada", "SMS_MFA_CODE": codes[1] }));
    assert_eq!(answer.err(), error("NotAuthorizedException", EXPIRED));
}

#[test]
fn a_right_code_verifies_the_number_that_it_was_sent_to() {
    let unverified = json!({ "attributes": { "phone_number_verified": "false" }, "mfa": { "enabled": ["SMS_MFA"] } });
    let pool = Pool::arranged(PEOPLE, &[mfa("OPTIONAL"), ada(unverified)]);
    let session = asked(pool.with_password("ada", PASSWORD), "SMS_MFA");
    let code = pool.newest_code();
    let answer = |code: &str| pool.reply("SMS_MFA", &session, json!({ "USERNAME": "ada", "SMS_MFA_CODE": code }));
    assert!(answer(&another(&code)).is_err());
    assert_eq!(pool.row("ada")["attributes"]["phone_number_verified"], "false");
    signed_in(answer(&code));
    assert_eq!(pool.row("ada")["attributes"]["phone_number_verified"], "true");
}

#[test]
fn a_missing_code_or_name_is_told_and_leaves_the_challenge_open() {
    let pool = sms();
    let session = asked(pool.with_password("ada", PASSWORD), "SMS_MFA");
    for (responses, part) in [
        (json!({}), "USERNAME"),
        (json!({ "USERNAME": "ada" }), "SMS_MFA_CODE"),
        (json!({ "USERNAME": "ada", "EMAIL_OTP_CODE": "1" }), "SMS_MFA_CODE"),
    ] {
        let (name, message) = pool.reply("SMS_MFA", &session, responses).err().unwrap();
        assert_eq!(name, "InvalidParameterException");
        assert!(message.contains(part), "{message}");
    }
    let input = json!({ "ClientId": "web", "ChallengeName": "SMS_MFA", "ChallengeResponses": { "USERNAME": "ada" } });
    let missing = pool.call("RespondToAuthChallenge", &input).err();
    assert_eq!(missing, error("InvalidParameterException", "Missing required parameter Session"));
    let responses = json!({ "USERNAME": "ada", "SMS_MFA_CODE": pool.newest_code() });
    signed_in(pool.reply("SMS_MFA", &session, responses));
}
