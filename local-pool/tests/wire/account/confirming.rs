//! ConfirmSignUp and ResendConfirmationCode.

use serde_json::json;

use super::people::{
    DAY, EXPIRED, HOUR, MISMATCH, Outcome, TOO_OFTEN, code, confirm, empty_pool, mail, not, pool, refused, sign_up,
    signed_in, verifying,
};
use crate::pool::{Pool, error, not_authorized, text};

const EMAIL: (&str, &str) = ("email", "new@example.com");

fn resend(pool: &Pool, client: &str, username: &str) -> Outcome {
    pool.call("ResendConfirmationCode", &json!({ "ClientId": client, "Username": username }))
}

#[test]
fn the_code_makes_the_account_usable_and_the_address_proven() {
    let pool = verifying();
    sign_up(&pool, "new", &[EMAIL]).unwrap();
    let confirmed = confirm(&pool, "new", &code(&pool, "new@example.com")).unwrap();
    assert!(confirmed["Session"].is_string(), "the code is a first factor, with SignUp's Session or without");
    let tokens = signed_in(&pool, "new");
    assert_eq!(super::people::attribute(&pool, &tokens, "email_verified").as_deref(), Some("true"));
    let again = confirm(&pool, "new", "123456");
    assert_eq!(again.err(), not_authorized("User cannot be confirmed. Current status is CONFIRMED"));
}

#[test]
fn a_wrong_code_leaves_the_right_one_good_until_there_are_too_many() {
    let pool = verifying();
    sign_up(&pool, "new", &[EMAIL]).unwrap();
    let right = code(&pool, "new@example.com");
    for wrong in [not(&right).as_str(), "nonsense", "0", &right[1..], &not(&right)] {
        assert_eq!(confirm(&pool, "new", wrong).err(), error("CodeMismatchException", MISMATCH), "{wrong}");
    }
    for tried in [&not(&right), &right] {
        assert_eq!(confirm(&pool, "new", tried).err(), error("LimitExceededException", TOO_OFTEN));
    }
    pool.wait(HOUR);
    assert!(confirm(&pool, "new", &right).is_ok(), "the limit ends");
}

#[test]
fn a_code_ends_after_a_day() {
    let pool = verifying();
    sign_up(&pool, "new", &[EMAIL]).unwrap();
    pool.wait(DAY - 1);
    let right = code(&pool, "new@example.com");
    assert_eq!(refused(confirm(&pool, "new", &not(&right))), "CodeMismatchException");
    pool.wait(1);
    assert_eq!(confirm(&pool, "new", &right).err(), error("ExpiredCodeException", EXPIRED));
}

#[test]
fn the_newest_code_is_the_one_that_counts() {
    let pool = verifying();
    sign_up(&pool, "new", &[EMAIL]).unwrap();
    let first = code(&pool, "new@example.com");
    let answer = resend(&pool, "web", "new").unwrap();
    assert_eq!(text(&answer, "/CodeDeliveryDetails/Destination"), "n***@e***");
    let second = code(&pool, "new@example.com");
    assert_eq!(mail(&pool, "new@example.com")[1]["purpose"], "ResendCode");
    assert_ne!(first, second);
    assert_eq!(refused(confirm(&pool, "new", &first)), "CodeMismatchException");
    assert!(confirm(&pool, "new", &second).is_ok());
}

#[test]
fn somebody_elses_code_is_wrong() {
    let pool = verifying();
    sign_up(&pool, "new", &[EMAIL]).unwrap();
    sign_up(&pool, "other", &[("email", "other@example.com")]).unwrap();
    let others = code(&pool, "other@example.com");
    assert_eq!(confirm(&pool, "new", &others).err(), error("CodeMismatchException", MISMATCH));
    assert!(confirm(&pool, "other", &others).is_ok());
}

#[test]
fn codes_are_sent_so_often_and_then_again_after_an_hour() {
    let pool = verifying();
    sign_up(&pool, "new", &[EMAIL]).unwrap();
    for _ in 0..4 {
        assert!(resend(&pool, "web", "new").is_ok());
    }
    for name in ["new", "new"] {
        assert_eq!(resend(&pool, "web", name).err(), error("LimitExceededException", TOO_OFTEN));
    }
    assert_eq!(mail(&pool, "new@example.com").len(), 5);
    pool.wait(HOUR);
    assert!(resend(&pool, "web", "new").is_ok());
}

#[test]
fn nobody_is_answered_like_somebody_unless_the_client_tells() {
    let pool = verifying();
    let simulated = resend(&pool, "web", "nobody").unwrap();
    assert_eq!(resend(&pool, "web", "nobody").unwrap(), simulated, "the same each time");
    assert_eq!(simulated["CodeDeliveryDetails"]["DeliveryMedium"], "EMAIL");
    for _ in 0..3 {
        assert!(resend(&pool, "web", "nobody").is_ok());
    }
    assert_eq!(resend(&pool, "web", "nobody").err(), error("LimitExceededException", TOO_OFTEN));
    for _ in 0..5 {
        assert_eq!(confirm(&pool, "nobody", "123456").err(), error("CodeMismatchException", MISMATCH));
    }
    assert_eq!(confirm(&pool, "nobody", "123456").err(), error("LimitExceededException", TOO_OFTEN));
    assert_eq!(resend(&pool, "telling", "nobody").err(), error("UserNotFoundException", "User does not exist."));
}

#[test]
fn only_an_account_that_waits_for_a_code_gets_one() {
    let pool = verifying();
    let invalid = |message| error("InvalidParameterException", message);
    assert_eq!(resend(&pool, "web", "ada").err(), invalid("User is already confirmed."));
    sign_up(&pool, "unreached", &[]).unwrap();
    let off = invalid("Cannot resend codes. Auto verification not turned on.");
    assert_eq!(resend(&pool, "web", "unreached").err(), off);
    assert_eq!(confirm(&pool, "unreached", "123456").err(), error("ExpiredCodeException", EXPIRED));
}

#[test]
fn an_alias_stays_whose_it_is_unless_it_is_taken_by_force() {
    let pool = pool("alias_attributes = [\"email\"]\nauto_verified_attributes = [\"email\"]");
    sign_up(&pool, "new", &[("email", "ada@example.com")]).unwrap();
    let right = code(&pool, "ada@example.com");
    let taken = error("AliasExistsException", "An account with the email already exists.");
    assert_eq!(confirm(&pool, "new", &right).err(), taken);
    let by_alias = pool.sign_in("web", "ada@example.com", "Correct-horse-7").map(|_| ());
    assert_eq!(by_alias, Ok(()), "it is Ada's still");
    let force = json!({
        "ClientId": "web", "Username": "new", "ConfirmationCode": right, "ForceAliasCreation": true,
    });
    assert!(pool.call("ConfirmSignUp", &force).is_ok());
    let tokens = signed_in(&pool, "ada@example.com");
    assert_eq!(pool.get_user(&tokens.access).unwrap()["Username"], "new");
    let ada = signed_in(&pool, "ada");
    assert_eq!(super::people::attribute(&pool, &ada, "email_verified").as_deref(), Some("false"));
}

#[test]
fn the_session_of_sign_up_goes_on_into_a_sign_in() {
    let settings = "first_factors = [\"PASSWORD\", \"EMAIL_OTP\"]\nauto_verified_attributes = [\"email\"]";
    let pool = empty_pool(settings);
    let session = text(&sign_up(&pool, "new", &[EMAIL]).unwrap(), "/Session");
    let input = json!({
        "ClientId": "web", "Username": "new", "ConfirmationCode": code(&pool, "new@example.com"), "Session": session,
    });
    let session = text(&pool.call("ConfirmSignUp", &input).unwrap(), "/Session");
    let begin = json!({
        "ClientId": "web", "AuthFlow": "USER_AUTH", "AuthParameters": { "USERNAME": "new" }, "Session": session,
    });
    let answer = pool.call("InitiateAuth", &begin).unwrap();
    assert!(answer["AuthenticationResult"]["AccessToken"].is_string());
    assert!(pool.call("InitiateAuth", &begin).is_err(), "it is good once");
}

#[test]
fn a_session_of_another_sign_up_does_not_stop_the_confirmation() {
    let pool = verifying();
    let others = text(&sign_up(&pool, "other", &[("email", "other@example.com")]).unwrap(), "/Session");
    sign_up(&pool, "new", &[EMAIL]).unwrap();
    let input = json!({
        "ClientId": "web", "Username": "new", "ConfirmationCode": code(&pool, "new@example.com"), "Session": others,
    });
    assert_eq!(pool.call("ConfirmSignUp", &input), Ok(json!({})), "confirmed, and no Session");
}
