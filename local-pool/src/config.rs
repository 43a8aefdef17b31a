//! The configuration file, TOML: one pool, its clients and its users. Read once, checked whole, at start.
//! Unknown keys, duplicates and values that Cognito would not take are refused, each with a sentence that names it.
//! An error never quotes the file: a line of it may be a password.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Deserialize;

use crate::secret::Secret;

/// What runs when no file is given; `npm start` shows its user.
pub const DEMO: &str = include_str!("../demo.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub pool: PoolConfig,
    #[serde(default)]
    pub clients: Vec<ClientConfig>,
    #[serde(default)]
    pub users: Vec<UserConfig>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoolConfig {
    pub id: String,
}

#[derive(Debug, Deserialize)]
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
    pub explicit_auth_flows: BTreeSet<ExplicitAuthFlow>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum PreventUserExistence {
    #[default]
    Enabled,
    Legacy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum ExplicitAuthFlow {
    #[serde(rename = "ALLOW_USER_SRP_AUTH")]
    UserSrpAuth,
    #[serde(rename = "ALLOW_USER_PASSWORD_AUTH")]
    UserPasswordAuth,
    #[serde(rename = "ALLOW_REFRESH_TOKEN_AUTH")]
    RefreshTokenAuth,
}

#[derive(Debug, Deserialize)]
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum UserStatus {
    #[default]
    Confirmed,
    Unconfirmed,
    ResetRequired,
}

#[derive(Debug, Deserialize)]
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
    fn check(&self) -> Result<(), String> {
        let id = &self.id;
        if !(1..=128).contains(&id.len()) || !id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'+') {
            return Err(format!("client id {id:?} must be 1 to 128 letters, digits, `_` or `+`"));
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

fn sixty() -> i64 {
    60
}

fn thirty() -> i64 {
    30
}

fn yes() -> bool {
    true
}

fn default_flows() -> BTreeSet<ExplicitAuthFlow> {
    BTreeSet::from([ExplicitAuthFlow::UserSrpAuth, ExplicitAuthFlow::RefreshTokenAuth])
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
        assert!(!client.explicit_auth_flows.contains(&ExplicitAuthFlow::UserPasswordAuth));
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
            (&format!("{POOL}explicit_auth_flows = [\"ALLOW_ALL\"]\n"), "line 5: unknown variant `ALLOW_ALL`"),
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
