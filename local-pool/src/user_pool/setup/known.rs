//! What requests name: a pool that exists, a client of that pool. And the bounds on how many of anything there may be.

use std::sync::Arc;

use serde::Deserialize;

use super::super::ServiceError;
use crate::random::{self, Random};
use crate::store::{Client, Pool, Store};

/// An input that names a pool and nothing else.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct OfPool {
    pub user_pool_id: String,
}

/// An input that names a client and nothing else.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct OfClient {
    pub user_pool_id: String,
    pub client_id: String,
}

pub fn pool(store: &Store, pool_id: &str) -> Result<Arc<Pool>, ServiceError> {
    store.pool(pool_id).ok_or_else(|| ServiceError::pool_not_found(pool_id))
}

pub fn client(store: &Store, of: &OfClient) -> Result<Arc<Client>, ServiceError> {
    pool(store, &of.user_pool_id)?;
    let client = store.client(&of.client_id).filter(|client| client.pool_id == of.user_pool_id);
    client.ok_or_else(|| ServiceError::client_not_found(&of.client_id))
}

/// How many there may be: in one pool as many as Cognito's quotas allow, and in all pools as many as memory bears, for each
/// may be as large as a request.
#[derive(Clone, Copy)]
pub struct Quota {
    pub what: &'static str,
    pub in_pool: usize,
    pub in_all: usize,
}

pub const POOLS: Quota = Quota { what: "user pools", in_pool: 1000, in_all: 1000 };
pub const CLIENTS: Quota = Quota { what: "app clients", in_pool: 1000, in_all: 2000 };
pub const GROUPS: Quota = Quota { what: "groups", in_pool: 10_000, in_all: 20_000 };
pub const PROVIDERS: Quota = Quota { what: "identity providers", in_pool: 300, in_all: 500 };
pub const RESOURCE_SERVERS: Quota = Quota { what: "resource servers", in_pool: 300, in_all: 1000 };
pub const BRANDINGS: Quota = Quota { what: "managed login styles", in_pool: 300, in_all: 500 };
pub const TERMS: Quota = Quota { what: "terms documents", in_pool: 2000, in_all: 10_000 };
pub const KEPT: Quota = Quota { what: "configurations of this kind", in_pool: 1000, in_all: 1000 };

impl Quota {
    /// Whether one more may be made.
    pub fn check(self, of_pool: usize, of_all: usize) -> Result<(), ServiceError> {
        if of_pool < self.in_pool && of_all < self.in_all {
            return Ok(());
        }
        Err(ServiceError::new("LimitExceededException", format!("Maximum number of {} reached", self.what)))
    }

    /// The same for operations whose model has no LimitExceededException.
    pub fn check_as_parameter(self, of_pool: usize, of_all: usize) -> Result<(), ServiceError> {
        self.check(of_pool, of_all).map_err(|error| ServiceError::invalid_parameter(error.message()))
    }
}

/// Random characters of an alphabet.
pub struct Characters(pub &'static [u8]);

pub const LETTERS_AND_DIGITS: Characters =
    Characters(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
pub const SMALL_LETTERS_AND_DIGITS: Characters = Characters(b"0123456789abcdefghijklmnopqrstuvwxyz");

impl Characters {
    pub fn pick(&self, count: usize, random: &dyn Random) -> String {
        let one = || {
            // Of 2^32 the remainder of 62 or 36 is as good as even.
            let drawn = u32::from_be_bytes(random::bytes(random)) as usize;
            self.0.get(drawn % self.0.len()).map_or('0', |byte| char::from(*byte))
        };
        std::iter::repeat_with(one).take(count).collect()
    }
}
