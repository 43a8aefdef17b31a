//! ListUsers: the users of a pool, all or those that a filter finds, in pages.

use serde::{Deserialize, Serialize};

use super::filter::Filter;
use super::known::pool;
use super::told::Told;
use crate::call::Call;
use crate::store::{Pool, User};
use crate::user_pool::ServiceError;
use crate::user_pool::paging::{Listing, Wanted};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    user_pool_id: String,
    attributes_to_get: Option<Vec<String>>,
    limit: Option<i64>,
    pagination_token: Option<String>,
    filter: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    users: Vec<Told>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pagination_token: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let store = call.store();
    let pool = pool(&store, &input.user_pool_id)?;
    let text = input.filter.unwrap_or_default();
    let filter = Filter::parse(&text)?;
    let names = input.attributes_to_get.unwrap_or_default();
    check_names(&pool, &names)?;
    let wanted = Wanted { token: input.pagination_token.as_deref(), limit: input.limit, most: 60 };
    let users = store.users.of_pool(&pool.id).filter(|user| filter.as_ref().is_none_or(|it| it.finds(&pool, user)));
    let users = users.map(|user| (user.username.as_str(), user));
    let page = Listing(&["ListUsers", &pool.id, &text]).page(&wanted, users)?;
    let users = page.items.into_iter().map(|user| told(user, &names)).collect::<Result<_, _>>()?;
    Ok(Output { users, pagination_token: page.next })
}

fn check_names(pool: &Pool, names: &[String]) -> Result<(), ServiceError> {
    let is_known = |name: &String| pool.schema.iter().any(|attribute| attribute.name == *name);
    if names.iter().all(is_known) { Ok(()) } else { Err(nonexistent()) }
}

/// Cognito answers with an error where one of the users lacks one of the attributes.
fn told(user: &User, names: &[String]) -> Result<Told, ServiceError> {
    if names.is_empty() {
        return Ok(Told::of(user));
    }
    Told::with_only(user, names).ok_or_else(nonexistent)
}

fn nonexistent() -> ServiceError {
    ServiceError::invalid_parameter("One or more requested attributes do not exist.")
}
