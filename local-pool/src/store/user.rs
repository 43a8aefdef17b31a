//! A user: the name, a verifier in place of the password, groups and attributes.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::config::{UserConfig, UserStatus};
use crate::random::{self, Random};
use crate::srp::{Identity, Verifier};

#[derive(Debug)]
pub struct User {
    pub username: String,
    pub sub: String,
    pub verifier: Verifier,
    pub groups: Vec<String>,
    pub attributes: BTreeMap<String, String>,
    pub status: UserStatus,
    pub enabled: bool,
}

impl User {
    pub fn new(config: &UserConfig, identity: Identity<'_>, random: &dyn Random) -> Self {
        Self {
            username: config.username.clone(),
            sub: stable_sub(identity),
            verifier: Verifier::new(identity, &config.password.0, random::bytes(random)),
            groups: config.groups.clone(),
            attributes: config.attributes.clone(),
            status: config.status,
            enabled: config.enabled,
        }
    }
}

/// A user from the file keeps its sub over restarts, so that what an app stored under it is found again.
fn stable_sub(identity: Identity<'_>) -> String {
    let digest =
        Sha256::new().chain_update(identity.pool_name).chain_update("/").chain_update(identity.user).finalize();
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(digest) {
        *to = from;
    }
    random::uuid_from(bytes)
}
