//! DescribeUserPoolClient, DeleteUserPoolClient, ListUserPoolClients, and what is told of a client.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::super::ServiceError;
use super::super::paging::{Listing, Wanted};
use super::known::{self, OfClient};
use crate::call::Call;
use crate::store::Client;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Described {
    user_pool_client: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct List {
    user_pool_id: String,
    max_results: Option<i64>,
    next_token: Option<String>,
    client_type: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Listed {
    user_pool_clients: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

pub fn describe(call: &Call<'_>, input: OfClient) -> Result<Described, ServiceError> {
    let client = known::client(&call.store(), &input)?;
    Ok(Described { user_pool_client: told(&client) })
}

pub fn delete(call: &Call<'_>, input: OfClient) -> Result<Map<String, Value>, ServiceError> {
    let mut store = call.store();
    let client = known::client(&store, &input)?;
    store.remove_client(&client);
    Ok(Map::new())
}

pub fn list(call: &Call<'_>, input: List) -> Result<Listed, ServiceError> {
    let store = call.store();
    known::pool(&store, &input.user_pool_id)?;
    // Nobody registers clients by themselves here: all are regular.
    let none_asked_for = input.client_type.as_deref() == Some("DCR");
    let kind = input.client_type.as_deref().unwrap_or_default();
    let listing = ["ListUserPoolClients", &input.user_pool_id, kind];
    let wanted = Wanted { token: input.next_token.as_deref(), limit: input.max_results, most: 60 };
    let clients = store.clients_of(&input.user_pool_id).filter(|_| !none_asked_for);
    let page = Listing(&listing).page(&wanted, clients.map(|client| (client.id.as_str(), client)))?;
    let told = page
        .items
        .iter()
        .map(|client| json!({ "ClientId": client.id, "UserPoolId": client.pool_id, "ClientName": client.name }));
    Ok(Listed { user_pool_clients: told.collect(), next_token: page.next })
}

/// A client as the API tells of it, its newest secret too: whoever asks is the administrator.
pub fn told(client: &Client) -> Value {
    // Settings are plain data: writing them cannot fail.
    let mut told = serde_json::to_value(&client.settings).unwrap_or_default();
    told["UserPoolId"] = json!(client.pool_id);
    told["ClientId"] = json!(client.id);
    told["ClientName"] = json!(client.name);
    told["ClientType"] = json!("REGULAR");
    told["CreationDate"] = json!(client.created.api());
    told["LastModifiedDate"] = json!(client.modified.api());
    if let Some(secret) = client.secrets.last() {
        told["ClientSecret"] = json!(secret.secret.expose());
    }
    told
}
