//! What the pool knows, in memory: clients, users, challenges under way and the tokens it gave out.
//! Everything that a stranger can make grow has a bound. Nothing here does arithmetic: the store is locked while it is used.

mod challenges;
mod client;
mod grants;
mod user;

pub use challenges::{Challenge, Challenges, Handle, NotTaken, Step};
pub use client::Client;
pub use grants::{Grant, Grants, NotRefreshed, RefreshToken};
pub use user::User;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Config;
use crate::random::{self, Random};
use crate::secret::Secret;
use crate::srp::Identity;
use crate::tokens::SigningKeys;

pub struct Store {
    pools: Vec<Pool>,
}

impl Store {
    pub fn new(pool: Pool) -> Self {
        Self { pools: vec![pool] }
    }

    /// Clients are known across pools: a request names only its client.
    pub fn pool_of_client(&mut self, client_id: &str) -> Option<&mut Pool> {
        self.pools.iter_mut().find(|pool| pool.clients.contains_key(client_id))
    }

    pub fn pool(&mut self, pool_id: &str) -> Option<&mut Pool> {
        self.pools.iter_mut().find(|pool| pool.facts.id == pool_id)
    }

    pub fn pool_ids(&self) -> Vec<String> {
        self.pools.iter().map(|pool| pool.facts.id.clone()).collect()
    }
}

pub struct Pool {
    pub facts: Arc<PoolFacts>,
    pub clients: BTreeMap<String, Arc<Client>>,
    pub users: BTreeMap<String, Arc<User>>,
    pub challenges: Challenges,
    pub grants: Grants,
}

/// What does not change while the pool lives, so that it can be used without the store.
#[derive(Debug)]
pub struct PoolFacts {
    pub id: String,
    pub keys: SigningKeys,
    /// Makes the simulated salts of users that do not exist.
    pub decoy_key: Secret<[u8; 32]>,
}

impl Pool {
    pub fn new(config: &Config, keys: SigningKeys, random: &dyn Random) -> Self {
        let decoy_key = Secret::new(random::bytes(random));
        let facts = PoolFacts { id: config.pool.id.clone(), keys, decoy_key };
        let clients = config.clients.iter().map(|client| (client.id.clone(), Arc::new(Client::new(client))));
        let users = config.users.iter().map(|user| {
            let identity = Identity { pool_name: facts.name(), user: &user.username };
            (user.username.clone(), Arc::new(User::new(user, identity, random)))
        });
        Self {
            clients: clients.collect(),
            users: users.collect(),
            challenges: Challenges::default(),
            grants: Grants::default(),
            facts: Arc::new(facts),
        }
    }
}

impl PoolFacts {
    /// What follows `_` in the id; SRP hashes it.
    pub fn name(&self) -> &str {
        self.id.split_once('_').map_or("", |(_, name)| name)
    }

    pub fn issuer(&self) -> String {
        let region = self.id.split_once('_').map_or("", |(region, _)| region);
        format!("https://cognito-idp.{region}.amazonaws.com/{}", self.id)
    }
}
