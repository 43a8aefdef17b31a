//! CompleteWebAuthnRegistration: what the browser's `toJSON()` gave becomes a passkey of the user. Right or wrong, the
//! registration that was started is over.

use serde::Deserialize;
use serde_json::{Value, json};

use super::start_web_authn_registration::check_room;
use super::{check_enabled, refused};
use crate::call::Call;
use crate::store::RegisteredPasskey;
use crate::user_pool::ServiceError;
use crate::user_pool::members::SignedInUser;
use crate::webauthn::{Refusal, register};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
    credential: Value,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let SignedInUser { pool, user, claims, .. } = SignedInUser::authorize(call, input.access_token)?;
    check_enabled(&pool)?;
    let started = call.store().registrations.take(&user.sub, call.now);
    let started = started.ok_or_else(|| refused(Refusal::ChallengeNotFound))?;
    if started.client_id != claims.client_id {
        return Err(refused(Refusal::OtherClient));
    }
    let passkey = register(&input.credential, &started.ceremony).map_err(refused)?;

    let mut store = call.store();
    let user = store.users.get(&pool.id, &user.username).ok_or_else(ServiceError::user_not_found)?;
    check_room(user)?;
    // A passkey is one person's: the whole pool is asked (WebAuthn Level 3, section 7.1, step 26).
    let is_it = |registered: &RegisteredPasskey| registered.passkey.credential_id == passkey.credential_id;
    if store.users.of_pool(&pool.id).any(|user| user.passkeys.iter().any(is_it)) {
        return Err(refused(Refusal::AlreadyRegistered));
    }
    let username = user.username.clone();
    store.users.update(&pool.id, &username, |user| {
        user.passkeys.push(RegisteredPasskey { passkey, created: call.now });
        user.modified = call.now;
    });
    Ok(json!({}))
}
