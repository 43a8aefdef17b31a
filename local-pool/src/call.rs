//! What an operation works with: the store, the time, randomness, and the way to others.
//! The store is locked for look-ups and changes; never while something is computed, never over an await.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::clock::Instant;
use crate::http::Request;
use crate::keys::{KeyError, SigningKeys};
use crate::outbound::Outbound;
use crate::random::Random;
use crate::store::Store;
use crate::triggers::Addresses;

#[derive(Clone, Copy)]
pub struct Call<'a> {
    pub store: &'a Mutex<Store>,
    pub now: Instant,
    pub random: &'a dyn Random,
    pub outbound: &'a dyn Outbound,
    /// Where this is served, without a slash at the end.
    pub base_url: &'a str,
    /// Where the functions are that pools name as their triggers.
    pub functions: &'a Addresses,
    pub request: &'a Request,
}

impl Call<'_> {
    pub fn store(&self) -> MutexGuard<'_, Store> {
        // A panic in one request leaves at worst one half-made entry: better than a pool that answers no more.
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A pool's keys, which are made when they are first needed. That takes a moment.
    pub fn keys(&self, pool_id: &str) -> Result<Arc<SigningKeys>, KeyError> {
        if let Some(keys) = self.store().keys.get(pool_id) {
            return Ok(keys.clone());
        }
        let made = SigningKeys::generate(self.random)?;
        let mut store = self.store();
        // Somebody else may have been faster: whose keys are there first, stay.
        if store.keys.get(pool_id).is_none() {
            store.keys.put(pool_id.to_owned(), made);
        }
        store.keys.get(pool_id).cloned().ok_or(KeyError::Lost)
    }

    /// The region that the request was signed for, in the header that AWS's clients send (Signature Version 4).
    pub fn signed_for(&self) -> Option<&str> {
        let authorization = self.request.header("authorization")?.strip_prefix("AWS4-HMAC-SHA256 ")?;
        let credential = authorization.split(", ").find_map(|part| part.trim().strip_prefix("Credential="))?;
        credential.split('/').nth(2)
    }
}
