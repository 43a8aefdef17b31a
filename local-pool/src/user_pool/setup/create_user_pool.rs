//! CreateUserPool: a pool in the region that the request was signed for, with Cognito's defaults for what is not sent.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::super::ServiceError;
use super::{describe_user_pool, known, mfa_config, pool_settings, schema, tags};
use crate::call::Call;
use crate::random;
use crate::secret::Secret;
use crate::store::{Pool, SchemaAttribute};

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    user_pool: Value,
}

pub fn answer(call: &Call<'_>, mut input: Map<String, Value>) -> Result<Output, ServiceError> {
    let name: String = taken(&mut input, "PoolName")?;
    let tags: BTreeMap<String, String> = taken(&mut input, "UserPoolTags")?;
    let schema: Vec<SchemaAttribute> = taken(&mut input, "Schema")?;
    let mfa = input.remove("MfaConfiguration");
    let mut settings = pool_settings::read(input)?;
    let mfa = mfa_config::with_pool(mfa, &mut settings, None)?;
    tags::check(&tags)?;
    let region = region(call)?;
    let mut store = call.store();
    known::POOLS.check(0, store.pools.len())?;
    let id = loop {
        let id = format!("{region}_{}", known::LETTERS_AND_DIGITS.pick(9, call.random));
        if store.pool(&id).is_none() {
            break id;
        }
    };
    let decoy_key = Secret::new(random::bytes(call.random));
    let mut pool = Pool::new(id.clone(), name, settings, call.now, decoy_key);
    schema::extend(&mut pool.schema, schema)?;
    pool.tags = tags;
    pool.mfa = mfa;
    let user_pool = describe_user_pool::told(&store, &pool);
    store.pools.put(id, pool);
    Ok(Output { user_pool })
}

/// A member that is not one of the settings. One that was not sent is what is there by default.
pub fn taken<T>(input: &mut Map<String, Value>, member: &str) -> Result<T, ServiceError>
where
    T: serde::de::DeserializeOwned + Default,
{
    let Some(value) = input.remove(member) else { return Ok(T::default()) };
    serde_json::from_value(value).map_err(|_| ServiceError::serialization())
}

fn region<'a>(call: &'a Call<'_>) -> Result<&'a str, ServiceError> {
    let plain = |region: &&str| {
        (1..=32).contains(&region.len())
            && region.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    let refused = || ServiceError::invalid_parameter("The credential scope of the signature names no region");
    call.signed_for().filter(plain).ok_or_else(refused)
}
