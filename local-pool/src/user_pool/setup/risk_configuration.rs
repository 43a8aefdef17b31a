//! DescribeRiskConfiguration and SetRiskConfiguration: kept and told back, for a pool or for one client of it. Nothing here
//! measures risk.

use serde_json::{Map, Value, json};

use super::super::ServiceError;
use super::create_user_pool::taken;
use super::known::{self, KEPT, OfClient};
use crate::call::Call;
use crate::store::{Pool, Store, key};

pub fn describe(call: &Call<'_>, mut input: Map<String, Value>) -> Result<Value, ServiceError> {
    let store = call.store();
    let about = About::read(&store, &mut input)?;
    // What a client does not have of its own is the pool's.
    let kept = store.kept.get(&about.key()).or_else(|| store.kept.get(&about.of_pool().key()));
    let mut told = kept.map(|kept| Map::clone(kept)).unwrap_or_default();
    told.insert("UserPoolId".to_owned(), about.pool_id.into());
    if let Some(client_id) = about.client_id {
        told.insert("ClientId".to_owned(), client_id.into());
    }
    Ok(json!({ "RiskConfiguration": told }))
}

pub fn set(call: &Call<'_>, mut input: Map<String, Value>) -> Result<Value, ServiceError> {
    let mut store = call.store();
    let about = About::read(&store, &mut input)?;
    if input.is_empty() {
        return Err(ServiceError::invalid_parameter("At least one risk configuration must be sent"));
    }
    let at = about.key();
    if store.kept.get(&at).is_none() {
        KEPT.check_as_parameter(store.kept.within(&key(&about.pool_id, "risk/")).count(), store.kept.len())?;
    }
    input.insert("LastModifiedDate".to_owned(), json!(call.now.api()));
    store.kept.put(at, input.clone());
    input.insert("UserPoolId".to_owned(), about.pool_id.into());
    if let Some(client_id) = about.client_id {
        input.insert("ClientId".to_owned(), client_id.into());
    }
    Ok(json!({ "RiskConfiguration": input }))
}

struct About {
    pool_id: String,
    client_id: Option<String>,
}

impl About {
    /// Takes the names out of an input, and refuses those of what does not exist.
    fn read(store: &Store, input: &mut Map<String, Value>) -> Result<Self, ServiceError> {
        let pool_id: String = taken(input, "UserPoolId")?;
        let client_id: Option<String> = taken(input, "ClientId")?;
        let pool = known::pool(store, &pool_id)?;
        if let Some(client_id) = &client_id {
            known::client(store, &OfClient { user_pool_id: pool_id.clone(), client_id: client_id.clone() })?;
        }
        if !watches(&pool) {
            let message = format!("Threat protection is not enabled for user pool {pool_id}.");
            return Err(ServiceError::new("UserPoolAddOnNotEnabledException", message));
        }
        Ok(Self { pool_id, client_id })
    }

    fn of_pool(&self) -> Self {
        Self { pool_id: self.pool_id.clone(), client_id: None }
    }

    fn key(&self) -> String {
        key(&self.pool_id, &format!("risk/{}", self.client_id.as_deref().unwrap_or_default()))
    }
}

fn watches(pool: &Pool) -> bool {
    let mode = pool.settings.other.get("UserPoolAddOns").and_then(|add_ons| add_ons.get("AdvancedSecurityMode"));
    mode.and_then(Value::as_str).is_some_and(|mode| mode != "OFF")
}
