//! AdminDeleteUserAttributes: takes attributes away from a user.

use serde::Deserialize;
use serde_json::{Value, json};

use super::known::OfUser;
use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::attributes::{self, Writer};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    #[serde(flatten)]
    of: OfUser,
    user_attribute_names: Vec<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let mut store = call.store();
    let known = input.of.find_in(&store)?;
    attributes::check_removal(&known.pool, Writer::Admin, &input.user_attribute_names)?;
    let blank = input.user_attribute_names.into_iter().map(|name| (name, String::new())).collect();
    store.users.update(&known.pool.id, &known.user.username, |user| {
        attributes::apply(user, &blank);
        user.modified = call.now;
    });
    Ok(json!({}))
}
