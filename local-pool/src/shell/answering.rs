//! The seam between HTTP and what answers: a pool whose changes are saved, or in tests something that misbehaves.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use local_pool::LocalPool;
use local_pool::http::{Request, Response};

pub type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;

pub trait Answering: Send + Sync + 'static {
    fn answer(self: Arc<Self>, request: Request) -> Answer;
    /// For a request longer than `http::BODY_LIMIT`.
    fn too_large(&self) -> Response;
    /// For a request whose answer panicked.
    fn internal_error(&self) -> Response;
}

pub struct Pool {
    pub pool: LocalPool,
}

impl Answering for Pool {
    fn answer(self: Arc<Self>, request: Request) -> Answer {
        Box::pin(async move { self.pool.answer(&request).await })
    }

    fn too_large(&self) -> Response {
        self.pool.too_large()
    }

    fn internal_error(&self) -> Response {
        self.pool.internal_error()
    }
}
