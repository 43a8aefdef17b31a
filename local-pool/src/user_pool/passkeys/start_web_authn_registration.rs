//! StartWebAuthnRegistration: the options for `navigator.credentials.create()`, good for one CompleteWebAuthnRegistration.

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
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let SignedInUser { pool, user, claims, .. } = SignedInUser::authorize(call, input.access_token)?;
    let registrant = Registrant { pool: &pool, user: &user, client_id: &claims.client_id };
    Ok(json!({ "CredentialCreationOptions": registrant.start(call)? }))
}
