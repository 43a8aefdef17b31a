//! StartWebAuthnRegistration: the options for `navigator.credentials.create()`, good for one CompleteWebAuthnRegistration.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{ceremony, check_enabled, refused};
use crate::call::Call;
use crate::store::{Registration, User};
use crate::user_pool::ServiceError;
use crate::user_pool::members::SignedInUser;
use crate::webauthn::{Account, CreationOptions, PASSKEYS_PER_USER, UserHandle};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let SignedInUser { pool, user, claims, .. } = SignedInUser::authorize(call, input.access_token)?;
    check_enabled(&pool)?;
    let ceremony = ceremony(call, &pool).map_err(refused)?;
    check_room(&user)?;
    let account = Account {
        handle: UserHandle::of_sub(&user.sub),
        name: called(&user),
        display_name: user.attribute("name").unwrap_or_else(|| called(&user)),
    };
    let registered = user.passkeys.iter().map(|registered| &registered.passkey);
    let options = json!({ "CredentialCreationOptions": CreationOptions::new(&ceremony, account, registered) });
    let registration = Registration { ceremony, client_id: claims.client_id };
    call.store().registrations.put(&user.sub, registration, call.now);
    Ok(options)
}

pub fn check_room(user: &User) -> Result<(), ServiceError> {
    match user.passkeys.len() < PASSKEYS_PER_USER {
        true => Ok(()),
        false => Err(ServiceError::new("LimitExceededException", "The user has as many passkeys as a user can have.")),
    }
}

/// By what the person signs in with: where that is an address, the user name is only the `sub`.
fn called(user: &User) -> &str {
    let address = || user.attribute("email").or_else(|| user.attribute("phone_number"));
    if user.username == user.sub { address().unwrap_or(&user.username) } else { &user.username }
}
