//! Replies held against the model.

use serde_json::{Value, json};

use super::operation;

#[test]
fn a_good_reply_has_no_problem() {
    let cases = [
        (
            "InitiateAuth",
            json!({ "ChallengeName": "PASSWORD_VERIFIER", "ChallengeParameters": { "SALT": "ab" }, "Session": "s".repeat(20) }),
        ),
        (
            "InitiateAuth",
            json!({ "ChallengeParameters": {}, "AuthenticationResult": { "AccessToken": "a.b.c", "ExpiresIn": 3600, "TokenType": "Bearer" } }),
        ),
        (
            "AdminGetUser",
            json!({ "Username": "ada", "UserCreateDate": 1_700_000_000.123, "Enabled": true, "UserStatus": "CONFIRMED" }),
        ),
        ("AdminGetUser", json!({ "Username": "ada", "UserCreateDate": 1_700_000_000 })),
        ("StartWebAuthnRegistration", json!({ "CredentialCreationOptions": { "rp": { "id": "localhost" } } })),
        ("GlobalSignOut", json!({})),
        ("DeleteUser", Value::Null),
        ("DeleteUser", json!({})),
    ];
    for (name, output) in cases {
        assert_eq!(operation(name).check_output(&output), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_reply_that_breaks_the_model_is_told_in_full() {
    let problems = |name, output| operation(name).check_output(&output);
    assert_eq!(problems("AdminGetUser", json!({})), ["username: is required and missing"]);
    assert_eq!(problems("AdminGetUser", json!({ "Username": null })), ["username: is null, and not text"]);
    assert_eq!(problems("DeleteUser", json!({ "Deleted": true })), ["the reply: the operation has no output"]);
    assert_eq!(problems("InitiateAuth", json!([])), ["the reply: is a list, and not a structure"]);
    let user = json!({
        "Username": "a b", "UserStatus": "HAPPY", "Enabled": "true", "UserCreateDate": "2024-01-01", "Other": 1,
        "UserAttributes": [{ "Value": 1 }], "MFAOptions": {},
    });
    let mut told = problems("AdminGetUser", user);
    told.sort();
    assert_eq!(
        told,
        [
            "enabled: is text, and not a boolean",
            "mFAOptions: is an object, and not a list",
            "other: is no member of the model",
            "userAttributes.1.member.name: is required and missing",
            "userAttributes.1.member.value: is a number, and not text",
            "userCreateDate: is text, and not seconds as a number",
            "userStatus: Member must satisfy enum value set: [UNCONFIRMED, CONFIRMED, ARCHIVED, COMPROMISED, UNKNOWN, RESET_REQUIRED, FORCE_CHANGE_PASSWORD, EXTERNAL_PROVIDER]",
            r"username: Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+",
        ]
    );
    let expires = json!({ "AuthenticationResult": { "ExpiresIn": 3600.5 } });
    assert_eq!(
        problems("InitiateAuth", expires),
        ["authenticationResult.expiresIn: is a number, and not a whole number of 32 bits"]
    );
}
