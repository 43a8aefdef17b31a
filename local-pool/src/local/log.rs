//! The newest requests, for a person who wonders what an app sent, and why it was refused. What of them is no secret is
//! for `redaction` to say: nothing that was sent comes in here by another way.

use std::collections::VecDeque;

use serde::Serialize;
use serde_json::Value;

use super::{called, redaction};
use crate::clock::{Instant, Span};
use crate::http::{Request, Response};

const MOST: usize = 500;

#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    pub id: u64,
    /// Seconds since 1970, by the pool's clock.
    pub at: f64,
    pub method: String,
    pub path: String,
    /// The operation's name, or the path.
    pub called: String,
    pub input: Value,
    pub status: u16,
    /// The error's name: the API's, OAuth's, or a page's.
    pub error: Option<String>,
    /// What the answer may not have said.
    pub why: Option<String>,
    pub ms: i64,
}

#[derive(Default)]
pub struct Log {
    entries: VecDeque<Entry>,
    next: u64,
}

impl Log {
    /// The tool's own addresses and files of pages are left out.
    pub fn add(&mut self, request: &Request, response: &Response, at: Instant, took: Span) {
        if request.method == "OPTIONS" || request.path.starts_with("/_local") || request.path.starts_with("/assets/") {
            return;
        }
        if self.entries.len() >= MOST {
            self.entries.pop_front();
        }
        let id = self.next;
        self.next += 1;
        // Where something answers, the address is one of ours and says nothing but itself.
        let path = match response.status {
            404 | 405 => redaction::unknown_path(&request.path),
            _ => redaction::cut(&request.path),
        };
        let operation = Some(called(request)).filter(|called| *called != request.path);
        let failure = response.failure.as_ref();
        let error = response.header("x-amzn-errortype").or(failure.map(|failure| failure.error.as_str()));
        self.entries.push_back(Entry {
            id,
            at: at.api(),
            method: redaction::method(&request.method),
            called: operation.map_or_else(|| path.clone(), redaction::operation),
            path,
            input: redaction::input(request),
            status: response.status,
            error: error.map(redaction::cut),
            why: failure.and_then(|failure| failure.why.as_deref()).map(redaction::cut),
            ms: took.whole_millis(),
        });
    }

    /// The oldest first.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Failure;

    #[test]
    fn the_log_is_bounded_in_number_and_in_size() {
        let mut log = Log::default();
        let huge = Request { method: "GET".into(), path: format!("/{}", "x".repeat(100_000)), ..Request::default() };
        let failed = || Failure { error: "e".repeat(1000), why: Some("w".repeat(1000)) };
        for status in [200, 404] {
            let answer = Response { failure: Some(failed()), ..Response::empty(status) };
            for _ in 0..MOST + 10 {
                log.add(&huge, &answer, Instant::from_seconds(0), Span::millis(1));
            }
            assert_eq!(log.entries().count(), MOST);
            assert!(log.entries().all(|entry| entry.path.len() < 300 && entry.called.len() < 300));
            let texts = |entry: &Entry| entry.error.as_ref().unwrap().len() + entry.why.as_ref().unwrap().len();
            assert!(log.entries().all(|entry| texts(entry) < 500));
        }
    }
}
