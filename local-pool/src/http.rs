//! A request and a response as plain data, so that the core needs no sockets and a test needs no server.
//! Debug shows no body and no header values: both carry passwords and tokens.

use std::fmt;

use crate::clock::Span;

/// What a browser could send at most in earnest is far below this; more is refused unread.
pub const BODY_LIMIT: usize = 128 * 1024;

#[derive(Default)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub query: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({} bytes)", self.method, self.path, self.body.len())
    }
}

pub struct Response {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    /// A fault on purpose: how long the shell holds the finished answer back.
    pub delay: Span,
    /// A fault on purpose: what the shell does to the connection.
    pub connection: Connection,
    /// For the log alone: it is not sent.
    pub failure: Option<Failure>,
}

/// Why a request failed where the answer has no room for it. It carries nothing that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// A code or a name.
    pub error: String,
    pub why: Option<String>,
}

/// What becomes of the connection that an answer goes out on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Connection {
    #[default]
    Keep,
    /// It is closed without a byte of the answer.
    Drop,
    /// It is closed in the middle of the body, whose whole length was promised.
    Truncate,
}

impl Response {
    pub fn new(status: u16, content_type: &str, body: Vec<u8>) -> Self {
        Self { headers: vec![("content-type", content_type.to_owned())], body, ..Self::empty(status) }
    }

    pub fn empty(status: u16) -> Self {
        let (delay, connection) = (Span::seconds(0), Connection::Keep);
        Self { status, headers: Vec::new(), body: Vec::new(), delay, connection, failure: None }
    }

    /// Tells the log why.
    pub fn because(mut self, error: &str, why: Option<&str>) -> Self {
        self.failure = Some(Failure { error: error.to_owned(), why: why.map(str::to_owned) });
        self
    }

    pub fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.status, self.body.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_neither_bodies_nor_header_values() {
        let request = Request {
            method: "POST".into(),
            path: "/".into(),
            query: String::new(),
            headers: vec![("authorization".into(), "Bearer hunter2".into())],
            body: b"hunter2".to_vec(),
        };
        let response = Response::new(200, "text/plain", b"hunter2".to_vec());
        assert!(!format!("{request:?} {response:?}").contains("hunter2"));
    }
}
