//! The whole service as one function: a request goes in, a response comes out.
//! Routes: POST / is the user pool API, /<poolId>/.well-known/ the pool's documents, /_local/ the tool's own pages.
//! Every response may be read by any origin: nothing here is kept safe by a browser's same-origin rule.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use serde_json::json;

use crate::clock::Clock;
use crate::config::Config;
use crate::http::{Request, Response};
use crate::random::{self, Random};
use crate::store::{Pool, Store};
use crate::tokens::{KeyError, SigningKeys};
use crate::user_pool::{self, Call};
use crate::well_known;

/// What the core cannot have by itself.
pub struct Surroundings {
    pub clock: Box<dyn Clock>,
    pub random: Box<dyn Random>,
    /// Where the shell serves the pool, without a slash at the end: `http://127.0.0.1:4600`.
    pub base_url: String,
}

pub struct LocalPool {
    store: Mutex<Store>,
    surroundings: Surroundings,
}

impl LocalPool {
    /// Makes the pool's keys, which takes a moment, and a verifier for each user.
    pub fn new(config: &Config, surroundings: Surroundings) -> Result<Self, KeyError> {
        let random = &*surroundings.random;
        let pool = Pool::new(config, SigningKeys::generate(random)?, random);
        Ok(Self { store: Mutex::new(Store::new(pool)), surroundings })
    }

    pub fn answer(&self, request: &Request) -> Response {
        if request.method == "OPTIONS" {
            return preflight();
        }
        self.finish(self.route(request))
    }

    /// For a shell that stopped reading a request longer than `http::BODY_LIMIT`.
    pub fn too_large(&self) -> Response {
        self.finish(user_pool::too_large())
    }

    /// For a shell in which answering a request panicked.
    pub fn internal_error(&self) -> Response {
        self.finish(user_pool::internal_error())
    }

    fn route(&self, request: &Request) -> Response {
        let path = request.path.as_str();
        match (request.method.as_str(), path) {
            ("POST", "/") => {
                let Surroundings { clock, random, .. } = &self.surroundings;
                user_pool::answer(&Call { store: &self.store, now: clock.now(), random: &**random }, request)
            }
            ("GET" | "HEAD", "/") => {
                text(200, "local-pool: a Cognito user pool for tests. Point a client's endpoint here.\n")
            }
            ("GET" | "HEAD", "/_local/health") => self.health(),
            ("GET" | "HEAD", _) => self.document(path).unwrap_or_else(|| text(404, "local-pool has no such page\n")),
            _ => text(405, "local-pool does not take this method here\n"),
        }
    }

    fn document(&self, path: &str) -> Option<Response> {
        let (pool_id, document) = path.strip_prefix('/')?.split_once("/.well-known/")?;
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        let pool = store.pool(pool_id)?.facts.clone();
        drop(store);
        match document {
            "jwks.json" => Some(well_known::jwks(&pool)),
            "openid-configuration" => Some(well_known::discovery(&pool, &self.surroundings.base_url)),
            _ => None,
        }
    }

    fn health(&self) -> Response {
        let pools = self.store.lock().unwrap_or_else(PoisonError::into_inner).pool_ids();
        let body = json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION"), "pools": pools });
        Response::new(200, "application/json", body.to_string().into_bytes()).with_header("cache-control", "no-store")
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
