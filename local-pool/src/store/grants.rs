//! One grant for each sign-in: the refresh tokens it has, and whether its access tokens still count.
//! A grant is named by `origin_jti`, which all its tokens carry; revoking it ends them all.
//! Refresh tokens are kept as hashes: the store cannot give one away.

use std::collections::{BTreeMap, HashMap};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::Client;
use crate::clock::{Instant, Span};
use crate::random::{self, Random};

/// A grant weighs under 1 KB: at most 20 MB. The oldest goes first, as if it had been revoked.
const MOST: usize = 20_000;
/// Rotated tokens of one grant that are remembered for telling reuse.
const MOST_TOKENS: usize = 32;
/// How many new grants pass between two searches for expired ones.
const SWEEP_EVERY: u64 = 256;

/// An opaque refresh token in the shape of Cognito's, a JWE of five parts.
#[derive(Clone, PartialEq, Eq)]
pub struct RefreshToken(pub String);

impl RefreshToken {
    pub fn new(random: &dyn Random) -> Self {
        let header = URL_SAFE_NO_PAD.encode(r#"{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}"#);
        let key = URL_SAFE_NO_PAD.encode(random::bytes::<256>(random));
        let nonce = URL_SAFE_NO_PAD.encode(random::bytes::<12>(random));
        let text = URL_SAFE_NO_PAD.encode(random::bytes::<512>(random));
        let tag = URL_SAFE_NO_PAD.encode(random::bytes::<16>(random));
        Self(format!("{header}.{key}.{nonce}.{text}.{tag}"))
    }

    fn hash(&self) -> TokenHash {
        Sha256::digest(&self.0).into()
    }
}

type TokenHash = [u8; 32];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub origin_jti: String,
    pub event_id: String,
    pub client_id: String,
    pub username: String,
    pub auth_time: Instant,
    /// When its refresh tokens end, rotated or not.
    pub expires: Instant,
}

#[derive(Debug, PartialEq, Eq)]
pub enum NotRefreshed {
    Unknown,
    Expired,
    Revoked,
    /// The token was rotated out, and its grace is over or was used.
    Reused,
}

#[derive(Default)]
pub struct Grants {
    by_age: BTreeMap<u64, Entry>,
    by_origin: HashMap<String, u64>,
    by_token: HashMap<TokenHash, u64>,
    made: u64,
}

struct Entry {
    grant: Grant,
    /// A revoked grant is kept until it would have expired, so that its tokens are told as revoked.
    revoked: bool,
    tokens: Vec<(TokenHash, TokenState)>,
}

#[derive(Clone, Copy)]
enum TokenState {
    Good,
    RotatedOut { at: Instant, used_again: bool },
}

impl Grants {
    pub fn add(&mut self, grant: Grant, token: &RefreshToken, now: Instant) {
        if self.made.is_multiple_of(SWEEP_EVERY) {
            self.forget_expired(now);
        }
        if self.by_age.len() >= MOST
            && let Some((&oldest, _)) = self.by_age.first_key_value()
        {
            self.remove(oldest);
        }
        let age = self.made;
        self.made += 1;
        self.by_origin.insert(grant.origin_jti.clone(), age);
        self.by_token.insert(token.hash(), age);
        self.by_age.insert(age, Entry { grant, revoked: false, tokens: vec![(token.hash(), TokenState::Good)] });
    }

    /// The grant that a refresh token belongs to, whatever state the token is in.
    pub fn of_token(&self, token: &RefreshToken) -> Option<&Grant> {
        self.by_age.get(self.by_token.get(&token.hash())?).map(|entry| &entry.grant)
    }

    /// Accepts a refresh token and says for which grant. Where the client rotates, `token` is now rotated out
    /// and `successor` takes its place.
    pub fn refresh(
        &mut self,
        token: &RefreshToken,
        client: &Client,
        successor: &RefreshToken,
        now: Instant,
    ) -> Result<Grant, NotRefreshed> {
        let age = *self.by_token.get(&token.hash()).ok_or(NotRefreshed::Unknown)?;
        let entry = self.by_age.get_mut(&age).ok_or(NotRefreshed::Unknown)?;
        if entry.grant.client_id != client.id {
            return Err(NotRefreshed::Unknown);
        }
        if entry.revoked {
            return Err(NotRefreshed::Revoked);
        }
        if entry.grant.expires <= now {
            return Err(NotRefreshed::Expired);
        }
        let hash = token.hash();
        let (_, state) = entry.tokens.iter_mut().find(|(known, _)| *known == hash).ok_or(NotRefreshed::Unknown)?;
        let Some(grace) = client.rotation else {
            return Ok(entry.grant.clone());
        };
        *state = match *state {
            TokenState::Good => TokenState::RotatedOut { at: now, used_again: false },
            // The answer may have been lost on its way: within the grace the old token is good once more.
            TokenState::RotatedOut { at, used_again: false } if now - at < grace => {
                TokenState::RotatedOut { at, used_again: true }
            }
            TokenState::RotatedOut { .. } => return Err(NotRefreshed::Reused),
        };
        if entry.tokens.len() >= MOST_TOKENS {
            let (forgotten, _) = entry.tokens.remove(0);
            self.by_token.remove(&forgotten);
        }
        entry.tokens.push((successor.hash(), TokenState::Good));
        self.by_token.insert(successor.hash(), age);
        Ok(entry.grant.clone())
    }

    /// The grant behind an access token, while it counts.
    pub fn by_origin(&self, origin_jti: &str) -> Option<&Grant> {
        let entry = self.by_age.get(self.by_origin.get(origin_jti)?)?;
        (!entry.revoked).then_some(&entry.grant)
    }

    pub fn revoke(&mut self, origin_jti: &str) {
        if let Some(entry) = self.by_origin.get(origin_jti).and_then(|age| self.by_age.get_mut(age)) {
            entry.revoked = true;
        }
    }

    pub fn revoke_all_of(&mut self, username: &str) {
        for entry in self.by_age.values_mut().filter(|entry| entry.grant.username == username) {
            entry.revoked = true;
        }
    }

    fn forget_expired(&mut self, now: Instant) {
        // A day more: as long as the longest access token may outlive its refresh token.
        let expired = |entry: &Entry| entry.grant.expires + Span::days(1) <= now;
        let ages: Vec<u64> = self.by_age.iter().filter(|(_, entry)| expired(entry)).map(|(age, _)| *age).collect();
        for age in ages {
            self.remove(age);
        }
    }

    fn remove(&mut self, age: u64) {
        if let Some(entry) = self.by_age.remove(&age) {
            self.by_origin.remove(&entry.grant.origin_jti);
            for (hash, _) in entry.tokens {
                self.by_token.remove(&hash);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Counter;

    const START: Instant = Instant::from_seconds(1_800_000_000);

    fn client(extra: &str) -> Client {
        let text = format!("[pool]\nid = \"x_y\"\n[[clients]]\nid = \"web\"\n{extra}");
        Client::new(&crate::Config::parse(&text).unwrap().clients[0])
    }

    fn grant(origin_jti: String) -> Grant {
        Grant {
            origin_jti,
            event_id: "event".into(),
            client_id: "web".into(),
            username: "ada".into(),
            auth_time: START,
            expires: START + Span::days(30),
        }
    }

    #[test]
    fn without_rotation_a_token_is_good_until_it_expires_or_is_revoked() {
        let random = Counter::default();
        let (client, token, spare) = (client(""), RefreshToken::new(&random), RefreshToken::new(&random));
        let mut grants = Grants::default();
        grants.add(grant("o".into()), &token, START);
        for days in [0, 1, 29] {
            assert!(grants.refresh(&token, &client, &spare, START + Span::days(days)).is_ok());
        }
        assert_eq!(grants.refresh(&spare, &client, &token, START).err(), Some(NotRefreshed::Unknown));
        let end = START + Span::days(30);
        assert_eq!(grants.refresh(&token, &client, &spare, end).err(), Some(NotRefreshed::Expired));
        grants.revoke("o");
        assert_eq!(grants.refresh(&token, &client, &spare, START).err(), Some(NotRefreshed::Revoked));
        assert!(grants.by_origin("o").is_none());
    }

    #[test]
    fn a_rotated_token_is_good_once_more_within_the_grace() {
        let random = Counter::default();
        let client = client("refresh_token_rotation = true\nretry_grace_seconds = 10\n");
        let tokens: Vec<RefreshToken> = (0..4).map(|_| RefreshToken::new(&random)).collect();
        let mut grants = Grants::default();
        grants.add(grant("o".into()), &tokens[0], START);
        assert!(grants.refresh(&tokens[0], &client, &tokens[1], START).is_ok());
        assert!(grants.refresh(&tokens[0], &client, &tokens[2], START + Span::seconds(9)).is_ok());
        let third = grants.refresh(&tokens[0], &client, &tokens[3], START + Span::seconds(9));
        assert_eq!(third.err(), Some(NotRefreshed::Reused));
        assert!(grants.refresh(&tokens[1], &client, &tokens[3], START + Span::seconds(9)).is_ok());
        let late = grants.refresh(&tokens[1], &client, &tokens[3], START + Span::seconds(19));
        assert_eq!(late.err(), Some(NotRefreshed::Reused));
    }

    #[test]
    fn the_number_of_grants_and_of_their_tokens_is_bounded() {
        let random = Counter::default();
        let client = client("refresh_token_rotation = true\n");
        let mut grants = Grants::default();
        let mut token = RefreshToken("first".into());
        grants.add(grant("first".into()), &token, START);
        for _ in 0..100 {
            let next = RefreshToken::new(&random);
            assert!(grants.refresh(&token, &client, &next, START).is_ok());
            token = next;
        }
        assert_eq!(grants.by_token.len(), MOST_TOKENS);
        for number in 0..MOST {
            grants.add(grant(number.to_string()), &RefreshToken(number.to_string()), START);
        }
        assert_eq!((grants.by_age.len(), grants.by_origin.len(), grants.by_token.len()), (MOST, MOST, MOST));
        assert!(grants.by_origin("first").is_none(), "the oldest went first");
        for number in 0..SWEEP_EVERY {
            let later = START + Span::days(40);
            let fresh = Grant { expires: later + Span::days(30), ..grant(format!("later {number}")) };
            grants.add(fresh, &RefreshToken(format!("later {number}")), later);
        }
        assert!(grants.by_age.len() <= SWEEP_EVERY as usize, "what expired was dropped");
    }
}
