//! ListUsersInGroup: who is in a group, in pages.

use serde::{Deserialize, Serialize};

use super::known::pool;
use super::told::Told;
use crate::call::Call;
use crate::store::key;
use crate::user_pool::ServiceError;
use crate::user_pool::paging::{Listing, Wanted};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    user_pool_id: String,
    group_name: String,
    limit: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    users: Vec<Told>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let store = call.store();
    let pool = pool(&store, &input.user_pool_id)?;
    if store.groups.get(&key(&pool.id, &input.group_name)).is_none() {
        return Err(ServiceError::not_found("Group not found."));
    }
    let wanted = Wanted { token: input.next_token.as_deref(), limit: input.limit, most: 60 };
    let members = store.users.of_pool(&pool.id).filter(|user| user.groups.contains(&input.group_name));
    let members = members.map(|user| (user.username.as_str(), user));
    let page = Listing(&["ListUsersInGroup", &pool.id, &input.group_name]).page(&wanted, members)?;
    Ok(Output { users: page.items.into_iter().map(|user| Told::of(user)).collect(), next_token: page.next })
}
