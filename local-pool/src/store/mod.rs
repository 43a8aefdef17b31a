//! What local-pool knows: pools, clients, users, groups, keys, the tokens it gave out, sign-ins under way.
//! Flat tables, each row a plain struct; all but what lives for minutes is told to the shell when it changes.
//! Everything that a stranger can make grow has a bound. Nothing here does arithmetic: the store is locked while it is used.

mod appearance;
mod challenges;
mod client;
mod domain;
mod grants;
mod group;
mod identity_pool;
mod identity_provider;
mod lockouts;
mod managed_login;
mod outbox;
mod pool;
mod registrations;
mod resource_server;
mod sso;
mod steps;
mod table;
mod tally;
mod user;
mod users;

pub use appearance::{Branding, Terms};
pub use challenges::{Challenge, Challenges, Handle, NotTaken};
pub use client::{
    Client, ClientSecret, ClientSettings, Feature, PreventUserExistence, RefreshTokenRotation, TimeUnit,
    TokenValidityUnits,
};
pub use domain::Domain;
pub use grants::{Grant, Grants, IssuedBy, NotRefreshed, RefreshToken};
pub use group::Group;
pub use identity_pool::{
    Ambiguous, Identity, IdentityPool, IdentityPoolSettings, MappingRule, MatchType, RoleMapping, UserPoolProvider,
};
pub use identity_provider::{IdentityProvider, ProviderKind};
pub use lockouts::Lockouts;
pub use managed_login::*;
pub use outbox::{Medium, Message, Outbox};
pub use pool::*;
pub use registrations::{Registration, Registrations};
pub use resource_server::{ResourceServer, Scope};
pub use sso::{SsoSession, SsoSessions};
pub use steps::{Attempt, CodeKind, Factor, FirstStep, Flow, Level, SentCode, SetUpToken, Step};
pub use table::{Change, Table, key};
pub use tally::Tally;
pub use user::*;
pub use users::Users;

use std::sync::Arc;

use serde_json::{Map, Value};
use table::Recorded;

use crate::clock::{Instant, Span};
use crate::keys::SigningKeys;

/// The account that every ARN names.
pub const ACCOUNT: &str = "000000000000";

/// The one row of the clock's table.
const MOVED: &str = "moved";

pub struct Store {
    /// By id.
    pub pools: Table<Pool>,
    /// By id: a request names only its client.
    pub clients: Table<Client>,
    pub users: Users,
    /// By pool and name.
    pub groups: Table<Group>,
    /// By name: a domain's name is good once, in whatever pool.
    pub domains: Table<Domain>,
    /// By pool and identifier.
    pub resource_servers: Table<ResourceServer>,
    /// By pool and name.
    pub identity_providers: Table<IdentityProvider>,
    /// By pool and id.
    pub brandings: Table<Branding>,
    /// By pool and id.
    pub terms: Table<Terms>,
    /// Settings that are only told back, as they were sent: by pool, what they are about, and client.
    pub kept: Table<Map<String, Value>>,
    /// By the pool's id; made when first needed.
    pub keys: Table<SigningKeys>,
    pub grants: Grants,
    pub outbox: Outbox,
    /// By id.
    pub identity_pools: Table<IdentityPool>,
    /// By id, which begins with a region: an identity's pool is in its row.
    pub identities: Table<Identity>,
    /// How far the clock was moved, in milliseconds, under one key.
    clock: Table<i64>,
    /// Sign-ins that browsers remember.
    pub sso: SsoSessions,
    /// Minutes, not days: a restart ends them.
    pub challenges: Challenges,
    pub managed_login: ManagedLogin,
    /// Codes that were sent, by pool, purpose and name.
    pub sent_codes: Tally,
    /// Codes that were wrong, by pool, purpose and name.
    pub wrong_codes: Tally,
    /// Wrong passwords for names that nobody has.
    pub lockouts: Lockouts,
    /// Passkeys that are about to be registered.
    pub registrations: Registrations,
}

impl Default for Store {
    fn default() -> Self {
        Self {
            pools: Table::new("pools"),
            clients: Table::new("clients"),
            users: Users::default(),
            groups: Table::new("groups"),
            domains: Table::new("domains"),
            resource_servers: Table::new("resource_servers"),
            identity_providers: Table::new("identity_providers"),
            brandings: Table::new("brandings"),
            terms: Table::new("terms"),
            kept: Table::new("kept"),
            keys: Table::new("keys"),
            grants: Grants::default(),
            outbox: Outbox::default(),
            identity_pools: Table::new("identity_pools"),
            identities: Table::new("identities"),
            clock: Table::new("clock"),
            sso: SsoSessions::default(),
            challenges: Challenges::default(),
            managed_login: ManagedLogin::default(),
            sent_codes: Tally::default(),
            wrong_codes: Tally::default(),
            lockouts: Lockouts::default(),
            registrations: Registrations::default(),
        }
    }
}

/// A row that was written down and cannot be read.
#[derive(Debug)]
pub struct Unreadable {
    pub table: String,
    pub key: String,
}

impl Store {
    pub fn pool(&self, pool_id: &str) -> Option<Arc<Pool>> {
        self.pools.get(pool_id).cloned()
    }

    pub fn client(&self, client_id: &str) -> Option<Arc<Client>> {
        self.clients.get(client_id).cloned()
    }

    /// The names of a user's groups, the one of lowest precedence first, as Cognito puts them into tokens.
    pub fn groups_of(&self, user: &User) -> Vec<Arc<Group>> {
        let rows = user.groups.iter().filter_map(|name| self.groups.get(&key(&user.pool_id, name)));
        let mut groups: Vec<Arc<Group>> = rows.cloned().collect();
        groups.sort_by_key(|group| (group.precedence.unwrap_or(i64::MAX), group.name.clone()));
        groups
    }

    /// A user and their sign-ins: somebody else may take the name, for whom none of the tokens may be good.
    pub fn remove_user(&mut self, user: &User) {
        self.sign_out_everywhere(&user.pool_id, &user.username);
        self.users.remove(&user.pool_id, &user.username);
    }

    pub fn moved(&self) -> Span {
        Span::millis(self.clock.get(MOVED).map_or(0, |millis| **millis))
    }

    pub fn move_clock(&mut self, by: Span) {
        let moved = self.moved().whole_millis().saturating_add(by.whole_millis());
        self.clock.put(MOVED.to_owned(), moved);
    }

    /// A sign-in that came about. Where the pool bounds a user's sessions, the one that was used least lately makes room.
    pub fn add_grant(&mut self, grant: Grant, token: &RefreshToken, now: Instant) {
        let most = self.pools.get(&grant.pool_id).and_then(|pool| pool.sessions.most_per_user());
        let (pool_id, username) = (grant.pool_id.clone(), grant.username.clone());
        self.grants.add(grant, token, now);
        if let Some(most) = most {
            let mut theirs = self.grants.of_user(&pool_id, &username, now);
            theirs.sort_by_key(|grant| grant.last_used);
            let too_many = theirs.len().saturating_sub(most);
            for grant in theirs.iter().take(too_many) {
                self.grants.revoke(&grant.origin_jti);
            }
        }
    }

    /// A pool and all that is in it.
    pub fn remove_pool(&mut self, pool_id: &str) {
        self.pools.remove(pool_id);
        self.keys.remove(pool_id);
        let clients: Vec<String> = self.clients_of(pool_id).map(|client| client.id.clone()).collect();
        for client in clients {
            self.clients.remove(&client);
        }
        self.users.remove_pool(pool_id);
        let within = key(pool_id, "");
        self.groups.remove_within(&within);
        self.resource_servers.remove_within(&within);
        self.identity_providers.remove_within(&within);
        self.brandings.remove_within(&within);
        self.terms.remove_within(&within);
        self.kept.remove_within(&within);
        let domains: Vec<String> = self.domains_of(pool_id).map(|domain| domain.name.clone()).collect();
        for domain in domains {
            self.domains.remove(&domain);
        }
        self.grants.revoke_where(|grant| grant.pool_id == pool_id);
        self.sso.remove_pool(pool_id);
    }

    /// Ends every sign-in of a user, on all clients and in all browsers.
    pub fn sign_out_everywhere(&mut self, pool_id: &str, username: &str) {
        self.grants.revoke_all_of(pool_id, username);
        self.sso.remove_of_user(pool_id, username);
    }

    /// A client, what was made for it, and the sign-ins that it began.
    pub fn remove_client(&mut self, client: &Client) {
        self.clients.remove(&client.id);
        self.grants.revoke_where(|grant| grant.client_id == client.id);
        let pool_id = &client.pool_id;
        let brandings = self.brandings.of_pool(pool_id).filter(|row| row.client_id == client.id);
        for gone in brandings.map(|row| key(pool_id, &row.id)).collect::<Vec<_>>() {
            self.brandings.remove(&gone);
        }
        let terms = self.terms.of_pool(pool_id).filter(|row| row.client_id == client.id);
        for gone in terms.map(|row| key(pool_id, &row.id)).collect::<Vec<_>>() {
            self.terms.remove(&gone);
        }
        let (within, theirs) = (key(pool_id, ""), format!("/{}", client.id));
        let kept = self.kept.within(&within).map(|(key, _)| key.to_owned()).filter(|key| key.ends_with(&theirs));
        for gone in kept.collect::<Vec<_>>() {
            self.kept.remove(&gone);
        }
    }

    pub fn domains_of(&self, pool_id: &str) -> impl Iterator<Item = &Arc<Domain>> {
        self.domains.iter().map(|(_, domain)| domain).filter(move |domain| domain.pool_id == pool_id)
    }

    /// The provider that `identity_provider` or, failing that, `idp_identifier` names.
    pub fn provider(&self, pool_id: &str, name_or_identifier: &str) -> Option<Arc<IdentityProvider>> {
        let named = self.identity_providers.get(&key(pool_id, name_or_identifier));
        let identified = |row: &&Arc<IdentityProvider>| row.identifiers.iter().any(|it| it == name_or_identifier);
        named.or_else(|| self.identity_providers.of_pool(pool_id).find(identified)).cloned()
    }

    /// Ends a sign-in at managed login: what came from it stands alone from now on.
    pub fn end_sso(&mut self, pool_id: &str, sso: &str) {
        self.sso.remove(pool_id, sso);
        self.grants.forget_sso(sso);
    }

    pub fn clients_of(&self, pool_id: &str) -> impl Iterator<Item = &Arc<Client>> {
        self.clients.iter().map(|(_, client)| client).filter(move |client| client.pool_id == pool_id)
    }

    /// What changed since this was last asked. A change that was made under one lock is never split.
    pub fn take_changes(&mut self) -> Vec<Change> {
        let mut changes = Vec::new();
        for table in self.tables() {
            table.take_changes(&mut changes);
        }
        changes
    }

    /// Everything, to be written down anew.
    pub fn all(&mut self) -> Vec<Change> {
        let mut changes = Vec::new();
        for table in self.tables() {
            table.all(&mut changes);
        }
        changes
    }

    /// Lays back what was written down.
    pub fn restore(&mut self, saved: Vec<Change>) -> Result<(), Unreadable> {
        for Change { table, key, value } in saved {
            let unreadable = Unreadable { table: table.clone(), key: key.clone() };
            let known = self.tables().into_iter().find(|known| known.name() == table);
            if !known.is_some_and(|known| known.restore(key, value)) {
                return Err(unreadable);
            }
        }
        Ok(())
    }

    /// From now on changes are remembered until they are taken.
    pub fn record(&mut self) {
        for table in self.tables() {
            table.record();
        }
    }

    /// Empties every table, and tells of it as of any change.
    pub fn clear(&mut self) {
        for table in self.tables() {
            table.clear();
        }
        self.challenges = Challenges::default();
        self.managed_login = ManagedLogin::default();
        self.sent_codes = Tally::default();
        self.wrong_codes = Tally::default();
        self.lockouts = Lockouts::default();
        self.registrations = Registrations::default();
    }

    /// What is written down. One a line: what lives for minutes is not among them.
    fn tables(&mut self) -> Vec<&mut dyn Recorded> {
        vec![
            &mut self.pools,
            &mut self.clients,
            &mut self.users.rows,
            &mut self.groups,
            &mut self.domains,
            &mut self.resource_servers,
            &mut self.identity_providers,
            &mut self.brandings,
            &mut self.terms,
            &mut self.kept,
            &mut self.keys,
            &mut self.grants.rows,
            &mut self.outbox.rows,
            &mut self.sso.rows,
            &mut self.identity_pools,
            &mut self.identities,
            &mut self.clock,
        ]
    }
}
