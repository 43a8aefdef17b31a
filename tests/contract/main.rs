//! What crosses to TypeScript, held to one JSON file per shape. `pkg-js/test/contract.test.mjs` holds the TypeScript
//! types to the same files, so that the two languages cannot drift apart.

#![cfg(feature = "bindings")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use poolkey::bindings::shapes;
use poolkey::client::platform::{Platform, PlatformFuture};
use poolkey::client::tokens::SignedOut;
use poolkey::error::ServiceFault;
use poolkey::protocol::http::{Failure, Request, Response};
use poolkey::protocol::json as wire;
use poolkey::protocol::session::UnixMillis;
use poolkey::{Answer, Auth, Error, ErrorCode, Flow, PoolConfig, Result, SignIn, User};
use serde_json::{Value, json};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn shape(name: &str) -> Value {
    let path = format!("{}/tests/contract/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn text(json: String) -> Value {
    serde_json::from_str(&json).unwrap()
}

fn user() -> User {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let claims = shape("user")["claims"].to_string();
    User::from_id_token(&format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims)).as_str().into()).unwrap()
}

#[test]
fn error_codes_are_the_ones_that_typescript_lists() {
    let ours: Vec<_> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(shape("core-error-codes"), json!(ours));
}

#[test]
fn errors_with_and_without_a_service() {
    let plain = Error::new(ErrorCode::SignedOut, "Nobody is signed in.");
    assert_eq!(text(shapes::error_json(&plain)), shape("error"));
    let fault = ServiceFault {
        name: "TooManyRequestsException".into(),
        message: "Rate exceeded".into(),
        reason: Some("Why".into()),
        status: 400,
        request_id: Some("b2f0c2f3-0000-4000-8000-000000000000".into()),
    };
    let service = Error::from_service(ErrorCode::Throttled, "Wait a little.", fault);
    assert_eq!(text(shapes::error_json(&service)), shape("service-error"));
}

#[test]
fn users_and_sign_outs() {
    assert_eq!(text(shapes::user_json(&user())), shape("user"));
    assert_eq!(text(shapes::signed_out_json(SignedOut { revoked: true })), shape("signed-out"));
}

#[test]
fn both_steps() {
    let done = SignIn::SignedIn(user());
    assert_eq!(text(shapes::step_json(&done, 1)), shape("step-signed-in"));
    assert_eq!(text(shapes::step_json(&challenged(), 7)), shape("step-challenge"));
}

#[test]
fn options_and_answers_are_read() {
    let config = shapes::read_options(&shape("options").to_string()).unwrap();
    assert_eq!((config.pool_id(), config.endpoint()), ("eu-west-1_Ab3dEf9hK", "https://auth.example.com/"));
    for bad in [
        "",
        "null",
        "{}",
        "{\"userPoolId\":7,\"clientId\":\"a\"}",
        "{\"userPoolId\":\"eu-west-1_A\",\"clientId\":\"a\",\"endpoint\":7}",
    ] {
        assert_eq!(shapes::read_options(bad).unwrap_err().code(), ErrorCode::InvalidConfig, "{bad}");
    }
    let answer = |members: &str| shapes::read_answer(wire::read(&format!(r#"{{"id":7,{members}}}"#)).unwrap());
    let responses = |responses: &str| answer(&format!(r#""responses":{responses}"#));
    let Answer::Raw(read) = responses(&shape("responses").to_string()).unwrap() else { panic!() };
    assert_eq!((&*read[0].0, &**read[0].1.expose()), ("SMS_MFA_CODE", "123456"));
    let Answer::Password(password) = answer(r#""password":"Correct-horse-7""#).unwrap() else { panic!() };
    assert_eq!(password.expose(), "Correct-horse-7");
    for bad in ["null", "{}", "[]", "7", "{\"SMS_MFA_CODE\":123456}"] {
        assert_eq!(responses(bad).unwrap_err().code(), ErrorCode::InvalidInput, "{bad}");
    }
    assert_eq!(shapes::read_answer(wire::Value::NULL).unwrap_err().code(), ErrorCode::InvalidInput);
}

#[test]
fn a_start_is_read_whole() {
    let text = shape("start").to_string();
    let start = shapes::read_start(wire::read(&text).unwrap()).after("access".into());
    assert_eq!(start.username, "ada");
    let Flow::Choice { preferred: Some(preferred), password: None } = &start.flow else { panic!() };
    assert_eq!(preferred, "EMAIL_OTP");
    assert_eq!(start.context.client_metadata, [("from".into(), "contract".into())]);
    assert_eq!(start.context.encoded_data.as_deref(), Some("ZmluZ2VycHJpbnQ="));
    assert_eq!(start.context.analytics_endpoint.as_deref(), Some("endpoint-1"));
    let step_up = start.step_up.unwrap();
    assert_eq!((step_up.target_acr_values.as_deref(), step_up.max_age_seconds), (Some("urn:acr:2"), Some(300)));
    assert_eq!(step_up.access_token.unwrap().expose(), "access");
    // What is not said is SRP; what cannot be read is empty, and refused as such.
    let plain = shapes::read_start(wire::Value::NULL);
    assert!(matches!(plain.flow, Flow::Srp(_)) && plain.username.is_empty() && plain.step_up.is_none());
}

/// A sign-in that stands at a challenge.
fn challenged() -> SignIn {
    let parameters = shape("step-challenge")["parameters"].clone();
    let config = PoolConfig::new("eu-west-1_Ab3dEf9hK", "1h57kf5cpq17m0eml12EXAMPLE").unwrap();
    let reply = json!({ "ChallengeName": "SMS_MFA", "Session": "s", "ChallengeParameters": parameters, "AvailableChallenges": ["EMAIL_OTP", "PASSWORD_SRP"] }).to_string();
    let auth = Auth::on(config, OneReply(reply));
    let signing_in = pin!(auth.sign_in("ada", "x"));
    let Poll::Ready(Ok(step)) = signing_in.poll(&mut Context::from_waker(Waker::noop())) else { panic!() };
    step
}

struct OneReply(String);

impl Platform for OneReply {
    fn send(&self, _: &Request) -> PlatformFuture<std::result::Result<Response, Failure>> {
        let response = Response {
            status: 200,
            request_id: None,
            error_type: None,
            retry_after_seconds: None,
            body: (&*self.0).into(),
        };
        Box::pin(std::future::ready(Ok(response)))
    }

    fn sleep(&self, _: u32) -> PlatformFuture<()> {
        Box::pin(std::future::ready(()))
    }

    fn now(&self) -> UnixMillis {
        UnixMillis(0)
    }

    fn random(&self, bytes: &mut [u8]) -> Result<()> {
        bytes.fill(7);
        Ok(())
    }
}
