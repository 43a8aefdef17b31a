//! The checker against the real model, with requests and replies that clients send and ones that nobody should.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::shape::{Kind, Shape};
use super::*;

fn operation(name: &str) -> &'static Operation {
    user_pool().operation(name).or_else(|| identity_pool().operation(name)).unwrap_or_else(|| panic!("no {name}"))
}

fn message(name: &str, input: Value) -> String {
    operation(name).check_input(&input).unwrap_err().to_string()
}

fn all_operations() -> impl Iterator<Item = &'static Operation> {
    user_pool().operations().chain(identity_pool().operations())
}

/// A value that satisfies the types and requirements of a shape, but perhaps no pattern.
fn sample(shape: &Shape) -> Value {
    match &shape.kind {
        Kind::Structure(members) => {
            members.iter().map(|member| (member.name.clone(), sample(&member.shape))).collect::<Map<_, _>>().into()
        }
        Kind::List(item) => json!([sample(item)]),
        Kind::Map { value, .. } => json!({ "key": sample(value) }),
        Kind::Text { values, .. } => values.first().map_or("aB3_:x", String::as_str).into(),
        Kind::Blob => json!("AAAA"),
        Kind::Boolean => json!(true),
        Kind::Integer | Kind::Long => json!(shape.bounds.min.unwrap_or(1)),
        Kind::Timestamp => json!(1.5),
        Kind::Document => json!({ "any": [1] }),
    }
}

fn each_shape(shape: &Shape, visit: &mut dyn FnMut(&Shape)) {
    visit(shape);
    match &shape.kind {
        Kind::Structure(members) => members.iter().for_each(|member| each_shape(&member.shape, visit)),
        Kind::List(item) => each_shape(item, visit),
        Kind::Map { key, value } => {
            each_shape(key, visit);
            each_shape(value, visit);
        }
        _ => {}
    }
}

#[test]
fn the_model_has_all_of_cognito() {
    assert_eq!(user_pool().operations().count(), 141);
    assert_eq!(identity_pool().operations().count(), 23);
    assert_eq!(user_pool().operations().filter(|it| !it.needs_credentials()).count(), 34);
    assert_eq!(identity_pool().operations().filter(|it| !it.needs_credentials()).count(), 4);
    assert_eq!(user_pool().target_prefix(), "AWSCognitoIdentityProviderService");
    assert_eq!(identity_pool().target_prefix(), "AWSCognitoIdentityService");
    assert!(operation("AdminGetUser").needs_credentials());
    assert!(!operation("GetUser").needs_credentials());
    assert!(user_pool().operation("Nonsense").is_none());
    assert!(user_pool().operation("initiateauth").is_none());
    assert_eq!(operation("InitiateAuth").name(), "InitiateAuth");
}

#[test]
fn every_error_of_an_operation_has_a_status() {
    assert_eq!(user_pool().error_status("NotAuthorizedException"), Some(400));
    assert_eq!(user_pool().error_status("InternalErrorException"), Some(500));
    assert_eq!(identity_pool().error_status("InternalErrorException"), Some(500));
    assert_eq!(user_pool().error_status("UserType"), None);
    for service in [user_pool(), identity_pool()] {
        for error in service.operations().flat_map(Operation::errors) {
            assert!(service.error_status(error).is_some(), "{error}");
        }
    }
}

#[test]
fn every_pattern_compiles() {
    let mut seen = 0;
    for operation in all_operations() {
        let shapes = [Some(&operation.input), operation.output.as_ref()];
        for shape in shapes.into_iter().flatten() {
            each_shape(shape, &mut |shape| {
                if let Kind::Text { pattern: Some(pattern), .. } = &shape.kind {
                    pattern.matches("a");
                    seen += 1;
                }
            });
        }
    }
    assert!(seen > 500, "{seen}");
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
fn no_message_carries_a_secret() {
    let secret = "hunter2 hunter2";
    let cases = [
        ("SignUp", json!({ "ClientId": "web", "Username": secret, "Password": secret, "SecretHash": secret })),
        ("ChangePassword", json!({ "AccessToken": secret, "PreviousPassword": secret, "ProposedPassword": secret })),
        ("RespondToAuthChallenge", json!({ "ClientId": "web", "ChallengeName": "X", "Session": "hunter2" })),
        ("VerifySoftwareToken", json!({ "AccessToken": secret, "UserCode": "hunter2" })),
        (
            "SignUp",
            json!({ "ClientId": "web", "Username": "a", "UserAttributes": [{ "Name": "a", "Value": "hunter2".repeat(999) }] }),
        ),
        ("GetId", json!({ "IdentityPoolId": "a:a", "Logins": { "x": "hunter2".repeat(9000) } })),
        ("GetCredentialsForIdentity", json!({ "IdentityId": "a:a", "Logins": { "": "hunter2" } })),
        (
            "InitiateAuth",
            json!({ "ClientId": "web", "AuthFlow": "X", "UserContextData": { "EncodedData": "hunter2", "IpAddress": "hunter2" } }),
        ),
    ];
    for (name, input) in cases {
        let error = operation(name).check_input(&input).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
    }
    let reply = json!({ "AuthenticationResult": { "AccessToken": secret, "Extra": secret, "ExpiresIn": secret } });
    let problems = operation("InitiateAuth").check_output(&reply);
    assert_eq!(problems.len(), 3, "{problems:?}");
    assert!(!problems.join(" ").contains("hunter2"));
}

#[test]
fn hostile_sizes_cost_little_and_are_answered_briefly() {
    let body = 128 * 1024;
    let cases = [
        ("SignUp", json!({ "UserAttributes": vec![json!({}); body / 3] })),
        ("SignUp", json!({ "UserAttributes": vec![Value::Null; body / 5] })),
        ("DeleteUserAttributes", json!({ "UserAttributeNames": vec![""; body / 3] })),
        ("CreateUserPoolClient", json!({ "CallbackURLs": vec![" "; body / 4] })),
        ("CreateUserPoolClient", json!({ "ClientName": "\u{0}".repeat(body) })),
        ("InitiateAuth", json!({ "ClientId": "ß".repeat(body / 2), "AuthFlow": "x".repeat(body) })),
        ("SignUp", json!({ "Username": " ".repeat(body), "Password": "a".repeat(body) })),
    ];
    for (name, input) in cases {
        let error = operation(name).check_input(&input).unwrap_err();
        let BadInput::Constraints(violations) = &error else { panic!("{error}") };
        assert!(violations.len() <= 10);
        assert!(error.to_string().len() < 20_000, "{name}: {}", error.to_string().len());
    }
    let many = json!({ "AuthFlow": "CUSTOM_AUTH", "ClientId": "web", "ClientMetadata": (0..10_000).map(|n| (n.to_string(), json!("x"))).collect::<Map<_, _>>() });
    assert_eq!(operation("InitiateAuth").check_input(&many), Ok(()));
}

#[test]
fn nothing_that_is_sent_makes_a_check_panic() {
    let deep = (0..100).fold(json!(1), |inner, n| if n % 2 == 0 { json!([inner]) } else { json!({ "Name": inner }) });
    let oddities = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(u64::MAX),
        json!(1e308),
        json!(""),
        json!("\u{0}"),
        json!("😀"),
        json!([]),
        json!({}),
        json!([null]),
        json!([[]]),
        json!({ "": null }),
        json!({ "": {} }),
        deep,
    ];
    for operation in all_operations() {
        let input = sample(&operation.input);
        let output = operation.output.as_deref().map(sample).unwrap_or_default();
        assert!(!matches!(operation.check_input(&input), Err(BadInput::Serialization(_))), "{}", operation.name());
        for oddity in &oddities {
            answer(operation, oddity, oddity);
            for path in pointers(&input) {
                let mut input = input.clone();
                *input.pointer_mut(&path).unwrap() = oddity.clone();
                answer(operation, &input, oddity);
            }
            for path in pointers(&output) {
                let mut output = output.clone();
                *output.pointer_mut(&path).unwrap() = oddity.clone();
                operation.check_output(&output);
            }
        }
    }
}

fn answer(operation: &Operation, input: &Value, oddity: &Value) {
    if let Err(error) = operation.check_input(input) {
        let mut message = String::new();
        write!(message, "{error}").unwrap();
        assert!(!message.is_empty(), "{} {oddity}", operation.name());
    }
    operation.check_output(input);
}

/// Of every value within a value.
fn pointers(value: &Value) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut add = |name: String, value: &Value| {
        found.extend(pointers(value).into_iter().map(|rest| format!("/{name}{rest}")));
    };
    match value {
        Value::Object(entries) => entries.iter().for_each(|(name, value)| add(name.clone(), value)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, value)| add(index.to_string(), value)),
        _ => {}
    }
    found
}

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

/// Not a promise of a number, but a sign-in must not feel this. Run with `--ignored --nocapture`.
#[test]
#[ignore = "measures, and has nothing to assert"]
fn how_long_a_check_takes() {
    let input = json!({ "AuthFlow": "USER_SRP_AUTH", "ClientId": "web", "AuthParameters": { "USERNAME": "ada", "SRP_A": "f".repeat(768) } });
    let answer = json!({ "ChallengeName": "PASSWORD_VERIFIER", "ClientId": "web", "Session": "s".repeat(1000), "ChallengeResponses": { "USERNAME": "ada" } });
    for (name, input) in [("InitiateAuth", input), ("RespondToAuthChallenge", answer)] {
        operation(name).check_input(&input).unwrap();
        let start = std::time::Instant::now();
        for _ in 0..10_000 {
            operation(name).check_input(&input).unwrap();
        }
        println!("{name}: {:?}", start.elapsed() / 10_000);
    }
}
