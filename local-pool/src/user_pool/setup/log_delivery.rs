//! GetLogDeliveryConfiguration and SetLogDeliveryConfiguration: kept and told back. No log is delivered anywhere.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::ServiceError;
use super::known::{self, OfPool};
use crate::call::Call;
use crate::store::key;

const ABOUT: &str = "logs";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Set {
    user_pool_id: String,
    log_configurations: Vec<Value>,
}

pub fn get(call: &Call<'_>, input: OfPool) -> Result<Value, ServiceError> {
    let store = call.store();
    known::pool(&store, &input.user_pool_id)?;
    let kept = store.kept.get(&key(&input.user_pool_id, ABOUT));
    let configurations = kept.and_then(|kept| kept.get("LogConfigurations").cloned());
    Ok(told(&input.user_pool_id, configurations.unwrap_or_else(|| json!([]))))
}

pub fn set(call: &Call<'_>, input: Set) -> Result<Value, ServiceError> {
    let mut store = call.store();
    known::pool(&store, &input.user_pool_id)?;
    let mut sources = BTreeSet::new();
    let twice = |configuration: &Value| !sources.insert(configuration.get("EventSource").map(Value::to_string));
    if input.log_configurations.iter().any(twice) {
        return Err(ServiceError::invalid_parameter("There may be one log configuration for each event source"));
    }
    let configurations = Value::Array(input.log_configurations);
    let kept = Map::from_iter([("LogConfigurations".to_owned(), configurations.clone())]);
    store.kept.put(key(&input.user_pool_id, ABOUT), kept);
    Ok(told(&input.user_pool_id, configurations))
}

fn told(pool_id: &str, configurations: Value) -> Value {
    json!({ "LogDeliveryConfiguration": { "UserPoolId": pool_id, "LogConfigurations": configurations } })
}
