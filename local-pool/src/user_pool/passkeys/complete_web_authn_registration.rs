//! CompleteWebAuthnRegistration: what the browser's `toJSON()` gave becomes a passkey of the user.

use serde::Deserialize;
use serde_json::{Value, json};

use super::Registrant;
use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::members::SignedInUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
    credential: Value,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let SignedInUser { pool, user, claims, .. } = SignedInUser::authorize(call, input.access_token)?;
    Registrant { pool: &pool, user: &user, client_id: &claims.client_id }.complete(call, &input.credential)?;
    Ok(json!({}))
}
