//! Registering a passkey: the options for `navigator.credentials.create()`, and what the browser's `toJSON()` gave becomes a
//! passkey of the user. WebAuthn Level 3, section 7.1. Right or wrong, a registration that was started is good for one answer.
//! Who the user is was proven before, by an access token or by the browser that managed login remembers.

use serde_json::{Value, json};

use super::{ceremony, check_enabled, refused};
use crate::call::Call;
use crate::store::{Pool, RegisteredPasskey, Registration, User};
use crate::user_pool::ServiceError;
use crate::webauthn::{Account, CreationOptions, PASSKEYS_PER_USER, Refusal, UserHandle, register};

/// Who registers a passkey, and through which app client.
pub struct Registrant<'a> {
    pub pool: &'a Pool,
    pub user: &'a User,
    pub client_id: &'a str,
}

impl Registrant<'_> {
    pub fn start(&self, call: &Call<'_>) -> Result<Value, ServiceError> {
        check_enabled(self.pool)?;
        let ceremony = ceremony(call, self.pool).map_err(refused)?;
        check_room(self.user)?;
        let account = Account {
            handle: UserHandle::of_sub(&self.user.sub),
            name: called(self.user),
            display_name: self.user.attribute("name").unwrap_or_else(|| called(self.user)),
        };
        let registered = self.user.passkeys.iter().map(|registered| &registered.passkey);
        let options = json!(CreationOptions::new(&ceremony, account, registered));
        let registration = Registration { ceremony, client_id: self.client_id.to_owned() };
        call.store().registrations.put(&self.user.sub, registration, call.now);
        Ok(options)
    }

    pub fn complete(&self, call: &Call<'_>, credential: &Value) -> Result<(), ServiceError> {
        check_enabled(self.pool)?;
        let started = call.store().registrations.take(&self.user.sub, call.now);
        let started = started.ok_or_else(|| refused(Refusal::ChallengeNotFound))?;
        if started.client_id != self.client_id {
            return Err(refused(Refusal::OtherClient));
        }
        let passkey = register(credential, &started.ceremony).map_err(refused)?;

        let mut store = call.store();
        let user = store.users.get(&self.pool.id, &self.user.username).ok_or_else(ServiceError::user_not_found)?;
        check_room(user)?;
        // A passkey is one person's: the whole pool is asked (WebAuthn Level 3, section 7.1, step 26).
        let is_it = |registered: &RegisteredPasskey| registered.passkey.credential_id == passkey.credential_id;
        if store.users.of_pool(&self.pool.id).any(|user| user.passkeys.iter().any(is_it)) {
            return Err(refused(Refusal::AlreadyRegistered));
        }
        store.users.update(&self.pool.id, &self.user.username, |user| {
            user.passkeys.push(RegisteredPasskey { passkey, created: call.now });
            user.modified = call.now;
        });
        Ok(())
    }
}

fn check_room(user: &User) -> Result<(), ServiceError> {
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
