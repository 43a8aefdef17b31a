//! The table of account operations, and the requests that are made by name, held to the model.

use crate::covered::{config, operations};
use crate::shape::{faults, model};
use poolkey::protocol::account_operation::{ACCOUNT_OPERATIONS, AccountOperation, Authorization};
use poolkey::protocol::http::Response;
use poolkey::{ErrorCode, Secret};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;

/// These move secrets and state that are the core's alone.
const CORE: [&str; 5] =
    ["ConfirmDevice", "GetTokensFromRefreshToken", "InitiateAuth", "RespondToAuthChallenge", "RevokeToken"];
/// The identity pool is the core's too.
const IDENTITY: [&str; 4] = ["GetCredentialsForIdentity", "GetId", "GetOpenIdToken", "UnlinkIdentity"];

#[test]
fn every_operation_is_the_core_s_or_in_the_table() {
    let listed: BTreeSet<_> = ACCOUNT_OPERATIONS.iter().map(|operation| operation.name.to_owned()).collect();
    assert_eq!(listed.len(), ACCOUNT_OPERATIONS.len());
    let mut expected: BTreeSet<_> = model().into_keys().collect();
    expected.retain(|name| !CORE.contains(&&**name) && !IDENTITY.contains(&&**name));
    assert_eq!(listed, expected);
}

#[test]
fn each_is_authorized_by_what_the_model_says() {
    for operation in &ACCOUNT_OPERATIONS {
        let input = &model()[operation.name].input["members"];
        let by = if input["AccessToken"].is_object() {
            Authorization::AccessToken
        } else if input["ClientId"].is_object() {
            Authorization::ClientId
        } else {
            assert_eq!(input["UserPoolId"]["required"], true);
            Authorization::UserPoolId
        };
        assert_eq!(operation.authorization, by, "{}", operation.name);
    }
}

#[test]
fn a_request_by_name_is_the_one_that_the_typed_operation_makes() {
    let mut same = 0;
    for operation in operations() {
        let Ok(named) = AccountOperation::named(operation.name) else { continue };
        for typed in operation.requests {
            let body: Value = serde_json::from_str(typed.body.expose()).unwrap();
            let mut input = body.clone();
            let token = input.as_object_mut().unwrap().remove("AccessToken");
            for member in ["ClientId", "UserPoolId"] {
                input.as_object_mut().unwrap().remove(member);
            }
            let token = Secret::from(token.as_ref().and_then(Value::as_str).unwrap_or("t"));
            let ours = named.request(&input.to_string(), Some(&token), &config()).unwrap();
            assert_eq!((&ours.url, &ours.target, ours.repeatable), (&typed.url, &typed.target, typed.repeatable));
            let ours: Value = serde_json::from_str(ours.body.expose()).unwrap();
            assert!(faults(&ours, &model()[operation.name].input).is_empty());
            // An operation of a sign-in goes by its session; by name it always goes by the access token.
            if body.get("AccessToken").is_some() || named.authorization != Authorization::AccessToken {
                assert_eq!(ours, body);
                same += 1;
            }
        }
    }
    assert!(same > 40, "{same}");
}

#[test]
fn an_answer_by_name_is_an_object_or_an_error() {
    let reply = |status, body: &str| {
        let body = body.into();
        AccountOperation::answer(&Response {
            status,
            request_id: None,
            error_type: None,
            retry_after_seconds: None,
            body,
        })
    };
    assert_eq!(reply(200, " { \"a\" : [1.0] } ").unwrap().expose(), "{ \"a\" : [1.0] }");
    assert_eq!(reply(200, "").unwrap().expose(), "{}");
    for body in ["[]", "null", "<html>", "\"x\""] {
        assert_eq!(reply(200, body).unwrap_err().code(), ErrorCode::UnexpectedReply, "{body}");
    }
    let refused = reply(400, r#"{"__type":"CodeMismatchException","message":"m"}"#);
    assert_eq!(refused.unwrap_err().code(), ErrorCode::WrongCode);
}

proptest! {
    #[test]
    fn no_input_says_who_asks(name in "(A|\\\\u0041)ccess(T|\\\\u0054)oken|ClientId|x", value in "\"[a-z]{0,3}\"|null|[0-9]|\\{\\}", junk in "[{}\\[\\],:\"a ]{0,3}") {
        let input = format!("{{\"Username\":\"a\",\"{name}\":{value}}}{junk}");
        let token = Secret::from("the-token");
        for operation in &ACCOUNT_OPERATIONS {
            if let Ok(request) = operation.request(&input, Some(&token), &config()) {
                prop_assert_eq!(&name, "x");
                let body: Value = serde_json::from_str(request.body.expose()).unwrap();
                let by_token = operation.authorization == Authorization::AccessToken;
                prop_assert_eq!(body.get("AccessToken").and_then(Value::as_str), by_token.then_some("the-token"));
            }
        }
    }
}
