//! One POST through the realm's own `fetch`: no cookies, no cache, no referrer, no redirect followed, and a timeout.
//!
//! `fetch` is imported by hand because web-sys knows it only as a method of Window or of a worker's scope.

use super::away::away;
use crate::client::platform::PlatformFuture;
use crate::protocol::http::{CONTENT_TYPE, Failure, MAX_REPLY_BYTES, Request, Response};
use crate::secret::Secret;
use alloc::boxed::Box;
use alloc::{string::String, vec::Vec};
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, ReadableStream, ReadableStreamDefaultReader};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = fetch)]
    fn global_fetch(url: &str, init: &Object) -> Promise;

    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(work: &Function, millis: u32) -> JsValue;

    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

type Result<T> = core::result::Result<T, Failure>;

/// Waits.
pub(super) fn sleep(millis: u32) -> PlatformFuture<()> {
    away(async move {
        let promise = Promise::new(&mut |resolve, _| {
            set_timeout(&resolve, millis);
        });
        // It resolves, whatever with.
        let _ = JsFuture::from(promise).await;
    })
}

/// Sends now, and brings the reply. Who drops the future gives the request up.
pub(super) fn send(request: &Request, timeout_millis: u32) -> PlatformFuture<Result<Response>> {
    // There is one wherever fetch is.
    let Ok(controller) = AbortController::new() else {
        return Box::pin(core::future::ready(Err(Failure::Unreachable)));
    };
    let promise = begin(request, &controller.signal());
    let reply = away(finish(promise, controller.clone(), timeout_millis));
    Box::pin(GivenUpWhenDropped { reply, controller })
}

/// A reply that somebody waits for.
struct GivenUpWhenDropped {
    reply: PlatformFuture<Result<Response>>,
    controller: AbortController,
}

impl Future for GivenUpWhenDropped {
    type Output = Result<Response>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.reply.as_mut().poll(context)
    }
}

impl Drop for GivenUpWhenDropped {
    fn drop(&mut self) {
        // After the reply there is nothing left to end.
        self.controller.abort();
    }
}

fn begin(request: &Request, signal: &AbortSignal) -> Promise {
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
    set(&init, "signal", signal);
    global_fetch(&request.url, &init)
}

/// Reads the whole body, within the time.
async fn finish(promise: Promise, controller: AbortController, timeout_millis: u32) -> Result<Response> {
    let abort: Function = get(&controller, "abort").unchecked_into();
    let timer = set_timeout(&abort.bind0(&controller), timeout_millis);
    let reply = read_reply(promise, &controller.signal()).await;
    clear_timeout(&timer);
    reply
}

async fn read_reply(promise: Promise, signal: &AbortSignal) -> Result<Response> {
    let failed = |_: JsValue| failure(signal);
    let response: web_sys::Response = JsFuture::from(promise).await.map_err(failed)?.unchecked_into();
    let headers = response.headers();
    let header = |name| headers.get(name).ok().flatten();
    let announced = header("content-length").and_then(|length| length.parse().ok());
    let body = match response.body() {
        Some(_) if announced.is_some_and(|length: usize| length > MAX_REPLY_BYTES) => {
            return Err(Failure::TooLong);
        }
        Some(stream) => read(&stream, signal).await?,
        None => String::new(),
    };
    Ok(Response {
        status: response.status(),
        request_id: header("x-amzn-requestid"),
        error_type: header("x-amzn-errortype"),
        retry_after_seconds: header("retry-after").and_then(|seconds| seconds.parse().ok()),
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
            return Err(Failure::TooLong);
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

/// Engines reject with different names, so the signal tells which it was. Nobody but the timer ends what is waited for.
fn failure(signal: &AbortSignal) -> Failure {
    if signal.aborted() { Failure::Timeout } else { Failure::Unreachable }
}
