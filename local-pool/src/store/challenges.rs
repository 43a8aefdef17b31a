//! Challenges under way, each found by its Session string: bound to a client, a user and a step, good once, for minutes.
//! A used one is remembered, without its secrets, until it would have expired: reuse is told apart from nonsense.
//! A wrong code leaves its challenge open, a number of times; what else goes wrong is for the sign-in machine to judge.

use std::collections::{HashMap, VecDeque};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::steps::{Attempt, Step};
use crate::clock::{Instant, Span};
use crate::random::{self, Random};

/// The longest that AuthSessionValidity allows: what expired is told as expired for as long.
const LONGEST: Span = Span::minutes(15);
/// A challenge weighs about 2 KB: at most 20 MB. The oldest goes first.
const MOST: usize = 10_000;
/// Cognito tells of no limit, and answers at least six; without one, three minutes would be enough to guess six digits.
const MOST_WRONG: u32 = 10;

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
#[derive(Clone)]
pub struct Challenge {
    pub attempt: Attempt,
    pub step: Step,
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
    wrong: u32,
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
        self.waiting.insert(handle, Entry { expires: now + lifetime, wrong: 0, challenge: Some(challenge) });
        self.oldest_first.push_back(handle);
    }

    /// A challenge as it waits. It stays as it is.
    pub fn peek(&self, handle: Handle, now: Instant) -> Result<&Challenge, NotTaken> {
        let entry = self.waiting.get(&handle).ok_or(NotTaken::Unknown)?;
        let challenge = entry.challenge.as_ref().ok_or(NotTaken::Used)?;
        if entry.expires <= now { Err(NotTaken::Expired) } else { Ok(challenge) }
    }

    /// The newest that waits and is such a one: for clients that answer without a Session.
    pub fn newest(&self, is: impl Fn(&Challenge) -> bool, now: Instant) -> Option<Handle> {
        let waits = |handle: &Handle| self.peek(*handle, now).is_ok_and(&is);
        self.oldest_first.iter().rev().copied().find(waits)
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

    /// A wrong code was sent. The challenge stays open for another try; after too many it is spent.
    pub fn count_wrong(&mut self, handle: Handle) {
        if let Some(entry) = self.waiting.get_mut(&handle) {
            entry.wrong += 1;
            if entry.wrong >= MOST_WRONG {
                entry.challenge = None;
            }
        }
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
    use crate::srp::{ClientPublic, Exchange, Identity, Verifier};
    use crate::store::Flow;

    const START: Instant = Instant::from_seconds(1_800_000_000);
    const THREE: Span = Span::minutes(3);

    fn challenge() -> Challenge {
        let verifier = Verifier::decoy(Identity { pool_name: "P", user: "u" }, &Secret::new([1; 32]));
        let exchange = Exchange::begin(ClientPublic::parse("abc").unwrap(), verifier, &Counter::default());
        with(Box::new(exchange))
    }

    fn with(exchange: Box<Exchange>) -> Challenge {
        let attempt = Attempt::of_nobody("web", Flow::UserSrp, "u");
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
    fn wrong_codes_leave_a_challenge_open_until_there_are_too_many() {
        let random = Counter::default();
        let mut challenges = Challenges::default();
        let handle = Handle::new(&random);
        challenges.put(handle, challenge(), THREE, START);
        for _ in 1..MOST_WRONG {
            challenges.count_wrong(handle);
            assert!(challenges.peek(handle, START).is_ok());
        }
        challenges.count_wrong(handle);
        assert_eq!(challenges.peek(handle, START).err(), Some(NotTaken::Used));
        assert_eq!(challenges.peek(Handle::new(&random), START).err(), Some(NotTaken::Unknown));
    }

    #[test]
    fn the_number_of_challenges_is_bounded() {
        let random = Counter::default();
        let mut challenges = Challenges::default();
        let first = Handle::new(&random);
        challenges.put(first, challenge(), THREE, START);
        let Step::PasswordVerifier { exchange, .. } = challenge().step else { unreachable!() };
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
