//! CreateGroup, GetGroup, UpdateGroup, DeleteGroup, ListGroups. Deleting a group takes its members out of it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::super::ServiceError;
use super::super::paging::{Listing, Wanted};
use super::known;
use crate::call::Call;
use crate::store::{Group, key};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Settings {
    group_name: String,
    user_pool_id: String,
    description: Option<String>,
    role_arn: Option<String>,
    precedence: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Named {
    group_name: String,
    user_pool_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct List {
    user_pool_id: String,
    limit: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    group: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Listed {
    groups: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

pub fn create(call: &Call<'_>, input: Settings) -> Result<Output, ServiceError> {
    let mut store = call.store();
    known::pool(&store, &input.user_pool_id)?;
    let at = key(&input.user_pool_id, &input.group_name);
    if store.groups.get(&at).is_some() {
        return Err(ServiceError::new("GroupExistsException", "A group with the name already exists."));
    }
    known::GROUPS.check(store.groups.of_pool(&input.user_pool_id).count(), store.groups.len())?;
    let group = Group {
        pool_id: input.user_pool_id,
        name: input.group_name,
        description: input.description,
        role_arn: input.role_arn,
        precedence: input.precedence,
        created: call.now,
        modified: call.now,
    };
    let told = told(&group);
    store.groups.put(at, group);
    Ok(Output { group: told })
}

pub fn get(call: &Call<'_>, input: Named) -> Result<Output, ServiceError> {
    let store = call.store();
    known::pool(&store, &input.user_pool_id)?;
    let group = store.groups.get(&key(&input.user_pool_id, &input.group_name)).ok_or_else(no_such)?;
    Ok(Output { group: told(group) })
}

/// What is not sent stays.
pub fn update(call: &Call<'_>, input: Settings) -> Result<Output, ServiceError> {
    let mut store = call.store();
    known::pool(&store, &input.user_pool_id)?;
    let updated = store.groups.update(&key(&input.user_pool_id, &input.group_name), |group| {
        group.description = input.description.or(group.description.take());
        group.role_arn = input.role_arn.or(group.role_arn.take());
        group.precedence = input.precedence.or(group.precedence);
        group.modified = call.now;
        told(group)
    });
    Ok(Output { group: updated.ok_or_else(no_such)? })
}

pub fn delete(call: &Call<'_>, input: Named) -> Result<Map<String, Value>, ServiceError> {
    let mut store = call.store();
    known::pool(&store, &input.user_pool_id)?;
    store.groups.remove(&key(&input.user_pool_id, &input.group_name)).ok_or_else(no_such)?;
    let members = store.users.of_pool(&input.user_pool_id).filter(|user| user.groups.contains(&input.group_name));
    let members: Vec<String> = members.map(|user| user.username.clone()).collect();
    for member in members {
        store.users.update(&input.user_pool_id, &member, |user| user.groups.remove(&input.group_name));
    }
    Ok(Map::new())
}

pub fn list(call: &Call<'_>, input: List) -> Result<Listed, ServiceError> {
    let store = call.store();
    known::pool(&store, &input.user_pool_id)?;
    let wanted = Wanted { token: input.next_token.as_deref(), limit: input.limit, most: 60 };
    let groups = store.groups.of_pool(&input.user_pool_id).map(|group| (group.name.as_str(), group));
    let page = Listing(&["ListGroups", &input.user_pool_id]).page(&wanted, groups)?;
    Ok(Listed { groups: page.items.into_iter().map(|group| told(group)).collect(), next_token: page.next })
}

/// A group as the API tells of it.
pub fn told(group: &Group) -> Value {
    let mut told = json!({
        "GroupName": group.name,
        "UserPoolId": group.pool_id,
        "CreationDate": group.created.api(),
        "LastModifiedDate": group.modified.api(),
    });
    if let Some(description) = &group.description {
        told["Description"] = json!(description);
    }
    if let Some(role_arn) = &group.role_arn {
        told["RoleArn"] = json!(role_arn);
    }
    if let Some(precedence) = group.precedence {
        told["Precedence"] = json!(precedence);
    }
    told
}

fn no_such() -> ServiceError {
    ServiceError::not_found("Group not found.")
}
