//! CreateUserPoolClient: an app client, public, or confidential with a secret that is made here or brought along.

use serde::Serialize;
use serde_json::{Map, Value};

use super::super::ServiceError;
use super::client_secrets;
use super::client_settings::{self, Candidate};
use super::create_user_pool::taken;
use super::known;
use super::user_pool_clients::told;
use crate::call::Call;
use crate::secret::Secret;
use crate::store::Client;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    user_pool_client: Value,
}

pub fn answer(call: &Call<'_>, mut input: Map<String, Value>) -> Result<Output, ServiceError> {
    let pool_id: String = taken(&mut input, "UserPoolId")?;
    let name: String = taken(&mut input, "ClientName")?;
    let generate: bool = taken(&mut input, "GenerateSecret")?;
    let brought: Option<Secret<String>> = taken(&mut input, "ClientSecret")?;
    let settings = client_settings::read(input)?;
    let mut store = call.store();
    let pool = known::pool(&store, &pool_id)?;
    known::CLIENTS.check(store.clients_of(&pool_id).count(), store.clients.len())?;
    let id = loop {
        let id = known::SMALL_LETTERS_AND_DIGITS.pick(26, call.random);
        if store.client(&id).is_none() {
            break id;
        }
    };
    let secret = match (generate, brought) {
        (true, Some(_)) => {
            return Err(ServiceError::invalid_parameter("GenerateSecret and ClientSecret can not be used together"));
        }
        (true, None) => Some(client_secrets::made(call)),
        (false, brought) => brought,
    };
    let mut client = Client {
        id: id.clone(),
        pool_id,
        name,
        secrets: Vec::new(),
        created: call.now,
        modified: call.now,
        settings,
        sessions: Map::new(),
    };
    if let Some(secret) = secret {
        client_secrets::keep(&mut client, secret, call.now);
    }
    Candidate { store: &store, pool: &pool, client: &client, doing: "creating" }.check()?;
    let user_pool_client = told(&client);
    store.clients.put(id, client);
    Ok(Output { user_pool_client })
}
