//! AdminUpdateUserAttributes: new values for a user's attributes; a blank value takes one away.

use serde::Deserialize;
use serde_json::{Value, json};

use super::known::OfUser;
use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::account::change_attributes;
use crate::user_pool::attributes::{self, Attribute};
use crate::user_pool::messages::{ClientMetadata, Sender};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    #[serde(flatten)]
    of: OfUser,
    user_attributes: Vec<Attribute>,
    client_metadata: Option<ClientMetadata>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let known = input.of.find(call)?;
    let metadata = input.client_metadata.unwrap_or_default();
    let sender = Sender { pool: &known.pool, client: None, metadata: &metadata };
    let changes = attributes::given(Some(input.user_attributes));
    change_attributes(call, sender, &known.user, changes).await?;
    Ok(json!({}))
}
