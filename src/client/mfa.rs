//! The second factors of a signed-in user: an authenticator app, and which factors are asked for.

use super::auth::Auth;
use crate::error::{Error, ErrorCode, Result};
use crate::protocol::user_pool::associate_software_token::{AssociateSoftwareToken, Authorization};
use crate::protocol::user_pool::get_user_auth_factors::{AuthFactors, GetUserAuthFactors};
use crate::protocol::user_pool::set_user_mfa_preference::{MfaPreference, SetUserMfaPreference};
use crate::protocol::user_pool::verify_software_token::VerifySoftwareToken;
use crate::secret::Secret;
use alloc::string::String;

impl Auth {
    /// Begins to set up an authenticator app, and gives the secret that the app is told (base32). It is in force once
    /// [`Auth::verify_totp`] has seen a code of it, and is asked for once [`Auth::set_mfa_preference`] says so.
    ///
    /// # Errors
    /// Those of [`Auth::access_token`], and what the pool refuses.
    pub async fn set_up_totp(&self) -> Result<Secret<String>> {
        let question = |token| AssociateSoftwareToken { authorization: Authorization::AccessToken(token) };
        Ok(self.ask_as_user(question).await?.secret_code)
    }

    /// Ends setting it up with the app's first code. The name is for the user's list.
    ///
    /// # Errors
    /// `wrong_code`, after which another one can be tried.
    pub async fn verify_totp(&self, code: impl Into<Secret<String>>, device_name: Option<&str>) -> Result<()> {
        let (code, friendly_device_name) = (code.into(), device_name.map(Into::into));
        let proof = |token| VerifySoftwareToken {
            authorization: Authorization::AccessToken(token),
            code,
            friendly_device_name,
        };
        if self.ask_as_user(proof).await?.is_verified {
            return Ok(());
        }
        Err(Error::new(ErrorCode::WrongCode, "The authenticator app's code was not accepted. Wait for the next one."))
    }

    /// Says which second factors are asked for, and which one first.
    ///
    /// # Errors
    /// Those of [`Auth::access_token`], and what the pool refuses, such as a factor that was not set up.
    pub async fn set_mfa_preference(&self, preference: MfaPreference) -> Result<()> {
        self.ask_as_user(|access_token| SetUserMfaPreference { access_token, preference }).await
    }

    /// What the user can sign in with.
    ///
    /// # Errors
    /// Those of [`Auth::access_token`], and what the pool refuses.
    pub async fn auth_factors(&self) -> Result<AuthFactors> {
        self.ask_as_user(|access_token| GetUserAuthFactors { access_token }).await
    }
}
