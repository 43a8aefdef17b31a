//! An identity pool: whose tokens it trusts, which roles it gives; and the identities that it made.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::clock::Instant;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct IdentityPool {
    pub id: String,
    pub settings: IdentityPoolSettings,
    /// `authenticated` and `unauthenticated`.
    pub roles: BTreeMap<String, String>,
    /// By provider, as it stands in Logins with the client's id: `cognito-idp.<region>.amazonaws.com/<poolId>:<clientId>`.
    pub role_mappings: BTreeMap<String, RoleMapping>,
    pub created: Instant,
}

/// What CreateIdentityPool and UpdateIdentityPool set.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct IdentityPoolSettings {
    pub identity_pool_name: String,
    pub allow_unauthenticated_identities: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_classic_flow: Option<bool>,
    pub cognito_identity_providers: Vec<UserPoolProvider>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub developer_provider_name: Option<String>,
    pub identity_pool_tags: BTreeMap<String, String>,
    /// Other kinds of providers, which are kept and told back.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct UserPoolProvider {
    pub provider_name: String,
    pub client_id: String,
    pub server_side_token_check: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RoleMapping {
    /// Token or Rules.
    #[serde(rename = "Type")]
    pub kind: String,
    #[serde(default)]
    pub ambiguous_role_resolution: Option<Ambiguous>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules_configuration: Option<RulesConfiguration>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ambiguous {
    AuthenticatedRole,
    Deny,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RulesConfiguration {
    pub rules: Vec<MappingRule>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct MappingRule {
    pub claim: String,
    pub match_type: MatchType,
    pub value: String,
    #[serde(rename = "RoleARN")]
    pub role_arn: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MatchType {
    Equals,
    Contains,
    StartsWith,
    NotEqual,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Identity {
    pub id: String,
    pub pool_id: String,
    /// Who it is at each provider. None: a guest.
    pub logins: BTreeMap<String, String>,
    pub created: Instant,
    pub modified: Instant,
}
