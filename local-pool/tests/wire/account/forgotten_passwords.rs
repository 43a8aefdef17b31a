//! ForgotPassword and ConfirmForgotPassword.

use serde_json::json;

use super::people::{
    EXPIRED, HOUR, MISMATCH, Outcome, TOO_OFTEN, WRONG, attribute, code, mail, not, pool, refused, sign_up, signed_in,
    verifying,
};
use crate::pool::{POOL_ID, Pool, Tokens, error, not_authorized};

const NEW: &str = "Another-horse-8";

fn forgot(pool: &Pool, client: &str, username: &str) -> Outcome {
    pool.call("ForgotPassword", &json!({ "ClientId": client, "Username": username }))
}

fn confirm(pool: &Pool, client: &str, username: &str, code: &str, password: &str) -> Outcome {
    let input = json!({ "ClientId": client, "Username": username, "ConfirmationCode": code, "Password": password });
    pool.call("ConfirmForgotPassword", &input)
}

#[test]
fn the_code_sets_a_new_password_and_is_good_once() {
    let pool = pool("");
    let answer = forgot(&pool, "web", "ada").unwrap();
    let details = json!({ "Destination": "a***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email" });
    assert_eq!(answer["CodeDeliveryDetails"], details);
    let right = code(&pool, "ada@example.com");
    assert_eq!(mail(&pool, "ada@example.com")[0]["body"], format!("Your password reset code is {right}."));
    assert!(signed_in(&pool, "ada").refresh.is_some(), "until then the password stays");
    assert_eq!(confirm(&pool, "web", "ada", &right, NEW), Ok(json!({})));
    assert_eq!(pool.sign_in("web", "ada", "Correct-horse-7").err(), not_authorized(WRONG));
    assert!(pool.sign_in("web", "ada", NEW).is_ok());
    assert_eq!(confirm(&pool, "web", "ada", &right, NEW).err(), error("ExpiredCodeException", EXPIRED));
}

#[test]
fn a_password_that_the_policy_refuses_does_not_spend_the_code() {
    let pool = pool("[pool.password_policy]\nhistory = 2");
    forgot(&pool, "web", "ada").unwrap();
    let right = code(&pool, "ada@example.com");
    assert_eq!(refused(confirm(&pool, "web", "ada", &right, "weak")), "InvalidPasswordException");
    let used = confirm(&pool, "web", "ada", &right, "Correct-horse-7");
    assert_eq!(refused(used), "PasswordHistoryPolicyViolationException");
    let guessed = confirm(&pool, "web", "ada", &not(&right), "Correct-horse-7");
    assert_eq!(refused(guessed), "CodeMismatchException", "who has no code learns nothing of passwords");
    assert!(confirm(&pool, "web", "ada", &right, NEW).is_ok());
}

#[test]
fn wrong_expired_older_and_other_peoples_codes_are_refused() {
    let pool = pool("");
    forgot(&pool, "web", "ada").unwrap();
    let first = code(&pool, "ada@example.com");
    forgot(&pool, "web", "ada").unwrap();
    let second = code(&pool, "ada@example.com");
    forgot(&pool, "web", "grace").unwrap();
    let hers = code(&pool, "+12065550100");
    for wrong in [&first, &hers, &not(&second)] {
        assert_eq!(confirm(&pool, "web", "ada", wrong, NEW).err(), error("CodeMismatchException", MISMATCH));
    }
    pool.wait(HOUR);
    assert_eq!(confirm(&pool, "web", "ada", &second, NEW).err(), error("ExpiredCodeException", EXPIRED));
    assert!(signed_in(&pool, "ada").refresh.is_some());
}

#[test]
fn guesses_end() {
    let pool = pool("");
    forgot(&pool, "web", "ada").unwrap();
    let right = code(&pool, "ada@example.com");
    for _ in 0..5 {
        assert_eq!(refused(confirm(&pool, "web", "ada", &not(&right), NEW)), "CodeMismatchException");
    }
    assert_eq!(confirm(&pool, "web", "ada", &right, NEW).err(), error("LimitExceededException", TOO_OFTEN));
    forgot(&pool, "web", "ada").unwrap();
    let newer = code(&pool, "ada@example.com");
    assert_eq!(
        refused(confirm(&pool, "web", "ada", &newer, NEW)),
        "LimitExceededException",
        "a new code is no way out"
    );
    pool.wait(HOUR);
    forgot(&pool, "web", "ada").unwrap();
    assert!(confirm(&pool, "web", "ada", &code(&pool, "ada@example.com"), NEW).is_ok());
}

#[test]
fn a_right_code_forgets_the_wrong_ones_before_it() {
    let pool = pool("");
    for password in [NEW, "Third-horse-9"] {
        forgot(&pool, "web", "ada").unwrap();
        let right = code(&pool, "ada@example.com");
        for _ in 0..4 {
            assert_eq!(refused(confirm(&pool, "web", "ada", &not(&right), password)), "CodeMismatchException");
        }
        assert_eq!(confirm(&pool, "web", "ada", &right, password), Ok(json!({})));
    }
}

#[test]
fn codes_are_sent_so_often_and_then_again_after_an_hour() {
    let pool = pool("");
    for name in ["ada", "nobody"] {
        for _ in 0..5 {
            assert!(forgot(&pool, "web", name).is_ok());
        }
        assert_eq!(forgot(&pool, "web", name).err(), error("LimitExceededException", TOO_OFTEN), "{name}");
    }
    pool.wait(HOUR);
    assert!(forgot(&pool, "web", "ada").is_ok());
}

#[test]
fn the_way_to_recover_is_the_pools() {
    let medium = |settings: &str, username: &str| {
        let pool = pool(settings);
        forgot(&pool, "telling", username).map(|answer| answer["CodeDeliveryDetails"]["DeliveryMedium"].clone())
    };
    assert_eq!(medium("", "grace"), Ok(json!("SMS")), "Cognito's way of old");
    assert_eq!(
        medium("account_recovery = [\"verified_email\", \"verified_phone_number\"]", "grace"),
        Ok(json!("EMAIL"))
    );
    assert_eq!(medium("account_recovery = [\"verified_phone_number\", \"verified_email\"]", "ada"), Ok(json!("EMAIL")));
    let unreached = "Cannot reset password for the user as there is no registered/verified email or phone_number";
    let refused = medium("account_recovery = [\"verified_phone_number\"]", "ada");
    assert_eq!(refused.err(), error("InvalidParameterException", unreached));
    let refused = medium("account_recovery = [\"admin_only\"]", "grace");
    assert_eq!(refused.err(), not_authorized("Contact administrator to reset password."));
}

#[test]
fn ways_to_recover_are_tried_by_priority_and_not_as_they_were_listed() {
    let pool = pool("");
    let way = |priority: i64, name: &str| json!({ "Priority": priority, "Name": name });
    let ways = json!([way(2, "verified_email"), way(1, "verified_phone_number")]);
    let input = json!({ "UserPoolId": POOL_ID, "AccountRecoverySetting": { "RecoveryMechanisms": ways } });
    pool.admin("UpdateUserPool", &input).expect("an update");
    assert_eq!(forgot(&pool, "web", "grace").unwrap()["CodeDeliveryDetails"]["DeliveryMedium"], "SMS");
}

#[test]
fn a_client_with_a_secret_must_prove_it() {
    let pool = pool("");
    let wrong = json!({ "ClientId": "confidential", "Username": "ada", "SecretHash": "AAAA" });
    for outcome in [forgot(&pool, "confidential", "ada"), pool.call("ForgotPassword", &wrong)] {
        assert_eq!(refused(outcome), "NotAuthorizedException");
    }
    assert!(mail(&pool, "ada@example.com").is_empty());
}

#[test]
fn a_second_factor_is_no_way_to_recover() {
    let pool = pool(
        "account_recovery = [\"verified_phone_number\", \"verified_email\"]\n[pool.mfa]\nmode = \"OPTIONAL\"\nfactors = [\"SMS_MFA\"]",
    );
    let tokens = signed_in(&pool, "grace");
    let input = json!({ "AccessToken": tokens.access, "SMSMfaSettings": { "Enabled": true } });
    assert!(pool.call("SetUserMFAPreference", &input).is_ok());
    assert_eq!(forgot(&pool, "web", "grace").unwrap()["CodeDeliveryDetails"]["DeliveryMedium"], "EMAIL");
}

#[test]
fn nobody_is_answered_like_somebody_unless_the_client_tells() {
    let pool = verifying();
    let before = pool.core.all_rows().len();
    let simulated = forgot(&pool, "web", "nobody").unwrap();
    assert_eq!(forgot(&pool, "web", "nobody").unwrap(), simulated);
    assert_eq!(simulated["CodeDeliveryDetails"]["AttributeName"], "email");
    sign_up(&pool, "unproven", &[("email", "unproven@example.com")]).unwrap();
    assert!(forgot(&pool, "web", "unproven").is_ok(), "whoever cannot be reached is nobody");
    assert_eq!(mail(&pool, "unproven@example.com").len(), 1, "the code of the sign-up alone");
    assert_eq!(pool.core.all_rows().len(), before + 2, "that user, and that message");
    assert_eq!(confirm(&pool, "web", "nobody", "123456", NEW).err(), error("CodeMismatchException", MISMATCH));
    assert_eq!(refused(forgot(&pool, "telling", "unproven")), "InvalidParameterException");
    for outcome in [forgot(&pool, "telling", "nobody"), confirm(&pool, "telling", "nobody", "123456", NEW)] {
        assert_eq!(outcome.err(), error("UserNotFoundException", "User does not exist."));
    }
}

#[test]
fn a_code_for_one_thing_is_no_code_for_another() {
    let pool = verifying();
    let tokens = signed_in(&pool, "ada");
    forgot(&pool, "web", "ada").unwrap();
    let reset = code(&pool, "ada@example.com");
    let input = json!({ "AccessToken": tokens.access, "AttributeName": "email", "Code": reset });
    assert_eq!(refused(pool.call("VerifyUserAttribute", &input)), "ExpiredCodeException");
    let input = json!({ "AccessToken": tokens.access, "AttributeName": "email" });
    pool.call("GetUserAttributeVerificationCode", &input).unwrap();
    let verification = code(&pool, "ada@example.com");
    assert_eq!(refused(confirm(&pool, "web", "ada", &verification, NEW)), "CodeMismatchException");
    assert!(confirm(&pool, "web", "ada", &reset, NEW).is_ok());
}

#[test]
fn a_code_that_went_to_an_address_of_before_no_longer_counts() {
    let pool = pool("");
    let tokens = signed_in(&pool, "ada");
    forgot(&pool, "web", "ada").unwrap();
    let right = code(&pool, "ada@example.com");
    let changed = json!([{ "Name": "email", "Value": "ada@elsewhere.example" }]);
    let input = json!({ "AccessToken": tokens.access, "UserAttributes": changed });
    pool.call("UpdateUserAttributes", &input).unwrap();
    assert_eq!(refused(confirm(&pool, "web", "ada", &right, NEW)), "ExpiredCodeException");
}

#[test]
fn a_reset_is_no_end_of_the_sign_ins_before_and_proves_the_address() {
    let pool = pool("");
    let tokens = signed_in(&pool, "ada");
    forgot(&pool, "web", "ada").unwrap();
    confirm(&pool, "web", "ada", &code(&pool, "ada@example.com"), NEW).unwrap();
    assert_eq!(attribute(&pool, &tokens, "email_verified").as_deref(), Some("true"));
    let again = Tokens::read(&pool.sign_in("web", "ada", NEW).unwrap());
    assert!(pool.get_user(&again.access).is_ok());
}
