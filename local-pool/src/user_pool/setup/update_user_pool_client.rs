//! UpdateUserPoolClient. What is not sent goes to its default, but the name and refresh token rotation, which stay.

use serde::Serialize;
use serde_json::{Map, Value};

use super::super::ServiceError;
use super::client_settings::{self, Candidate};
use super::create_user_pool::taken;
use super::known::{self, OfClient};
use super::user_pool_clients::told;
use crate::call::Call;
use crate::store::Client;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    user_pool_client: Value,
}

pub fn answer(call: &Call<'_>, mut input: Map<String, Value>) -> Result<Output, ServiceError> {
    let named = OfClient { user_pool_id: taken(&mut input, "UserPoolId")?, client_id: taken(&mut input, "ClientId")? };
    let name: Option<String> = taken(&mut input, "ClientName")?;
    let mut settings = client_settings::read(input)?;
    let mut store = call.store();
    let before = known::client(&store, &named)?;
    let pool = known::pool(&store, &named.user_pool_id)?;
    settings.refresh_token_rotation = settings.refresh_token_rotation.or(before.settings.refresh_token_rotation);
    let client = Client {
        name: name.unwrap_or_else(|| before.name.clone()),
        modified: call.now,
        settings,
        ..Client::clone(&before)
    };
    Candidate { store: &store, pool: &pool, client: &client, doing: "updating" }.check()?;
    let user_pool_client = told(&client);
    store.clients.put(client.id.clone(), client);
    Ok(Output { user_pool_client })
}
