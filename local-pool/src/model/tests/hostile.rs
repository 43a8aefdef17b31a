//! Whatever is sent, a check returns, soon and briefly, and tells no secret.

use serde_json::{Map, Value, json};

use super::super::shape::{Kind, Shape};
use super::super::{BadInput, Operation};
use super::{all_operations, operation};

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

fn answer(operation: &Operation, input: &Value, oddity: &Value) {
    if let Err(error) = operation.check_input(input) {
        assert!(!error.to_string().is_empty(), "{} {oddity}", operation.name());
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
