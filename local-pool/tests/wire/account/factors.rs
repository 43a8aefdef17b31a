//! SetUserMFAPreference, SetUserSettings, GetUserAuthFactors, UpdateAuthEventFeedback, and what GetUser tells of them.

use serde_json::{Value, json};

use super::people::{Outcome, own, pool, refused, signed_in};
use crate::pool::{POOL_ID, Pool, Tokens, error};

const MFA: &str = "first_factors = [\"PASSWORD\", \"EMAIL_OTP\", \"SMS_OTP\"]\n[pool.mfa]\nmode = \"OPTIONAL\"\n\
                   factors = [\"SMS_MFA\", \"SOFTWARE_TOKEN_MFA\", \"EMAIL_OTP\"]";

fn prefer(pool: &Pool, tokens: &Tokens, settings: Value) -> Outcome {
    own(pool, "SetUserMFAPreference", tokens, settings)
}

fn told(pool: &Pool, tokens: &Tokens) -> (Value, Value) {
    let user = pool.get_user(&tokens.access).unwrap();
    (user["UserMFASettingList"].clone(), user["PreferredMfaSetting"].clone())
}

#[test]
fn factors_are_turned_on_preferred_and_turned_off() {
    let pool = pool(MFA);
    let tokens = signed_in(&pool, "grace");
    assert_eq!(told(&pool, &tokens), (Value::Null, Value::Null));
    let both = json!({
        "SMSMfaSettings": { "Enabled": true },
        "EmailMfaSettings": { "Enabled": true, "PreferredMfa": true },
    });
    assert_eq!(prefer(&pool, &tokens, both), Ok(json!({})));
    assert_eq!(told(&pool, &tokens), (json!(["SMS_MFA", "EMAIL_OTP"]), json!("EMAIL_OTP")));
    let user = pool.get_user(&tokens.access).unwrap();
    assert_eq!(user["MFAOptions"], json!([{ "DeliveryMedium": "SMS", "AttributeName": "phone_number" }]));
    let factors = own(&pool, "GetUserAuthFactors", &tokens, json!({})).unwrap();
    assert_eq!(factors["ConfiguredUserAuthFactors"], json!(["PASSWORD", "EMAIL_OTP", "SMS_OTP"]));
    assert_eq!((&factors["PreferredMfaSetting"], &factors["Username"]), (&json!("EMAIL_OTP"), &json!("grace")));
    let sms = json!({ "SMSMfaSettings": { "PreferredMfa": true } });
    assert!(prefer(&pool, &tokens, sms).is_ok(), "it is on already");
    assert_eq!(told(&pool, &tokens).1, "SMS_MFA");
    assert!(prefer(&pool, &tokens, json!({ "SMSMfaSettings": { "Enabled": false } })).is_ok());
    assert_eq!(told(&pool, &tokens), (json!(["EMAIL_OTP"]), Value::Null), "what is off is not preferred");
}

#[test]
fn a_factor_needs_a_pool_that_has_it_and_a_user_who_can() {
    let pool = pool(MFA);
    let ada = signed_in(&pool, "ada");
    let on = |member: &str| json!({ member: { "Enabled": true, "PreferredMfa": true } });
    for (member, message) in [
        ("SoftwareTokenMfaSettings", "User has not verified software token mfa"),
        ("SMSMfaSettings", "User does not have delivery config set to turn on SMS_MFA"),
        ("WebAuthnMfaSettings", "WEB_AUTHN_MFA is not enabled for the user pool"),
    ] {
        assert_eq!(prefer(&pool, &ada, on(member)).err(), error("InvalidParameterException", message));
    }
    assert_eq!(told(&pool, &ada), (Value::Null, Value::Null));
    let without = super::people::pool("");
    let tokens = signed_in(&without, "grace");
    for member in ["SMSMfaSettings", "EmailMfaSettings", "SoftwareTokenMfaSettings"] {
        assert_eq!(refused(prefer(&without, &tokens, on(member))), "InvalidParameterException", "{member}");
    }
}

#[test]
fn one_factor_is_preferred_and_it_is_on() {
    let pool = pool(MFA);
    let tokens = signed_in(&pool, "grace");
    let both = json!({ "Enabled": true, "PreferredMfa": true });
    let two = json!({ "SMSMfaSettings": both, "EmailMfaSettings": both });
    assert_eq!(refused(prefer(&pool, &tokens, two)), "InvalidParameterException");
    for off in [json!({ "PreferredMfa": true }), json!({ "Enabled": false, "PreferredMfa": true })] {
        assert_eq!(refused(prefer(&pool, &tokens, json!({ "SMSMfaSettings": off }))), "InvalidParameterException");
    }
    assert_eq!(told(&pool, &tokens), (Value::Null, Value::Null));
}

#[test]
fn settings_of_old_turn_text_messages_on_and_off() {
    let pool = pool(MFA);
    let tokens = signed_in(&pool, "grace");
    let set = |options: Value| own(&pool, "SetUserSettings", &tokens, json!({ "MFAOptions": options }));
    let sms = json!([{ "DeliveryMedium": "SMS", "AttributeName": "phone_number" }]);
    assert_eq!(set(sms), Ok(json!({})));
    assert_eq!(told(&pool, &tokens).0, json!(["SMS_MFA"]));
    for wrong in
        [json!([{ "DeliveryMedium": "EMAIL", "AttributeName": "email" }]), json!([{ "AttributeName": "email" }])]
    {
        assert_eq!(refused(set(wrong)), "InvalidParameterException");
    }
    assert_eq!(set(json!([])), Ok(json!({})));
    assert_eq!(told(&pool, &tokens).0, Value::Null);
}

#[test]
fn feedback_is_for_pools_with_threat_protection_and_no_token_is_right() {
    let pool = pool("");
    let mut input = json!({
        "UserPoolId": POOL_ID, "Username": "ada", "EventId": "event", "FeedbackToken": "a.b.c", "FeedbackValue": "Valid",
    });
    assert_eq!(refused(pool.call("UpdateAuthEventFeedback", &input)), "UserPoolAddOnNotEnabledException");
    let made =
        json!({ "PoolName": "watched", "UserPoolAddOns": { "AdvancedSecurityMode": "AUDIT" }, "UserPoolTier": "PLUS" });
    let made = pool.admin("CreateUserPool", &made).unwrap();
    input["UserPoolId"] = made["UserPool"]["Id"].clone();
    assert_eq!(refused(pool.call("UpdateAuthEventFeedback", &input)), "UserNotFoundException");
    input["UserPoolId"] = json!("eu-west-1_Nowhere");
    assert_eq!(refused(pool.call("UpdateAuthEventFeedback", &input)), "ResourceNotFoundException");
}
