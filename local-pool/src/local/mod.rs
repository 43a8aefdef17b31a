//! The tool's own addresses, under /_local/: what a person or a test reads and moves that nobody could at Cognito.
//! Any program on this machine may use them, and pages served from this machine; a page from elsewhere may not,
//! or every site that a developer opens could read the codes in the outbox.

mod faults;
mod log;
mod pages;
mod quotas;
mod redaction;

use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

pub use faults::{Fault, Rule};
pub use log::Entry;

use crate::clock::{Instant, Span};
use crate::http::{Request, Response};
use crate::plain_words::{Language, plain};
use crate::random::{self, Random};
use crate::store::Store;
use faults::Faults;
use log::Log;
use quotas::Quotas;

/// What is not Cognito's: how far the clock was moved, the faults to make, the log.
#[derive(Default)]
pub struct Controls(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    faults: Faults,
    quotas: Quotas,
    log: Log,
    /// What forms of the tool's own pages carry; made when the first is shown.
    csrf: Option<String>,
}

/// What a control changes besides itself.
pub struct World<'a> {
    /// Where this is served.
    pub base_url: &'a str,
    pub store: &'a Mutex<Store>,
    pub now: Instant,
    pub random: &'a dyn Random,
    pub clock_moved: Span,
    pub move_clock: &'a dyn Fn(Span),
    pub reset: &'a dyn Fn(),
}

impl Controls {
    /// The fault that this request is to meet, if any.
    pub fn fault(&self, request: &Request) -> Option<Fault> {
        self.lock().faults.meet(request)
    }

    /// Whether the quota of this request's kind still has room.
    pub fn within_quota(&self, request: &Request, now: Instant) -> bool {
        self.lock().quotas.take(request, now)
    }

    pub fn record(&self, request: &Request, response: &Response, at: Instant, took: Span) {
        self.lock().log.add(request, response, at, took);
    }

    /// Everything as at the start.
    pub fn clear(&self) {
        *self.lock() = Inner::default();
    }

    fn csrf(&self, random: &dyn Random) -> String {
        let fresh = || URL_SAFE_NO_PAD.encode(random::bytes::<24>(random));
        self.lock().csrf.get_or_insert_with(fresh).clone()
    }

    pub fn log(&self) -> Vec<Entry> {
        self.lock().log.entries().cloned().collect()
    }

    pub fn rules(&self) -> Vec<Rule> {
        self.lock().faults.rules().to_vec()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub use pages::{is_wanted as wants_page, landing};

/// Answers a request to /_local and below; None where there is no such address.
pub fn answer(controls: &Controls, world: &World<'_>, request: &Request) -> Option<Response> {
    let address = request.path.strip_prefix("/_local")?.trim_start_matches('/');
    if matches!(request.method.as_str(), "GET" | "HEAD") && address == "callback" {
        // Whoever was sent here may have been at another site on the way; it tells only what it was told.
        return Some(pages::callback(request));
    }
    if !from_this_machine(world, request) {
        return Some(refused(403, "only this machine's programs and pages may use /_local/"));
    }
    let method = if request.method == "HEAD" { "GET" } else { request.method.as_str() };
    if method == "POST" && pages::is_form(request) {
        return pages::submit(controls, world, request);
    }
    let answered = match (method, address) {
        ("GET", "") => return Some(pages::control(controls, world, request)),
        ("GET", "outbox") if pages::is_wanted(request) => return Some(pages::outbox(world)),
        ("GET", "log") if pages::is_wanted(request) => return Some(pages::log(controls)),
        ("GET", "health") => Ok(health(world)),
        ("GET", "outbox") => Ok(outbox(world)),
        ("GET", "clock") => Ok(clock(world.now, world.clock_moved)),
        ("POST", "clock") => move_clock(world, request),
        ("POST", "reset") => {
            (world.reset)();
            controls.clear();
            Ok(json!({ "reset": true }))
        }
        ("GET", "faults") => Ok(json!({ "faults": controls.rules() })),
        ("POST", "faults") => read(request).and_then(|rule: Rule| {
            controls.lock().faults.add(rule)?;
            Ok(json!({ "faults": controls.rules() }))
        }),
        ("DELETE", "faults") => {
            controls.lock().faults = Faults::default();
            Ok(json!({ "faults": [] }))
        }
        ("GET", "quotas") => Ok(controls.lock().quotas.told()),
        ("POST", "quotas") => read(request).and_then(|limits| {
            let mut inner = controls.lock();
            inner.quotas.set(limits)?;
            Ok(inner.quotas.told())
        }),
        ("GET", "log") => Ok(json!({ "requests": controls.log() })),
        ("DELETE", "log") => {
            controls.lock().log = Log::default();
            Ok(json!({ "requests": [] }))
        }
        (_, "health" | "outbox" | "clock" | "reset" | "faults" | "quotas" | "log" | "callback") => {
            return Some(refused(405, "this address does not take this method"));
        }
        _ => return None,
    };
    Some(match answered {
        Ok(body) => written(200, &body),
        Err(why) => refused(400, &why),
    })
}

/// Pages say where they come from in `origin`; programs say nothing.
/// Programs send neither Origin nor Sec-Fetch-Site, browsers one of them with all that a page can have them send.
fn from_this_machine(world: &World<'_>, request: &Request) -> bool {
    let (site, origin) = (request.header("sec-fetch-site"), request.header("origin"));
    if site.is_none() && origin.is_none() {
        return true;
    }
    // A name that somebody else's DNS points here is no name of ours, or their page would be of our own origin.
    let host = request.header("host").and_then(|host| Url::parse(&format!("http://{host}")).ok());
    let configured = Url::parse(world.base_url).ok();
    let ours = |host: &str| configured.as_ref().and_then(Url::host_str) == Some(host);
    if !host.as_ref().and_then(Url::host_str).is_some_and(|host| is_loopback(host) || is_address(host) || ours(host)) {
        return false;
    }
    // Our pages keep their address to themselves: their own forms come with `Origin: null`.
    if matches!(site, Some("same-origin" | "none")) {
        return true;
    }
    match origin.map(Url::parse) {
        Some(Ok(origin)) => {
            let same = host.as_ref().and_then(Url::host_str) == origin.host_str();
            origin.host_str().is_some_and(is_loopback) || (same && site != Some("cross-site"))
        }
        Some(Err(_)) => false,
        None => site == Some("same-site"),
    }
}

fn is_address(host: &str) -> bool {
    host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok()
}

fn is_loopback(host: &str) -> bool {
    let numeric = host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback());
    numeric || matches!(host, "localhost" | "[::1]") || host.ends_with(".localhost")
}

fn health(world: &World<'_>) -> Value {
    let store = world.store.lock().unwrap_or_else(PoisonError::into_inner);
    let pools: Vec<&str> = store.pools.iter().map(|(id, _)| id).collect();
    json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION"), "pools": pools })
}

/// The oldest message first.
fn outbox(world: &World<'_>) -> Value {
    let store = world.store.lock().unwrap_or_else(PoisonError::into_inner);
    let messages = store.outbox.messages().map(|message| {
        json!({
            "id": message.id,
            "at": message.at.api(),
            "userPoolId": message.pool_id,
            "username": message.username,
            "medium": message.medium.name(),
            "to": message.to,
            "purpose": message.purpose,
            "code": message.code,
            "subject": message.subject,
            "body": message.body,
        })
    });
    json!({ "messages": messages.collect::<Vec<_>>() })
}

fn clock(now: Instant, moved: Span) -> Value {
    json!({ "now": now.api(), "movedSeconds": moved.whole_millis() as f64 / 1000.0 })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ClockMove {
    /// Further than it is; less than zero moves it back.
    advance_seconds: Option<f64>,
    /// Seconds since 1970 that it is to show.
    set_to: Option<f64>,
}

/// A hundred years either way: beyond them dates lose their meaning before numbers do.
const FURTHEST: f64 = 100.0 * 365.25 * 86_400.0;

fn move_clock(world: &World<'_>, request: &Request) -> Result<Value, String> {
    let now = world.now.api();
    let by = match read(request)? {
        ClockMove { advance_seconds: Some(by), set_to: None } => by,
        ClockMove { advance_seconds: None, set_to: Some(to) } => to - now,
        _ => return Err("say either advanceSeconds or setTo".to_owned()),
    };
    let moved = world.clock_moved.whole_millis() as f64 / 1000.0 + by;
    if !by.is_finite() || moved.abs() > FURTHEST {
        return Err("the clock can be moved by at most a hundred years".to_owned());
    }
    let by = Span::millis((by * 1000.0).round() as i64);
    (world.move_clock)(by);
    Ok(clock(world.now + by, Span::millis(world.clock_moved.whole_millis() + by.whole_millis())))
}

fn read<T: for<'de> Deserialize<'de>>(request: &Request) -> Result<T, String> {
    let not_taken = |error: serde_json::Error| {
        format!("the body is not what this address takes: {}", plain(&error.to_string(), Language::Json))
    };
    let body: Value = serde_json::from_slice(&request.body).map_err(not_taken)?;
    // A list of its members would do for serde.
    if !body.is_object() {
        return Err("the body must be a JSON object".to_owned());
    }
    serde_json::from_slice(&request.body).map_err(not_taken)
}

fn written(status: u16, body: &Value) -> Response {
    Response::new(status, "application/json", body.to_string().into_bytes()).with_header("cache-control", "no-store")
}

fn refused(status: u16, why: &str) -> Response {
    written(status, &json!({ "error": why }))
}

/// What a request is called in rules and in the log: its operation, or its path.
pub fn called(request: &Request) -> &str {
    let target = request.header("x-amz-target").filter(|_| request.path == "/");
    target.and_then(|target| target.rsplit_once('.')).map_or(request.path.as_str(), |(_, operation)| operation)
}
