//! What every engine must do alike, browser or Node: clock, randomness, an address where nobody answers, the arithmetic
//! against values that clients of others computed, and an `Auth` that fits into every framework's context.

use poolkey::browser::Browser;
use poolkey::protocol::http::{Failure, Request, Response};
use poolkey::protocol::json;
use poolkey::protocol::pkce::Pkce;
use poolkey::protocol::session::UnixMillis;
use poolkey::protocol::srp::{Ephemeral, Identity, ServerChallenge};
use poolkey::{Auth, Error, ErrorCode, Platform, PoolConfig, Secret};
use serde_json::Value;
use std::collections::BTreeSet;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

/// Nobody answers there a page of another origin, whether anybody listens or not.
const NOWHERE: &str = "http://127.0.0.1:65535/";

#[wasm_bindgen]
extern "C" {
    /// A function in JavaScript from its parameters and its body.
    #[wasm_bindgen(js_name = Function)]
    pub fn function(parameters: &str, body: &str) -> js_sys::Function;
}

/// A request as an operation makes it.
pub fn request(url: &str) -> Request {
    Request {
        url: url.into(),
        target: "AWSCognitoIdentityProviderService.GetUser".into(),
        body: "{}".into(),
        repeatable: false,
    }
}

/// The code of the failure that a request ends with.
pub async fn code(sent: impl Future<Output = Result<Response, Failure>>) -> ErrorCode {
    Error::from(sent.await.expect_err("the request was to fail")).code()
}

#[wasm_bindgen_test]
fn the_clock_is_the_engines() {
    let before = js_sys::Date::now() as u64;
    let now = Browser::default().now();
    let after = js_sys::Date::now() as u64;
    assert!((before..=after).contains(&now.0));
}

#[wasm_bindgen_test]
fn randomness_fills_everything_and_never_the_same() {
    // Longer than the 65,536 bytes that getRandomValues gives at once.
    let [mut first, mut second] = [vec![0; 70_000], vec![0; 70_000]];
    Browser::default().random(&mut first).unwrap();
    Browser::default().random(&mut second).unwrap();
    assert!(first.chunks(16).zip(second.chunks(16)).all(|(one, other)| one != other && one != [0; 16]));
}

#[wasm_bindgen_test]
async fn an_address_where_nobody_answers_is_a_network_error() {
    assert_eq!(code(Browser::default().send(&request(NOWHERE))).await, ErrorCode::NetworkError);
}

#[wasm_bindgen_test]
async fn a_sign_in_without_a_network_says_so_and_signs_nobody_in() {
    let auth = auth_nowhere();
    let error = auth.sign_in("ada", "Correct-horse-7").await.unwrap_err();
    assert_eq!((error.code(), error.retryable()), (ErrorCode::NetworkError, true));
    assert!(auth.user().unwrap().is_none());
}

#[wasm_bindgen_test]
fn the_proof_is_the_one_that_other_clients_recorded() {
    let file: Value = serde_json::from_str(include_str!("../vectors/srp.json")).unwrap();
    let (mut kinds, mut proofs) = (BTreeSet::new(), 0);
    for record in file["signIn"].as_array().unwrap() {
        let text = |name: &str| record[name].as_str().unwrap();
        // One record for each reason to record any, and only those with an `a` as long as ours.
        let tags = record["tags"].as_array().unwrap().iter().map(|tag| tag.as_str().unwrap());
        let is_new = tags.map(|tag| kinds.insert(tag)).fold(false, |any, is_new| any | is_new);
        let (true, Some(a)) = (is_new, number(text("a"))) else { continue };

        let ephemeral = Ephemeral::new(Secret::new(a));
        assert_eq!(ephemeral.big_a(), text("A"));
        let parameters =
            serde_json::json!({ "SALT": record["salt"], "SRP_B": record["B"], "SECRET_BLOCK": record["secretBlock"] })
                .to_string();
        let server = ServerChallenge::from_parameters(json::read(&parameters).unwrap()).unwrap();
        let identity = Identity { group_name: text("poolName"), user: text("userIdForSrp") };
        let time = UnixMillis(record["time"].as_u64().unwrap() * 1000);
        let proof = ephemeral.prove(&server, identity, &text("password").into(), time).unwrap();
        assert_eq!((proof.signature.as_str(), proof.timestamp.as_str()), (text("signature"), text("timestamp")));
        proofs += 1;
    }
    assert!(proofs > 50, "{proofs}");
}

#[wasm_bindgen_test]
fn the_challenge_is_the_one_of_rfc_7636_appendix_b() {
    let random = [
        116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191,
        240, 91, 88, 5, 88, 83, 132, 141, 121,
    ];
    assert_eq!(Pkce::new(&Secret::new(random)).challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

#[wasm_bindgen_test]
fn an_auth_fits_into_any_context() {
    // Leptos asks for Send and Sync, Yew for Clone and PartialEq.
    fn fits<T: Send + Sync + Clone + PartialEq + 'static>(_: &T) {}
    let auth = auth_nowhere();
    fits(&auth);
    assert!(auth.clone() == auth);
    assert!(auth_nowhere() != auth);
}

#[wasm_bindgen_test]
async fn a_call_outlives_the_handle_that_the_app_dropped() {
    let auth = auth_nowhere();
    let call = {
        let auth = auth.clone();
        async move { auth.sign_in("ada", "Correct-horse-7").await }
    };
    drop(auth);
    assert_eq!(call.await.unwrap_err().code(), ErrorCode::NetworkError);
}

#[wasm_bindgen_test]
async fn a_call_that_is_dropped_halfway_harms_nothing() {
    let auth = auth_nowhere();
    {
        let mut call = pin!(auth.sign_in("ada", "Correct-horse-7"));
        let is_pending = poll_fn(|context| Poll::Ready(call.as_mut().poll(context).is_pending())).await;
        assert!(is_pending, "the request is under way");
    }
    // Its answer arrives while this one waits for its own.
    assert_eq!(auth.sign_in("ada", "Correct-horse-7").await.unwrap_err().code(), ErrorCode::NetworkError);
}

fn auth_nowhere() -> Auth {
    let config = PoolConfig::new("us-east-1_Local0001", "1h57kf5cpq17m0eml12EXAMPLE").unwrap();
    Auth::new(config.with_endpoint(NOWHERE).unwrap())
}

/// A number of at most 256 bits.
fn number(hex: &str) -> Option<[u8; 32]> {
    let padded = format!("{hex:0>64}");
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(padded.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    (padded.len() == 64).then_some(bytes)
}
