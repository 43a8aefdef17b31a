//! Requests as clients send them, and as they should not: what passes, and Cognito's words for what does not.

use serde_json::{Value, json};

use super::super::BadInput;
use super::operation;

fn message(name: &str, input: Value) -> String {
    operation(name).check_input(&input).unwrap_err().to_string()
}

#[test]
fn real_requests_pass() {
    let session = "s".repeat(1000);
    let cases = [
        (
            "InitiateAuth",
            json!({ "AuthFlow": "USER_SRP_AUTH", "ClientId": "web", "AuthParameters": { "USERNAME": "ada", "SRP_A": "f".repeat(768) }, "ClientMetadata": {} }),
        ),
        (
            "RespondToAuthChallenge",
            json!({ "ChallengeName": "PASSWORD_VERIFIER", "ClientId": "web", "Session": session, "ChallengeResponses": { "USERNAME": "ada", "TIMESTAMP": "Tue" } }),
        ),
        (
            "SignUp",
            json!({ "ClientId": "web", "Username": "ada@example.com", "Password": "Sp€cial-1", "UserAttributes": [{ "Name": "email", "Value": "ada@example.com" }], "ValidationData": null }),
        ),
        (
            "CreateUserPool",
            json!({ "PoolName": "my pool", "Schema": [{ "Name": "age", "AttributeDataType": "Number", "NumberAttributeConstraints": { "MinValue": "0" } }], "Policies": { "PasswordPolicy": { "MinimumLength": 8 } } }),
        ),
        (
            "CreateUserPoolClient",
            json!({ "UserPoolId": "eu-west-1_abc123", "ClientName": "web", "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"], "CallbackURLs": ["http://localhost:3000/"] }),
        ),
        (
            "CompleteWebAuthnRegistration",
            json!({ "AccessToken": "a.b.c", "Credential": { "id": "x", "response": [1, null, { "deep": true }] } }),
        ),
        (
            "GetId",
            json!({ "IdentityPoolId": "eu-west-1:0a0a0a0a-1111-2222-3333-444444444444", "Logins": { "a": "b" } }),
        ),
        ("ListUsers", json!({ "UserPoolId": "eu-west-1_abc123", "Limit": 60, "Filter": "email ^= \"a\"" })),
    ];
    for (name, input) in cases {
        assert_eq!(operation(name).check_input(&input), Ok(()), "{name}");
    }
}

#[test]
fn complaints_are_in_cognitos_words() {
    assert_eq!(
        message("SignUp", json!({ "ClientId": "web", "Username": "", "Password": "" })),
        r"3 validation errors detected: Value at 'username' failed to satisfy constraint: Member must have length greater than or equal to 1; Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+; Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: [\S]+"
    );
    assert_eq!(
        message("InitiateAuth", json!({ "AuthFlow": "USER_SRP_AUTH" })),
        "1 validation error detected: Value null at 'clientId' failed to satisfy constraint: Member must not be null"
    );
    assert_eq!(
        message("InitiateAuth", json!({ "AuthFlow": "USER_AUTH", "ClientId": "eu-west-1_x" })),
        r"1 validation error detected: Value 'eu-west-1_x' at 'clientId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+]+"
    );
    assert_eq!(
        message("InitiateAuth", json!({ "AuthFlow": "MAGIC", "ClientId": "web" })),
        "1 validation error detected: Value 'MAGIC' at 'authFlow' failed to satisfy constraint: Member must satisfy enum value set: [USER_SRP_AUTH, REFRESH_TOKEN_AUTH, REFRESH_TOKEN, CUSTOM_AUTH, ADMIN_NO_SRP_AUTH, USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH, USER_AUTH]"
    );
    let schema = json!({ "PoolName": "p", "Schema": [{ "Name": "phone_number_verified" }] });
    assert_eq!(
        message("CreateUserPool", schema),
        "1 validation error detected: Value 'phone_number_verified' at 'schema.1.member.name' failed to satisfy constraint: Member must have length less than or equal to 20"
    );
    assert_eq!(
        message("ListUsers", json!({ "UserPoolId": "eu-west-1_a", "Limit": 61 })),
        "1 validation error detected: Value '61' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 60"
    );
    assert_eq!(
        message("GetId", json!({ "IdentityPoolId": "eu-west-1_a" })),
        r"1 validation error detected: Value 'eu-west-1_a' at 'identityPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+:[0-9a-f-]+"
    );
    let flows =
        json!({ "UserPoolId": "eu-west-1_a", "ClientName": "c", "ExplicitAuthFlows": ["ALLOW_USER_AUTH", "NO"] });
    let flows = message("CreateUserPoolClient", flows);
    assert!(flows.starts_with("1 validation error detected: Value '[ALLOW_USER_AUTH, NO]' at 'explicitAuthFlows' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [ADMIN_NO_SRP_AUTH, "), "{flows}");
    let urls = json!({ "UserPoolId": "eu-west-1_a", "ClientName": "c", "CallbackURLs": ["http://a b"] });
    assert_eq!(
        message("CreateUserPoolClient", urls),
        r"1 validation error detected: Value '[http://a b]' at 'callbackURLs' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+]"
    );
    let logins = json!({ "IdentityPoolId": "eu-west-1:a", "Logins": { "accounts.google.com": "" } });
    assert_eq!(
        message("GetId", logins),
        "1 validation error detected: Value at 'logins' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 50000, Member must have length greater than or equal to 1]"
    );
    let tags = json!({ "IdentityPoolId": "eu-west-1:a", "Logins": { "": "token" } });
    assert!(
        message("GetId", tags)
            .contains("at 'logins' failed to satisfy constraint: Map keys must satisfy constraint: [")
    );
}

#[test]
fn null_counts_as_absent() {
    let input =
        json!({ "AuthFlow": "USER_SRP_AUTH", "ClientId": "web", "Session": null, "AuthParameters": { "A": null } });
    assert_eq!(operation("InitiateAuth").check_input(&input), Ok(()));
    assert!(message("GetUser", json!({ "AccessToken": null })).ends_with("Member must not be null"));
    let nulls = json!({ "AccessToken": "a", "UserAttributes": [null] });
    assert!(message("UpdateUserAttributes", nulls).contains("at 'userAttributes.1.member' failed"));
    let names = json!({ "AccessToken": "a", "UserAttributeNames": [null] });
    let names = message("DeleteUserAttributes", names);
    assert!(
        names.contains("Value '[null]' at 'userAttributeNames'") && names.contains("Member must not be null]"),
        "{names}"
    );
}

#[test]
fn unknown_members_are_ignored() {
    let input = json!({ "AccessToken": "a", "accessToken": 1, "Other": [[[{}]]] });
    assert_eq!(operation("GetUser").check_input(&input), Ok(()));
}

#[test]
fn lengths_count_code_points() {
    let sign_up = |username: String| {
        let input = json!({ "ClientId": "web", "Username": username, "Password": "x" });
        operation("SignUp").check_input(&input)
    };
    assert_eq!(sign_up("😀".repeat(128)), Ok(()));
    assert!(sign_up("😀".repeat(129)).is_err());
}

#[test]
fn a_wrong_type_anywhere_is_a_serialization_error() {
    let string = |value: Value| json!({ "AccessToken": value });
    let cases = [
        ("GetUser", json!(null), "Expected map or null"),
        ("GetUser", json!([]), "Expected map or null"),
        ("GetUser", json!("x"), "Expected map or null"),
        ("GetUser", string(json!({})), "Start of structure or map found where not expected."),
        ("GetUser", string(json!([])), "Start of list found where not expected."),
        ("GetUser", string(json!(1)), "NUMBER_VALUE can not be converted to a String"),
        ("GetUser", string(json!(true)), "TRUE_VALUE can not be converted to a String"),
        ("GetUser", string(json!(false)), "FALSE_VALUE can not be converted to a String"),
        ("InitiateAuth", json!({ "AuthParameters": "x" }), "Expected map or null"),
        (
            "InitiateAuth",
            json!({ "AuthParameters": { "USERNAME": 1 } }),
            "NUMBER_VALUE can not be converted to a String",
        ),
        ("SignUp", json!({ "UserAttributes": {} }), "Expected list or null"),
        (
            "SignUp",
            json!({ "UserAttributes": [{ "Name": "a", "Value": true }] }),
            "TRUE_VALUE can not be converted to a String",
        ),
        ("ListUsers", json!({ "Limit": "60" }), "STRING_VALUE can not be converted to an Integer"),
        ("ListUsers", json!({ "Limit": 1.5 }), "NUMBER_VALUE can not be converted to an Integer"),
        ("ListUsers", json!({ "Limit": 3_000_000_000_u64 }), "NUMBER_VALUE can not be converted to an Integer"),
        ("ListUsers", json!({ "Limit": -1e300 }), "NUMBER_VALUE can not be converted to an Integer"),
        ("SetUICustomization", json!({ "ImageFile": "not base64!" }), "STRING_VALUE can not be converted to a Blob"),
        (
            "GlobalSignOut",
            json!({ "AccessToken": { "AccessToken": "x" } }),
            "Start of structure or map found where not expected.",
        ),
    ];
    for (name, input, expected) in cases {
        let error = operation(name).check_input(&input).unwrap_err();
        assert_eq!(error, BadInput::Serialization(expected.to_owned()), "{name} {input}");
    }
}

#[test]
fn a_wrong_type_wins_over_broken_constraints_even_late() {
    let mut attributes = vec![json!({}); 1000];
    attributes.push(json!({ "Name": 1 }));
    let input = json!({ "UserAttributes": attributes });
    assert!(matches!(operation("SignUp").check_input(&input), Err(BadInput::Serialization(_))));
    let input = json!({ "UserAttributeNames": ["", "", 1] });
    assert!(matches!(operation("DeleteUserAttributes").check_input(&input), Err(BadInput::Serialization(_))));
}

#[test]
fn what_the_model_does_not_know_and_nulls_are_pruned_at_every_depth() {
    let input = json!({
        "PoolName": "p",
        "Color": "red",
        "Policies": { "PasswordPolicy": { "MinimumLength": 8, "Color": "red", "RequireNumbers": null }, "Color": 1 },
        "Schema": [{ "Name": "a", "Color": "red", "Mutable": null }],
        "UserPoolTags": { "Color": "red", "gone": null },
        "AliasAttributes": null,
    });
    let expected = json!({
        "PoolName": "p",
        "Policies": { "PasswordPolicy": { "MinimumLength": 8 } },
        "Schema": [{ "Name": "a" }],
        "UserPoolTags": { "Color": "red" },
    });
    assert_eq!(operation("CreateUserPool").prune_input(input), expected);
    // A document is the caller's own.
    let style = json!({ "Settings": { "a": null, "b": [null, { "c": 1 }] } });
    assert_eq!(operation("CreateManagedLoginBranding").prune_input(style.clone()), style);
}

#[test]
fn a_trigger_may_be_a_url_and_a_domain_may_have_dots() {
    let trigger = |address: &str| {
        let input = json!({ "PoolName": "p", "LambdaConfig": { "PreSignUp": address } });
        operation("CreateUserPool").check_input(&input).is_ok()
    };
    for good in ["arn:aws:lambda:eu-west-1:123456789012:function:F", "http://127.0.0.1:9000/pre-sign-up"] {
        assert!(trigger(good), "{good}");
    }
    for bad in ["ftp://127.0.0.1:9000/pre-sign-up", "http://127.0.0.1:9000/pre sign up", "function:PreSignUp-or-so"] {
        assert!(!trigger(bad), "{bad}");
    }
    // Where no function is named, an ARN it must be.
    let group = json!({ "UserPoolId": "a_b", "GroupName": "g", "RoleArn": "http://127.0.0.1:9000/role" });
    assert!(operation("CreateGroup").check_input(&group).is_err());
    let domain = |domain: &str| operation("DescribeUserPoolDomain").check_input(&json!({ "Domain": domain })).is_ok();
    assert!(domain("shop") && domain("auth.example.com"));
    for bad in ["", ".", "a.", ".a", "a..b", "-a.b", "a.b-", "A.b", "a_b"] {
        assert!(!domain(bad), "{bad}");
    }
}
