//! AddUserPoolClientSecret, DeleteUserPoolClientSecret, ListUserPoolClientSecrets: a confidential client has one secret or,
//! while one takes the place of another, two. A secret is told once, to whoever had it made here.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::super::ServiceError;
use super::known::{self, OfClient};
use crate::call::Call;
use crate::clock::Instant;
use crate::secret::Secret;
use crate::store::{Client, ClientSecret};

const MOST: usize = 2;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Add {
    #[serde(flatten)]
    of: OfClient,
    client_secret: Option<Secret<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Delete {
    #[serde(flatten)]
    of: OfClient,
    client_secret_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct List {
    #[serde(flatten)]
    of: OfClient,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Added {
    client_secret_descriptor: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Listed {
    client_secrets: Vec<Value>,
}

pub fn add(call: &Call<'_>, input: Add) -> Result<Added, ServiceError> {
    let mut store = call.store();
    let client = known::client(&store, &input.of)?;
    match client.secrets.len() {
        0 => {
            return Err(ServiceError::invalid_parameter(
                "A client that was made without a secret can not be given one",
            ));
        }
        MOST.. => {
            let message = format!("A client has at most {MOST} secrets");
            return Err(ServiceError::new("LimitExceededException", message));
        }
        _ => {}
    }
    let is_made = input.client_secret.is_none();
    let secret = input.client_secret.unwrap_or_else(|| made(call));
    let descriptor = store.clients.update(&client.id, |client| {
        keep(client, secret, call.now);
        let added = client.secrets.last()?;
        let mut descriptor = described(added);
        if is_made {
            descriptor["ClientSecretValue"] = json!(added.secret.expose());
        }
        Some(descriptor)
    });
    let client_secret_descriptor = descriptor.flatten().ok_or_else(|| ServiceError::client_not_found(&client.id))?;
    Ok(Added { client_secret_descriptor })
}

pub fn delete(call: &Call<'_>, input: Delete) -> Result<Map<String, Value>, ServiceError> {
    let mut store = call.store();
    let client = known::client(&store, &input.of)?;
    if !client.secrets.iter().any(|secret| secret.id == input.client_secret_id) {
        return Err(ServiceError::not_found("The client has no secret with this id"));
    }
    if client.secrets.len() == 1 {
        return Err(ServiceError::invalid_parameter("The last secret of a client can not be deleted"));
    }
    store.clients.update(&client.id, |client| client.secrets.retain(|secret| secret.id != input.client_secret_id));
    Ok(Map::new())
}

/// There are never enough for a second page.
pub fn list(call: &Call<'_>, input: List) -> Result<Listed, ServiceError> {
    let client = known::client(&call.store(), &input.of)?;
    match input.next_token {
        Some(_) => Err(ServiceError::invalid_parameter("The pagination token is not one of this listing")),
        None => Ok(Listed { client_secrets: client.secrets.iter().map(described).collect() }),
    }
}

pub fn made(call: &Call<'_>) -> Secret<String> {
    Secret::new(known::SMALL_LETTERS_AND_DIGITS.pick(52, call.random))
}

/// Gives a client one more secret, whose id is made of the client's and the time.
pub fn keep(client: &mut Client, secret: Secret<String>, now: Instant) {
    let mut time = now.millis();
    let id = loop {
        let id = format!("{}--{time}", client.id);
        if client.secrets.iter().all(|secret| secret.id != id) {
            break id;
        }
        time += 1;
    };
    client.secrets.push(ClientSecret { id, secret, created: now });
}

fn described(secret: &ClientSecret) -> Value {
    json!({ "ClientSecretId": secret.id, "ClientSecretCreateDate": secret.created.api() })
}
