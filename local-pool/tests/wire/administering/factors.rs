//! Second factors, authenticator apps, devices, events: what an administrator sees and sets of them.

use serde_json::json;

use super::{attributes, get, invalid, new_client, new_pool, of, refuses, with};
use crate::pool::{PASSWORD, POOL_ID, Pool, text};
use crate::sign_in::steps::{from_base32, totp};

/// Turns on all that a pool may have as a second factor.
fn with_mfa(pool: &Pool, pool_id: &str) {
    let sms = json!({ "SmsConfiguration": { "SnsCallerArn": "arn:aws:iam::000000000000:role/sms" } });
    let input = json!({
        "UserPoolId": pool_id, "MfaConfiguration": "OPTIONAL",
        "SoftwareTokenMfaConfiguration": { "Enabled": true },
        "SmsMfaConfiguration": sms, "EmailMfaConfiguration": {},
    });
    pool.admin("SetUserPoolMfaConfig", &input).expect("factors");
}

#[test]
fn a_preference_is_set_and_told() {
    let pool = Pool::new();
    with_mfa(&pool, POOL_ID);
    let on = json!({ "Enabled": true, "PreferredMfa": true });
    let input = with(&of("ada"), json!({ "EmailMfaSettings": on }));
    assert_eq!(pool.admin("AdminSetUserMFAPreference", &input), Ok(json!({})));
    let told = get(&pool, &of("ada"));
    assert_eq!(
        (&told["PreferredMfaSetting"], &told["UserMFASettingList"]),
        (&json!("EMAIL_OTP"), &json!(["EMAIL_OTP"]))
    );
    let factors = pool.admin("AdminGetUserAuthFactors", &of("ada")).unwrap();
    assert_eq!(factors["ConfiguredUserAuthFactors"], json!(["PASSWORD"]));
    assert_eq!(factors["PreferredMfaSetting"], "EMAIL_OTP");
    for (member, part) in [
        ("SMSMfaSettings", "User does not have delivery config set to turn on SMS_MFA"),
        ("SoftwareTokenMfaSettings", "User has not verified software token mfa"),
    ] {
        invalid(&pool, "AdminSetUserMFAPreference", &with(&of("ada"), json!({ member: on })), part);
    }
    let webauthn = with(&of("ada"), json!({ "WebAuthnMfaSettings": { "Enabled": true } }));
    invalid(&pool, "AdminSetUserMFAPreference", &webauthn, "WEB_AUTHN_MFA is not enabled");
}

#[test]
fn the_settings_of_old_turn_text_messages_on_and_off() {
    let pool = Pool::new();
    with_mfa(&pool, POOL_ID);
    let option = json!({ "DeliveryMedium": "SMS", "AttributeName": "phone_number" });
    let options = |list: &serde_json::Value| with(&of("ada"), json!({ "MFAOptions": list }));
    invalid(&pool, "AdminSetUserSettings", &options(&json!([option])), "SMS_MFA");
    let phone = json!({ "UserAttributes": attributes(&[("phone_number", "+12065550100")]) });
    pool.admin("AdminUpdateUserAttributes", &with(&of("ada"), phone)).unwrap();
    assert_eq!(pool.admin("AdminSetUserSettings", &options(&json!([option]))), Ok(json!({})));
    assert_eq!(get(&pool, &of("ada"))["MFAOptions"], json!([option]));
    pool.admin("AdminSetUserSettings", &options(&json!([]))).unwrap();
    assert!(get(&pool, &of("ada")).get("MFAOptions").is_none());
    let email = json!([{ "DeliveryMedium": "EMAIL", "AttributeName": "email" }]);
    invalid(&pool, "AdminSetUserSettings", &options(&email), "MFAOptions");
}

#[test]
fn a_second_factor_that_was_turned_on_is_asked_for() {
    let pool = Pool::new();
    let id = new_pool(&pool, json!({}));
    let client = new_client(&pool, &id);
    with_mfa(&pool, &id);
    let user = json!({ "UserPoolId": id, "Username": "edsger" });
    let phone =
        json!({ "UserAttributes": attributes(&[("phone_number", "+12065550100")]), "MessageAction": "SUPPRESS" });
    pool.admin("AdminCreateUser", &with(&user, phone)).unwrap();
    let password = json!({ "Password": "Correct-horse-8", "Permanent": true });
    pool.admin("AdminSetUserPassword", &with(&user, password)).unwrap();
    let answer = || super::by_password(&pool, &client, "edsger", "Correct-horse-8").unwrap();
    assert!(answer().get("ChallengeName").is_none());
    let sms = |enabled: bool| with(&user, json!({ "SMSMfaSettings": { "Enabled": enabled } }));
    pool.admin("AdminSetUserMFAPreference", &sms(true)).unwrap();
    assert_eq!(answer()["ChallengeName"], "SMS_MFA");
    pool.admin("AdminSetUserMFAPreference", &sms(false)).unwrap();
    assert!(answer().get("ChallengeName").is_none());
}

#[test]
fn a_lost_authenticator_app_is_taken_away_and_another_is_registered() {
    let pool = Pool::new();
    with_mfa(&pool, POOL_ID);
    let access = pool.tokens("web").access;
    let register = || {
        let associated = pool.call("AssociateSoftwareToken", &json!({ "AccessToken": access })).expect("a secret");
        let code = totp(&from_base32(&text(&associated, "/SecretCode")), pool.seconds());
        pool.call("VerifySoftwareToken", &json!({ "AccessToken": access, "UserCode": code })).expect("an app");
    };
    let prefer = || {
        let on = json!({ "SoftwareTokenMfaSettings": { "Enabled": true, "PreferredMfa": true } });
        pool.admin("AdminSetUserMFAPreference", &with(&of("ada"), on))
    };
    let challenge = || super::by_password(&pool, "web", "ada", PASSWORD).unwrap().get("ChallengeName").cloned();
    register();
    prefer().unwrap();
    assert_eq!(challenge(), Some(json!("SOFTWARE_TOKEN_MFA")));
    let factors = || pool.admin("AdminGetUserAuthFactors", &of("ada")).unwrap();
    assert_eq!(factors()["ConfiguredUserAuthFactors"], json!(["PASSWORD", "SOFTWARE_TOKEN"]));
    assert_eq!(pool.admin("AdminDeleteSoftwareToken", &of("ada")), Ok(json!({})));
    assert_eq!(factors(), json!({ "Username": "ada", "ConfiguredUserAuthFactors": ["PASSWORD"] }));
    assert_eq!(challenge(), None);
    assert!(prefer().is_err(), "there is none");
    register();
    prefer().unwrap();
    assert_eq!(challenge(), Some(json!("SOFTWARE_TOKEN_MFA")));
}

#[test]
fn what_a_user_does_not_have_cannot_be_taken_away() {
    let pool = Pool::new();
    refuses(&pool, "AdminDeleteSoftwareToken", &of("ada"), ("ResourceNotFoundException", ""));
    let device = with(&of("ada"), json!({ "DeviceKey": "eu-west-1_0c7a9e1c-1111-4222-8333-444455556666" }));
    let missing = ("ResourceNotFoundException", "Device does not exist.");
    for operation in ["AdminGetDevice", "AdminForgetDevice", "AdminUpdateDeviceStatus"] {
        refuses(&pool, operation, &device, missing);
    }
    let remembered = with(&device, json!({ "DeviceRememberedStatus": "remembered" }));
    refuses(&pool, "AdminUpdateDeviceStatus", &remembered, missing);
    let never = with(&device, json!({ "DeviceRememberedStatus": "never" }));
    invalid(&pool, "AdminUpdateDeviceStatus", &never, "validation error");
    assert_eq!(pool.admin("AdminListDevices", &of("ada")), Ok(json!({ "Devices": [] })));
    invalid(&pool, "AdminListDevices", &with(&of("ada"), json!({ "PaginationToken": "x" })), "token");
}

#[test]
fn events_are_those_of_a_pool_with_threat_protection() {
    let pool = Pool::new();
    let feedback = json!({ "EventId": "e", "FeedbackValue": "Valid" });
    for (operation, input) in
        [("AdminListUserAuthEvents", of("ada")), ("AdminUpdateAuthEventFeedback", with(&of("ada"), feedback.clone()))]
    {
        refuses(&pool, operation, &input, ("UserPoolAddOnNotEnabledException", ""));
    }
    let id = new_pool(&pool, json!({ "UserPoolAddOns": { "AdvancedSecurityMode": "AUDIT" } }));
    let user = json!({ "UserPoolId": id, "Username": "edsger" });
    pool.admin("AdminCreateUser", &user).unwrap();
    assert_eq!(pool.admin("AdminListUserAuthEvents", &user), Ok(json!({ "AuthEvents": [] })));
    let missing = ("ResourceNotFoundException", "Event does not exist.");
    refuses(&pool, "AdminUpdateAuthEventFeedback", &with(&user, feedback), missing);
}
