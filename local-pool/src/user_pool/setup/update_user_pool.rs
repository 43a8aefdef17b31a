//! UpdateUserPool. What is not sent goes to its default, as at Cognito; what cannot change (who signs in by what, whether
//! case counts, the schema) stays, and so do the name, the tags and the tier.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::ServiceError;
use super::create_user_pool::taken;
use super::{known, mfa_config, pool_settings, tags};
use crate::call::Call;

pub fn answer(call: &Call<'_>, mut input: Map<String, Value>) -> Result<Map<String, Value>, ServiceError> {
    let pool_id: String = taken(&mut input, "UserPoolId")?;
    let name: Option<String> = taken(&mut input, "PoolName")?;
    let new_tags: Option<BTreeMap<String, String>> = taken(&mut input, "UserPoolTags")?;
    let mfa = input.remove("MfaConfiguration");
    let mut store = call.store();
    let pool = known::pool(&store, &pool_id)?;
    if let Some(tier) = pool.settings.other.get("UserPoolTier") {
        input.entry("UserPoolTier").or_insert_with(|| tier.clone());
    }
    let mut settings = pool_settings::read(input)?;
    settings.alias_attributes.clone_from(&pool.settings.alias_attributes);
    settings.username_attributes.clone_from(&pool.settings.username_attributes);
    settings.username_configuration = pool.settings.username_configuration;
    let mfa = mfa_config::with_pool(mfa, &mut settings, Some(&pool.mfa))?;
    if let Some(tags) = &new_tags {
        tags::check(tags)?;
    }
    store.pools.update(&pool_id, |pool| {
        pool.settings = settings;
        pool.mfa = mfa;
        pool.name = name.unwrap_or_else(|| std::mem::take(&mut pool.name));
        pool.tags = new_tags.unwrap_or_else(|| std::mem::take(&mut pool.tags));
        pool.modified = call.now;
    });
    Ok(Map::new())
}
