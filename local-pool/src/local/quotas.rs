//! Cognito's request rates, by the categories of its quotas: a bucket for each, which refills as the clock goes.
//! None is in force until somebody sets it: a test suite is faster than any app, and a bench faster still.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::called;
use crate::clock::Instant;
use crate::http::Request;

/// The public operations of each category, and the rate that an account begins with.
const CATEGORIES: [(&str, u32, &[&str]); 6] = [
    (
        "UserAuthentication",
        120,
        &["AdminInitiateAuth", "AdminRespondToAuthChallenge", "InitiateAuth", "RespondToAuthChallenge"],
    ),
    ("UserCreation", 50, &["AdminConfirmSignUp", "AdminCreateUser", "AdminSetUserPassword", "ConfirmSignUp", "SignUp"]),
    (
        "UserAccountRecovery",
        30,
        &["AdminResetUserPassword", "ChangePassword", "ConfirmForgotPassword", "ForgotPassword"],
    ),
    ("UserRead", 120, &["AdminGetUser", "GetUser", "GetUserAuthFactors"]),
    ("UserToken", 120, &["GetTokensFromRefreshToken", "RevokeToken", "GlobalSignOut", "AdminUserGlobalSignOut"]),
    ("UserFederation", 25, &["/oauth2/idpresponse"]),
];

#[derive(Default)]
pub struct Quotas {
    buckets: BTreeMap<&'static str, Bucket>,
}

struct Bucket {
    per_second: u32,
    /// In thousandths of a request.
    left: i64,
    filled: Option<Instant>,
}

impl Quotas {
    /// Rates by category; 0 lifts one. `{"default": true}` sets Cognito's own.
    pub fn set(&mut self, limits: BTreeMap<String, Value>) -> Result<(), String> {
        for (name, value) in limits {
            if name == "default" {
                let of_cognito = CATEGORIES.map(|(name, rate, _)| (name, Bucket::new(rate)));
                self.buckets = if value == true { BTreeMap::from(of_cognito) } else { BTreeMap::new() };
                continue;
            }
            let Some((name, ..)) = CATEGORIES.iter().find(|(known, ..)| *known == name) else {
                let known = CATEGORIES.map(|(name, ..)| name).join(", ");
                return Err(format!("{name:?} is no category: there are {known}"));
            };
            let rate = value.as_u64().and_then(|rate| u32::try_from(rate).ok());
            match rate.ok_or_else(|| format!("{name} must be a number of requests a second"))? {
                0 => drop(self.buckets.remove(name)),
                rate => drop(self.buckets.insert(name, Bucket::new(rate))),
            }
        }
        Ok(())
    }

    /// Every category, with its rate where one is in force.
    pub fn rates(&self) -> impl Iterator<Item = (&'static str, Option<u32>)> {
        CATEGORIES.iter().map(|(name, ..)| (*name, self.buckets.get(name).map(|bucket| bucket.per_second)))
    }

    pub fn told(&self) -> Value {
        let rates: BTreeMap<&str, u32> = self.buckets.iter().map(|(name, bucket)| (*name, bucket.per_second)).collect();
        json!({ "requestsPerSecond": rates })
    }

    /// Whether there is room for this request, which then is counted.
    pub fn take(&mut self, request: &Request, now: Instant) -> bool {
        let operation = called(request);
        let category = CATEGORIES.iter().find(|(.., operations)| operations.contains(&operation));
        let Some(bucket) = category.and_then(|(name, ..)| self.buckets.get_mut(name)) else {
            return true;
        };
        bucket.take(now)
    }
}

impl Bucket {
    fn new(per_second: u32) -> Self {
        Self { per_second, left: i64::from(per_second) * 1000, filled: None }
    }

    fn take(&mut self, now: Instant) -> bool {
        let since = self.filled.map_or(0, |filled| (now - filled).whole_millis());
        // A clock that was moved back refills nothing.
        let full = i64::from(self.per_second) * 1000;
        self.left = self.left.saturating_add(since.max(0).saturating_mul(i64::from(self.per_second))).min(full);
        self.filled = Some(now);
        let room = self.left >= 1000;
        if room {
            self.left -= 1000;
        }
        room
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Span;

    const START: Instant = Instant::from_seconds(1_800_000_000);

    fn operation(name: &str) -> Request {
        let headers = vec![("x-amz-target".to_owned(), format!("Service.{name}"))];
        Request { method: "POST".into(), path: "/".into(), headers, ..Request::default() }
    }

    fn limits(json: &str) -> BTreeMap<String, Value> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_rate_is_kept_and_comes_back_with_time() {
        let mut quotas = Quotas::default();
        quotas.set(limits(r#"{"UserAuthentication":2}"#)).unwrap();
        let sign_in = operation("InitiateAuth");
        let mut taken = |after_ms| quotas.take(&sign_in, START + Span::millis(after_ms));
        assert_eq!(
            [taken(0), taken(0), taken(0), taken(499), taken(500), taken(600), taken(5000)],
            [true, true, false, false, true, false, true]
        );
        assert!(quotas.take(&operation("GetUser"), START), "another category");
    }

    #[test]
    fn none_is_in_force_until_it_is_set() {
        let mut quotas = Quotas::default();
        assert!((0..10_000).all(|_| quotas.take(&operation("InitiateAuth"), START)));
        quotas.set(limits(r#"{"default":true}"#)).unwrap();
        assert_eq!((0..1000).filter(|_| quotas.take(&operation("InitiateAuth"), START)).count(), 120);
        quotas.set(limits(r#"{"UserAuthentication":0}"#)).unwrap();
        assert!(quotas.take(&operation("InitiateAuth"), START));
        assert!(quotas.set(limits(r#"{"Nonsense":1}"#)).is_err());
        assert!(quotas.set(limits(r#"{"UserRead":"many"}"#)).is_err());
    }
}
