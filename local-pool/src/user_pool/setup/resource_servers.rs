//! CreateResourceServer, DescribeResourceServer, UpdateResourceServer, DeleteResourceServer, ListResourceServers: the APIs
//! of an app, and the scopes that its clients may be allowed.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::super::ServiceError;
use super::super::paging::{Listing, Wanted};
use super::known;
use crate::call::Call;
use crate::store::{ResourceServer, Scope, key};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Settings {
    user_pool_id: String,
    identifier: String,
    name: String,
    #[serde(default)]
    scopes: Vec<Scope>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Named {
    user_pool_id: String,
    identifier: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct List {
    user_pool_id: String,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    resource_server: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Listed {
    resource_servers: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

pub fn create(call: &Call<'_>, input: Settings) -> Result<Output, ServiceError> {
    let mut store = call.store();
    known::pool(&store, &input.user_pool_id)?;
    let (pool_id, identifier) = (&input.user_pool_id, &input.identifier);
    if store.resource_servers.get(&key(pool_id, identifier)).is_some() {
        let message = format!("{identifier} already exists in user pool {pool_id}.");
        return Err(ServiceError::invalid_parameter(message));
    }
    let of_pool = store.resource_servers.of_pool(pool_id).count();
    known::RESOURCE_SERVERS.check(of_pool, store.resource_servers.len())?;
    let server = input.server()?;
    let told = told(&server);
    store.resource_servers.put(key(&server.pool_id, &server.identifier), server);
    Ok(Output { resource_server: told })
}

pub fn describe(call: &Call<'_>, input: Named) -> Result<Output, ServiceError> {
    let store = call.store();
    known::pool(&store, &input.user_pool_id)?;
    let server = store.resource_servers.get(&key(&input.user_pool_id, &input.identifier));
    Ok(Output { resource_server: told(server.ok_or_else(|| no_such(&input.identifier))?) })
}

/// Replaces all: scopes that are not sent are gone.
pub fn update(call: &Call<'_>, input: Settings) -> Result<Output, ServiceError> {
    let mut store = call.store();
    known::pool(&store, &input.user_pool_id)?;
    let at = key(&input.user_pool_id, &input.identifier);
    store.resource_servers.get(&at).ok_or_else(|| no_such(&input.identifier))?;
    let server = input.server()?;
    let told = told(&server);
    store.resource_servers.put(at, server);
    Ok(Output { resource_server: told })
}

pub fn delete(call: &Call<'_>, input: Named) -> Result<Map<String, Value>, ServiceError> {
    let mut store = call.store();
    known::pool(&store, &input.user_pool_id)?;
    let removed = store.resource_servers.remove(&key(&input.user_pool_id, &input.identifier));
    removed.map(|_| Map::new()).ok_or_else(|| no_such(&input.identifier))
}

pub fn list(call: &Call<'_>, input: List) -> Result<Listed, ServiceError> {
    let store = call.store();
    known::pool(&store, &input.user_pool_id)?;
    let wanted = Wanted { token: input.next_token.as_deref(), limit: input.max_results, most: 50 };
    let servers = store.resource_servers.of_pool(&input.user_pool_id);
    let servers = servers.map(|server| (server.identifier.as_str(), server));
    let page = Listing(&["ListResourceServers", &input.user_pool_id]).page(&wanted, servers)?;
    Ok(Listed { resource_servers: page.items.into_iter().map(|server| told(server)).collect(), next_token: page.next })
}

impl Settings {
    fn server(self) -> Result<ResourceServer, ServiceError> {
        let mut names = BTreeSet::new();
        if let Some(scope) = self.scopes.iter().find(|scope| !names.insert(scope.scope_name.as_str())) {
            return Err(ServiceError::invalid_parameter(format!("The scope {} is there twice", scope.scope_name)));
        }
        let Self { user_pool_id: pool_id, identifier, name, scopes } = self;
        Ok(ResourceServer { pool_id, identifier, name, scopes })
    }
}

fn told(server: &ResourceServer) -> Value {
    json!({
        "UserPoolId": server.pool_id,
        "Identifier": server.identifier,
        "Name": server.name,
        "Scopes": server.scopes,
    })
}

fn no_such(identifier: &str) -> ServiceError {
    ServiceError::not_found(format!("Resource server {identifier} does not exist."))
}
