//! What the core asks of the JavaScript around it, and the platform made of that.
//!
//! `host` is the argument of the generated factory `makeCore(host)`; see `cargo xtask wasm`. Strings, numbers and one
//! view of bytes are all that crosses, so the glue is short and the wasm needs no table of JavaScript values.

use super::tasks::Mailbox;
use crate::client::platform::{Platform, PlatformFuture};
use crate::error::{Error, Result};
use crate::protocol::http::{Failure, Request, Response};
use crate::protocol::session::UnixMillis;
use alloc::boxed::Box;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Sends a POST of the given operation, and later calls `reply` with the request's number.
    #[wasm_bindgen(js_namespace = host, js_name = send)]
    fn host_send(number: u32, url: &str, target: &str, body: &str);

    /// Gives a request up: nobody waits for its reply.
    #[wasm_bindgen(js_namespace = host, js_name = abort)]
    fn host_abort(number: u32);

    /// Calls `reply` with the number when the time is over.
    #[wasm_bindgen(js_namespace = host, js_name = sleep)]
    fn host_sleep(number: u32, millis: u32);

    /// Ends a call: with JSON text (or a token), or with an error's JSON text.
    #[wasm_bindgen(js_namespace = host, js_name = settle)]
    pub(super) fn host_settle(call: u32, is_ok: bool, text: &str);

    /// Milliseconds since 1970.
    #[wasm_bindgen(js_namespace = host, js_name = now)]
    fn host_now() -> f64;

    /// Fills the bytes from `crypto.getRandomValues`; false where there is none.
    #[wasm_bindgen(js_namespace = host, js_name = random)]
    fn host_random(bytes: &mut [u8]) -> bool;
}

/// The host sends, knows the time and draws the random numbers.
pub(super) struct Host {
    pub mailbox: Mailbox,
}

impl Platform for Host {
    fn send(&self, request: &Request) -> PlatformFuture<core::result::Result<Response, Failure>> {
        // Exposed: the body is what is sent.
        let post = |number| host_send(number, &request.url, &request.target, request.body.expose());
        self.mailbox.wait(post, host_abort)
    }

    fn sleep(&self, millis: u32) -> PlatformFuture<()> {
        let woken = self.mailbox.wait(|number| host_sleep(number, millis), host_abort);
        Box::pin(async move { drop(woken.await) })
    }

    fn now(&self) -> UnixMillis {
        UnixMillis(host_now() as u64)
    }

    fn random(&self, bytes: &mut [u8]) -> Result<()> {
        if host_random(bytes) { Ok(()) } else { Err(Error::no_randomness()) }
    }
}
