//! Step-up: TARGET_ACR_VALUES, ACCESS_TOKEN and MAX_AGE of USER_AUTH, and the claims acr and amr.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::steps::*;
use crate::pool::{PASSWORD, Pool, not_authorized, text};

const ALL: [&str; 3] = ["PASSWORD", "EMAIL_OTP", "SMS_OTP"];
const ONE: &str = "urn:cognito:loa:1";
const TWO: &str = "urn:cognito:loa:2";
const THREE: &str = "urn:cognito:loa:3";
const FOUR: &str = "urn:cognito:loa:4";

/// MFA is optional, and Ada has an app, of which she makes no use unless asked.
fn pool() -> Pool {
    Pool::arranged(PEOPLE, &[first_factors(&ALL), mfa("OPTIONAL"), ada(with_app())])
}

fn begin(pool: &Pool, username: &str, more: Value) -> Outcome {
    let mut parameters = json!({ "USERNAME": username });
    parameters.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    pool.initiate("web", "USER_AUTH", parameters)
}

fn with_password(pool: &Pool, username: &str, targets: &str) -> Outcome {
    let more = json!({ "TARGET_ACR_VALUES": targets, "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD });
    begin(pool, username, more)
}

fn finish_with_app(pool: &Pool, outcome: Outcome) -> Value {
    let session = asked(outcome, "SOFTWARE_TOKEN_MFA");
    let responses = json!({ "USERNAME": "ada", "SOFTWARE_TOKEN_MFA_CODE": pool.app_code() });
    signed_in(pool.reply("SOFTWARE_TOKEN_MFA", &session, responses))
}

/// The claims acr and amr, which both tokens have alike.
fn reached(result: &Value) -> (Value, Value) {
    let claims = |name: &str| {
        let token = text(result, name);
        let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
        let claims: Value = serde_json::from_slice(&payload).unwrap();
        (claims["acr"].clone(), claims["amr"].clone())
    };
    assert_eq!(claims("/IdToken"), claims("/AccessToken"));
    claims("/AccessToken")
}

#[test]
fn a_sign_in_reaches_the_first_level_that_the_user_can() {
    let pool = pool();
    let four = finish_with_app(&pool, with_password(&pool, "ada", &format!("urn:other {FOUR} {ONE}")));
    assert_eq!(reached(&four), (json!(FOUR), json!(["pwd", "otp", "mfa"])));
    let one = signed_in(with_password(&pool, "grace", &format!("{FOUR} {THREE} {TWO} {ONE}")));
    assert_eq!(reached(&one), (json!(ONE), json!(["pwd"])));
    let session = asked(with_password(&pool, "pat", THREE), "EMAIL_OTP");
    let responses = json!({ "USERNAME": "pat", "EMAIL_OTP_CODE": pool.newest_code() });
    let three = signed_in(pool.reply("EMAIL_OTP", &session, responses));
    assert_eq!(reached(&three), (json!(THREE), json!(["pwd", "email_otp", "mfa"])));
    let offered = begin(&pool, "pat", json!({ "TARGET_ACR_VALUES": TWO })).unwrap();
    assert_eq!(offered["AvailableChallenges"], json!(["EMAIL_OTP"]));
    let session = asked(Ok(offered), "SELECT_CHALLENGE");
    let next = pool.reply("SELECT_CHALLENGE", &session, json!({ "USERNAME": "pat", "ANSWER": "EMAIL_OTP" }));
    let responses = json!({ "USERNAME": "pat", "EMAIL_OTP_CODE": pool.newest_code() });
    let two = signed_in(pool.reply("EMAIL_OTP", &asked(next, "EMAIL_OTP"), responses));
    assert_eq!(reached(&two), (json!(TWO), json!(["email_otp"])));
    let without = signed_in(pool.with_password("ada", PASSWORD));
    assert_eq!(reached(&without), (Value::Null, Value::Null));
}

#[test]
fn an_access_token_is_stepped_up_by_what_is_missing() {
    let pool = pool();
    let token = text(&signed_in(pool.with_password("ada", PASSWORD)), "/AccessToken");
    let up = begin(&pool, "ada", json!({ "TARGET_ACR_VALUES": FOUR, "ACCESS_TOKEN": token, "MAX_AGE": "60" }));
    let result = finish_with_app(&pool, up);
    assert_eq!(reached(&result), (json!(FOUR), json!(["pwd", "otp", "mfa"])));
    let refreshed = pool.refresh("web", &text(&result, "/RefreshToken")).unwrap();
    assert_eq!(reached(&refreshed["AuthenticationResult"]), reached(&result), "refreshing keeps them");
    let again = json!({ "TARGET_ACR_VALUES": FOUR, "ACCESS_TOKEN": result["AccessToken"] });
    assert_eq!(begin(&pool, "ada", again).err().unwrap().0, "InvalidParameterException", "it has the level already");
}

#[test]
fn a_sign_in_that_is_too_long_ago_does_not_count() {
    let pool = pool();
    let token = text(&signed_in(pool.with_password("ada", PASSWORD)), "/AccessToken");
    let ask = || begin(&pool, "ada", json!({ "TARGET_ACR_VALUES": FOUR, "ACCESS_TOKEN": token, "MAX_AGE": "60" }));
    pool.wait(60);
    asked(ask(), "SOFTWARE_TOKEN_MFA");
    pool.wait(1);
    let from_scratch = ask().unwrap();
    assert_eq!(from_scratch["AvailableChallenges"], json!(["PASSWORD_SRP", "PASSWORD"]));
    asked(Ok(from_scratch), "SELECT_CHALLENGE");
}

#[test]
fn what_cannot_be_met_is_refused() {
    let pool = pool();
    let token = text(&signed_in(pool.with_password("ada", PASSWORD)), "/AccessToken");
    for more in [
        json!({ "TARGET_ACR_VALUES": "" }),
        json!({ "TARGET_ACR_VALUES": "urn:other 4" }),
        json!({ "ACCESS_TOKEN": token }),
        json!({ "TARGET_ACR_VALUES": FOUR, "MAX_AGE": "-1" }),
        json!({ "TARGET_ACR_VALUES": FOUR, "MAX_AGE": "soon" }),
        json!({ "TARGET_ACR_VALUES": ONE, "ACCESS_TOKEN": token }),
    ] {
        assert_eq!(begin(&pool, "ada", more).err().unwrap().0, "InvalidParameterException");
    }
    assert_eq!(
        begin(&pool, "grace", json!({ "TARGET_ACR_VALUES": FOUR })).err().unwrap().0,
        "InvalidParameterException"
    );
    let stolen = json!({ "TARGET_ACR_VALUES": THREE, "ACCESS_TOKEN": token });
    assert_eq!(begin(&pool, "pat", stolen.clone()).err().unwrap().0, "NotAuthorizedException");
    assert_eq!(begin(&pool, "nobody", stolen.clone()).err().unwrap().0, "NotAuthorizedException");
    let parameters = json!({ "USERNAME": "ada", "TARGET_ACR_VALUES": FOUR, "ACCESS_TOKEN": token });
    let elsewhere = pool.initiate("other", "USER_AUTH", parameters);
    assert_eq!(elsewhere.err().unwrap().0, "NotAuthorizedException");
    let garbage = json!({ "TARGET_ACR_VALUES": FOUR, "ACCESS_TOKEN": "a.b.c" });
    assert_eq!(begin(&pool, "ada", garbage).err(), not_authorized("Invalid Access Token"));
    let lite = pool_row(json!({ "settings": { "UserPoolTier": "LITE" } }));
    let pool = Pool::arranged(PEOPLE, &[lite]);
    let refused = begin(&pool, "ada", json!({ "TARGET_ACR_VALUES": ONE }));
    assert_eq!(refused.err().unwrap().0, "FeatureUnavailableInTierException");
}

#[test]
fn a_second_factor_that_is_required_is_asked_whatever_the_target() {
    let pool = Pool::arranged(PEOPLE, &[first_factors(&ALL), mfa("OPTIONAL"), ada(prefers(&["SMS_MFA"], None))]);
    let session = asked(with_password(&pool, "ada", ONE), "SMS_MFA");
    let responses = json!({ "USERNAME": "ada", "SMS_MFA_CODE": pool.newest_code() });
    let result = signed_in(pool.reply("SMS_MFA", &session, responses));
    assert_eq!(reached(&result), (json!(THREE), json!(["pwd", "sms", "mfa"])));
}

#[test]
fn a_pool_names_its_levels() {
    let own = pool_row(json!({ "settings": { "AcrConfiguration": { "Level1": { "AcrValue": "bronze" } } } }));
    let pool = Pool::arranged(PEOPLE, &[own]);
    assert_eq!(reached(&signed_in(with_password(&pool, "ada", "bronze"))), (json!("bronze"), json!(["pwd"])));
    assert_eq!(with_password(&pool, "ada", ONE).err().unwrap().0, "InvalidParameterException");
}
