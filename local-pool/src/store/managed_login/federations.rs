//! People who were sent to another identity provider: what its answer is checked against, by the state that went along.

use super::Hashed;
use super::oldest_first::OldestFirst;
use crate::clock::{Instant, Span};
use crate::secret::Secret;

/// One weighs about 3 KB: at most 30 MB.
const MOST: usize = 10_000;
const LIFETIME: Span = Span::minutes(15);

#[derive(Clone, Debug)]
pub struct Federation {
    pub pool_id: String,
    pub provider: String,
    /// The browser that was sent: the answer must come back by it.
    pub browser: Hashed,
    pub nonce: String,
    /// The PKCE verifier of the request to the provider.
    pub verifier: Secret<String>,
    /// The app's request, as a query, which goes on when the answer is there.
    pub query: String,
    /// Where the provider sends the answer: the token request repeats it.
    pub redirect_uri: String,
}

pub struct Federations(OldestFirst<Hashed, Federation>);

impl Default for Federations {
    fn default() -> Self {
        Self(OldestFirst::bounded(MOST))
    }
}

impl Federations {
    pub fn put(&mut self, state: &str, federation: Federation, now: Instant) {
        self.0.put(Hashed::of(state), federation, LIFETIME, now);
    }

    pub fn get(&self, state: &str, now: Instant) -> Option<&Federation> {
        self.0.get(&Hashed::of(state), now)
    }

    pub fn take(&mut self, state: &str, now: Instant) -> Option<Federation> {
        self.0.take(&Hashed::of(state), now)
    }
}
