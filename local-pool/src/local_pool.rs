//! The whole service as one function: a request goes in, a response comes out.
//! Routes: POST / is the user pool API, /<poolId>/.well-known/ the pool's documents, /_local/ the tool's own pages.
//! Every response may be read by any origin, but for the pages that people sign in on (src/managed_login).

use std::fmt;
use std::sync::{Mutex, PoisonError};

use crate::call::Call;
use crate::clock::{Clock, Instant, Span};
use crate::config::Config;
use crate::http::{Request, Response};
use crate::identity_pool;
use crate::local::{self, Controls, Fault, World};
use crate::managed_login;
use crate::outbound::Outbound;
use crate::random::{self, Random};
use crate::store::{Change, Store, Unreadable};
use crate::user_pool::{self, ServiceError};
use crate::well_known;

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
    controls: Controls,
    /// What a reset goes back to.
    config: Config,
}

impl LocalPool {
    /// Begins with what was saved; where nothing was, with the configuration. Makes a verifier for each user.
    pub fn new(config: Config, surroundings: Surroundings, saved: Vec<Change>) -> Result<Self, Unreadable> {
        let mut store = Store::default();
        store.restore(saved)?;
        // Keys alone, too, are no pool: whoever has made some can bring them.
        if store.pools.len() == 0 {
            config.fill(&mut store, surroundings.clock.now(), &*surroundings.random);
        }
        if surroundings.records {
            store.record();
        }
        Ok(Self { store: Mutex::new(store), surroundings, controls: Controls::default(), config })
    }

    /// Makes the keys of every pool, so that nobody waits for them later.
    pub fn make_keys(&self) -> Result<(), crate::keys::KeyError> {
        let pools: Vec<String> = self.lock().pools.iter().map(|(id, _)| id.to_owned()).collect();
        let request = Request::default();
        let call = self.call(&request, self.now());
        pools.iter().try_for_each(|pool| call.keys(pool).map(drop))
    }

    pub async fn answer(&self, request: &Request) -> Response {
        if request.method == "OPTIONS" {
            return preflight();
        }
        let began = self.now();
        let fault = self.controls.fault(request);
        let skew = fault.map_or(Span::millis(0), Fault::skew);
        let answered = match fault.and_then(Fault::instead) {
            Some(instead) => instead,
            None if !self.controls.within_quota(request, began) => {
                user_pool::refusal(&ServiceError::too_many_requests())
            }
            None => self.route(request, began + skew).await,
        };
        let answered = match fault {
            Some(fault) => fault.spoil(answered),
            None => answered,
        };
        self.controls.record(request, &answered, began, self.now() - began);
        self.finish(request, answered, began + skew)
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
        self.finish(&Request::default(), user_pool::too_large(), self.now())
    }

    /// For a shell in which answering a request panicked.
    pub fn internal_error(&self) -> Response {
        self.finish(&Request::default(), user_pool::internal_error(), self.now())
    }

    async fn route(&self, request: &Request, now: Instant) -> Response {
        let call = self.call(request, now);
        let path = request.path.as_str();
        match (request.method.as_str(), path) {
            ("POST", "/") if identity_pool::is_called(request) => identity_pool::respond(&call).await,
            ("POST", "/") => user_pool::answer(&call).await,
            ("GET" | "HEAD", identity_pool::JWKS_PATH) => identity_pool::jwks(&call),
            (_, path) if is_tools_own(path) => {
                self.local(request).unwrap_or_else(|| text(404, "local-pool has no such page\n"))
            }
            ("GET" | "HEAD", "/") if local::wants_page(request) => {
                local::landing(&self.lock(), call.base_url, request).unwrap_or_else(user_pool::internal_error)
            }
            ("GET" | "HEAD", "/") => {
                text(200, "local-pool: a Cognito user pool for tests. Point a client's endpoint here.\n")
            }
            (method, path) => match managed_login::answer(&call).await {
                Some(answered) => answered,
                None if matches!(method, "GET" | "HEAD") => {
                    document(&call, path).unwrap_or_else(|| text(404, "local-pool has no such page\n"))
                }
                None => text(405, "local-pool does not take this method here\n"),
            },
        }
    }

    fn local(&self, request: &Request) -> Option<Response> {
        let world = World {
            base_url: &self.surroundings.base_url,
            store: &self.store,
            now: self.now(),
            random: &*self.surroundings.random,
            clock_moved: self.lock().moved(),
            move_clock: &|by| self.lock().move_clock(by),
            reset: &|| self.reset(),
        };
        local::answer(&self.controls, &world, request)
    }

    /// Everything as the configuration says; the keys of its pools stay, for making new ones takes a moment.
    fn reset(&self) {
        let mut store = self.lock();
        let pool_id = &self.config.pool.id;
        let keys = store.keys.get(pool_id).cloned();
        store.clear();
        self.config.fill(&mut store, self.surroundings.clock.now(), &*self.surroundings.random);
        if let Some(keys) = keys {
            store.keys.put_shared(pool_id.clone(), keys);
        }
    }

    fn call<'a>(&'a self, request: &'a Request, now: Instant) -> Call<'a> {
        let Surroundings { random, outbound, base_url, .. } = &self.surroundings;
        let functions = &self.config.functions;
        Call { store: &self.store, now, random: &**random, outbound: &**outbound, base_url, functions, request }
    }

    fn now(&self) -> Instant {
        self.surroundings.clock.now() + self.lock().moved()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn finish(&self, request: &Request, response: Response, at: Instant) -> Response {
        // The pool's own time, also where its clock was moved: clients tell by it how far theirs is off.
        let response = response
            .with_header("date", at.http_date())
            .with_header("x-amzn-requestid", random::uuid(&*self.surroundings.random));
        if !managed_login::is_for_scripts(&request.path) {
            return response;
        }
        response
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
        "openid-configuration" => Some(well_known::discovery(&pool, &managed_login::origin(call))),
        _ => None,
    }
}

fn is_tools_own(path: &str) -> bool {
    (path == "/_local" || path.starts_with("/_local/")) && !managed_login::is_pretended_provider(path)
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
