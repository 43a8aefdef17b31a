//! What only a real engine shows of the crate's `Browser` platform: run in Chromium, Firefox and WebKit.
//!
//! `engine.rs` is what Node shows as well (`tests/node.rs`). A page can start no server, so what needs one that misbehaves is
//! in `tests/node.rs`; here the test page's own server stands in for one that is no user pool.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod engine;

use engine::{code, function, request};
use js_sys::Reflect;
use poolkey::browser::Browser;
use poolkey::{Auth, ErrorCode, Platform, PoolConfig};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn a_page_of_html_is_no_user_pool() {
    let location = Reflect::get(&js_sys::global(), &"location".into()).unwrap();
    let origin = Reflect::get(&location, &"origin".into()).unwrap().as_string().unwrap();
    let reply = Browser::default().send(&request(&origin)).await.unwrap();
    assert_eq!(reply.status, 200);
    // Exposed: a page that everybody can fetch.
    assert!(reply.body.expose().contains("<html"), "{}", reply.body.expose());

    let config = PoolConfig::new("us-east-1_Local0001", "1h57kf5cpq17m0eml12EXAMPLE").unwrap();
    let error = Auth::new(config.with_endpoint(&origin).unwrap()).sign_in("ada", "Correct-horse-7").await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::UnexpectedReply);
    assert_eq!(error.service().unwrap().status, 200);
}

#[wasm_bindgen_test]
async fn a_request_that_its_signal_ended_is_a_timeout_whatever_the_engine_calls_it() {
    // Engines disagree on the name of the rejection; the one that says least is taken here.
    let silent_fetch = FetchReplaced::by(
        "return new Promise((_, reject) => init.signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))))",
    );
    assert_eq!(code(Browser::with_timeout(20).send(&request("http://127.0.0.1:65535/"))).await, ErrorCode::Timeout);
    drop(silent_fetch);
}

/// Another `fetch` for the page, until this is dropped.
struct FetchReplaced(JsValue);

impl FetchReplaced {
    fn by(body: &str) -> Self {
        let original = Reflect::get(&js_sys::global(), &"fetch".into()).unwrap();
        set_fetch(&function("url, init", body));
        Self(original)
    }
}

impl Drop for FetchReplaced {
    fn drop(&mut self) {
        set_fetch(&self.0);
    }
}

fn set_fetch(fetch: &JsValue) {
    assert!(Reflect::set(&js_sys::global(), &"fetch".into(), fetch).unwrap());
}
