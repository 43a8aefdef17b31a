//! Faults on purpose: a rule says which requests meet which trouble, and how often.
//! Rules are asked in the order in which they were added; the first that fits is the one that is met.

use serde::{Deserialize, Serialize};

use super::called;
use crate::clock::Span;
use crate::http::{Connection, Request, Response};
use crate::model;
use crate::user_pool::{self, ServiceError};

const MOST: usize = 100;
/// The longest that an answer can be held back.
const LONGEST_MS: u64 = 120_000;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rule {
    /// An operation's name (`InitiateAuth`) or a path (`/oauth2/token`); every request if there is none.
    #[serde(default)]
    pub on: Option<String>,
    pub effect: Effect,
    /// How many requests meet it; until it is deleted if there is no number.
    #[serde(default)]
    pub times: Option<u32>,
    /// How many fitting requests pass before.
    #[serde(default)]
    pub after: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind", deny_unknown_fields)]
pub enum Effect {
    /// TooManyRequestsException, and nothing is done.
    Throttle,
    /// 500 InternalErrorException, and nothing is done.
    ServerError,
    /// It is done; the answer is late.
    Latency { ms: u64 },
    /// It is done; the connection closes without an answer.
    Drop,
    /// It is done; the answer breaks off in the middle.
    Truncate,
    /// It is done; the answer is 200 and no JSON.
    Malformed,
    /// It is done at a time that is so many seconds from the clock's.
    ClockSkew { seconds: i64 },
}

/// What one request meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault(pub Effect);

#[derive(Default)]
pub struct Faults {
    rules: Vec<Rule>,
}

impl Faults {
    pub fn add(&mut self, rule: Rule) -> Result<(), String> {
        if self.rules.len() >= MOST {
            return Err(format!("there are {MOST} rules already: delete them first"));
        }
        if let Some(on) = rule.on.as_deref().filter(|on| !can_be_met(on)) {
            return Err(format!(
                "no request is called {on:?}: on is an operation, like InitiateAuth, or an address, like /oauth2/token"
            ));
        }
        match rule.effect {
            Effect::Latency { ms } if ms > LONGEST_MS => {
                Err(format!("an answer can be late by at most {LONGEST_MS} ms"))
            }
            _ if rule.times == Some(0) => Err("times is 0: nobody would ever meet it".to_owned()),
            _ => {
                self.rules.push(rule);
                Ok(())
            }
        }
    }

    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Preflights meet none: a browser would not even send the request.
    pub fn meet(&mut self, request: &Request) -> Option<Fault> {
        if request.method == "OPTIONS" || request.path.starts_with("/_local/") {
            return None;
        }
        let name = called(request);
        let at = self.rules.iter().position(|rule| rule.on.as_deref().is_none_or(|on| on == name))?;
        let rule = self.rules.get_mut(at)?;
        if rule.after > 0 {
            rule.after -= 1;
            return None;
        }
        let effect = rule.effect;
        if let Some(times) = &mut rule.times {
            *times = times.saturating_sub(1);
            if *times == 0 {
                self.rules.remove(at);
            }
        }
        Some(Fault(effect))
    }
}

fn can_be_met(on: &str) -> bool {
    let operation = || model::user_pool().operation(on).or_else(|| model::identity_pool().operation(on)).is_some();
    // The tool's own addresses meet no faults.
    operation() || on.starts_with('/') && !on.starts_with("/_local/")
}

impl Fault {
    /// The answer that stands in place of the operation's, for faults that come before it.
    pub fn instead(self) -> Option<Response> {
        match self.0 {
            Effect::Throttle => Some(user_pool::refusal(&ServiceError::too_many_requests())),
            Effect::ServerError => {
                let asked_for = ServiceError::new("InternalErrorException", "A fault that was asked for");
                Some(user_pool::refusal(&asked_for))
            }
            _ => None,
        }
    }

    /// The time that the request is told.
    pub fn skew(self) -> Span {
        match self.0 {
            Effect::ClockSkew { seconds } => Span::seconds(seconds),
            _ => Span::seconds(0),
        }
    }

    /// What becomes of the operation's own answer.
    pub fn spoil(self, mut response: Response) -> Response {
        match self.0 {
            Effect::Latency { ms } => response.delay = Span::millis(i64::try_from(ms).unwrap_or(i64::MAX)),
            Effect::Drop => response.connection = Connection::Drop,
            Effect::Truncate => response.connection = Connection::Truncate,
            Effect::Malformed => {
                response.status = 200;
                response.body = b"<html>not what you asked for</html>".to_vec();
            }
            Effect::Throttle | Effect::ServerError | Effect::ClockSkew { .. } => {}
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(name: &str) -> Request {
        let target = format!("AWSCognitoIdentityProviderService.{name}");
        let headers = vec![("x-amz-target".to_owned(), target)];
        Request { method: "POST".into(), path: "/".into(), headers, ..Request::default() }
    }

    fn rule(json: &str) -> Rule {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_rule_is_met_by_what_it_names_as_often_as_it_says() {
        let mut faults = Faults::default();
        faults.add(rule(r#"{"on":"GetUser","effect":{"kind":"throttle"},"times":2,"after":1}"#)).unwrap();
        let met = |faults: &mut Faults, name: &str| faults.meet(&operation(name)).map(|Fault(effect)| effect);
        assert_eq!(met(&mut faults, "InitiateAuth"), None);
        assert_eq!(met(&mut faults, "GetUser"), None, "the first passes");
        assert_eq!(met(&mut faults, "GetUser"), Some(Effect::Throttle));
        assert_eq!(met(&mut faults, "GetUser"), Some(Effect::Throttle));
        assert_eq!(met(&mut faults, "GetUser"), None, "it is spent");
        assert!(faults.rules().is_empty());
    }

    #[test]
    fn a_rule_without_a_name_is_met_by_all_but_the_tools_own_addresses() {
        let mut faults = Faults::default();
        faults.add(rule(r#"{"effect":{"kind":"latency","ms":5}}"#)).unwrap();
        assert!(faults.meet(&operation("GetUser")).is_some());
        let page = Request { method: "GET".into(), path: "/login".into(), ..Request::default() };
        assert!(faults.meet(&page).is_some());
        let tool = Request { method: "POST".into(), path: "/_local/reset".into(), ..Request::default() };
        assert!(faults.meet(&tool).is_none());
        let preflight = Request { method: "OPTIONS".into(), path: "/".into(), ..Request::default() };
        assert!(faults.meet(&preflight).is_none());
    }

    #[test]
    fn nonsense_and_too_many_rules_are_refused() {
        for json in [r#"{"effect":{"kind":"explode"}}"#, r#"{"on":"x"}"#, r#"{"effect":{"kind":"drop"},"sometimes":1}"#]
        {
            assert!(serde_json::from_str::<Rule>(json).is_err(), "{json}");
        }
        let mut faults = Faults::default();
        assert!(faults.add(rule(r#"{"effect":{"kind":"drop"},"times":0}"#)).is_err());
        assert!(faults.add(rule(r#"{"effect":{"kind":"latency","ms":120001}}"#)).is_err());
        for _ in 0..MOST {
            faults.add(rule(r#"{"effect":{"kind":"drop"}}"#)).unwrap();
        }
        assert!(faults.add(rule(r#"{"effect":{"kind":"drop"}}"#)).is_err());
    }

    #[test]
    fn a_rule_that_nothing_could_ever_meet_is_refused() {
        let mut faults = Faults::default();
        let on = |name: &str| serde_json::json!({ "on": name, "effect": { "kind": "drop" } }).to_string();
        for nothing in ["Nope", "", "initiateauth", " InitiateAuth", "oauth2/token", "/_local/outbox"] {
            let why = faults.add(rule(&on(nothing))).unwrap_err();
            assert!(why.contains("like InitiateAuth") && why.contains(&format!("{nothing:?}")), "{why}");
        }
        for something in ["InitiateAuth", "GetId", "/", "/oauth2/token", "/login", "/us-east-1_a/.well-known/jwks.json"]
        {
            faults.add(rule(&on(something))).unwrap();
        }
    }

    #[test]
    fn what_is_spoiled_is_the_answer_alone() {
        let fine = || Response::new(400, "application/json", b"{}".to_vec());
        let cut = Fault(Effect::Truncate).spoil(fine());
        assert_eq!((cut.connection, cut.status), (Connection::Truncate, 400));
        assert_eq!(Fault(Effect::Latency { ms: 7 }).spoil(fine()).delay, Span::millis(7));
        let malformed = Fault(Effect::Malformed).spoil(fine());
        assert!(malformed.status == 200 && serde_json::from_slice::<serde_json::Value>(&malformed.body).is_err());
        assert_eq!(
            Fault(Effect::Throttle).instead().unwrap().header("x-amzn-errortype"),
            Some("TooManyRequestsException")
        );
        assert_eq!(Fault(Effect::ClockSkew { seconds: -5 }).skew(), Span::seconds(-5));
    }
}
