//! Accounts: signing up, a forgotten password, and what a signed-in user changes of the own account.

use super::auth::Auth;
use super::sign_in::SignIn;
use crate::error::Result;
use crate::protocol::operation::Operation;
use crate::protocol::sign_in::{Flow, Start};
use crate::protocol::user_pool::change_password::ChangePassword;
use crate::protocol::user_pool::code_delivery::CodeDelivery;
use crate::protocol::user_pool::confirm_forgot_password::ConfirmForgotPassword;
use crate::protocol::user_pool::confirm_sign_up::{ConfirmSignUp, ConfirmedSignUp};
use crate::protocol::user_pool::delete_user::DeleteUser;
use crate::protocol::user_pool::delete_user_attributes::DeleteUserAttributes;
use crate::protocol::user_pool::forgot_password::ForgotPassword;
use crate::protocol::user_pool::get_user::{GetUser, UserProfile};
use crate::protocol::user_pool::get_user_attribute_verification_code::GetUserAttributeVerificationCode;
use crate::protocol::user_pool::resend_confirmation_code::ResendConfirmationCode;
use crate::protocol::user_pool::sign_up::{SignUp, SignedUp};
use crate::protocol::user_pool::update_user_attributes::UpdateUserAttributes;
use crate::protocol::user_pool::verify_user_attribute::VerifyUserAttribute;
use crate::secret::Secret;
use alloc::{string::String, vec::Vec};

/// What anybody may ask.
impl Auth {
    /// Creates an account.
    ///
    /// # Errors
    /// What the pool refuses, such as a name that is taken, and what the network does.
    pub async fn sign_up(&self, account: SignUp) -> Result<SignedUp> {
        self.ask(account).await
    }

    /// Confirms an account with the code that was sent. Give it the sign-up's session, and the answer has one with which
    /// [`Auth::sign_in_after_confirmation`] goes on.
    ///
    /// # Errors
    /// `wrong_code`, `code_expired`, and what the network does.
    pub async fn confirm_sign_up(&self, confirmation: ConfirmSignUp) -> Result<ConfirmedSignUp> {
        self.ask(confirmation).await
    }

    /// Signs a user in who has just confirmed the account, without asking for anything more. The session is good for
    /// minutes, and once.
    ///
    /// # Errors
    /// As [`Auth::sign_in`].
    pub async fn sign_in_after_confirmation(&self, username: &str, session: Secret<String>) -> Result<SignIn> {
        self.sign_in_with(Start::new(username, Flow::Session(session))).await
    }

    /// Sends another code to somebody who has signed up, and says where.
    ///
    /// # Errors
    /// What the pool and the network do.
    pub async fn resend_code(&self, request: ResendConfirmationCode) -> Result<Option<CodeDelivery>> {
        self.ask(request).await
    }

    /// Sends a code to somebody who forgot the password, and says where.
    ///
    /// # Errors
    /// What the pool and the network do.
    pub async fn forgot_password(&self, request: ForgotPassword) -> Result<Option<CodeDelivery>> {
        self.ask(request).await
    }

    /// Sets a new password with the code that was sent.
    ///
    /// # Errors
    /// `wrong_code`, `code_expired`, and what the network does.
    pub async fn confirm_forgot_password(&self, confirmation: ConfirmForgotPassword) -> Result<()> {
        self.ask(confirmation).await
    }

    /// Asks any operation as it is. For what has no friendlier form here.
    ///
    /// # Errors
    /// What the service and the network do.
    pub async fn perform<O: Operation>(&self, operation: O) -> Result<O::Output> {
        self.ask(operation).await
    }
}

/// What a signed-in user may ask. All of it fails as [`Auth::access_token`] does, with `not_authorized` where the pool has
/// revoked the token, and with what the pool refuses.
impl Auth {
    /// Name and attributes as the pool has them now (the ID token has them as they were at sign-in).
    ///
    /// # Errors
    /// Those of [`Auth::access_token`], and `not_authorized` where the pool has revoked the token.
    pub async fn profile(&self) -> Result<UserProfile> {
        self.ask_as_user(|access_token| GetUser { access_token }).await
    }

    /// Changes the password. Who never had one leaves the previous one out.
    ///
    /// # Errors
    /// `wrong_credentials` where the previous password is wrong.
    pub async fn change_password(&self, previous: Option<Secret<String>>, proposed: Secret<String>) -> Result<()> {
        self.ask_as_user(|access_token| ChangePassword { access_token, previous, proposed }).await
    }

    /// Changes attributes, and says where codes were sent for those that are to be verified.
    ///
    /// # Errors
    /// See above.
    pub async fn update_attributes(&self, attributes: Vec<(String, String)>) -> Result<Vec<CodeDelivery>> {
        let client_metadata = Vec::new();
        self.ask_as_user(|access_token| UpdateUserAttributes { access_token, attributes, client_metadata }).await
    }

    /// Deletes attributes.
    ///
    /// # Errors
    /// See above.
    pub async fn delete_attributes(&self, names: Vec<String>) -> Result<()> {
        self.ask_as_user(|access_token| DeleteUserAttributes { access_token, names }).await
    }

    /// Sends a code to an address of the user's, `email` or `phone_number`, and says where.
    ///
    /// # Errors
    /// See above.
    pub async fn send_attribute_code(&self, attribute: &str) -> Result<Option<CodeDelivery>> {
        let (attribute, client_metadata) = (attribute.into(), Vec::new());
        let question = |access_token| GetUserAttributeVerificationCode { access_token, attribute, client_metadata };
        self.ask_as_user(question).await
    }

    /// Proves with the code that the address is the user's.
    ///
    /// # Errors
    /// `wrong_code`, `code_expired`
    pub async fn verify_attribute(&self, attribute: &str, code: impl Into<Secret<String>>) -> Result<()> {
        let (attribute, code) = (attribute.into(), code.into());
        self.ask_as_user(|access_token| VerifyUserAttribute { access_token, attribute, code }).await
    }

    /// Deletes the account, and ends the session.
    ///
    /// # Errors
    /// See above. The session stays where the pool has not said that the account is gone.
    pub async fn delete_user(&self) -> Result<()> {
        self.ask_for_the_last_time(|access_token| DeleteUser { access_token }).await
    }

    /// Asks in the name of the signed-in user.
    pub(super) async fn ask_as_user<O: Operation>(&self, with: impl FnOnce(Secret<String>) -> O) -> Result<O::Output> {
        let access_token = self.access_token().await?;
        self.ask(with(access_token)).await
    }
}
