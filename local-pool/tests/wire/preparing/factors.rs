//! The second factors of a pool, and the configuration of sessions.

use serde_json::{Value, json};

use super::{invalid, made, new_client, new_pool, refuses, with};
use crate::pool::Pool;

const OFF_TOGETHER: &str = "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.";
const NONE_LEFT: &str =
    "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.";

#[test]
fn a_pools_factors_are_set_as_a_whole_and_told_back() {
    let pool = Pool::new();
    let of_pool = json!({ "UserPoolId": new_pool(&pool) });
    assert_eq!(pool.admin("GetUserPoolMfaConfig", &of_pool), Ok(json!({ "MfaConfiguration": "OFF" })));
    let all = json!({
        "MfaConfiguration": "ON",
        "SmsMfaConfiguration": {
            "SmsAuthenticationMessage": "Code {####}",
            "SmsConfiguration": { "SnsCallerArn": "arn:aws:iam::123456789012:role/sms", "SnsRegion": "eu-west-1" },
        },
        "SoftwareTokenMfaConfiguration": { "Enabled": true },
        "EmailMfaConfiguration": { "Message": "Code {####}", "Subject": "Code" },
        "WebAuthnConfiguration": {
            "RelyingPartyId": "example.com",
            "UserVerification": "required",
            "FactorConfiguration": "SINGLE_FACTOR",
        },
    });
    assert_eq!(pool.admin("SetUserPoolMfaConfig", &with(&of_pool, all.clone())), Ok(all.clone()));
    assert_eq!(pool.admin("GetUserPoolMfaConfig", &of_pool), Ok(all.clone()));
    // The pool tells the same of MFA, and of how texts are sent.
    let told = pool.admin("DescribeUserPool", &of_pool).unwrap()["UserPool"].clone();
    assert_eq!(told["MfaConfiguration"], "ON");
    assert_eq!(told["SmsConfiguration"], all["SmsMfaConfiguration"]["SmsConfiguration"]);

    let token_alone = json!({ "MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": { "Enabled": true } });
    pool.admin("SetUserPoolMfaConfig", &with(&of_pool, token_alone.clone())).unwrap();
    let passkeys_stay = with(&token_alone, json!({ "WebAuthnConfiguration": all["WebAuthnConfiguration"] }));
    assert_eq!(pool.admin("GetUserPoolMfaConfig", &of_pool), Ok(passkeys_stay));
    pool.admin("SetUserPoolMfaConfig", &with(&of_pool, json!({ "MfaConfiguration": "OFF" }))).unwrap();
    let off = json!({ "MfaConfiguration": "OFF", "WebAuthnConfiguration": all["WebAuthnConfiguration"] });
    assert_eq!(pool.admin("GetUserPoolMfaConfig", &of_pool), Ok(off));
}

#[test]
fn mfa_and_its_factors_must_fit_together() {
    let pool = Pool::new();
    let of_pool = json!({ "UserPoolId": new_pool(&pool) });
    for (more, part) in [
        (json!({ "MfaConfiguration": "OFF", "SoftwareTokenMfaConfiguration": { "Enabled": true } }), OFF_TOGETHER),
        (json!({ "MfaConfiguration": "OFF", "EmailMfaConfiguration": {} }), OFF_TOGETHER),
        (json!({ "SoftwareTokenMfaConfiguration": { "Enabled": true } }), OFF_TOGETHER),
        (json!({ "MfaConfiguration": "ON" }), NONE_LEFT),
        (json!({ "MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": { "Enabled": false } }), NONE_LEFT),
        (json!({ "MfaConfiguration": "ON", "WebAuthnConfiguration": { "UserVerification": "required" } }), NONE_LEFT),
        (json!({ "MfaConfiguration": "ON", "SmsMfaConfiguration": {} }), "SMS configuration is required"),
        (json!({ "MfaConfiguration": "MAYBE" }), "mfaConfiguration"),
    ] {
        invalid(&pool, "SetUserPoolMfaConfig", &with(&of_pool, more), part);
    }
    assert_eq!(pool.admin("GetUserPoolMfaConfig", &of_pool), Ok(json!({ "MfaConfiguration": "OFF" })));
    for fine in [
        json!({ "MfaConfiguration": "OFF", "WebAuthnConfiguration": { "UserVerification": "preferred" } }),
        json!({ "MfaConfiguration": "OFF", "SoftwareTokenMfaConfiguration": { "Enabled": false } }),
        json!({ "MfaConfiguration": "ON", "WebAuthnConfiguration": {
            "FactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION",
        } }),
    ] {
        pool.admin("SetUserPoolMfaConfig", &with(&of_pool, fine)).unwrap();
    }
    let lite = json!({ "UserPoolId": made(&pool, &json!({ "PoolName": "lite", "UserPoolTier": "LITE" })) });
    let email = json!({ "MfaConfiguration": "ON", "EmailMfaConfiguration": {} });
    refuses(&pool, "SetUserPoolMfaConfig", &with(&lite, email), ("FeatureUnavailableInTierException", "Email MFA"));
}

#[test]
fn a_pool_made_with_mfa_has_texts_as_its_factor() {
    let pool = Pool::new();
    let sms = json!({ "SnsCallerArn": "arn:aws:iam::123456789012:role/sms" });
    let input = json!({ "PoolName": "shop", "MfaConfiguration": "ON", "SmsConfiguration": sms });
    let of_pool = json!({ "UserPoolId": made(&pool, &input) });
    let expected = json!({ "MfaConfiguration": "ON", "SmsMfaConfiguration": { "SmsConfiguration": sms } });
    assert_eq!(pool.admin("GetUserPoolMfaConfig", &of_pool), Ok(expected));
    // Another factor lets an update say ON without texts.
    let token = json!({ "MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": { "Enabled": true } });
    pool.admin("SetUserPoolMfaConfig", &with(&of_pool, token.clone())).unwrap();
    pool.admin("UpdateUserPool", &with(&of_pool, json!({ "MfaConfiguration": "ON" }))).unwrap();
    assert_eq!(pool.admin("GetUserPoolMfaConfig", &of_pool), Ok(token));
    pool.admin("UpdateUserPool", &of_pool).unwrap();
    assert_eq!(pool.admin("GetUserPoolMfaConfig", &of_pool), Ok(json!({ "MfaConfiguration": "OFF" })));
}

#[test]
fn sessions_are_configured_for_a_pool_and_then_for_its_clients() {
    let pool = Pool::new();
    let id = new_pool(&pool);
    let of_pool = json!({ "UserPoolId": id });
    let of_client = json!({ "UserPoolId": id, "ClientId": new_client(&pool, &id) });
    let default = json!({ "UserSessionTracking": "DISABLED", "TokenSession": { "MaxPerUser": 20 } });
    assert_eq!(pool.admin("GetUserPoolSessionConfiguration", &of_pool), Ok(with(&of_pool, default)));
    let default = json!({ "SSOSession": { "MaxValidityMinutes": 60 } });
    assert_eq!(pool.admin("GetUserPoolClientSessionConfiguration", &of_client), Ok(with(&of_client, default)));

    let client_set = with(&of_client, json!({ "SSOSession": { "MaxValidityMinutes": 0 } }));
    let not_enabled = ("OperationNotEnabledException", "Session tracking");
    refuses(&pool, "SetUserPoolClientSessionConfiguration", &client_set, not_enabled);
    let set = with(&of_pool, json!({ "UserSessionTracking": "ENABLED", "TokenSession": { "MaxPerUser": 3 } }));
    assert_eq!(pool.admin("SetUserPoolSessionConfiguration", &set), Ok(set.clone()));
    assert_eq!(pool.admin("GetUserPoolSessionConfiguration", &of_pool), Ok(set));
    assert_eq!(pool.admin("SetUserPoolClientSessionConfiguration", &client_set), Ok(client_set.clone()));
    assert_eq!(pool.admin("GetUserPoolClientSessionConfiguration", &of_client), Ok(client_set));

    invalid(&pool, "SetUserPoolSessionConfiguration", &of_pool, "userSessionTracking");
    for most in [0, 101] {
        let set = json!({ "UserSessionTracking": "ENABLED", "TokenSession": { "MaxPerUser": most } });
        invalid(&pool, "SetUserPoolSessionConfiguration", &with(&of_pool, set), "maxPerUser");
    }
    let lite = json!({ "UserPoolId": made(&pool, &json!({ "PoolName": "lite", "UserPoolTier": "LITE" })) });
    let set = with(&lite, json!({ "UserSessionTracking": "ENABLED", "TokenSession": { "MaxPerUser": 3 } }));
    refuses(&pool, "SetUserPoolSessionConfiguration", &set, ("FeatureUnavailableInTierException", "LITE"));
    let other = with(&of_client, json!({ "UserPoolId": crate::pool::POOL_ID }));
    refuses(&pool, "GetUserPoolClientSessionConfiguration", &other, ("ResourceNotFoundException", "client"));
    assert_ne!(of_client["ClientId"], Value::Null);
}
