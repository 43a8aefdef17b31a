//! GetUser: the name and the attributes of whoever the access token belongs to.

use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::members::SignedInUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    username: String,
    user_attributes: Vec<Attribute>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Attribute {
    name: String,
    value: String,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let SignedInUser { user, .. } = SignedInUser::authorize(call, input.access_token)?;
    let sub = Attribute { name: "sub".to_owned(), value: user.sub.clone() };
    let others = user.attributes.iter().map(|(name, value)| Attribute { name: name.clone(), value: value.clone() });
    Ok(Output { username: user.username.clone(), user_attributes: std::iter::once(sub).chain(others).collect() })
}
