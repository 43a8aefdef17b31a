//! DescribeUserPool and DeleteUserPool, and what every operation that tells of a pool tells.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::super::ServiceError;
use super::known::{self, OfPool};
use crate::call::Call;
use crate::store::{DeletionProtection, Pool, Store};

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    user_pool: Value,
}

pub fn answer(call: &Call<'_>, input: OfPool) -> Result<Output, ServiceError> {
    let store = call.store();
    let pool = known::pool(&store, &input.user_pool_id)?;
    Ok(Output { user_pool: told(&store, &pool) })
}

pub fn delete(call: &Call<'_>, input: OfPool) -> Result<Map<String, Value>, ServiceError> {
    let mut store = call.store();
    let pool = known::pool(&store, &input.user_pool_id)?;
    let refuse = |message: &str| Err(ServiceError::invalid_parameter(message));
    if pool.settings.deletion_protection == DeletionProtection::Active {
        return refuse(
            "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.",
        );
    }
    if store.domains_of(&pool.id).next().is_some() {
        return refuse("User pool cannot be deleted. It has a domain configured that should be deleted first.");
    }
    store.remove_pool(&pool.id);
    Ok(Map::new())
}

/// A pool as the API tells of it. Some of it is written down nowhere: the number of users, its domains, its ARN.
pub fn told(store: &Store, pool: &Pool) -> Value {
    // Settings are plain data: writing them cannot fail.
    let mut told = serde_json::to_value(&pool.settings).unwrap_or_default();
    told["Id"] = json!(pool.id);
    told["Name"] = json!(pool.name);
    told["Arn"] = json!(pool.arn());
    told["CreationDate"] = json!(pool.created.api());
    told["LastModifiedDate"] = json!(pool.modified.api());
    told["SchemaAttributes"] = json!(pool.schema);
    told["MfaConfiguration"] = json!(pool.mfa.mfa_configuration);
    told["EstimatedNumberOfUsers"] = json!(store.users.of_pool(&pool.id).count());
    told["UserPoolTags"] = json!(pool.tags);
    for domain in store.domains_of(&pool.id) {
        let member = if domain.custom.is_some() { "CustomDomain" } else { "Domain" };
        told[member] = json!(domain.name);
    }
    told
}
