//! ListDevices: the user's own devices, in pages.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::known_devices::{self, Reader};
use crate::user_pool::members::SignedInUser;
use crate::user_pool::paging::Wanted;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
    limit: Option<i64>,
    pagination_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    devices: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pagination_token: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let SignedInUser { user, .. } = SignedInUser::authorize(call, input.access_token)?;
    let wanted = Wanted { token: input.pagination_token.as_deref(), limit: input.limit, most: 60 };
    let page = known_devices::page(&user, &wanted, Reader::Owner)?;
    Ok(Output { devices: page.items, pagination_token: page.next })
}
