//! What crosses to TypeScript, held to one JSON file per shape. `pkg-js/test/contract.test.mjs` holds the TypeScript
//! types to the same files, so that the two languages cannot drift apart.

#![cfg(feature = "bindings")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use poolkey::bindings::shapes;
use poolkey::client::platform::{Platform, PlatformFuture};
use poolkey::client::tokens::SignedOut;
use poolkey::error::ServiceFault;
use poolkey::protocol::http::{Request, Response};
use poolkey::protocol::json as wire;
use poolkey::protocol::session::UnixMillis;
use poolkey::protocol::user_pool::get_user::UserProfile;
use poolkey::{Auth, Error, ErrorCode, PoolConfig, Result, SignIn, User};
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
        status: 400,
        request_id: Some("b2f0c2f3-0000-4000-8000-000000000000".into()),
    };
    let service = Error::from_service(ErrorCode::Throttled, "Wait a little.", fault);
    assert_eq!(text(shapes::error_json(&service)), shape("service-error"));
}

#[test]
fn users_profiles_and_sign_outs() {
    assert_eq!(text(shapes::user_json(&user())), shape("user"));
    let profile = UserProfile {
        username: "ada".into(),
        attributes: vec![
            ("email".into(), "ada@example.com".into()),
            ("name".into(), "Ada \"the first\" Example".into()),
        ],
    };
    assert_eq!(text(shapes::profile_json(&profile)), shape("profile"));
    assert_eq!(text(shapes::signed_out_json(SignedOut { revoked: true })), shape("signed-out"));
}

#[test]
fn both_steps() {
    let done = SignIn::SignedIn(user());
    assert_eq!(text(shapes::step_json(&done, 1)), shape("step-signed-in"));
    assert_eq!(text(shapes::step_json(&challenged(), 7)), shape("step-other"));
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
    let answer =
        |responses: &str| shapes::read_answer(wire::read(&format!(r#"{{"id":7,"responses":{responses}}}"#)).unwrap());
    let (id, responses) = answer(&shape("responses").to_string()).unwrap();
    assert_eq!((id, &*responses[0].0, &**responses[0].1.expose()), (7, "SMS_MFA_CODE", "123456"));
    for bad in ["null", "{}", "[]", "7", "{\"SMS_MFA_CODE\":123456}"] {
        assert_eq!(answer(bad).unwrap_err().code(), ErrorCode::InvalidInput, "{bad}");
    }
    assert_eq!(shapes::read_answer(wire::Value::NULL).unwrap_err().code(), ErrorCode::InvalidInput);
}

/// A sign-in that stands at a challenge.
fn challenged() -> SignIn {
    let parameters = shape("step-other")["parameters"].clone();
    let config = PoolConfig::new("eu-west-1_Ab3dEf9hK", "1h57kf5cpq17m0eml12EXAMPLE").unwrap();
    let reply = json!({ "ChallengeName": "SMS_MFA", "Session": "s", "ChallengeParameters": parameters }).to_string();
    let auth = Auth::on(config, OneReply(reply));
    let signing_in = pin!(auth.sign_in("ada", "x"));
    let Poll::Ready(Ok(step)) = signing_in.poll(&mut Context::from_waker(Waker::noop())) else { panic!() };
    step
}

struct OneReply(String);

impl Platform for OneReply {
    fn send(&self, _: Request) -> PlatformFuture<'_, Result<Response>> {
        let response = Response { status: 200, request_id: None, error_type: None, body: (&*self.0).into() };
        Box::pin(std::future::ready(Ok(response)))
    }

    fn now(&self) -> UnixMillis {
        UnixMillis(0)
    }

    fn random(&self, bytes: &mut [u8]) -> Result<()> {
        bytes.fill(7);
        Ok(())
    }
}
