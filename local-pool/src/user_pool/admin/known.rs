//! Whom an administrator's request is about: a user of a pool, named by user name, `sub`, or whatever people sign in by.

use std::sync::Arc;

use serde::Deserialize;

use crate::call::Call;
use crate::store::{Pool, Store, User};
use crate::user_pool::ServiceError;

/// An input, or a part of one, that names a user.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct OfUser {
    pub user_pool_id: String,
    pub username: String,
}

#[derive(Debug)]
pub struct KnownUser {
    pub pool: Arc<Pool>,
    pub user: Arc<User>,
}

impl OfUser {
    pub fn find(&self, call: &Call<'_>) -> Result<KnownUser, ServiceError> {
        self.find_in(&call.store())
    }

    /// For whoever holds the store, so that nothing comes between finding and changing.
    pub fn find_in(&self, store: &Store) -> Result<KnownUser, ServiceError> {
        let pool = pool(store, &self.user_pool_id)?;
        let user = store.users.find(&pool, &self.username).cloned().ok_or_else(ServiceError::user_not_found)?;
        Ok(KnownUser { pool, user })
    }

    /// For operations that have no UserNotFoundException.
    pub fn find_or_resource(&self, call: &Call<'_>) -> Result<KnownUser, ServiceError> {
        self.find(call).map_err(|error| match error.name() {
            "UserNotFoundException" => ServiceError::not_found(error.message()),
            _ => error,
        })
    }
}

pub fn pool(store: &Store, pool_id: &str) -> Result<Arc<Pool>, ServiceError> {
    store.pool(pool_id).ok_or_else(|| ServiceError::pool_not_found(pool_id))
}
