//! A user pool: who may sign in, how, and what is asked of them. Its settings have the names and the shape of the API, so
//! that what CreateUserPool takes is what DescribeUserPool tells; what nothing here acts on is kept and told back.

mod lambda_config;
mod mfa;
mod parts;
mod schema;

pub use lambda_config::*;
pub use mfa::*;
pub use parts::*;
pub use schema::*;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::clock::Instant;
use crate::secret::Secret;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pool {
    pub id: String,
    pub name: String,
    pub created: Instant,
    pub modified: Instant,
    /// The attributes it was made with, Cognito's own and the app's.
    pub schema: Vec<SchemaAttribute>,
    pub settings: PoolSettings,
    pub tags: BTreeMap<String, String>,
    pub mfa: MfaConfig,
    pub sessions: SessionConfig,
    /// Salts the challenges of people who do not exist: the same name gets the same salt each time.
    pub decoy_key: Secret<[u8; 32]>,
}

/// What CreateUserPool and UpdateUserPool set.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct PoolSettings {
    pub policies: Policies,
    pub deletion_protection: DeletionProtection,
    pub lambda_config: LambdaConfig,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub auto_verified_attributes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alias_attributes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub username_attributes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_attribute_update_settings: Option<UserAttributeUpdateSettings>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_configuration: Option<DeviceConfiguration>,
    pub admin_create_user_config: AdminCreateUserConfig,
    #[serde(skip_serializing_if = "UsernameConfiguration::was_not_sent")]
    pub username_configuration: UsernameConfiguration,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_recovery_setting: Option<AccountRecoverySetting>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer_configuration: Option<IssuerConfiguration>,
    /// What is only told back: how mail is sent, the words of messages, the tier.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Pool {
    pub fn new(id: String, name: String, settings: PoolSettings, now: Instant, decoy_key: Secret<[u8; 32]>) -> Self {
        Self {
            id,
            name,
            created: now,
            modified: now,
            schema: standard_schema(),
            settings,
            tags: BTreeMap::new(),
            mfa: MfaConfig::default(),
            sessions: SessionConfig::default(),
            decoy_key,
        }
    }

    pub fn region(&self) -> &str {
        self.id.split_once('_').map_or("", |(region, _)| region)
    }

    /// What follows `_` in the id; SRP hashes it.
    pub fn short_name(&self) -> &str {
        self.id.split_once('_').map_or("", |(_, name)| name)
    }

    pub fn arn(&self) -> String {
        format!("arn:aws:cognito-idp:{}:{}:userpool/{}", self.region(), crate::store::ACCOUNT, self.id)
    }

    /// Cognito's name for itself in tokens. Pools made with the newer form have `issuer-` in front of the host.
    pub fn issuer(&self) -> String {
        let newer = self.settings.issuer_configuration.as_ref().is_some_and(|issuer| issuer.kind != "ORIGINAL");
        let form = if newer { "issuer-" } else { "" };
        format!("https://{form}cognito-idp.{}.amazonaws.com/{}", self.region(), self.id)
    }

    /// Whether a person signs in with the email address or phone number itself, the user name being one of the pool's own.
    pub fn signs_in_by_attribute(&self) -> bool {
        !self.settings.username_attributes.is_empty()
    }
}
