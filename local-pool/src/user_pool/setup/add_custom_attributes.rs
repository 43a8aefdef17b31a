//! AddCustomAttributes: all of them or none.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::ServiceError;
use super::{known, schema};
use crate::call::Call;
use crate::store::SchemaAttribute;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    user_pool_id: String,
    custom_attributes: Vec<SchemaAttribute>,
}

pub fn answer(call: &Call<'_>, input: Input) -> Result<Map<String, Value>, ServiceError> {
    let mut store = call.store();
    let mut extended = known::pool(&store, &input.user_pool_id)?.schema.clone();
    for attribute in input.custom_attributes {
        schema::add(&mut extended, attribute)?;
    }
    store.pools.update(&input.user_pool_id, |pool| {
        pool.schema = extended;
        pool.modified = call.now;
    });
    Ok(Map::new())
}
