//! ListUserPools: every pool, of whatever region, by id.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::ServiceError;
use super::super::paging::{Listing, Wanted};
use crate::call::Call;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    max_results: i64,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    user_pools: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

pub fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let store = call.store();
    let wanted = Wanted { token: input.next_token.as_deref(), limit: Some(input.max_results), most: 60 };
    let page = Listing(&["ListUserPools"]).page(&wanted, store.pools.iter())?;
    let told = page.items.iter().map(|pool| {
        json!({
            "Id": pool.id,
            "Name": pool.name,
            "LambdaConfig": pool.settings.lambda_config,
            "LastModifiedDate": pool.modified.api(),
            "CreationDate": pool.created.api(),
        })
    });
    Ok(Output { user_pools: told.collect(), next_token: page.next })
}
