//! Replies as a user pool gives them.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

pub fn password_verifier() -> Value {
    json!({
        "ChallengeName": "PASSWORD_VERIFIER",
        "ChallengeParameters": { "SALT": "bb665f935ad1e49f", "SRP_B": "abcdef", "SECRET_BLOCK": "c2VjcmV0", "USER_ID_FOR_SRP": "u-1", "USERNAME": "u-1" },
    })
}

pub fn code_challenge(session: &str) -> Value {
    json!({ "ChallengeName": "SMS_MFA", "Session": session, "ChallengeParameters": { "CODE_DELIVERY_DESTINATION": "+*******1234" } })
}

/// Tokens that live five minutes.
pub fn tokens(subject: &str, access: &str, refresh: Option<&str>) -> Value {
    let claims = json!({ "sub": subject, "cognito:username": "ada", "email": "ada@example.com" }).to_string();
    let mut result = json!({
        "AccessToken": access,
        "IdToken": format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims)),
        "ExpiresIn": 300,
        "TokenType": "Bearer",
    });
    if let Some(refresh) = refresh {
        result["RefreshToken"] = refresh.into();
    }
    json!({ "AuthenticationResult": result, "ChallengeParameters": {} })
}

/// A challenge with the parameters of its name.
pub fn challenge(name: &str, session: &str, parameters: Value) -> Value {
    json!({ "ChallengeName": name, "Session": session, "ChallengeParameters": parameters })
}

/// PASSWORD_VERIFIER with a session of its own.
pub fn password_verifier_in(session: &str) -> Value {
    let mut challenge = password_verifier();
    challenge["Session"] = session.into();
    challenge
}

/// The devices' counterpart of PASSWORD_VERIFIER, as the pool sends it: without a name to prove.
pub fn device_verifier(session: &str) -> Value {
    let parameters = json!({ "SALT": "a1", "SRP_B": "abcdef", "SECRET_BLOCK": "ZGV2aWNl", "USERNAME": "u-1" });
    challenge("DEVICE_PASSWORD_VERIFIER", session, parameters)
}

/// Tokens, and a device that the pool has not seen before.
pub fn tokens_on_new_device(key: &str) -> Value {
    let mut reply = tokens("s-1", "access-1", Some("refresh-1"));
    reply["AuthenticationResult"]["NewDeviceMetadata"] = json!({ "DeviceKey": key, "DeviceGroupKey": "-group" });
    reply
}
