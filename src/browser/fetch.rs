//! One POST through the realm's own `fetch`: no cookies, no cache, no referrer, no redirect followed, and a timeout.
//!
//! `fetch` is imported by hand because web-sys knows it only as a method of Window or of a worker's scope.

use crate::error::{Error, Result};
use crate::protocol::http::{CONTENT_TYPE, Failure, MAX_REPLY_BYTES, Request, Response};
use crate::secret::Secret;
use alloc::{string::String, vec::Vec};
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, ReadableStream, ReadableStreamDefaultReader};

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
    let announced = header("content-length").and_then(|length| length.parse().ok());
    let body = match response.body() {
        Some(_) if announced.is_some_and(|length: usize| length > MAX_REPLY_BYTES) => {
            return Err(Failure::TooLong.into());
        }
        Some(stream) => read(&stream, &signal).await?,
        None => String::new(),
    };
    Ok(Response {
        status: response.status(),
        request_id: header("x-amzn-requestid"),
        error_type: header("x-amzn-errortype"),
        body: Secret::new(body),
    })
}

/// Reads to the end, or until it is longer than any answer of a user pool.
async fn read(stream: &ReadableStream, signal: &AbortSignal) -> Result<String> {
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut bytes = Secret::new(Vec::new());
    loop {
        let chunk = JsFuture::from(until(signal, reader.read())).await.map_err(|_| failure(signal))?;
        let Ok(piece) = get(&chunk, "value").dyn_into::<Uint8Array>() else { break };
        // Exposed: the reply is collected here, and wiped if it is not taken.
        bytes.expose_mut().extend_from_slice(&piece.to_vec());
        if bytes.expose().len() > MAX_REPLY_BYTES {
            // Nobody waits for the rest.
            let _ = reader.cancel();
            return Err(Failure::TooLong.into());
        }
    }
    // Exposed: the reply as text. Bytes that are none become U+FFFD, as `Response.text()` does it in JavaScript.
    Ok(String::from_utf8_lossy(bytes.expose()).into_owned())
}

/// The promise, or a rejection when the signal ends it. Node 20 forgets, once it has collected garbage, that the signal of
/// a fetch was to end the body too.
fn until(signal: &AbortSignal, promise: Promise) -> Promise {
    let ended = Promise::new(&mut |_, reject| signal.set_onabort(Some(&reject)));
    Promise::race(&Array::of2(&promise, &ended))
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Setting a member of a plain object of our own cannot fail.
    let _ = Reflect::set(object, &name.into(), value);
}

/// WebKit and Firefox workers reject with AbortError where others say TimeoutError, so the signal tells which it was.
fn failure(signal: &AbortSignal) -> Error {
    if signal.aborted() { Failure::Timeout.into() } else { Failure::Unreachable.into() }
}
