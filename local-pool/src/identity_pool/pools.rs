//! Preparing identity pools: made, described, changed, listed, deleted, their roles and tags.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::call::Call;
use crate::random;
use crate::store::{ACCOUNT, IdentityPool, IdentityPoolSettings, RoleMapping};
use crate::user_pool::ServiceError;

/// Cognito's quota.
const MOST: usize = 1_000;

pub fn find(call: &Call<'_>, id: &str) -> Result<Arc<IdentityPool>, ServiceError> {
    call.store().identity_pools.get(id).cloned().ok_or_else(|| not_found(id))
}

fn not_found(id: &str) -> ServiceError {
    ServiceError::not_found(format!("IdentityPool '{id}' not found."))
}

fn described(pool: &IdentityPool) -> Result<Value, ServiceError> {
    let mut described = serde_json::to_value(&pool.settings).map_err(|_| ServiceError::internal())?;
    described["IdentityPoolId"] = pool.id.as_str().into();
    Ok(described)
}

/// A user pool stands in for its provider's name; one that is not here is a typing error that would show much later.
fn check(call: &Call<'_>, settings: &IdentityPoolSettings) -> Result<(), ServiceError> {
    let store = call.store();
    for provider in &settings.cognito_identity_providers {
        let known = provider.provider_name.rsplit_once('/').and_then(|(host, pool_id)| {
            let pool = store.pools.get(pool_id)?;
            (host == format!("cognito-idp.{}.amazonaws.com", pool.region())).then_some(pool)
        });
        if known.is_none() {
            let name = &provider.provider_name;
            return Err(ServiceError::invalid_parameter(format!("{name} is no user pool of this server")));
        }
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct OfPool {
    identity_pool_id: String,
}

pub mod create_identity_pool {
    use super::*;

    pub async fn answer(call: &Call<'_>, settings: IdentityPoolSettings) -> Result<Value, ServiceError> {
        check(call, &settings)?;
        let region = call.signed_for().unwrap_or("us-east-1");
        let pool = IdentityPool {
            id: format!("{region}:{}", random::uuid(call.random)),
            settings,
            roles: BTreeMap::new(),
            role_mappings: BTreeMap::new(),
            created: call.now,
        };
        let mut store = call.store();
        if store.identity_pools.len() >= MOST {
            return Err(ServiceError::new("LimitExceededException", "There are too many identity pools."));
        }
        let told = described(&pool);
        store.identity_pools.put(pool.id.clone(), pool);
        told
    }
}

pub mod describe_identity_pool {
    use super::*;

    pub async fn answer(call: &Call<'_>, input: OfPool) -> Result<Value, ServiceError> {
        described(&*find(call, &input.identity_pool_id)?)
    }
}

pub mod update_identity_pool {
    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Input {
        identity_pool_id: String,
        #[serde(flatten)]
        settings: IdentityPoolSettings,
    }

    pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
        check(call, &input.settings)?;
        let mut store = call.store();
        let changed = store.identity_pools.update(&input.identity_pool_id, |pool| {
            pool.settings = input.settings;
            described(pool)
        });
        changed.unwrap_or_else(|| Err(not_found(&input.identity_pool_id)))
    }
}

pub mod delete_identity_pool {
    use super::*;

    pub async fn answer(call: &Call<'_>, input: OfPool) -> Result<Value, ServiceError> {
        let mut store = call.store();
        let id = input.identity_pool_id;
        store.identity_pools.remove(&id).ok_or_else(|| not_found(&id))?;
        let theirs = store.identities.iter().filter(|(_, identity)| identity.pool_id == id);
        let theirs: Vec<String> = theirs.map(|(key, _)| key.to_owned()).collect();
        for identity in theirs {
            store.identities.remove(&identity);
        }
        Ok(Value::Null)
    }
}

pub mod list_identity_pools {
    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Input {
        max_results: usize,
        next_token: Option<String>,
    }

    pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
        let store = call.store();
        // The token is the id that the page before ended with.
        let rest = store.identity_pools.iter().map(|(_, pool)| pool);
        let rest = rest.filter(|pool| input.next_token.as_ref().is_none_or(|last| pool.id > *last));
        let mut page: Vec<&Arc<IdentityPool>> = rest.take(input.max_results + 1).collect();
        let more = page.len() > input.max_results;
        page.truncate(input.max_results);
        let pools = page
            .iter()
            .map(|pool| json!({ "IdentityPoolId": pool.id, "IdentityPoolName": pool.settings.identity_pool_name }));
        let mut listed = json!({ "IdentityPools": pools.collect::<Vec<_>>() });
        if let Some(last) = page.last().filter(|_| more) {
            listed["NextToken"] = last.id.as_str().into();
        }
        Ok(listed)
    }
}

pub mod set_identity_pool_roles {
    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Input {
        identity_pool_id: String,
        roles: BTreeMap<String, String>,
        #[serde(default)]
        role_mappings: Option<BTreeMap<String, RoleMapping>>,
    }

    pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
        let mappings = input.role_mappings.unwrap_or_default();
        for (provider, mapping) in &mappings {
            if mapping.kind == "Token" && mapping.ambiguous_role_resolution.is_none() {
                return Err(ServiceError::invalid_parameter(format!(
                    "AmbiguousRoleResolution must be said for {provider}, whose mapping is of type Token"
                )));
            }
            if mapping.kind == "Rules" && mapping.rules_configuration.is_none() {
                return Err(ServiceError::invalid_parameter(format!("the rules of {provider} are missing")));
            }
        }
        let mut store = call.store();
        let changed = store.identity_pools.update(&input.identity_pool_id, |pool| {
            pool.roles = input.roles;
            pool.role_mappings = mappings;
        });
        changed.map(|()| Value::Null).ok_or_else(|| not_found(&input.identity_pool_id))
    }
}

pub mod get_identity_pool_roles {
    use super::*;

    pub async fn answer(call: &Call<'_>, input: OfPool) -> Result<Value, ServiceError> {
        let pool = find(call, &input.identity_pool_id)?;
        let mut told = json!({ "IdentityPoolId": pool.id, "Roles": pool.roles });
        if !pool.role_mappings.is_empty() {
            let mappings = serde_json::to_value(&pool.role_mappings).map_err(|_| ServiceError::internal())?;
            told["RoleMappings"] = mappings;
        }
        Ok(told)
    }
}

/// The pool whose ARN this is.
fn by_arn(arn: &str) -> Result<String, ServiceError> {
    let prefix = arn.split_once(":identitypool/").map(|(_, id)| id.to_owned());
    let ours = arn.contains(&format!(":{ACCOUNT}:"));
    prefix.filter(|_| ours).ok_or_else(|| ServiceError::not_found(format!("Resource '{arn}' not found.")))
}

pub mod tag_resource {
    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Input {
        resource_arn: String,
        tags: BTreeMap<String, String>,
    }

    pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
        let id = by_arn(&input.resource_arn)?;
        let mut store = call.store();
        let kept = store.identity_pools.update(&id, |pool| {
            let tags = &mut pool.settings.identity_pool_tags;
            let mut tagged = tags.clone();
            tagged.extend(input.tags);
            match tagged.len() {
                // Cognito's bound.
                0..=50 => *tags = tagged,
                _ => return Err(ServiceError::invalid_parameter("A resource has at most 50 tags")),
            }
            Ok(json!({}))
        });
        kept.unwrap_or_else(|| Err(not_found(&id)))
    }
}

pub mod untag_resource {
    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Input {
        resource_arn: String,
        tag_keys: Vec<String>,
    }

    pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
        let id = by_arn(&input.resource_arn)?;
        let mut store = call.store();
        let gone = store.identity_pools.update(&id, |pool| {
            pool.settings.identity_pool_tags.retain(|name, _| !input.tag_keys.contains(name));
        });
        gone.map(|()| json!({})).ok_or_else(|| not_found(&id))
    }
}

pub mod list_tags_for_resource {
    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Input {
        resource_arn: String,
    }

    pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
        let pool = find(call, &by_arn(&input.resource_arn)?)?;
        Ok(json!({ "Tags": pool.settings.identity_pool_tags }))
    }
}
