//! AdminListGroupsForUser: the groups that a user is in, in pages.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::known::{KnownUser, OfUser};
use crate::call::Call;
use crate::store::key;
use crate::user_pool::ServiceError;
use crate::user_pool::paging::{Listing, Wanted};
use crate::user_pool::setup::groups;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    #[serde(flatten)]
    of: OfUser,
    limit: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    groups: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let store = call.store();
    let KnownUser { pool, user } = input.of.find_in(&store)?;
    let wanted = Wanted { token: input.next_token.as_deref(), limit: input.limit, most: 60 };
    let theirs = user.groups.iter().filter_map(|name| Some((name.as_str(), store.groups.get(&key(&pool.id, name))?)));
    let page = Listing(&["AdminListGroupsForUser", &pool.id, &user.sub]).page(&wanted, theirs)?;
    Ok(Output { groups: page.items.into_iter().map(|group| groups::told(group)).collect(), next_token: page.next })
}
