//! The whole service as one function: a request goes in, a response comes out.
//! Routes: POST / is the user pool API, /<poolId>/.well-known/ the pool's documents, /_local/ the tool's own pages.
//! Every response may be read by any origin: nothing here is kept safe by a browser's same-origin rule.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

use serde_json::json;

use crate::call::Call;
use crate::clock::{Clock, Instant, Span};
use crate::config::Config;
use crate::http::{Request, Response};
use crate::outbound::Outbound;
use crate::random::{self, Random};
use crate::store::{Change, Store, Unreadable};
use crate::{user_pool, well_known};

/// What the core cannot have by itself.
pub struct Surroundings {
    pub clock: Box<dyn Clock>,
    pub random: Box<dyn Random>,
    pub outbound: Box<dyn Outbound>,
    /// Where the shell serves the pool, without a slash at the end: `http://127.0.0.1:4600`.
    pub base_url: String,
    /// Whether the shell writes down what changes; if not, nothing is remembered for it.
    pub records: bool,
}

pub struct LocalPool {
    store: Mutex<Store>,
    surroundings: Surroundings,
    /// How far the clock was moved, in milliseconds.
    moved: AtomicI64,
}

impl LocalPool {
    /// Begins with what was saved; where nothing was, with the configuration. Makes a verifier for each user.
    pub fn new(config: &Config, surroundings: Surroundings, saved: Vec<Change>) -> Result<Self, Unreadable> {
        let mut store = Store::default();
        if saved.is_empty() {
            config.fill(&mut store, surroundings.clock.now(), &*surroundings.random);
        } else {
            store.restore(saved)?;
        }
        if surroundings.records {
            store.record();
        }
        Ok(Self { store: Mutex::new(store), surroundings, moved: AtomicI64::new(0) })
    }

    /// Makes the keys of every pool, so that nobody waits for them later.
    pub fn make_keys(&self) -> Result<(), crate::keys::KeyError> {
        let pools: Vec<String> = self.lock().pools.iter().map(|(id, _)| id.to_owned()).collect();
        let request = Request::default();
        let call = self.call(&request);
        pools.iter().try_for_each(|pool| call.keys(pool).map(drop))
    }

    pub async fn answer(&self, request: &Request) -> Response {
        if request.method == "OPTIONS" {
            return preflight();
        }
        self.finish(self.route(request).await)
    }

    /// The rows that changed since this was last asked, to be written down before the answers that tell of them.
    pub fn take_changes(&self) -> Vec<Change> {
        self.lock().take_changes()
    }

    /// Every row: what a file that is written anew begins with.
    pub fn all_rows(&self) -> Vec<Change> {
        self.lock().all()
    }

    /// For a shell that stopped reading a request longer than `http::BODY_LIMIT`.
    pub fn too_large(&self) -> Response {
        self.finish(user_pool::too_large())
    }

    /// For a shell in which answering a request panicked.
    pub fn internal_error(&self) -> Response {
        self.finish(user_pool::internal_error())
    }

    async fn route(&self, request: &Request) -> Response {
        let call = self.call(request);
        let path = request.path.as_str();
        match (request.method.as_str(), path) {
            ("POST", "/") => user_pool::answer(&call).await,
            ("GET" | "HEAD", "/") => {
                text(200, "local-pool: a Cognito user pool for tests. Point a client's endpoint here.\n")
            }
            ("GET" | "HEAD", "/_local/health") => self.health(),
            ("GET" | "HEAD", _) => document(&call, path).unwrap_or_else(|| text(404, "local-pool has no such page\n")),
            _ => text(405, "local-pool does not take this method here\n"),
        }
    }

    fn call<'a>(&'a self, request: &'a Request) -> Call<'a> {
        let Surroundings { random, outbound, base_url, .. } = &self.surroundings;
        Call { store: &self.store, now: self.now(), random: &**random, outbound: &**outbound, base_url, request }
    }

    fn now(&self) -> Instant {
        self.surroundings.clock.now() + Span::millis(self.moved.load(Ordering::SeqCst))
    }

    fn health(&self) -> Response {
        let pools: Vec<String> = self.lock().pools.iter().map(|(id, _)| id.to_owned()).collect();
        let body = json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION"), "pools": pools });
        Response::new(200, "application/json", body.to_string().into_bytes()).with_header("cache-control", "no-store")
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn finish(&self, response: Response) -> Response {
        response
            .with_header("x-amzn-requestid", random::uuid(&*self.surroundings.random))
            .with_header("access-control-allow-origin", "*")
            .with_header("access-control-expose-headers", "date,x-amzn-errortype,x-amzn-requestid,x-amzn-errormessage")
    }
}

impl fmt::Debug for LocalPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LocalPool at {}", self.surroundings.base_url)
    }
}

fn document(call: &Call<'_>, path: &str) -> Option<Response> {
    let (pool_id, document) = path.strip_prefix('/')?.split_once("/.well-known/")?;
    let pool = call.store().pool(pool_id)?;
    match document {
        "jwks.json" => Some(match call.keys(pool_id) {
            Ok(keys) => well_known::jwks(&keys),
            Err(_) => user_pool::internal_error(),
        }),
        "openid-configuration" => Some(well_known::discovery(&pool, call.base_url)),
        _ => None,
    }
}

fn preflight() -> Response {
    Response::empty(204)
        .with_header("access-control-allow-origin", "*")
        .with_header("access-control-allow-methods", "GET, HEAD, POST, OPTIONS")
        // `*` would not cover authorization, and older engines do not know it: so each is named.
        .with_header(
            "access-control-allow-headers",
            "accept,amz-sdk-invocation-id,amz-sdk-request,authorization,cache-control,content-type,origin,pragma,\
             x-amz-content-sha256,x-amz-date,x-amz-security-token,x-amz-target,x-amz-user-agent,x-requested-with",
        )
        .with_header("access-control-max-age", "7200")
}

fn text(status: u16, message: &str) -> Response {
    Response::new(status, "text/plain; charset=utf-8", message.as_bytes().to_vec())
}
