//! Authorization codes (RFC 6749, 4.1.2): for one client, one redirect_uri and one verifier, good once, for five minutes.
//! A code that was used is remembered with the grant it gave, so that a second use can end that grant (RFC 6749, 10.5).

use super::Hashed;
use super::oldest_first::OldestFirst;
use crate::clock::{Instant, Span};

/// A code weighs about 1 KB: at most 10 MB.
const MOST: usize = 10_000;
const LIFETIME: Span = Span::minutes(5);
/// How long a used or expired code is told as one.
const REMEMBERED: Span = Span::minutes(60);

/// What a code stands for.
#[derive(Clone, Debug)]
pub struct AuthorizationCode {
    pub pool_id: String,
    pub client_id: String,
    pub username: String,
    /// So that nobody who takes over the name takes over the code.
    pub sub: String,
    /// As the request had it; None where the request had none and the client's default was used.
    pub redirect_uri: Option<String>,
    /// The S256 challenge (RFC 7636, 4.3).
    pub challenge: Option<String>,
    pub scopes: Vec<String>,
    pub nonce: Option<String>,
    pub auth_time: Instant,
    pub factors: Vec<String>,
    pub device_key: Option<String>,
    /// The sign-in at managed login that it came from.
    pub sso: Option<String>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum NotRedeemed {
    Unknown,
    Expired,
    /// Used before, for the grant of this name.
    Used(String),
}

pub struct Codes(OldestFirst<Hashed, Entry>);

struct Entry {
    expires: Instant,
    state: State,
}

enum State {
    Waiting(Box<AuthorizationCode>),
    Used { client_id: String, origin_jti: String },
}

impl Default for Codes {
    fn default() -> Self {
        Self(OldestFirst::bounded(MOST))
    }
}

impl Codes {
    pub fn put(&mut self, text: &str, code: AuthorizationCode, now: Instant) {
        let entry = Entry { expires: now + LIFETIME, state: State::Waiting(Box::new(code)) };
        self.0.put(Hashed::of(text), entry, REMEMBERED, now);
    }

    /// Takes a code for the grant that is to come of it. Another client's attempt leaves it as it was; its own client has
    /// one, whatever comes of it.
    pub fn redeem(
        &mut self,
        text: &str,
        client_id: &str,
        origin_jti: &str,
        now: Instant,
    ) -> Result<AuthorizationCode, NotRedeemed> {
        let entry = self.0.get_mut(&Hashed::of(text), now).ok_or(NotRedeemed::Unknown)?;
        let owner = match &entry.state {
            State::Waiting(code) => &code.client_id,
            State::Used { client_id, .. } => client_id,
        };
        if owner != client_id {
            return Err(NotRedeemed::Unknown);
        }
        let used = State::Used { client_id: client_id.to_owned(), origin_jti: origin_jti.to_owned() };
        match std::mem::replace(&mut entry.state, used) {
            State::Waiting(_) if entry.expires <= now => Err(NotRedeemed::Expired),
            State::Waiting(code) => Ok(*code),
            State::Used { client_id, origin_jti } => {
                entry.state = State::Used { client_id, origin_jti: origin_jti.clone() };
                Err(NotRedeemed::Used(origin_jti))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Instant = Instant::from_seconds(1_800_000_000);

    fn code() -> AuthorizationCode {
        AuthorizationCode {
            pool_id: "x_y".into(),
            client_id: "web".into(),
            username: "ada".into(),
            sub: "sub".into(),
            redirect_uri: None,
            challenge: None,
            scopes: Vec::new(),
            nonce: None,
            auth_time: START,
            factors: Vec::new(),
            device_key: None,
            sso: None,
        }
    }

    #[test]
    fn a_code_is_good_once_for_its_client_for_five_minutes() {
        let mut codes = Codes::default();
        codes.put("one", code(), START);
        codes.put("two", code(), START);
        let mut redeem =
            |text, client, seconds| codes.redeem(text, client, "origin", START + Span::seconds(seconds)).map(drop);
        assert_eq!(redeem("one", "other", 0), Err(NotRedeemed::Unknown));
        assert_eq!(redeem("one", "web", 299), Ok(()));
        assert_eq!(redeem("one", "web", 299), Err(NotRedeemed::Used("origin".into())));
        assert_eq!(redeem("one", "other", 299), Err(NotRedeemed::Unknown), "nobody else learns that it was used");
        assert_eq!(redeem("two", "web", 300), Err(NotRedeemed::Expired));
        assert_eq!(redeem("three", "web", 0), Err(NotRedeemed::Unknown));
    }
}
