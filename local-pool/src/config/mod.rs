//! The configuration file, TOML: one pool, its clients, groups and users. Read once, checked whole, at start.
//! Unknown keys, duplicates and values that Cognito would not take are refused, each with a sentence that names it.
//! An error never quotes the file: a line of it may be a password.

mod attribute;
mod beside;
mod client;
mod factors;
mod messages;
mod people;
mod pool;
#[cfg(test)]
mod tests;
mod triggers;

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;

pub use beside::{IdentityProviderConfig, ResourceServerConfig};
pub use client::ClientConfig;
pub use people::{GroupConfig, UserConfig};
pub use pool::PoolConfig;

use crate::clock::Instant;
use crate::plain_words::{Language, plain};
use crate::random::{self, Random};
use crate::secret::Secret;
use crate::store::{Pool, Store, key};
use crate::triggers::{Addresses, is_web};
use crate::user_pool::{NewName, attributes};

/// What runs when no file is given; `npm start` shows its user.
pub const DEMO: &str = include_str!("../../demo.toml");

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub pool: PoolConfig,
    #[serde(default)]
    pub clients: Vec<ClientConfig>,
    #[serde(default)]
    pub resource_servers: Vec<ResourceServerConfig>,
    #[serde(default)]
    pub identity_providers: Vec<IdentityProviderConfig>,
    #[serde(default)]
    pub groups: Vec<GroupConfig>,
    #[serde(default)]
    pub users: Vec<UserConfig>,
    /// By ARN, the web address that stands in for a function.
    #[serde(default)]
    pub functions: Addresses,
}

/// A password or a secret.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "String")]
pub struct Hidden(pub Secret<String>);

impl From<String> for Hidden {
    fn from(text: String) -> Self {
        Self(Secret::new(text))
    }
}

#[derive(Debug, PartialEq, Eq)]
pub struct ConfigError(String);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(text).map_err(|error| ConfigError(located(text, &error)))?;
        config.check().map_err(ConfigError)?;
        Ok(config)
    }

    /// Puts the pool and all that is in it into a store.
    pub fn fill(&self, store: &mut Store, now: Instant, random: &dyn Random) {
        let id = &self.pool.id;
        let pool = self.pool.pool(now, Secret::new(random::bytes(random)));
        if let Some(prefix) = &self.pool.domain {
            store.domains.put(prefix.clone(), beside::domain(prefix, id, now));
        }
        for client in &self.clients {
            store.clients.put(client.id.clone(), client.client(id, now));
        }
        for server in &self.resource_servers {
            store.resource_servers.put(key(id, &server.identifier), server.server(id));
        }
        // It was checked when the file was read, as users were.
        for provider in self.identity_providers.iter().filter_map(|provider| provider.provider(id, now).ok()) {
            store.identity_providers.put(key(id, &provider.name), provider);
        }
        // First those that are only named, so that those that are stated take their place.
        for name in self.users.iter().flat_map(|user| &user.groups) {
            store.groups.put(key(id, name), people::unranked(id, name, now));
        }
        for group in &self.groups {
            store.groups.put(key(id, &group.name), group.group(id, now));
        }
        for user in &self.users {
            if let Ok(mut row) = user.row(&pool, now) {
                user.set_password(&mut row, &pool, now, random);
                store.users.put(row);
            }
        }
        store.pools.put(id.clone(), pool);
    }

    fn check(&self) -> Result<(), String> {
        self.pool.check()?;
        if self.clients.is_empty() {
            return Err("no client: add a [[clients]] with an id, apps sign in through one".to_owned());
        }
        unique("client", self.clients.iter().map(|client| &client.id), self.clients.iter().map(ClientConfig::check))?;
        unique("group", self.groups.iter().map(|group| &group.name), self.groups.iter().map(GroupConfig::check))?;
        let pool = self.pool.pool(Instant::from_seconds(0), Secret::new([0; 32]));
        let servers = self.resource_servers.iter();
        unique(
            "resource server",
            servers.clone().map(|server| &server.identifier),
            servers.map(ResourceServerConfig::check),
        )?;
        let providers = self.identity_providers.iter();
        let checks = providers.clone().map(|provider| provider.check(&pool));
        unique("identity provider", providers.map(|provider| &provider.name), checks)?;
        self.check_links(&pool)?;
        self.check_functions()?;
        let names = self.users.iter().map(|user| &user.username);
        unique("user", names, self.users.iter().map(|user| user.check(&pool)))?;
        self.check_names(&pool)
    }

    fn check_functions(&self) -> Result<(), String> {
        for (function, address) in &self.functions {
            if !function.starts_with("arn:") {
                return Err(format!("functions: {function:?} must be an ARN, as a pool's LambdaConfig has it"));
            }
            if !is_web(address) {
                return Err(format!(
                    "functions: {address:?} must be a web address, like \"http://127.0.0.1:3000/hello\""
                ));
            }
        }
        Ok(())
    }

    /// What clients name is there.
    fn check_links(&self, pool: &Pool) -> Result<(), String> {
        let scopes: BTreeSet<String> = self
            .resource_servers
            .iter()
            .flat_map(|server| server.server(&pool.id).full_scopes().collect::<Vec<_>>())
            .collect();
        for client in &self.clients {
            let missing = client.scopes.iter().find(|scope| scope.contains('/') && !scopes.contains(*scope));
            if let Some(scope) = missing {
                return Err(format!("client {:?}: no resource server has the scope {scope:?}", client.id));
            }
            let known =
                |name: &String| name == "COGNITO" || self.identity_providers.iter().any(|one| one.name == *name);
            if let Some(name) = client.identity_providers.iter().find(|name| !known(name)) {
                return Err(format!("client {:?}: there is no identity provider {name:?}", client.id));
            }
            for name in client.read_attributes.iter().chain(&client.write_attributes).flatten() {
                if !pool.schema.iter().any(|known| known.name == *name) {
                    return Err(format!("client {:?}: the pool has no attribute {name:?}", client.id));
                }
            }
        }
        Ok(())
    }

    /// Nobody is found by what somebody else is found by.
    fn check_names(&self, pool: &Pool) -> Result<(), String> {
        let mut store = Store::default();
        for user in &self.users {
            let row = user.row(pool, pool.created)?;
            let name = NewName::Chosen(row.username.clone());
            let free = attributes::check_free(&store, pool, &name, &row.attributes);
            let counts = row
                .attributes
                .clone()
                .into_iter()
                .filter(|(name, _)| name == "preferred_username" || row.has_verified(name));
            free.and_then(|()| attributes::check_aliases(&store, pool, &counts.collect(), &row.username))
                .map_err(|error| format!("user {:?}: {}", user.username, error.message()))?;
            store.users.put(row);
        }
        Ok(())
    }
}

/// Each is good in itself, and none is there twice.
fn unique<'a>(
    what: &str,
    names: impl Iterator<Item = &'a String>,
    checks: impl Iterator<Item = Result<(), String>>,
) -> Result<(), String> {
    let mut known = BTreeSet::new();
    for (name, check) in names.zip(checks) {
        check?;
        if !known.insert(name) {
            return Err(format!("{what} {name:?} is there twice"));
        }
    }
    Ok(())
}

fn bounded<Number: PartialOrd + fmt::Display>(
    key: &str,
    value: Number,
    least: Number,
    most: Number,
) -> Result<(), String> {
    match value < least || value > most {
        true => Err(format!("{key} is {value}, but must be {least} to {most}")),
        false => Ok(()),
    }
}

fn web_address(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

fn located(text: &str, error: &toml::de::Error) -> String {
    let Some(span) = error.span() else {
        return plain(error.message(), Language::Toml);
    };
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    // The parser repeats a value of the wrong type, which may be a password: keep what it expected.
    let message = error.message();
    let message = match message.split_once("expected ") {
        Some((found, expected)) if found.starts_with("invalid type") => format!("expected {expected}"),
        _ => message.to_owned(),
    };
    format!("line {line}: {}", plain(&message, Language::Toml))
}
