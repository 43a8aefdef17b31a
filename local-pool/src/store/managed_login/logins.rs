//! People on the pages: how far a sign-in has come in one browser for one request of an app. The Session of a challenge is
//! kept here and never goes to the browser, which holds a random cookie alone; two tabs with two requests are two sign-ins.

use serde_json::{Map, Value};

use super::Hashed;
use super::oldest_first::OldestFirst;
use crate::clock::{Instant, Span};
use crate::secret::Secret;

/// A sign-in weighs about 2 KB: at most 20 MB.
const MOST: usize = 10_000;
/// Longer than any Session; each step renews it.
const LIFETIME: Span = Span::minutes(15);

/// The browser and the request that a sign-in belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LoginKey {
    pub browser: Hashed,
    pub request: Hashed,
}

#[derive(Clone, Debug)]
pub struct Login {
    /// As it was typed.
    pub username: String,
    pub stage: Stage,
}

#[derive(Clone, Debug)]
pub enum Stage {
    /// A challenge waits for its answer.
    Challenge(Waiting),
    /// A code that confirms a new account is on its way to this masked destination.
    Confirming { destination: String },
    /// A code for a forgotten password is on its way to this masked destination.
    Resetting { destination: String },
}

#[derive(Clone, Debug)]
pub struct Waiting {
    pub challenge: String,
    pub parameters: Map<String, Value>,
    pub session: Secret<String>,
    /// What else USER_AUTH offers.
    pub available: Vec<String>,
    /// The key of an authenticator app that is being set up.
    pub key: Option<Secret<String>>,
}

pub struct Logins(OldestFirst<LoginKey, Login>);

impl Default for Logins {
    fn default() -> Self {
        Self(OldestFirst::bounded(MOST))
    }
}

impl Logins {
    pub fn put(&mut self, key: LoginKey, login: Login, now: Instant) {
        self.0.put(key, login, LIFETIME, now);
    }

    pub fn get(&self, key: &LoginKey, now: Instant) -> Option<&Login> {
        self.0.get(key, now)
    }

    pub fn take(&mut self, key: &LoginKey, now: Instant) -> Option<Login> {
        self.0.take(key, now)
    }

    /// All sign-ins of a browser get its new cookie: whoever knew the old one, or planted it, has nothing.
    pub fn move_browser(&mut self, from: &Hashed, to: &Hashed, now: Instant) {
        let theirs: Vec<LoginKey> = self.0.keys().filter(|key| key.browser == *from).cloned().collect();
        for key in theirs {
            if let Some(login) = self.take(&key, now) {
                self.put(LoginKey { browser: to.clone(), request: key.request }, login, now);
            }
        }
    }
}
