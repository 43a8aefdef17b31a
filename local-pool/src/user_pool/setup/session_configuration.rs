//! Whether a pool tracks its users' sessions and how many each may have, and for how long a client may take up a session
//! at managed login without asking again. Each setter replaces the whole.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::ServiceError;
use super::known::{self, OfClient, OfPool};
use super::pool_settings::needs_essentials;
use crate::call::Call;
use crate::store::{Client, Pool, SessionConfig};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct PoolInput {
    user_pool_id: String,
    user_session_tracking: String,
    token_session: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ClientInput {
    user_pool_id: String,
    client_id: String,
    #[serde(rename = "SSOSession")]
    sso_session: Value,
}

pub fn of_pool(call: &Call<'_>, input: OfPool) -> Result<Value, ServiceError> {
    Ok(pool_told(&*known::pool(&call.store(), &input.user_pool_id)?))
}

pub fn set_of_pool(call: &Call<'_>, input: PoolInput) -> Result<Value, ServiceError> {
    let mut store = call.store();
    let pool = known::pool(&store, &input.user_pool_id)?;
    needs_essentials(&pool.settings, "Session tracking")?;
    let mut sessions = Map::new();
    sessions.insert("UserSessionTracking".to_owned(), input.user_session_tracking.into());
    sessions.insert("TokenSession".to_owned(), input.token_session);
    let told = store.pools.update(&pool.id, |pool| {
        pool.sessions = SessionConfig(sessions);
        pool_told(pool)
    });
    told.ok_or_else(|| ServiceError::pool_not_found(&pool.id))
}

pub fn of_client(call: &Call<'_>, input: OfClient) -> Result<Value, ServiceError> {
    Ok(client_told(&*known::client(&call.store(), &input)?))
}

pub fn set_of_client(call: &Call<'_>, input: ClientInput) -> Result<Value, ServiceError> {
    let mut store = call.store();
    let named = OfClient { user_pool_id: input.user_pool_id, client_id: input.client_id };
    let client = known::client(&store, &named)?;
    let pool = known::pool(&store, &named.user_pool_id)?;
    needs_essentials(&pool.settings, "Session tracking")?;
    if pool.sessions.0.get("UserSessionTracking").and_then(Value::as_str) != Some("ENABLED") {
        let message = "Session tracking is not enabled for this user pool";
        return Err(ServiceError::new("OperationNotEnabledException", message));
    }
    let told = store.clients.update(&client.id, |client| {
        client.sessions = Map::from_iter([("SSOSession".to_owned(), input.sso_session)]);
        client_told(client)
    });
    told.ok_or_else(|| ServiceError::client_not_found(&client.id))
}

fn pool_told(pool: &Pool) -> Value {
    let sessions = &pool.sessions.0;
    json!({
        "UserPoolId": pool.id,
        "UserSessionTracking": sessions.get("UserSessionTracking").cloned().unwrap_or_else(|| "DISABLED".into()),
        "TokenSession": sessions.get("TokenSession").cloned().unwrap_or_else(|| json!({ "MaxPerUser": 20 })),
    })
}

fn client_told(client: &Client) -> Value {
    let sso_session = client.sessions.get("SSOSession").cloned();
    json!({
        "UserPoolId": client.pool_id,
        "ClientId": client.id,
        "SSOSession": sso_session.unwrap_or_else(|| json!({ "MaxValidityMinutes": 60 })),
    })
}
