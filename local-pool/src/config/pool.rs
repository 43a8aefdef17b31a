//! `[pool]` and the tables under it: how people sign in, what a password must be, MFA, devices, triggers, messages,
//! attributes. Readable keys; what they come to are the settings of the API.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::json;

use super::attribute::AttributeConfig;
use super::beside::check_domain;
use super::bounded;
use super::factors::{MfaSettings, Passkeys, mfa_config};
use super::messages::Messages;
use super::triggers::Triggers;
use crate::clock::Instant;
use crate::secret::Secret;
use crate::store::{
    AccountRecoverySetting, AdminCreateUserConfig, DeletionProtection, DeviceConfiguration, FirstFactor,
    IssuerConfiguration, PasswordPolicy, Policies, Pool, PoolSettings, RecoveryMechanism, SignInPolicy,
    UserAttributeUpdateSettings, UsernameConfiguration,
};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoolConfig {
    pub id: String,
    /// What follows `_` in the id, unless told.
    pub name: Option<String>,
    /// An email address or a phone number in place of a user name.
    #[serde(default)]
    pub username_attributes: Vec<Contact>,
    /// What people can sign in with beside their user name.
    #[serde(default)]
    pub alias_attributes: Vec<Alias>,
    #[serde(default = "yes")]
    pub case_sensitive: bool,
    #[serde(default)]
    pub auto_verified_attributes: Vec<Contact>,
    /// New values wait for their code.
    #[serde(default)]
    pub verify_before_update: Vec<Contact>,
    #[serde(default = "yes")]
    pub self_sign_up: bool,
    /// The first that a person has is used.
    pub account_recovery: Option<Vec<Recovery>>,
    #[serde(default = "password_alone")]
    pub first_factors: Vec<FirstFactor>,
    #[serde(default)]
    pub issuer: Issuer,
    /// The prefix of managed login's own domain at Cognito.
    pub domain: Option<String>,
    #[serde(default)]
    pub deletion_protection: bool,
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
    #[serde(default)]
    pub password_policy: PasswordPolicyConfig,
    #[serde(default)]
    pub mfa: MfaSettings,
    pub passkeys: Option<Passkeys>,
    pub devices: Option<Devices>,
    #[serde(default)]
    pub sessions: Sessions,
    #[serde(default)]
    pub triggers: Triggers,
    #[serde(default)]
    pub messages: Messages,
    #[serde(default)]
    pub attributes: Vec<AttributeConfig>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contact {
    Email,
    PhoneNumber,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alias {
    Email,
    PhoneNumber,
    PreferredUsername,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recovery {
    VerifiedEmail,
    VerifiedPhoneNumber,
    AdminOnly,
}

/// Which form the `iss` of tokens has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Issuer {
    #[default]
    Original,
    Updated,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PasswordPolicyConfig {
    minimum_length: usize,
    uppercase: bool,
    lowercase: bool,
    numbers: bool,
    symbols: bool,
    history: usize,
    temporary_days: i64,
}

impl Default for PasswordPolicyConfig {
    fn default() -> Self {
        let policy = PasswordPolicy::default();
        Self {
            minimum_length: policy.minimum_length,
            uppercase: policy.require_uppercase,
            lowercase: policy.require_lowercase,
            numbers: policy.require_numbers,
            symbols: policy.require_symbols,
            history: 0,
            temporary_days: policy.temporary_password_validity_days,
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Devices {
    /// A device that is not remembered is asked for MFA where the user has it.
    #[serde(default)]
    challenge_new: bool,
    #[serde(default)]
    remember_on_prompt: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sessions {
    /// Whether ListUserSessions and RevokeUserSession know anything.
    tracking: bool,
    most_per_user: Option<i64>,
}

impl PoolConfig {
    pub fn pool(&self, now: Instant, decoy_key: Secret<[u8; 32]>) -> Pool {
        let after_region = self.id.split_once('_').map_or("", |(_, name)| name);
        let name = self.name.as_deref().unwrap_or(after_region);
        let mut pool = Pool::new(self.id.clone(), name.to_owned(), self.settings(), now, decoy_key);
        for attribute in &self.attributes {
            let attribute = attribute.schema();
            pool.schema.retain(|known| known.name != attribute.name);
            pool.schema.push(attribute);
        }
        pool.tags.clone_from(&self.tags);
        pool.mfa = mfa_config(&self.mfa, self.passkeys.as_ref(), &self.messages);
        if self.sessions.tracking {
            pool.sessions.0.insert("UserSessionTracking".to_owned(), "ENABLED".into());
        }
        if let Some(most) = self.sessions.most_per_user {
            pool.sessions.0.insert("TokenSession".to_owned(), json!({ "MaxPerUser": most }));
        }
        pool
    }

    pub fn check(&self) -> Result<(), String> {
        if !is_pool_id(&self.id) {
            return Err(format!(
                "pool.id {:?} is not a pool id: it reads like us-east-1_Local0001 (a region, `_`, letters and digits)",
                self.id
            ));
        }
        if self.name.as_ref().is_some_and(|name| !(1..=128).contains(&name.chars().count())) {
            return Err("pool.name must be 1 to 128 characters".to_owned());
        }
        if !self.username_attributes.is_empty() && !self.alias_attributes.is_empty() {
            return Err("pool: username_attributes and alias_attributes exclude each other".to_owned());
        }
        if self.verify_before_update.iter().any(|contact| !self.auto_verified_attributes.contains(contact)) {
            return Err("pool: what is in verify_before_update must be in auto_verified_attributes as well".to_owned());
        }
        if self.first_factors.is_empty() || !self.first_factors.contains(&FirstFactor::Password) {
            return Err("pool.first_factors must have \"PASSWORD\" among them, as at Cognito".to_owned());
        }
        if let Some(recovery) = &self.account_recovery {
            let admin = recovery.contains(&Recovery::AdminOnly);
            if recovery.is_empty() || (admin && recovery.len() > 1) {
                return Err("pool.account_recovery names ways to recover, or \"admin_only\" alone".to_owned());
            }
        }
        let policy = &self.password_policy;
        bounded("pool.password_policy.minimum_length", policy.minimum_length, 6, 99)?;
        bounded("pool.password_policy.history", policy.history, 0, 24)?;
        bounded("pool.password_policy.temporary_days", policy.temporary_days, 0, 365)?;
        self.mfa.check()?;
        if let Some(most) = self.sessions.most_per_user {
            bounded("pool.sessions.most_per_user", most, 1, 100)?;
        }
        if let Some(passkeys) = &self.passkeys {
            passkeys.check()?;
        }
        self.triggers.check()?;
        self.messages.check()?;
        if let Some(prefix) = &self.domain {
            check_domain(prefix)?;
        }
        let mut known = std::collections::BTreeSet::new();
        for attribute in &self.attributes {
            attribute.check()?;
            if !known.insert(attribute.full_name()) {
                return Err(format!("attribute {:?} is there twice", attribute.full_name()));
            }
        }
        Ok(())
    }

    fn settings(&self) -> PoolSettings {
        let policy = &self.password_policy;
        let contacts = |list: &[Contact]| list.iter().map(|contact| contact.name().to_owned()).collect::<Vec<_>>();
        let recovery = self.account_recovery.as_ref().map(|list| AccountRecoverySetting {
            recovery_mechanisms: (1..).zip(list).map(|(priority, way)| way.mechanism(priority)).collect(),
        });
        let before_update = contacts(&self.verify_before_update);
        PoolSettings {
            policies: Policies {
                password_policy: PasswordPolicy {
                    minimum_length: policy.minimum_length,
                    require_uppercase: policy.uppercase,
                    require_lowercase: policy.lowercase,
                    require_numbers: policy.numbers,
                    require_symbols: policy.symbols,
                    password_history_size: (policy.history > 0).then_some(policy.history),
                    temporary_password_validity_days: policy.temporary_days,
                },
                sign_in_policy: SignInPolicy { allowed_first_auth_factors: self.first_factors.clone() },
            },
            deletion_protection: match self.deletion_protection {
                true => DeletionProtection::Active,
                false => DeletionProtection::Inactive,
            },
            lambda_config: self.triggers.lambda_config(),
            auto_verified_attributes: contacts(&self.auto_verified_attributes),
            alias_attributes: self.alias_attributes.iter().map(|alias| alias.name().to_owned()).collect(),
            username_attributes: contacts(&self.username_attributes),
            user_attribute_update_settings: (!before_update.is_empty()).then_some(UserAttributeUpdateSettings {
                attributes_require_verification_before_update: before_update,
            }),
            device_configuration: self.devices.as_ref().map(|devices| DeviceConfiguration {
                challenge_required_on_new_device: devices.challenge_new,
                device_only_remembered_on_user_prompt: devices.remember_on_prompt,
            }),
            admin_create_user_config: AdminCreateUserConfig {
                allow_admin_create_user_only: !self.self_sign_up,
                invite_message_template: self.messages.invitation(),
                ..AdminCreateUserConfig::default()
            },
            username_configuration: UsernameConfiguration::new(self.case_sensitive),
            account_recovery_setting: recovery,
            issuer_configuration: match self.issuer {
                Issuer::Original => None,
                Issuer::Updated => Some(IssuerConfiguration { kind: "UPDATED".to_owned() }),
            },
            other: self.messages.verification(),
        }
    }
}

impl Contact {
    fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::PhoneNumber => "phone_number",
        }
    }
}

impl Alias {
    fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::PhoneNumber => "phone_number",
            Self::PreferredUsername => "preferred_username",
        }
    }
}

impl Recovery {
    fn mechanism(self, priority: i64) -> RecoveryMechanism {
        let name = match self {
            Self::VerifiedEmail => "verified_email",
            Self::VerifiedPhoneNumber => "verified_phone_number",
            Self::AdminOnly => "admin_only",
        };
        RecoveryMechanism { priority, name: name.to_owned() }
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

fn password_alone() -> Vec<FirstFactor> {
    vec![FirstFactor::Password]
}

fn yes() -> bool {
    true
}
