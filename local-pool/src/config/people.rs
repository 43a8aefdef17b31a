//! `[[groups]]` and `[[users]]`. A user's `sub` follows from the pool and the name, so that what an app stored under it
//! is found again after a restart.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::Hidden;
use crate::clock::Instant;
use crate::model;
use crate::random::{self, Random};
use crate::secret::Secret;
use crate::store::{Group, MfaFactor, Pool, SoftwareToken, User, UserStatus};
use crate::totp;
use crate::user_pool::{NewName, Writer, attributes, passwords};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupConfig {
    pub name: String,
    pub description: Option<String>,
    /// The ARN of a role, which ID tokens carry.
    pub role: Option<String>,
    pub precedence: Option<i64>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserConfig {
    pub username: String,
    pub password: Option<Hidden>,
    /// To be changed at the first sign-in.
    pub temporary_password: Option<Hidden>,
    #[serde(default)]
    pub groups: Vec<String>,
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    pub status: Option<UserStatus>,
    #[serde(default = "yes")]
    pub enabled: bool,
    #[serde(default)]
    pub mfa: Vec<MfaFactor>,
    pub preferred_mfa: Option<MfaFactor>,
    /// Of an authenticator app that is set up already: 32 bytes as 52 letters of base32.
    pub totp_secret: Option<Hidden>,
}

impl GroupConfig {
    pub fn group(&self, pool_id: &str, now: Instant) -> Group {
        Group {
            description: self.description.clone(),
            role_arn: self.role.clone(),
            precedence: self.precedence,
            ..unranked(pool_id, &self.name, now)
        }
    }

    pub fn check(&self) -> Result<(), String> {
        let name = &self.name;
        if !is_group_name(name) {
            return Err(format!("group {name:?} must have a name of 1 to 128 characters, none of them a space"));
        }
        if self.precedence.is_some_and(|precedence| precedence < 0) {
            return Err(format!("group {name:?}: precedence must be 0 or more"));
        }
        if self.role.as_ref().is_some_and(|role| !(20..=2048).contains(&role.len()) || !role.starts_with("arn:")) {
            return Err(format!(
                "group {name:?}: role must be an ARN, like \"arn:aws:iam::000000000000:role/readers\""
            ));
        }
        Ok(())
    }
}

impl UserConfig {
    /// Without a password, which takes a moment to compute.
    pub fn row(&self, pool: &Pool, now: Instant) -> Result<User, String> {
        let name = &self.username;
        let said = |error: crate::user_pool::ServiceError| format!("user {name:?}: {}", error.message().trim_end());
        let sub = stable_sub(pool, name);
        let mut attributes = self.attributes.clone();
        let username = match attributes::new_name(pool, name).map_err(said)? {
            NewName::Chosen(username) => username,
            NewName::Attribute { name, value } => {
                attributes.insert(name.to_owned(), value);
                sub.clone()
            }
        };
        attributes::check_new(pool, Writer::Admin, &attributes).map_err(said)?;
        let status = match (&self.status, &self.temporary_password) {
            (Some(status), _) => *status,
            (None, Some(_)) => UserStatus::ForceChangePassword,
            (None, None) => UserStatus::Confirmed,
        };
        let mut user = User {
            attributes,
            status,
            enabled: self.enabled,
            groups: self.groups.iter().cloned().collect(),
            ..User::new(&pool.id, username, sub, now)
        };
        user.mfa.enabled = self.mfa.iter().copied().chain(self.preferred_mfa).collect();
        user.mfa.preferred = self.preferred_mfa;
        user.software_token = self.app()?;
        Ok(user)
    }

    /// The password that was stated for a row of `row`.
    pub fn set_password(&self, user: &mut User, pool: &Pool, now: Instant, random: &dyn Random) {
        let policy = &pool.settings.policies.password_policy;
        let verifier = |Hidden(password): &Hidden| passwords::verifier(pool, &user.username, password, random);
        let status = user.status;
        if let Some(verifier) = self.password.as_ref().map(verifier) {
            passwords::set(user, verifier, policy, now);
        } else if let Some(verifier) = self.temporary_password.as_ref().map(verifier) {
            passwords::set_temporary(user, verifier, policy, now);
        }
        user.status = status;
    }

    pub fn check(&self, pool: &Pool) -> Result<(), String> {
        let name = &self.username;
        if !is_username(name) {
            return Err(format!(
                "username {name:?} must be 1 to 128 characters, none of them a space or a control character"
            ));
        }
        self.check_rest(pool).map_err(|why| format!("user {name:?}: {why}"))
    }

    fn app(&self) -> Result<Option<SoftwareToken>, String> {
        let Some(Hidden(secret)) = &self.totp_secret else { return Ok(None) };
        // Read into the type that a row has.
        let secret = totp::Secret::try_from(secret.expose().clone());
        let secret = secret.map_err(|bad| format!("user {:?}: totp_secret: {bad}", self.username))?;
        Ok(Some(SoftwareToken { secret, name: None, verified: true, last_step: None }))
    }

    fn check_rest(&self, pool: &Pool) -> Result<(), String> {
        if self.password.is_some() && self.temporary_password.is_some() {
            return Err("password and temporary_password exclude each other".to_owned());
        }
        for Hidden(password) in self.password.iter().chain(&self.temporary_password) {
            check_password(pool, password)?;
        }
        for (attribute, value) in &self.attributes {
            if matches!(attribute.as_str(), "sub" | "identities") || attribute.starts_with("cognito:") {
                return Err(format!("attribute {attribute:?} is set by the pool, not by you"));
            }
            if attribute.ends_with("_verified") && !matches!(value.as_str(), "true" | "false") {
                return Err(format!("attribute {attribute:?} must be \"true\" or \"false\""));
            }
        }
        if let Some(group) = self.groups.iter().find(|group| !is_group_name(group)) {
            return Err(format!("{group:?} cannot be a group's name"));
        }
        for factor in self.mfa.iter().chain(&self.preferred_mfa) {
            let (allowed, needs) = match factor {
                MfaFactor::SmsMfa => (pool.mfa.allows_sms(), Some("phone_number")),
                MfaFactor::EmailOtp => (pool.mfa.allows_email(), Some("email")),
                MfaFactor::SoftwareTokenMfa => (pool.mfa.allows_software_token(), None),
                MfaFactor::WebAuthn => (false, None),
            };
            let factor = factor.name();
            if !allowed {
                return Err(format!(
                    "{factor} is not among pool.mfa.factors, or needs what only the user can register"
                ));
            }
            if let Some(attribute) = needs.filter(|attribute| !self.attributes.contains_key(*attribute)) {
                return Err(format!("{factor} needs the attribute {attribute:?}"));
            }
            if factor == MfaFactor::SoftwareTokenMfa.name() && self.totp_secret.is_none() {
                return Err(format!("{factor} needs totp_secret"));
            }
        }
        Ok(())
    }
}

/// As the API would have it: letters, marks, numbers, symbols and punctuation.
fn is_username(name: &str) -> bool {
    let input = json!({ "UserPoolId": "us-east-1_A", "Username": name });
    model::user_pool().operation("AdminGetUser").is_some_and(|operation| operation.check_input(&input).is_ok())
}

pub fn unranked(pool_id: &str, name: &str, now: Instant) -> Group {
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

fn check_password(pool: &Pool, password: &Secret<String>) -> Result<(), String> {
    // Looked at for its length and characters alone.
    if !(1..=256).contains(&password.expose().chars().count()) {
        return Err("the password must be 1 to 256 characters".to_owned());
    }
    passwords::check_policy(pool, password).map_err(|error| error.message().to_owned())
}

fn is_group_name(name: &str) -> bool {
    (1..=128).contains(&name.chars().count()) && !name.chars().any(|one| one.is_control() || one.is_whitespace())
}

fn stable_sub(pool: &Pool, name: &str) -> String {
    let digest = Sha256::new().chain_update(pool.short_name()).chain_update("/").chain_update(name).finalize();
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(digest) {
        *to = from;
    }
    random::uuid_from(bytes)
}

fn yes() -> bool {
    true
}
