//! Requests that the core makes to others: the webhooks of triggers, an identity provider's endpoints.
//! The core states one as data and awaits the answer; a shell (or a test) sends it. No sockets here.
//! A redirect is an answer like any other: whoever sends follows none. Debug shows no query, no header and no body.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use crate::clock::Span;

pub struct OutboundRequest {
    pub method: &'static str,
    /// Absolute, http or https.
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    /// From the start to the last byte of the answer.
    pub timeout: Span,
}

pub struct OutboundResponse {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutboundError {
    TimedOut,
    /// Why, in words.
    Unreachable(String),
    /// The answer was longer than the sender takes.
    TooLarge,
}

pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<OutboundResponse, OutboundError>> + Send + 'a>>;

pub trait Outbound: Send + Sync {
    fn send(&self, request: OutboundRequest) -> Sending<'_>;
}

impl fmt::Display for OutboundError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut => f.write_str("it did not answer in time"),
            Self::Unreachable(why) => write!(f, "it could not be reached: {why}"),
            Self::TooLarge => f.write_str("its answer was too long"),
        }
    }
}

impl fmt::Debug for OutboundRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.url.split(['?', '#']).next().unwrap_or_default();
        write!(f, "{} {address} ({} bytes)", self.method, self.body.len())
    }
}

impl fmt::Debug for OutboundResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.status, self.body.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_neither_queries_nor_headers_nor_bodies() {
        let request = OutboundRequest {
            method: "POST",
            url: "https://idp.example/token?code=hunter2".into(),
            headers: vec![("authorization", "Basic hunter2".into())],
            body: b"hunter2".to_vec(),
            timeout: Span::seconds(5),
        };
        let response = OutboundResponse {
            status: 200,
            headers: vec![("set-cookie".into(), "hunter2".into())],
            body: b"hunter2".to_vec(),
        };
        let shown = format!("{request:?} {response:?}");
        assert!(shown.contains("https://idp.example/token"), "{shown}");
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
