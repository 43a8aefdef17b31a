//! The passkeys of a signed-in user. The ceremony itself is the browser's: `navigator.credentials.create`.

use super::auth::Auth;
use crate::error::Result;
use crate::protocol::user_pool::complete_web_authn_registration::{CompleteWebAuthnRegistration, PasskeyCredential};
use crate::protocol::user_pool::delete_web_authn_credential::DeleteWebAuthnCredential;
use crate::protocol::user_pool::list_web_authn_credentials::{ListWebAuthnCredentials, Passkey};
use crate::protocol::user_pool::page::Page;
use crate::protocol::user_pool::start_web_authn_registration::StartWebAuthnRegistration;
use alloc::string::String;

impl Auth {
    /// Begins to register a passkey, and gives what the browser makes it from, as JSON
    /// (`PublicKeyCredential.parseCreationOptionsFromJSON`).
    ///
    /// # Errors
    /// Those of [`Auth::access_token`], and what the pool refuses.
    pub async fn start_passkey(&self) -> Result<String> {
        self.ask_as_user(|access_token| StartWebAuthnRegistration { access_token }).await
    }

    /// Registers the passkey that the browser made, as JSON (`credential.toJSON()`).
    ///
    /// # Errors
    /// `invalid_input` where it is no object; those of [`Auth::access_token`], and what the pool refuses.
    pub async fn complete_passkey(&self, credential: &str) -> Result<()> {
        let credential = PasskeyCredential::from_json(credential)?;
        self.ask_as_user(|access_token| CompleteWebAuthnRegistration { access_token, credential }).await
    }

    /// The passkeys of the user. Ask for the next page with what the one before says.
    ///
    /// # Errors
    /// Those of [`Auth::access_token`], and what the pool refuses.
    pub async fn list_passkeys(&self, page: Option<&str>) -> Result<Page<Passkey>> {
        let (limit, page) = (None, page.map(Into::into));
        self.ask_as_user(|access_token| ListWebAuthnCredentials { access_token, limit, page }).await
    }

    /// Deletes one of them.
    ///
    /// # Errors
    /// Those of [`Auth::access_token`], and what the pool refuses.
    pub async fn delete_passkey(&self, id: &str) -> Result<()> {
        let credential_id = id.into();
        self.ask_as_user(|access_token| DeleteWebAuthnCredential { access_token, credential_id }).await
    }
}
