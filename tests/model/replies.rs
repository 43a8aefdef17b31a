//! What may come back: a complete answer is read, and whatever else becomes an answer or an error, never a panic.

use crate::covered::{Covered, operations};
use crate::shape::{complete, model};
use poolkey::protocol::http::Response;
use poolkey::{ErrorCode, Secret};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// What must not be printed, by its place in an answer.
const PRIVATE: &[&str] = &[
    "AccessToken",
    "IdToken",
    "RefreshToken",
    "Session",
    "SecretCode",
    "SecretKey",
    "SessionToken",
    "Token",
    "Destination",
    "Value",
    "LastIPAddress",
    "City",
    "Country",
    "FriendlyCredentialName",
];

fn reply(status: u16, body: String) -> Response {
    Response { status, request_id: None, error_type: None, retry_after_seconds: None, body: Secret::new(body) }
}

/// Reads a good answer, or finds that it is none.
fn read(operation: &Covered, body: &Value) -> Option<String> {
    match (operation.parse)(&reply(200, body.to_string())) {
        Ok(printed) => Some(printed),
        Err(error) => {
            assert_eq!(error.code(), ErrorCode::UnexpectedReply, "{}: {body}", operation.name);
            None
        }
    }
}

#[test]
fn a_complete_answer_is_read_and_prints_nothing_private() {
    let model = model();
    for operation in operations() {
        let body = complete(&model[operation.name].output);
        let printed = read(&operation, &body).unwrap_or_else(|| panic!("{} is not read: {body}", operation.name));
        each_text(&body, &mut |text| {
            let member = text.rsplit('.').next().unwrap();
            assert!(
                !PRIVATE.contains(&member) || !printed.contains(&format!("{text:?}")),
                "{}: {printed}",
                operation.name
            );
        });
    }
}

#[test]
fn an_answer_with_members_that_nobody_knows_is_read_too() {
    let model = model();
    for operation in operations() {
        let mut body = complete(&model[operation.name].output);
        each_object(&mut body, &mut |members| {
            members.insert("BrandNew".into(), json!({ "AccessToken": [null, { "deep": [1e300, -0.5, "\u{0}"] }] }));
        });
        assert!(read(&operation, &body).is_some(), "{}: {body}", operation.name);
    }
}

#[test]
fn an_answer_without_what_makes_it_one_is_none() {
    let model = model();
    for (name, members) in [
        ("AssociateSoftwareToken", &["SecretCode"][..]),
        ("GetCredentialsForIdentity", &["IdentityId", "Credentials"]),
        ("GetDevice", &["Device"]),
        ("GetId", &["IdentityId"]),
        ("GetOpenIdToken", &["IdentityId", "Token"]),
        ("GetTokensFromRefreshToken", &["AuthenticationResult"]),
        ("GetUser", &["Username"]),
        ("GetUserAuthFactors", &["Username"]),
        ("ListWebAuthnCredentials", &["Credentials"]),
        ("SignUp", &["UserConfirmed", "UserSub"]),
        ("StartWebAuthnRegistration", &["CredentialCreationOptions"]),
        ("VerifySoftwareToken", &["Status"]),
    ] {
        let operation = operations().into_iter().find(|operation| operation.name == name).unwrap();
        for member in members {
            let mut body = complete(&model[name].output);
            body.as_object_mut().unwrap().remove(*member).unwrap();
            assert!(read(&operation, &body).is_none(), "{name} without {member}");
            body[*member] = Value::Null;
            assert!(read(&operation, &body).is_none(), "{name} with {member} of null");
        }
    }
}

#[test]
fn a_list_that_cannot_be_read_to_its_end_is_none() {
    let model = model();
    for (name, list) in
        [("ListDevices", "Devices"), ("ListUserSessions", "Sessions"), ("ListWebAuthnCredentials", "Credentials")]
    {
        let operation = operations().into_iter().find(|operation| operation.name == name).unwrap();
        let whole = complete(&model[name].output);
        for broken in [json!(null), json!({}), json!("x"), json!([])] {
            let mut body = whole.clone();
            body[list][1] = broken;
            assert!(read(&operation, &body).is_none(), "{body}");
        }
        for list_of_another_kind in [json!({}), json!("x"), json!(true)] {
            let mut body = whole.clone();
            body[list] = list_of_another_kind;
            assert!(read(&operation, &body).is_none(), "{body}");
        }
        let mut empty = whole;
        empty[list] = json!([]);
        assert!(read(&operation, &empty).unwrap().contains("items: []"));
    }
}

#[test]
fn every_member_may_be_missing_or_be_something_else() {
    let model = model();
    let mut tried = 0;
    for operation in operations() {
        let whole = complete(&model[operation.name].output);
        for pointer in pointers(&whole) {
            let mut body = whole.clone();
            remove(&mut body, &pointer);
            read(&operation, &body);
            for other in others() {
                let mut body = whole.clone();
                *body.pointer_mut(&pointer).unwrap() = other;
                read(&operation, &body);
                tried += 1;
            }
        }
    }
    assert!(tried > 1000, "{tried}");
}

#[test]
fn what_is_no_object_answers_nothing_and_too_deep_a_nesting_is_refused() {
    let model = model();
    for operation in operations() {
        for body in ["null", "[]", "\"\"", "true", "7", "{", "<html></html>", "{}{}", "\u{feff}{}"] {
            let error = (operation.parse)(&reply(200, body.into())).unwrap_err();
            assert_eq!(error.code(), ErrorCode::UnexpectedReply, "{}: {body}", operation.name);
        }
        for depth in [60, 64, 100_000] {
            let nested = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
            let whole = complete(&model[operation.name].output).to_string();
            let (_, members) = whole.split_once('{').unwrap();
            let comma = if members == "}" { "" } else { "," };
            let body = format!("{{\"Deep\":{nested}{comma}{members}");
            assert_eq!((operation.parse)(&reply(200, body)).is_ok(), depth == 60, "{}", operation.name);
        }
    }
}

#[test]
fn a_failure_is_never_taken_for_an_answer() {
    let model = model();
    for operation in operations() {
        let mut body = complete(&model[operation.name].output);
        body["__type"] = "NotAuthorizedException".into();
        let error = (operation.parse)(&reply(400, body.to_string())).unwrap_err();
        assert_eq!(error.code(), ErrorCode::NotAuthorized);
        assert!((operation.parse)(&reply(500, body.to_string())).is_err());
        assert!((operation.parse)(&reply(204, String::new())).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_json_is_an_answer_or_an_error(body in any_json(), status in prop::sample::select(vec![200u16, 400, 500, 0])) {
        for operation in operations() {
            let _ = (operation.parse)(&reply(status, body.to_string()));
        }
    }

    #[test]
    fn any_json_may_stand_in_the_place_of_any_member(which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), other in any_json()) {
        let operations = operations();
        let operation = &operations[which.index(operations.len())];
        let mut body = complete(&model()[operation.name].output);
        let pointers = pointers(&body);
        if !pointers.is_empty() {
            *body.pointer_mut(&pointers[at.index(pointers.len())]).unwrap() = other;
        }
        read(operation, &body);
    }

    #[test]
    fn any_text_is_an_answer_or_an_error(body in any::<String>()) {
        for operation in operations() {
            let _ = (operation.parse)(&reply(200, body.clone()));
        }
    }
}

fn others() -> Vec<Value> {
    let big: Value = serde_json::from_str("1e999999999").unwrap();
    let long: Value = serde_json::from_str(&"9".repeat(400)).unwrap();
    let deep = (0..50).fold(json!(1), |inner, _| json!([inner]));
    vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        big,
        long,
        json!(""),
        json!("x"),
        json!([]),
        json!([[], {}, null, ""]),
        json!({}),
        deep,
    ]
}

/// The places of a value, as JSON pointers.
fn pointers(value: &Value) -> Vec<String> {
    let under = |name: String, inner: &Value| {
        let step = format!("/{name}");
        let deeper: Vec<_> = pointers(inner).into_iter().map(|rest| format!("{step}{rest}")).collect();
        std::iter::once(step).chain(deeper)
    };
    match value {
        Value::Object(members) => members.iter().flat_map(|(name, inner)| under(name.clone(), inner)).collect(),
        Value::Array(items) => items.iter().enumerate().flat_map(|(at, inner)| under(at.to_string(), inner)).collect(),
        _ => Vec::new(),
    }
}

fn remove(body: &mut Value, pointer: &str) {
    let (parent, last) = pointer.rsplit_once('/').unwrap();
    match body.pointer_mut(parent).unwrap() {
        Value::Object(members) => drop(members.remove(last)),
        Value::Array(items) => drop(items.remove(last.parse().unwrap())),
        _ => {}
    }
}

fn each_text(value: &Value, visit: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => visit(text),
        Value::Array(items) => items.iter().for_each(|item| each_text(item, visit)),
        Value::Object(members) => members.values().for_each(|member| each_text(member, visit)),
        _ => {}
    }
}

fn each_object(value: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| each_object(item, visit)),
        Value::Object(members) => {
            members.values_mut().for_each(|member| each_object(member, visit));
            visit(members);
        }
        _ => {}
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    // Names that the parsers look for, so that they find something.
    let name = prop::sample::select(vec![
        "Username",
        "Devices",
        "Sessions",
        "Credentials",
        "SessionId",
        "DeviceKey",
        "AuthenticationResult",
        "AccessToken",
        "ChallengeName",
        "ChallengeParameters",
        "Name",
        "Value",
        "UserAttributes",
        "CodeDeliveryDetails",
        "__type",
        "x",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(5, 48, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            prop::collection::hash_map(name.clone(), inner, 0..5).prop_map(|map| map
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect::<Map<_, _>>()
                .into()),
        ]
    })
}
