//! The newest requests, for a person who wonders what an app sent. Values are left out unless they are known to be no
//! secret: what is not listed here is `[redacted]`, so that a new member is hidden until somebody thought about it.

use std::collections::VecDeque;

use serde::Serialize;
use serde_json::{Map, Value};

use super::called;
use crate::clock::{Instant, Span};
use crate::http::{Request, Response};

const MOST: usize = 500;
/// Longer texts are cut; deeper structures left out.
const LONGEST: usize = 200;
const DEEPEST: usize = 8;
const WIDEST: usize = 50;

/// Members and parameters whose values are shown.
const SHOWN: [&str; 29] = [
    "AnswerType",
    "AuthFlow",
    "ChallengeName",
    "ClientId",
    "ClientName",
    "DeviceRememberedStatus",
    "Domain",
    "GroupName",
    "IdentityPoolId",
    "Limit",
    "MaxResults",
    "MessageAction",
    "MfaConfiguration",
    "PREFERRED_CHALLENGE",
    "PoolName",
    "ProviderName",
    "UserPoolId",
    "client_id",
    "code_challenge_method",
    "grant_type",
    "identity_provider",
    "lang",
    "logout_uri",
    "max_age",
    "prompt",
    "redirect_uri",
    "response_type",
    "scope",
    "Permanent",
];

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
    pub error: Option<String>,
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
        self.entries.push_back(Entry {
            id,
            at: at.api(),
            method: cut(&request.method),
            path: cut(&request.path),
            called: cut(called(request)),
            input: input(request),
            status: response.status,
            error: response.header("x-amzn-errortype").map(str::to_owned),
            ms: took.whole_millis(),
        });
    }

    /// The oldest first.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }
}

fn input(request: &Request) -> Value {
    let form = request.header("content-type").is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    match (request.method.as_str(), form) {
        ("POST", true) => parameters(&request.body),
        ("POST", false) => serde_json::from_slice(&request.body).map_or(Value::Null, |body| redacted(body, 0)),
        _ => parameters(request.query.as_bytes()),
    }
}

fn parameters(encoded: &[u8]) -> Value {
    let pairs = url::form_urlencoded::parse(encoded).take(WIDEST);
    let shown = pairs.map(|(name, value)| (cut(&name), member(&name, Value::String(value.into_owned()), 0)));
    Value::Object(shown.collect())
}

fn redacted(value: Value, depth: usize) -> Value {
    match value {
        _ if depth > DEEPEST => Value::from("[deep]"),
        Value::Object(members) => {
            let members = members.into_iter().take(WIDEST);
            let shown = members.map(|(name, value)| (cut(&name), member(&name, value, depth + 1)));
            Value::Object(shown.collect::<Map<_, _>>())
        }
        Value::Array(items) => items.into_iter().take(WIDEST).map(|item| redacted(item, depth + 1)).collect(),
        Value::String(_) | Value::Number(_) => Value::from("[redacted]"),
        other @ (Value::Null | Value::Bool(_)) => other,
    }
}

fn member(name: &str, value: Value, depth: usize) -> Value {
    match value {
        Value::String(text) if SHOWN.contains(&name) => Value::String(cut(&text)),
        number @ Value::Number(_) if SHOWN.contains(&name) => number,
        other => redacted(other, depth),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}...", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logged(request: &Request) -> String {
        let mut log = Log::default();
        log.add(request, &Response::empty(200), Instant::from_seconds(0), Span::millis(1));
        serde_json::to_string(&log.entries().collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn what_may_be_a_secret_is_not_shown() {
        let body = r#"{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"web","Session":"hunter2",
            "AuthParameters":{"USERNAME":"hunter2","PASSWORD":"hunter2"},"Nested":[{"Code":"hunter2","n":42}]}"#;
        let headers = vec![("x-amz-target".to_owned(), "Service.InitiateAuth".to_owned())];
        let request =
            Request { method: "POST".into(), path: "/".into(), headers, body: body.into(), ..Request::default() };
        let line = logged(&request);
        assert!(line.contains("InitiateAuth") && line.contains("USER_PASSWORD_AUTH") && line.contains("\"web\""));
        assert!(!line.contains("hunter2") && !line.contains("42"), "{line}");
    }

    #[test]
    fn queries_and_forms_are_redacted_alike() {
        let query = "client_id=web&state=hunter2&code_challenge=hunter2&scope=openid+email";
        let request = Request {
            method: "GET".into(),
            path: "/oauth2/authorize".into(),
            query: query.into(),
            ..Request::default()
        };
        let line = logged(&request);
        assert!(line.contains("openid email") && !line.contains("hunter2"), "{line}");
        let headers = vec![("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned())];
        let body = b"grant_type=authorization_code&code=hunter2&code_verifier=hunter2".to_vec();
        let request =
            Request { method: "POST".into(), path: "/oauth2/token".into(), headers, body, ..Request::default() };
        let line = logged(&request);
        assert!(line.contains("authorization_code") && !line.contains("hunter2"), "{line}");
    }

    #[test]
    fn the_log_is_bounded_in_number_and_in_size() {
        let mut log = Log::default();
        let huge = Request { method: "GET".into(), path: format!("/{}", "x".repeat(100_000)), ..Request::default() };
        for _ in 0..MOST + 10 {
            log.add(&huge, &Response::empty(404), Instant::from_seconds(0), Span::millis(1));
        }
        assert_eq!(log.entries().count(), MOST);
        assert!(log.entries().all(|entry| entry.path.len() < 300));
        let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
        let request = Request { method: "POST".into(), path: "/".into(), body: deep.into(), ..Request::default() };
        assert!(logged(&request).contains("[deep]"));
    }
}
