//! The tokens of a sign-in: an ID token and an access token, RS256 (RFC 7519, RFC 7515), with Cognito's claims.

mod claims;
mod jwt;
mod signing_keys;

pub use claims::SCOPE;
pub use jwt::{BadToken, claimed_pool_id, read_access_token};
pub use signing_keys::{KeyError, SigningKeys};

use crate::clock::Instant;
use crate::random::Random;
use crate::store::{Client, Grant, PoolFacts, User};

pub struct TokenPair {
    pub id_token: String,
    pub access_token: String,
    pub expires_in: i64,
}

impl TokenPair {
    /// Signing takes milliseconds: never call it while the store is locked.
    pub fn issue(
        pool: &PoolFacts,
        client: &Client,
        user: &User,
        grant: &Grant,
        now: Instant,
        random: &dyn Random,
    ) -> Self {
        let id = claims::id_token(pool, client, user, grant, now, random);
        let access = claims::access_token(pool, client, user, grant, now, random);
        Self {
            id_token: jwt::sign(pool.keys.id_token(), &id),
            access_token: jwt::sign(pool.keys.access_token(), &access),
            expires_in: client.access_token.whole_seconds(),
        }
    }
}
