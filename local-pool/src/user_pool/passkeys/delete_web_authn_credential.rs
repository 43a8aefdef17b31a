//! DeleteWebAuthnCredential: a passkey of the user signs in no more. The authenticator may keep it.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::call::Call;
use crate::store::MfaFactor;
use crate::user_pool::ServiceError;
use crate::user_pool::members::SignedInUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
    credential_id: String,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let SignedInUser { pool, user, .. } = SignedInUser::authorize(call, input.access_token)?;
    let mut store = call.store();
    let deleted = store.users.update(&pool.id, &user.username, |user| {
        let before = user.passkeys.len();
        user.passkeys.retain(|registered| registered.passkey.credential_id.to_string() != input.credential_id);
        if user.passkeys.is_empty() {
            // A factor that is gone cannot be what the user turned on.
            user.mfa.enabled.remove(&MfaFactor::WebAuthn);
        }
        before != user.passkeys.len()
    });
    match deleted {
        Some(true) => Ok(json!({})),
        Some(false) | None => Err(ServiceError::not_found("The user has no passkey with this credential id.")),
    }
}
