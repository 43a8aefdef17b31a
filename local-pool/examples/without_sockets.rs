//! The core as a bare wasm: no sockets, no system, two imports (the time and random bytes), one function from request to
//! response. tests/wasm runs it in Node, which proves that nothing else is needed; a Service Worker can do the same.
//! It refuses to send anything: whoever has webhooks gives it an `Outbound`. On other targets it is empty.
#![cfg(target_arch = "wasm32")]

use std::pin::pin;
use std::sync::OnceLock;
use std::task::{Context, Poll, Waker};

use local_pool::clock::{Clock, Instant};
use local_pool::http::Request;
use local_pool::outbound::{Outbound, OutboundError, OutboundRequest, Sending};
use local_pool::random::Random;
use local_pool::{Config, LocalPool, Surroundings, config};
use serde_json::{Value, json};

#[link(wasm_import_module = "host")]
unsafe extern "C" {
    /// Milliseconds since 1970.
    safe fn now() -> f64;
    fn random(address: *mut u8, length: usize);
}

struct Host;

impl Clock for Host {
    fn now(&self) -> Instant {
        Instant::from_millis(now() as i64)
    }
}

impl Random for Host {
    fn fill(&self, bytes: &mut [u8]) {
        // SAFETY: the host writes within what it is given.
        unsafe { random(bytes.as_mut_ptr(), bytes.len()) }
    }
}

impl Outbound for Host {
    fn send(&self, _: OutboundRequest) -> Sending<'_> {
        Box::pin(async { Err(OutboundError::Unreachable("nothing is sent from here".to_owned())) })
    }
}

/// Room for a request: JSON with method, path, headers (an object) and body (a string).
#[unsafe(no_mangle)]
pub extern "C" fn reserve(length: usize) -> *mut u8 {
    Box::into_raw(vec![0_u8; length].into_boxed_slice()).cast()
}

/// Takes the request at `reserve`'s address; gives the address of the answer, JSON that begins after its length in four bytes.
///
/// # Safety
/// Both are of one `reserve`, which is used up.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn answer(address: *mut u8, length: usize) -> *const u8 {
    // SAFETY: promised by the caller.
    let given = unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(address, length)) };
    let answered = answered(&given).unwrap_or_else(|| json!({ "status": 400 })).to_string();
    let length = u32::try_from(answered.len()).unwrap_or_default();
    let told = [&length.to_le_bytes(), answered.as_bytes()].concat();
    // The host reads it before it asks again; a proof of a few requests gives nothing back.
    Box::leak(told.into_boxed_slice()).as_ptr()
}

fn answered(given: &[u8]) -> Option<Value> {
    let given: Value = serde_json::from_slice(given).ok()?;
    let text = |name: &str| given[name].as_str().unwrap_or_default().to_owned();
    let headers = given["headers"].as_object().into_iter().flatten();
    let request = Request {
        method: text("method"),
        path: text("path"),
        headers: headers.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect(),
        body: text("body").into_bytes(),
        ..Request::default()
    };
    let answering = pin!(pool()?.answer(&request));
    // It waits for nothing but what it sends.
    let Poll::Ready(response) = answering.poll(&mut Context::from_waker(Waker::noop())) else { return None };
    let headers: serde_json::Map<String, Value> =
        response.headers.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    Some(json!({ "status": response.status, "headers": headers, "body": String::from_utf8_lossy(&response.body) }))
}

fn pool() -> Option<&'static LocalPool> {
    static POOL: OnceLock<Option<LocalPool>> = OnceLock::new();
    let made = || {
        let surroundings = Surroundings {
            clock: Box::new(Host),
            random: Box::new(Host),
            outbound: Box::new(Host),
            base_url: "http://127.0.0.1:4600".to_owned(),
            records: false,
        };
        LocalPool::new(Config::parse(config::DEMO).ok()?, surroundings, Vec::new()).ok()
    };
    POOL.get_or_init(made).as_ref()
}
