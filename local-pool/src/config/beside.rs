//! What a pool has beside clients and people: `[[resource_servers]]` with their scopes, `[[identity_providers]]` that people
//! may come from, and the domain of managed login.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::Hidden;
use crate::clock::Instant;
use crate::secret::Secret;
use crate::store::{Domain, IdentityProvider, Pool, ProviderKind, ResourceServer, Scope};
use crate::user_pool::{completed_details, username_claim};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourceServerConfig {
    pub identifier: String,
    /// The identifier, unless told.
    name: Option<String>,
    /// Each with its description.
    scopes: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityProviderConfig {
    pub name: String,
    #[serde(rename = "type")]
    kind: ProviderKind,
    /// As CreateIdentityProvider has them: a client's secret may be among them.
    #[serde(default)]
    details: BTreeMap<String, Hidden>,
    /// From the pool's attribute to the provider's claim.
    #[serde(default)]
    attributes: BTreeMap<String, String>,
    #[serde(default)]
    identifiers: BTreeSet<String>,
}

impl ResourceServerConfig {
    pub fn server(&self, pool_id: &str) -> ResourceServer {
        let scope = |(name, description): (&String, &String)| Scope {
            scope_name: name.clone(),
            scope_description: description.clone(),
        };
        ResourceServer {
            pool_id: pool_id.to_owned(),
            identifier: self.identifier.clone(),
            name: self.name.as_ref().unwrap_or(&self.identifier).clone(),
            scopes: self.scopes.iter().map(scope).collect(),
        }
    }

    pub fn check(&self) -> Result<(), String> {
        let printable = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\'));
        let identifier = &self.identifier;
        if !(1..=256).contains(&identifier.len()) || !printable(identifier) {
            return Err(format!(
                "resource server {identifier:?} must have an identifier of 1 to 256 characters, no space"
            ));
        }
        let bad = |name: &&String| !(1..=256).contains(&name.len()) || !printable(name) || name.contains('/');
        match self.scopes.keys().find(bad) {
            Some(scope) => Err(format!("resource server {identifier:?}: {scope:?} cannot be a scope's name")),
            None => Ok(()),
        }
    }
}

impl IdentityProviderConfig {
    pub fn provider(&self, pool_id: &str, now: Instant) -> Result<IdentityProvider, String> {
        // What is missing is named, no value is.
        let details = self.details.iter().map(|(name, Hidden(value))| (name.clone(), value.expose().clone())).collect();
        let details = completed_details(self.kind, details)
            .map_err(|error| format!("identity provider {:?}: {}", self.name, error.message()))?;
        let mut attribute_mapping = self.attributes.clone();
        if let Some(claim) = username_claim(self.kind) {
            attribute_mapping.entry("username".to_owned()).or_insert_with(|| claim.to_owned());
        }
        Ok(IdentityProvider {
            pool_id: pool_id.to_owned(),
            name: self.name.clone(),
            kind: self.kind,
            details: Secret::new(details),
            attribute_mapping,
            identifiers: self.identifiers.iter().cloned().collect(),
            acr_mapping: None,
            created: now,
            modified: now,
        })
    }

    pub fn check(&self, pool: &Pool) -> Result<(), String> {
        let name = &self.name;
        let is_name =
            (1..=32).contains(&name.chars().count()) && !name.contains(|one: char| one.is_whitespace() || one == '_');
        if !is_name || name.eq_ignore_ascii_case("COGNITO") {
            return Err(format!("identity provider {name:?} must have a name of 1 to 32 characters, no space, no `_`"));
        }
        if self.kind.is_social() && name != self.kind.name() {
            return Err(format!("identity provider {name:?} must be named {:?}, as its type is", self.kind.name()));
        }
        let known = |name: &String| name == "username" || pool.schema.iter().any(|attribute| attribute.name == *name);
        if let Some(unknown) = self.attributes.keys().find(|name| !known(name)) {
            return Err(format!("identity provider {name:?}: the pool has no attribute {unknown:?}"));
        }
        self.provider(&pool.id, pool.created).map(drop)
    }
}

/// The prefix that managed login has at Cognito.
pub fn domain(prefix: &str, pool_id: &str, now: Instant) -> Domain {
    Domain {
        name: prefix.to_owned(),
        pool_id: pool_id.to_owned(),
        created: now,
        managed_login_version: 2,
        custom: None,
        routing: None,
        distribution: "local.cloudfront.net".to_owned(),
    }
}

pub fn check_domain(prefix: &str) -> Result<(), String> {
    let letters = prefix.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let inside = !prefix.starts_with('-') && !prefix.ends_with('-');
    match (1..=63).contains(&prefix.len()) && letters && inside {
        true => Ok(()),
        false => {
            Err(format!("pool.domain {prefix:?} must be 1 to 63 small letters, digits and `-`, the latter inside"))
        }
    }
}
