//! One grant for each sign-in: the refresh tokens it has, and whether its access tokens still count.
//! A grant is named by `origin_jti`, which all its tokens carry; revoking it ends them all.
//! Refresh tokens are kept as hashes: the store cannot give one away.

use std::collections::{BTreeMap, HashMap};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::client::Client;
use super::table::{Index, Table};
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
        URL_SAFE_NO_PAD.encode(Sha256::digest(&self.0))
    }
}

/// SHA-256 of a token, in base64.
type TokenHash = String;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    pub origin_jti: String,
    pub event_id: String,
    pub pool_id: String,
    pub client_id: String,
    pub username: String,
    pub auth_time: Instant,
    /// When its refresh tokens end, rotated or not.
    pub expires: Instant,
    pub scopes: Vec<String>,
    pub issued_by: IssuedBy,
    /// The device that it was signed in on, where the pool tracks devices.
    pub device_key: Option<String>,
    /// When its tokens were last refreshed.
    pub last_used: Instant,
    /// How the person proved who they are, by the names of challenges, for `amr` and for the list of sessions.
    pub factors: Vec<String>,
    /// The sign-in at managed login that it came from, if any: signing out there ends its grants.
    pub sso: Option<String>,
    /// The level that was reached, and how, where the sign-in asked for one: claims of its tokens.
    #[serde(default)]
    pub acr: Option<String>,
    #[serde(default)]
    pub amr: Vec<String>,
}

/// Whose refresh token it is: with device tracking, the token endpoint takes its own alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum IssuedBy {
    Api,
    TokenEndpoint,
}

#[derive(Debug, PartialEq, Eq)]
pub enum NotRefreshed {
    Unknown,
    Expired,
    Revoked,
    /// The token was rotated out, and its grace is over.
    Reused,
}

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Entry {
    made: u64,
    grant: Grant,
    /// A revoked grant is kept until it would have expired, so that its tokens are told as revoked.
    revoked: bool,
    tokens: Vec<(TokenHash, TokenState)>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum TokenState {
    Good,
    /// When it was used first.
    RotatedOut {
        at: Instant,
    },
}

pub struct Grants {
    /// By origin_jti.
    pub(super) rows: Table<Entry, Lists>,
}

impl Default for Grants {
    fn default() -> Self {
        Self { rows: Table::new("grants") }
    }
}

#[derive(Default)]
pub(super) struct Lists {
    by_age: BTreeMap<u64, String>,
    by_token: HashMap<TokenHash, String>,
    /// How many were made.
    made: u64,
}

impl Index<Entry> for Lists {
    fn list(&mut self, origin: &str, entry: &Entry) {
        self.made = self.made.max(entry.made + 1);
        self.by_age.insert(entry.made, origin.to_owned());
        for (hash, _) in &entry.tokens {
            self.by_token.insert(hash.clone(), origin.to_owned());
        }
    }

    fn unlist(&mut self, _: &str, entry: &Entry) {
        self.by_age.remove(&entry.made);
        for (hash, _) in &entry.tokens {
            self.by_token.remove(hash);
        }
    }
}

impl Grants {
    pub fn add(&mut self, grant: Grant, token: &RefreshToken, now: Instant) {
        let made = self.rows.index().made;
        if made.is_multiple_of(SWEEP_EVERY) {
            self.forget_expired(now);
        }
        if self.rows.len() >= MOST
            && let Some(oldest) = self.rows.index().by_age.values().next().cloned()
        {
            self.rows.remove(&oldest);
        }
        let entry = Entry { made, grant, revoked: false, tokens: vec![(token.hash(), TokenState::Good)] };
        self.rows.put(entry.grant.origin_jti.clone(), entry);
    }

    /// The grant that a refresh token belongs to, whatever state the token is in.
    pub fn of_token(&self, token: &RefreshToken) -> Option<&Grant> {
        self.rows.get(self.rows.index().by_token.get(&token.hash())?).map(|entry| &entry.grant)
    }

    /// Whether a refresh token is good, and for which grant. It is not spent by this.
    pub fn check(&self, token: &RefreshToken, client: &Client, now: Instant) -> Result<&Grant, NotRefreshed> {
        self.checked(&token.hash(), client, now).map(|(grant, _)| grant)
    }

    /// Where the client rotates, `token` is now rotated out and `successor` takes its place.
    pub fn refresh(
        &mut self,
        token: &RefreshToken,
        client: &Client,
        successor: &RefreshToken,
        now: Instant,
    ) -> Result<(), NotRefreshed> {
        let hash = token.hash();
        let (grant, rotated) = self.checked(&hash, client, now)?;
        let origin = grant.origin_jti.clone();
        self.rows.update(&origin, |entry| {
            entry.grant.last_used = now;
            let Some(rotated) = rotated else { return };
            if let Some((_, state)) = entry.tokens.iter_mut().find(|(known, _)| *known == hash) {
                *state = rotated;
            }
            if entry.tokens.len() >= MOST_TOKENS {
                // Those that were rotated out go first: one that was just given must not be lost for it.
                let spent = |(_, state): &(TokenHash, TokenState)| matches!(state, TokenState::RotatedOut { .. });
                let oldest = entry.tokens.iter().position(spent).unwrap_or_default();
                entry.tokens.remove(oldest);
            }
            entry.tokens.push((successor.hash(), TokenState::Good));
        });
        Ok(())
    }

    /// The grant, and what the token becomes by being used: nothing else, without rotation.
    fn checked(
        &self,
        hash: &TokenHash,
        client: &Client,
        now: Instant,
    ) -> Result<(&Grant, Option<TokenState>), NotRefreshed> {
        let origin = self.rows.index().by_token.get(hash).ok_or(NotRefreshed::Unknown)?;
        let entry = self.rows.get(origin).ok_or(NotRefreshed::Unknown)?;
        if entry.grant.client_id != client.id {
            return Err(NotRefreshed::Unknown);
        }
        if entry.revoked {
            return Err(NotRefreshed::Revoked);
        }
        if entry.grant.expires <= now {
            return Err(NotRefreshed::Expired);
        }
        let (_, state) = entry.tokens.iter().find(|(known, _)| known == hash).ok_or(NotRefreshed::Unknown)?;
        let rotated = match (client.rotation(), *state) {
            (None, _) => None,
            (Some(_), TokenState::Good) => Some(TokenState::RotatedOut { at: now }),
            // Answers get lost, and tabs refresh at once: within the grace the old token stays good, and its grace stays
            // that of its first use.
            (Some(grace), kept @ TokenState::RotatedOut { at }) if now - at < grace => Some(kept),
            (Some(_), TokenState::RotatedOut { .. }) => return Err(NotRefreshed::Reused),
        };
        Ok((&entry.grant, rotated))
    }

    /// The grant behind an access token, while it counts.
    pub fn by_origin(&self, origin_jti: &str) -> Option<&Grant> {
        let entry = self.rows.get(origin_jti)?;
        (!entry.revoked).then_some(&entry.grant)
    }

    pub fn revoke(&mut self, origin_jti: &str) {
        self.rows.update(origin_jti, |entry| entry.revoked = true);
    }

    pub fn revoke_all_of(&mut self, pool_id: &str, username: &str) {
        for origin in self.origins(|grant| grant.pool_id == pool_id && grant.username == username) {
            self.revoke(&origin);
        }
    }

    /// The grants of a user that count, the oldest first.
    pub fn of_user(&self, pool_id: &str, username: &str, now: Instant) -> Vec<Grant> {
        let rows = self.rows.index().by_age.values().filter_map(|origin| self.rows.get(origin));
        let good = rows.filter(|entry| !entry.revoked && entry.grant.expires > now);
        let theirs = good.filter(|entry| entry.grant.pool_id == pool_id && entry.grant.username == username);
        theirs.map(|entry| entry.grant.clone()).collect()
    }

    /// Revokes all that answer the question.
    pub fn revoke_where(&mut self, of: impl Fn(&Grant) -> bool) {
        for origin in self.origins(of) {
            self.revoke(&origin);
        }
    }

    /// Its sign-in at managed login is over.
    pub fn forget_sso(&mut self, sso: &str) {
        for origin in self.origins(|grant| grant.sso.as_deref() == Some(sso)) {
            self.rows.update(&origin, |entry| entry.grant.sso = None);
        }
    }

    /// Ends what a device may do: its refresh tokens are nobody's, and no access token speaks for it any more.
    /// Access tokens that were given out stay good for what else they may do, as Cognito has it.
    pub fn forget_device(&mut self, pool_id: &str, username: &str, device_key: &str) {
        let of = |grant: &Grant| {
            grant.pool_id == pool_id && grant.username == username && grant.device_key.as_deref() == Some(device_key)
        };
        for origin in self.origins(of) {
            self.rows.update(&origin, |entry| {
                entry.grant.device_key = None;
                entry.tokens.clear();
            });
        }
    }

    fn origins(&self, of: impl Fn(&Grant) -> bool) -> Vec<String> {
        let live = self.rows.iter().filter(|(_, entry)| !entry.revoked && of(&entry.grant));
        live.map(|(origin, _)| origin.to_owned()).collect()
    }

    fn forget_expired(&mut self, now: Instant) {
        // A day more: as long as the longest access token may outlive its refresh token.
        let expired = self.rows.iter().filter(|(_, entry)| entry.grant.expires + Span::days(1) <= now);
        let expired: Vec<String> = expired.map(|(origin, _)| origin.to_owned()).collect();
        for origin in expired {
            self.rows.remove(&origin);
        }
    }
}

#[cfg(test)]
mod tests;
