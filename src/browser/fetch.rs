//! One POST through the realm's own `fetch`: no cookies, no cache, no referrer, no redirect followed, and a timeout.
//!
//! `fetch` is imported by hand because web-sys knows it only as a method of Window or of a worker's scope.

use crate::error::{Error, Result};
use crate::protocol::http::{CONTENT_TYPE, Failure, MAX_REPLY_BYTES, Request, Response};
use crate::secret::Secret;
use alloc::string::String;
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = fetch)]
    fn global_fetch(url: &str, init: &Object) -> Promise;
}

/// Sends, and reads the whole body.
pub(super) async fn send(request: Request, timeout_millis: u32) -> Result<Response> {
    let signal = AbortSignal::timeout_with_u32(timeout_millis);
    let failed = |_: JsValue| failure(&signal);

    let promise = {
        let headers = Object::new();
        set(&headers, "content-type", &CONTENT_TYPE.into());
        set(&headers, "x-amz-target", &request.target.as_str().into());
        let init = Object::new();
        // Exposed: the body is what is sent.
        set(&init, "body", &request.body.expose().as_str().into());
        set(&init, "headers", &headers);
        for (name, value) in [
            ("method", "POST"),
            ("credentials", "omit"),
            ("cache", "no-store"),
            ("redirect", "error"),
            ("referrerPolicy", "no-referrer"),
        ] {
            set(&init, name, &value.into());
        }
        set(&init, "signal", &signal);
        global_fetch(&request.url, &init)
    };
    drop(request);

    let response: web_sys::Response = JsFuture::from(promise).await.map_err(failed)?.unchecked_into();
    let headers = response.headers();
    let header = |name| headers.get(name).ok().flatten();
    if header("content-length")
        .and_then(|length| length.parse().ok())
        .is_some_and(|length: usize| length > MAX_REPLY_BYTES)
    {
        return Err(Failure::TooLong.into());
    }
    let body = JsFuture::from(response.text().map_err(failed)?).await.map_err(failed)?;
    let body: String = body.unchecked_into::<js_sys::JsString>().into();
    if body.len() > MAX_REPLY_BYTES {
        return Err(Failure::TooLong.into());
    }
    Ok(Response {
        status: response.status(),
        request_id: header("x-amzn-requestid"),
        error_type: header("x-amzn-errortype"),
        body: Secret::new(body),
    })
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Setting a member of a plain object of our own cannot fail.
    let _ = Reflect::set(object, &name.into(), value);
}

/// WebKit and Firefox workers reject with AbortError where others say TimeoutError, so the signal tells which it was.
fn failure(signal: &AbortSignal) -> Error {
    if signal.aborted() { Failure::Timeout.into() } else { Failure::Unreachable.into() }
}
