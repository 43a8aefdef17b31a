//! ChangePassword.

use serde_json::{Value, json};

use super::people::{HOUR, Outcome, TOO_OFTEN, WRONG, own, pool, refused, signed_in};
use crate::pool::{Pool, Tokens, error, not_authorized};

const OLD: &str = "Correct-horse-7";
const NEW: &str = "Another-horse-8";

fn change(pool: &Pool, tokens: &Tokens, previous: Option<&str>, proposed: &str) -> Outcome {
    let mut input = json!({ "ProposedPassword": proposed });
    if let Some(previous) = previous {
        input["PreviousPassword"] = previous.into();
    }
    own(pool, "ChangePassword", tokens, input)
}

#[test]
fn a_password_is_changed_by_the_one_before() {
    let pool = pool("");
    let tokens = signed_in(&pool, "ada");
    assert_eq!(change(&pool, &tokens, Some(OLD), NEW), Ok(json!({})));
    assert_eq!(pool.sign_in("web", "ada", OLD).err(), not_authorized(WRONG));
    assert!(pool.sign_in("web", "ada", NEW).is_ok());
    assert!(pool.get_user(&tokens.access).is_ok(), "it ends no sign-in");
}

#[test]
fn a_wrong_or_missing_password_changes_nothing() {
    let pool = pool("");
    let tokens = signed_in(&pool, "ada");
    assert_eq!(change(&pool, &tokens, Some(NEW), NEW).err(), not_authorized(WRONG));
    assert_eq!(refused(change(&pool, &tokens, None, NEW)), "InvalidParameterException");
    assert_eq!(refused(change(&pool, &tokens, Some(OLD), "weak")), "InvalidPasswordException");
    assert!(pool.sign_in("web", "ada", OLD).is_ok());
}

#[test]
fn guesses_end_and_the_right_one_does_not_count_meanwhile() {
    let pool = pool("");
    let tokens = signed_in(&pool, "ada");
    for _ in 0..5 {
        assert_eq!(change(&pool, &tokens, Some("Wrong-horse-7"), NEW).err(), not_authorized(WRONG));
    }
    assert_eq!(change(&pool, &tokens, Some(OLD), NEW).err(), error("LimitExceededException", TOO_OFTEN));
    pool.wait(HOUR);
    let tokens = signed_in(&pool, "ada");
    assert!(change(&pool, &tokens, Some(OLD), NEW).is_ok());
}

#[test]
fn passwords_of_before_are_refused_as_far_as_the_policy_looks_back() {
    let pool = pool("[pool.password_policy]\nhistory = 2");
    let tokens = signed_in(&pool, "ada");
    let used = |outcome| assert_eq!(refused(outcome), "PasswordHistoryPolicyViolationException");
    used(change(&pool, &tokens, Some(OLD), OLD));
    change(&pool, &tokens, Some(OLD), NEW).unwrap();
    used(change(&pool, &tokens, Some(NEW), OLD));
    change(&pool, &tokens, Some(NEW), "Third-horse-9").unwrap();
    assert!(change(&pool, &tokens, Some("Third-horse-9"), OLD).is_ok(), "two are remembered, and this is the third");
}

#[test]
fn somebody_without_a_password_sets_the_first_one() {
    let settings = "first_factors = [\"PASSWORD\", \"EMAIL_OTP\"]\nauto_verified_attributes = [\"email\"]";
    let pool = super::people::empty_pool(settings);
    let attributes = super::people::attributes(&[("email", "new@example.com")]);
    let input = json!({ "ClientId": "web", "Username": "new", "UserAttributes": attributes });
    let mut input =
        json!({ "ClientId": "web", "Username": "new", "Session": pool.call("SignUp", &input).unwrap()["Session"] });
    input["ConfirmationCode"] = super::people::code(&pool, "new@example.com").into();
    let session = pool.call("ConfirmSignUp", &input).unwrap()["Session"].clone();
    let begin = json!({
        "ClientId": "web", "AuthFlow": "USER_AUTH", "AuthParameters": { "USERNAME": "new" }, "Session": session,
    });
    let tokens = Tokens::read(&pool.call("InitiateAuth", &begin).unwrap());
    let factors = |tokens| own(&pool, "GetUserAuthFactors", tokens, json!({})).unwrap();
    assert_eq!(factors(&tokens)["ConfiguredUserAuthFactors"], json!(["EMAIL_OTP"]));
    assert_eq!(change(&pool, &tokens, Some("Some-thing-1"), NEW).err(), not_authorized(WRONG));
    assert_eq!(change(&pool, &tokens, None, NEW), Ok(json!({})));
    assert_eq!(factors(&tokens)["ConfiguredUserAuthFactors"], json!(["PASSWORD", "EMAIL_OTP"]));
    assert!(pool.sign_in("web", "new", NEW).is_ok());
    assert_eq!(refused(change(&pool, &tokens, None, OLD)), "InvalidParameterException", "now there is one");
}

#[test]
fn a_token_that_does_not_count_changes_nothing() {
    let pool = pool("");
    let tokens = signed_in(&pool, "ada");
    for token in [json!("x.y.z"), json!(tokens.id), Value::Null] {
        let input = json!({ "AccessToken": token, "PreviousPassword": OLD, "ProposedPassword": NEW });
        let name = refused(pool.call("ChangePassword", &input));
        assert!(["NotAuthorizedException", "InvalidParameterException"].contains(&name.as_str()), "{name}");
    }
    pool.call("GlobalSignOut", &json!({ "AccessToken": tokens.access })).unwrap();
    let revoked = change(&pool, &tokens, Some(OLD), NEW);
    assert_eq!(revoked.err(), not_authorized("Access Token has been revoked"));
    let tokens = signed_in(&pool, "ada");
    pool.wait(HOUR);
    assert_eq!(change(&pool, &tokens, Some(OLD), NEW).err(), not_authorized("Access Token has expired"));
}
