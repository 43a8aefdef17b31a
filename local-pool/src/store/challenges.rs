//! Challenges under way, each found by its Session string: bound to a client, a user and a step, good once, for minutes.
//! A used one is remembered, without its secrets, until it would have expired: reuse is told apart from nonsense.

use std::collections::{HashMap, VecDeque};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::clock::{Instant, Span};
use crate::random::{self, Random};
use crate::srp::Exchange;

/// The longest that AuthSessionValidity allows: what expired is told as expired for as long.
const LONGEST: Span = Span::minutes(15);
/// A challenge weighs about 2 KB: at most 20 MB. The oldest goes first.
const MOST: usize = 10_000;

/// The random name of a challenge. Session is one way to write it; SECRET_BLOCK, which begins with it, another,
/// because clients answer PASSWORD_VERIFIER without a Session.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Handle([u8; 32]);

impl Handle {
    pub fn new(random: &dyn Random) -> Self {
        Self(random::bytes(random))
    }

    pub fn from_session(session: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(session).ok()?.try_into().ok().map(Self)
    }

    pub fn from_secret_block(block: &[u8]) -> Option<Self> {
        block.first_chunk().copied().map(Self)
    }

    pub fn session(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    pub fn secret_block(&self, random: &dyn Random) -> Vec<u8> {
        let mut block = self.0.to_vec();
        block.extend(random::bytes::<96>(random));
        block
    }
}

/// What waits for an answer.
pub struct Challenge {
    pub attempt: Attempt,
    pub step: Step,
}

/// A sign-in under way: whose, for which client, and what was proven so far. It goes from challenge to challenge.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub client_id: String,
    pub flow: Flow,
    /// The name as it was typed.
    pub given: String,
    /// The user it stands for; for someone who does not exist, what was typed.
    pub username: String,
    /// What the person proved, by the names of the challenges.
    pub proven: Vec<&'static str>,
    pub device_key: Option<String>,
}

impl Attempt {
    pub fn new(client_id: &str, flow: Flow, given: &str, username: &str) -> Self {
        Self {
            client_id: client_id.to_owned(),
            flow,
            given: given.to_owned(),
            username: username.to_owned(),
            proven: Vec::new(),
            device_key: None,
        }
    }

    /// One more factor was proven.
    pub fn with(mut self, factor: &'static str) -> Self {
        self.proven.push(factor);
        self
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    UserSrp,
    UserPassword,
    UserAuth,
    Custom,
    /// At managed login, whose pages ask the same questions.
    ManagedLogin,
}

/// One variant for each step that a sign-in can stop at.
pub enum Step {
    PasswordVerifier { exchange: Box<Exchange>, secret_block: Vec<u8> },
}

#[derive(Debug, PartialEq, Eq)]
pub enum NotTaken {
    Unknown,
    Used,
    Expired,
}

#[derive(Default)]
pub struct Challenges {
    waiting: HashMap<Handle, Entry>,
    oldest_first: VecDeque<Handle>,
}

struct Entry {
    expires: Instant,
    /// None once it was taken.
    challenge: Option<Challenge>,
}

impl Challenges {
    pub fn put(&mut self, handle: Handle, challenge: Challenge, lifetime: Span, now: Instant) {
        self.forget_expired(now);
        if self.waiting.len() >= MOST
            && let Some(oldest) = self.oldest_first.pop_front()
        {
            self.waiting.remove(&oldest);
        }
        self.waiting.insert(handle, Entry { expires: now + lifetime, challenge: Some(challenge) });
        self.oldest_first.push_back(handle);
    }

    /// Takes a challenge out if it belongs to this client. Whoever asks for another client's leaves it as it was.
    pub fn take(&mut self, handle: Handle, client_id: &str, now: Instant) -> Result<Challenge, NotTaken> {
        let entry = self.waiting.get_mut(&handle).ok_or(NotTaken::Unknown)?;
        let owner = &entry.challenge.as_ref().ok_or(NotTaken::Used)?.attempt.client_id;
        if owner != client_id {
            return Err(NotTaken::Unknown);
        }
        if entry.expires <= now {
            return Err(NotTaken::Expired);
        }
        entry.challenge.take().ok_or(NotTaken::Used)
    }

    /// Entries are about in the order of their expiry. Those just expired stay a while, to be told as expired.
    fn forget_expired(&mut self, now: Instant) {
        while let Some(oldest) = self.oldest_first.front() {
            if self.waiting.get(oldest).is_some_and(|entry| entry.expires + LONGEST > now) {
                break;
            }
            self.waiting.remove(oldest);
            self.oldest_first.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Counter;
    use crate::secret::Secret;
    use crate::srp::{ClientPublic, Identity, Verifier};

    const START: Instant = Instant::from_seconds(1_800_000_000);
    const THREE: Span = Span::minutes(3);

    fn challenge() -> Challenge {
        let verifier = Verifier::decoy(Identity { pool_name: "P", user: "u" }, &Secret::new([1; 32]));
        let exchange = Exchange::begin(ClientPublic::parse("abc").unwrap(), verifier, &Counter::default());
        with(Box::new(exchange))
    }

    fn with(exchange: Box<Exchange>) -> Challenge {
        let attempt = Attempt::new("web", Flow::UserSrp, "u", "u");
        Challenge { attempt, step: Step::PasswordVerifier { exchange, secret_block: vec![1] } }
    }

    #[test]
    fn a_challenge_is_good_once_for_its_client_for_three_minutes() {
        let random = Counter::default();
        let mut challenges = Challenges::default();
        let (first, second) = (Handle::new(&random), Handle::new(&random));
        challenges.put(first, challenge(), THREE, START);
        challenges.put(second, challenge(), THREE, START);
        assert_eq!(challenges.take(first, "other", START).err(), Some(NotTaken::Unknown));
        assert!(challenges.take(first, "web", START + Span::seconds(179)).is_ok());
        assert_eq!(challenges.take(first, "web", START).err(), Some(NotTaken::Used));
        assert_eq!(challenges.take(second, "web", START + Span::minutes(3)).err(), Some(NotTaken::Expired));
        assert_eq!(challenges.take(Handle::new(&random), "web", START).err(), Some(NotTaken::Unknown));
    }

    #[test]
    fn the_number_of_challenges_is_bounded() {
        let random = Counter::default();
        let mut challenges = Challenges::default();
        let first = Handle::new(&random);
        challenges.put(first, challenge(), THREE, START);
        let Step::PasswordVerifier { exchange, .. } = challenge().step;
        for _ in 0..MOST {
            challenges.put(Handle::new(&random), with(exchange.clone()), THREE, START);
        }
        assert_eq!((challenges.waiting.len(), challenges.oldest_first.len()), (MOST, MOST));
        assert_eq!(challenges.take(first, "web", START).err(), Some(NotTaken::Unknown));
        challenges.put(first, challenge(), THREE, START + Span::minutes(19));
        assert_eq!(challenges.waiting.len(), 1, "what expired was dropped");
    }

    #[test]
    fn a_session_reads_back_and_nonsense_does_not() {
        let random = Counter::default();
        let handle = Handle::new(&random);
        assert!(Handle::from_session(&handle.session()) == Some(handle));
        assert!(Handle::from_secret_block(&handle.secret_block(&random)) == Some(handle));
        for session in ["", "a", "%%%", &"A".repeat(5000)] {
            assert!(Handle::from_session(session).is_none());
        }
        assert!(Handle::from_secret_block(&[1; 31]).is_none());
    }
}
