//! GetCSVHeader: the columns of a file of users for this pool. Files of users are not read here.

use serde::Serialize;

use super::super::ServiceError;
use super::known::{self, OfPool};
use crate::call::Call;

#[derive(Serialize)]
pub struct Output {
    #[serde(rename = "UserPoolId")]
    user_pool_id: String,
    #[serde(rename = "CSVHeader")]
    csv_header: Vec<String>,
}

pub fn answer(call: &Call<'_>, input: OfPool) -> Result<Output, ServiceError> {
    let pool = known::pool(&call.store(), &input.user_pool_id)?;
    let names = pool.schema.iter().map(|attribute| attribute.name.clone());
    let mut header: Vec<String> = names.filter(|name| name != "sub" && name != "identities").collect();
    header.extend(["cognito:mfa_enabled", "cognito:username"].map(str::to_owned));
    Ok(Output { user_pool_id: input.user_pool_id, csv_header: header })
}
