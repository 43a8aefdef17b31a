//! The configuration file, TOML: one pool, its clients and its users. Read once, checked whole, at start.
//! Unknown keys, duplicates and values that Cognito would not take are refused, each with a sentence that names it.
//! An error never quotes the file: a line of it may be a password.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::clock::Instant;
use crate::random::{self, Random};
use crate::secret::Secret;
use crate::srp::{Identity, Verifier};
use crate::store::{
    Client, ClientSettings, Feature, Group, Pool, PoolSettings, PreventUserExistence, RefreshTokenRotation, Store,
    TimeUnit, TokenValidityUnits, User, UserStatus, key,
};

/// What runs when no file is given; `npm start` shows its user.
pub const DEMO: &str = include_str!("../demo.toml");

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub pool: PoolConfig,
    #[serde(default)]
    pub clients: Vec<ClientConfig>,
    #[serde(default)]
    pub users: Vec<UserConfig>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoolConfig {
    pub id: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientConfig {
    pub id: String,
    #[serde(default)]
    pub refresh_token_rotation: bool,
    #[serde(default)]
    pub retry_grace_seconds: Option<i64>,
    #[serde(default = "sixty")]
    pub access_token_minutes: i64,
    #[serde(default = "sixty")]
    pub id_token_minutes: i64,
    #[serde(default = "thirty")]
    pub refresh_token_days: i64,
    #[serde(default)]
    pub prevent_user_existence_errors: PreventUserExistence,
    #[serde(default = "default_flows")]
    pub explicit_auth_flows: BTreeSet<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserConfig {
    pub username: String,
    pub password: Password,
    #[serde(default)]
    pub groups: Vec<String>,
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    #[serde(default)]
    pub status: UserStatus,
    #[serde(default = "yes")]
    pub enabled: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(from = "String")]
pub struct Password(pub Secret<String>);

impl From<String> for Password {
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
        let name = id.split_once('_').map_or("", |(_, name)| name);
        let decoy_key = Secret::new(random::bytes(random));
        let pool = Pool::new(id.clone(), name.to_owned(), PoolSettings::default(), now, decoy_key);
        for client in &self.clients {
            store.clients.put(client.id.clone(), client.client(id, now));
        }
        for user in &self.users {
            for group in &user.groups {
                store.groups.put(key(id, group), unranked(id, group, now));
            }
            store.users.put(user.user(&pool, now, random));
        }
        store.pools.put(id.clone(), pool);
    }

    fn check(&self) -> Result<(), String> {
        if !is_pool_id(&self.pool.id) {
            return Err(format!(
                "pool.id {:?} is not a pool id: it reads like us-east-1_Local0001 (a region, `_`, letters and digits)",
                self.pool.id
            ));
        }
        if self.clients.is_empty() {
            return Err("no client: add a [[clients]] with an id, apps sign in through one".to_owned());
        }
        let mut known = BTreeSet::new();
        for client in &self.clients {
            client.check()?;
            if !known.insert(&client.id) {
                return Err(format!("client {:?} is there twice", client.id));
            }
        }
        let mut known = BTreeSet::new();
        for user in &self.users {
            user.check()?;
            if !known.insert(&user.username) {
                return Err(format!("user {:?} is there twice", user.username));
            }
        }
        Ok(())
    }
}

impl ClientConfig {
    pub fn client(&self, pool_id: &str, now: Instant) -> Client {
        let rotation = RefreshTokenRotation {
            feature: if self.refresh_token_rotation { Feature::Enabled } else { Feature::Disabled },
            retry_grace_period_seconds: self.retry_grace_seconds,
        };
        let settings = ClientSettings {
            access_token_validity: Some(self.access_token_minutes),
            id_token_validity: Some(self.id_token_minutes),
            refresh_token_validity: Some(self.refresh_token_days),
            token_validity_units: TokenValidityUnits {
                access_token: Some(TimeUnit::Minutes),
                id_token: Some(TimeUnit::Minutes),
                refresh_token: Some(TimeUnit::Days),
            },
            explicit_auth_flows: Some(self.explicit_auth_flows.iter().cloned().collect()),
            prevent_user_existence_errors: self.prevent_user_existence_errors,
            enable_token_revocation: Some(true),
            auth_session_validity: Some(3),
            refresh_token_rotation: self.refresh_token_rotation.then_some(rotation),
            ..ClientSettings::default()
        };
        Client {
            id: self.id.clone(),
            pool_id: pool_id.to_owned(),
            name: self.id.clone(),
            secrets: Vec::new(),
            created: now,
            modified: now,
            settings,
            sessions: serde_json::Map::new(),
        }
    }

    fn check(&self) -> Result<(), String> {
        let id = &self.id;
        if !(1..=128).contains(&id.len()) || !id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'+') {
            return Err(format!("client id {id:?} must be 1 to 128 letters, digits, `_` or `+`"));
        }
        if let Some(flow) = self.explicit_auth_flows.iter().find(|flow| !FLOWS.contains(&flow.as_str())) {
            return Err(format!("client {id:?}: {flow:?} is no flow: there are {}", FLOWS.join(", ")));
        }
        // Cognito's own bounds: 5 minutes to a day, an hour to ten years, at most 60 seconds.
        for (key, minutes) in
            [("access_token_minutes", self.access_token_minutes), ("id_token_minutes", self.id_token_minutes)]
        {
            if !(5..=24 * 60).contains(&minutes) {
                return Err(format!("client {id:?}: {key} is {minutes}, but must be 5 to 1440"));
            }
        }
        if !(1..=3650).contains(&self.refresh_token_days) {
            let days = self.refresh_token_days;
            return Err(format!("client {id:?}: refresh_token_days is {days}, but must be 1 to 3650"));
        }
        match self.retry_grace_seconds {
            Some(grace) if !(0..=60).contains(&grace) => {
                Err(format!("client {id:?}: retry_grace_seconds is {grace}, but must be 0 to 60"))
            }
            Some(_) if !self.refresh_token_rotation => {
                Err(format!("client {id:?}: retry_grace_seconds needs refresh_token_rotation = true"))
            }
            _ => Ok(()),
        }
    }
}

impl UserConfig {
    fn user(&self, pool: &Pool, now: Instant, random: &dyn Random) -> User {
        let identity = Identity { pool_name: pool.short_name(), user: &self.username };
        let verifier = Verifier::new(identity, &self.password.0, random::bytes(random));
        User {
            attributes: self.attributes.clone(),
            status: self.status,
            enabled: self.enabled,
            password: Some(verifier),
            groups: self.groups.iter().cloned().collect(),
            ..User::new(&pool.id, self.username.clone(), stable_sub(identity), now)
        }
    }

    fn check(&self) -> Result<(), String> {
        let name = &self.username;
        if !(1..=128).contains(&name.chars().count()) || name.chars().any(char::is_control) {
            return Err(format!("username {name:?} must be 1 to 128 characters, none of them a control character"));
        }
        if !(1..=256).contains(&self.password.0.expose().chars().count()) {
            return Err(format!("user {name:?}: the password must be 1 to 256 characters"));
        }
        for (attribute, value) in &self.attributes {
            if attribute.is_empty() || attribute.len() > 32 || attribute.chars().any(char::is_control) {
                return Err(format!("user {name:?}: attribute name {attribute:?} must be 1 to 32 characters"));
            }
            if matches!(attribute.as_str(), "sub" | "identities") || attribute.starts_with("cognito:") {
                return Err(format!("user {name:?}: attribute {attribute:?} is set by the pool, not by you"));
            }
            if attribute.ends_with("_verified") && !matches!(value.as_str(), "true" | "false") {
                return Err(format!("user {name:?}: attribute {attribute:?} must be \"true\" or \"false\""));
            }
        }
        if let Some(group) = self.groups.iter().find(|group| group.is_empty() || group.chars().any(char::is_control)) {
            return Err(format!("user {name:?}: {group:?} cannot be a group's name"));
        }
        Ok(())
    }
}

fn unranked(pool_id: &str, name: &str, now: Instant) -> Group {
    Group {
        pool_id: pool_id.to_owned(),
        name: name.to_owned(),
        description: None,
        role_arn: None,
        precedence: None,
        created: now,
        modified: now,
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

/// Cognito's pattern for pool ids: `[\w-]+_[0-9a-zA-Z]+`, at most 55 characters.
fn is_pool_id(id: &str) -> bool {
    let Some((region, name)) = id.split_once('_') else {
        return false;
    };
    id.len() <= 55
        && !region.is_empty()
        && region.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn located(text: &str, error: &toml::de::Error) -> String {
    let Some(span) = error.span() else {
        return error.message().to_owned();
    };
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    // The parser repeats a value of the wrong type, which may be a password: keep what it expected.
    let message = error.message();
    let message = match message.split_once("expected ") {
        Some((found, expected)) if found.starts_with("invalid type") => format!("expected {expected}"),
        _ => message.to_owned(),
    };
    format!("line {line}: {message}")
}

const FLOWS: [&str; 6] = [
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_USER_AUTH",
    "ALLOW_CUSTOM_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
];

fn sixty() -> i64 {
    60
}

fn thirty() -> i64 {
    30
}

fn yes() -> bool {
    true
}

fn default_flows() -> BTreeSet<String> {
    BTreeSet::from(["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"].map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    const POOL: &str = "[pool]\nid = \"us-east-1_Local0001\"\n[[clients]]\nid = \"web\"\n";

    fn error(text: &str) -> String {
        Config::parse(text).expect_err(text).to_string()
    }

    #[test]
    fn the_demo_is_a_good_configuration() {
        let demo = Config::parse(DEMO).unwrap();
        assert_eq!(demo.users[0].username, "ada");
    }

    #[test]
    fn defaults_are_cognitos() {
        let config = Config::parse(POOL).unwrap();
        let client = &config.clients[0];
        assert!(!client.refresh_token_rotation);
        assert_eq!((client.access_token_minutes, client.refresh_token_days), (60, 30));
        assert_eq!(client.prevent_user_existence_errors, PreventUserExistence::Enabled);
        assert!(!client.explicit_auth_flows.contains("ALLOW_USER_PASSWORD_AUTH"));
    }

    #[test]
    fn a_bad_file_is_told_by_line_and_reason() {
        for (text, part) in [
            ("", "missing field `pool`"),
            ("[pool\n", "line 1:"),
            ("[pool]\nid = \"us-east-1_Local0001\"\ncolor = 1\n", "line 3: unknown field `color`"),
            ("[pool]\nid = \"us-east-1\"\n", "is not a pool id"),
            ("[pool]\nid = \"us-east-1_Local0001\"\n", "no client"),
            (&format!("{POOL}[[clients]]\nid = \"web\"\n"), "client \"web\" is there twice"),
            (&format!("{POOL}access_token_minutes = 4\n"), "must be 5 to 1440"),
            (&format!("{POOL}refresh_token_days = 0\n"), "must be 1 to 3650"),
            (&format!("{POOL}retry_grace_seconds = 5\n"), "needs refresh_token_rotation"),
            (&format!("{POOL}refresh_token_rotation = true\nretry_grace_seconds = 61\n"), "must be 0 to 60"),
            (&format!("{POOL}explicit_auth_flows = [\"ALLOW_ALL\"]\n"), "\"ALLOW_ALL\" is no flow"),
            (&format!("{POOL}[[users]]\nusername = \"a\"\n"), "missing field `password`"),
            (&format!("{POOL}[[users]]\nusername = \"\"\npassword = \"p\"\n"), "1 to 128 characters"),
            (&format!("{POOL}[[users]]\nusername = \"a\"\npassword = \"\"\n"), "1 to 256 characters"),
            (
                &format!("{POOL}[[users]]\nusername = \"a\"\npassword = \"p\"\nattributes = {{ sub = \"1\" }}\n"),
                "set by the pool",
            ),
            (&format!("{POOL}{0}{0}", "[[users]]\nusername = \"a\"\npassword = \"p\"\n"), "user \"a\" is there twice"),
        ] {
            let message = error(text);
            assert!(message.contains(part), "{message:?} lacks {part:?}");
        }
    }

    #[test]
    fn neither_an_error_nor_debug_shows_a_password() {
        let number = format!("{POOL}[[users]]\nusername = \"a\"\npassword = 31337\n");
        assert_eq!(error(&number), "line 7: expected a string");
        let unclosed = format!("{POOL}[[users]]\nusername = \"a\"\npassword = \"hunter2\n");
        assert!(!error(&unclosed).contains("hunter2"));
        let good = format!("{POOL}[[users]]\nusername = \"a\"\npassword = \"hunter2\"\n");
        assert!(!format!("{:?}", Config::parse(&good).unwrap()).contains("hunter2"));
    }
}
