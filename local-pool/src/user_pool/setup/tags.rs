//! TagResource, UntagResource, ListTagsForResource. What can be tagged is a pool, by its ARN.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::ServiceError;
use crate::call::Call;
use crate::store::{Pool, Store};

const MOST: usize = 50;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Tag {
    resource_arn: String,
    tags: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Untag {
    resource_arn: String,
    tag_keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct List {
    resource_arn: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Listed {
    tags: BTreeMap<String, String>,
}

pub fn tag(call: &Call<'_>, input: Tag) -> Result<Map<String, Value>, ServiceError> {
    let mut store = call.store();
    let pool = tagged(&store, &input.resource_arn)?;
    let mut tags = pool.tags.clone();
    tags.extend(input.tags);
    check(&tags)?;
    store.pools.update(&pool.id, |pool| pool.tags = tags);
    Ok(Map::new())
}

pub fn untag(call: &Call<'_>, input: Untag) -> Result<Map<String, Value>, ServiceError> {
    let mut store = call.store();
    let pool = tagged(&store, &input.resource_arn)?;
    store.pools.update(&pool.id, |pool| pool.tags.retain(|tag, _| !input.tag_keys.contains(tag)));
    Ok(Map::new())
}

pub fn list(call: &Call<'_>, input: List) -> Result<Listed, ServiceError> {
    let pool = tagged(&call.store(), &input.resource_arn)?;
    Ok(Listed { tags: pool.tags.clone() })
}

pub fn check(tags: &BTreeMap<String, String>) -> Result<(), ServiceError> {
    if tags.len() > MOST {
        return Err(ServiceError::invalid_parameter(format!("A user pool has at most {MOST} tags")));
    }
    if tags.keys().any(|tag| tag.to_ascii_lowercase().starts_with("aws:")) {
        return Err(ServiceError::invalid_parameter("Tags that begin with aws: are AWS's own"));
    }
    Ok(())
}

fn tagged(store: &Store, arn: &str) -> Result<Arc<Pool>, ServiceError> {
    let pool_id = arn.rsplit_once(":userpool/").map(|(_, pool_id)| pool_id);
    let pool = pool_id.and_then(|pool_id| store.pool(pool_id)).filter(|pool| pool.arn() == arn);
    pool.ok_or_else(|| ServiceError::not_found(format!("No user pool has the ARN {arn}")))
}
