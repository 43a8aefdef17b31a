//! DeleteUserAttributes: takes attributes away that the client may write and the pool does not require.

use serde::Deserialize;
use serde_json::{Value, json};

use super::named::client_of;
use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::attributes::{self, Writer};
use crate::user_pool::members::SignedInUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
    user_attribute_names: Vec<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let signed_in = SignedInUser::authorize(call, input.access_token)?;
    let client = client_of(call, &signed_in)?;
    let SignedInUser { pool, user, .. } = &signed_in;
    let names = input.user_attribute_names;
    attributes::check_removal(pool, Writer::Client(&client), &names)?;
    let blank = names.into_iter().map(|name| (name, String::new())).collect();
    call.store().users.update(&pool.id, &user.username, |user| {
        attributes::apply(user, &blank);
        user.modified = call.now;
    });
    Ok(json!({}))
}
