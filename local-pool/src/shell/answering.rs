//! The seam between HTTP and what answers: a pool whose changes are saved, or in tests something that misbehaves.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use local_pool::LocalPool;
use local_pool::http::{Request, Response};
use serde_json::json;

use super::journal::Journal;

pub type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;

pub trait Answering: Send + Sync + 'static {
    fn answer(self: Arc<Self>, request: Request) -> Answer;
    /// For a request longer than `http::BODY_LIMIT`.
    fn too_large(&self) -> Response;
    /// For a request whose answer panicked.
    fn internal_error(&self) -> Response;
}

pub struct SavedPool {
    pub pool: LocalPool,
    /// None: everything is in memory.
    pub journal: Option<Journal>,
}

impl SavedPool {
    fn not_saved(&self) -> Response {
        let message = "local-pool cannot write its data file, and keeps what it was asked to change in memory until it \
                       can. What it printed to stderr says why.";
        let body = json!({ "__type": "InternalErrorException", "message": message });
        Response { body: body.to_string().into_bytes(), ..self.pool.internal_error() }
    }
}

impl Answering for SavedPool {
    fn answer(self: Arc<Self>, request: Request) -> Answer {
        Box::pin(async move {
            let Some(journal) = &self.journal else {
                return self.pool.answer(&request).await;
            };
            // While the file cannot be written the core is not asked: it would change what nobody saves.
            if journal.settle().is_err() {
                return self.not_saved();
            }
            let response = self.pool.answer(&request).await;
            match journal.record(|| self.pool.take_changes()) {
                Ok(()) => response,
                Err(_) => self.not_saved(),
            }
        })
    }

    fn too_large(&self) -> Response {
        self.pool.too_large()
    }

    fn internal_error(&self) -> Response {
        self.pool.internal_error()
    }
}
