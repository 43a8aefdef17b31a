//! The account operations by name, for the npm package's checked `call(operation, input)`: which there are, what each is
//! authorized by, and whether it may be repeated. What TypeScript types need no code here.
//!
//! Not among them: what moves secrets and state that are the core's alone (signing in, renewing, revoking, confirming a
//! device), and the identity pool.

use super::exchange;
use super::http::{Request, Response};
use super::json::{self, ObjectWriter, Value};
use super::operation::{Operation, Service};
use super::user_pool as pool;
use crate::config::PoolConfig;
use crate::error::{Error, ErrorCode, Result};
use crate::secret::Secret;
use alloc::string::String;

/// An operation that is asked with its input as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountOperation {
    /// Cognito's name of it.
    pub name: &'static str,
    /// What the core adds to the input.
    pub authorization: Authorization,
    /// Whether doing it twice is as good as once.
    pub repeatable: bool,
}

/// What an operation is authorized by. The core adds it; the caller may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authorization {
    /// The access token of the signed-in user.
    AccessToken,
    /// The app client's id.
    ClientId,
    /// Nothing but a token in the input; the pool's id says where.
    UserPoolId,
}

/// All of them.
pub static ACCOUNT_OPERATIONS: [AccountOperation; 29] = {
    use Authorization::{AccessToken, ClientId, UserPoolId};
    [
        of::<pool::associate_software_token::AssociateSoftwareToken>(AccessToken),
        of::<pool::change_password::ChangePassword>(AccessToken),
        of::<pool::complete_web_authn_registration::CompleteWebAuthnRegistration>(AccessToken),
        of::<pool::confirm_forgot_password::ConfirmForgotPassword>(ClientId),
        of::<pool::confirm_sign_up::ConfirmSignUp>(ClientId),
        of::<pool::delete_user::DeleteUser>(AccessToken),
        of::<pool::delete_user_attributes::DeleteUserAttributes>(AccessToken),
        of::<pool::delete_web_authn_credential::DeleteWebAuthnCredential>(AccessToken),
        of::<pool::forget_device::ForgetDevice>(AccessToken),
        of::<pool::forgot_password::ForgotPassword>(ClientId),
        of::<pool::get_device::GetDevice>(AccessToken),
        of::<pool::get_user::GetUser>(AccessToken),
        of::<pool::get_user_attribute_verification_code::GetUserAttributeVerificationCode>(AccessToken),
        of::<pool::get_user_auth_factors::GetUserAuthFactors>(AccessToken),
        of::<pool::global_sign_out::GlobalSignOut>(AccessToken),
        of::<pool::list_devices::ListDevices>(AccessToken),
        of::<pool::list_user_sessions::ListUserSessions>(AccessToken),
        of::<pool::list_web_authn_credentials::ListWebAuthnCredentials>(AccessToken),
        of::<pool::resend_confirmation_code::ResendConfirmationCode>(ClientId),
        of::<pool::revoke_user_session::RevokeUserSession>(AccessToken),
        of::<pool::set_user_mfa_preference::SetUserMfaPreference>(AccessToken),
        of::<pool::set_user_settings::SetUserSettings>(AccessToken),
        of::<pool::sign_up::SignUp>(ClientId),
        of::<pool::start_web_authn_registration::StartWebAuthnRegistration>(AccessToken),
        of::<pool::update_auth_event_feedback::UpdateAuthEventFeedback>(UserPoolId),
        of::<pool::update_device_status::UpdateDeviceStatus>(AccessToken),
        of::<pool::update_user_attributes::UpdateUserAttributes>(AccessToken),
        of::<pool::verify_software_token::VerifySoftwareToken>(AccessToken),
        of::<pool::verify_user_attribute::VerifyUserAttribute>(AccessToken),
    ]
};

impl AccountOperation {
    /// The one of that name.
    ///
    /// # Errors
    /// `invalid_input`
    pub fn named(name: &str) -> Result<&'static Self> {
        let found = ACCOUNT_OPERATIONS.iter().find(|operation| operation.name == name);
        found.ok_or_else(|| {
            Error::new(
                ErrorCode::InvalidInput,
                "There is no account operation of that name. Signing in, renewing and signing out have calls of their own.",
            )
        })
    }

    /// What to send: the input, and what it is authorized by.
    ///
    /// # Errors
    /// `invalid_input` where the input is no object, or says itself by what it is authorized; `signed_out` where there is
    /// no access token and it takes one.
    pub fn request(&self, input: &str, access_token: Option<&Secret<String>>, config: &PoolConfig) -> Result<Request> {
        let input = json::read(input).filter(|input| input.is_object()).ok_or_else(no_object)?;
        if input.members().any(|(name, _)| RESERVED.contains(&&*name)) {
            return Err(reserved());
        }
        let (name, value) = match (self.authorization, access_token) {
            // Exposed: the token goes into the body, which is a secret itself.
            (Authorization::AccessToken, Some(token)) => ("AccessToken", &**token.expose()),
            (Authorization::AccessToken, None) => return Err(signed_out()),
            (Authorization::ClientId, _) => ("ClientId", config.client_id()),
            (Authorization::UserPoolId, _) => ("UserPoolId", config.pool_id()),
        };
        let mut body = ObjectWriter::new();
        for (name, value) in input.members() {
            body.raw(&name, value.as_json());
        }
        body.text(name, value);
        Ok(exchange::request(config, Service::UserPool, self.name, self.repeatable, body.finish()))
    }

    /// The answer, as the JSON of an object. A secret: it can be the secret of an authenticator app.
    ///
    /// # Errors
    /// The failure that the service reported, or `unexpected_reply` where it was no answer at all.
    pub fn answer(response: &Response) -> Result<Secret<String>> {
        exchange::answer(response, |body: Value<'_>| Some(body.as_json().into()))
    }
}

/// What names a user, a client or a pool is the core's to say.
const RESERVED: [&str; 5] = ["AccessToken", "ClientId", "SecretHash", "ClientSecret", "UserPoolId"];

/// What the typed operation says of itself, so that both say the same.
const fn of<O: Operation>(authorization: Authorization) -> AccountOperation {
    AccountOperation { name: O::NAME, authorization, repeatable: O::REPEATABLE }
}

fn no_object() -> Error {
    Error::new(ErrorCode::InvalidInput, "The input of an account operation is an object, such as { Username: 'ada' }.")
}

fn reserved() -> Error {
    Error::new(
        ErrorCode::InvalidInput,
        "AccessToken, ClientId and UserPoolId are added to the input by themselves, and an app client with a secret has no place in a browser. Leave them out.",
    )
}

fn signed_out() -> Error {
    Error::new(ErrorCode::SignedOut, "Nobody is signed in.")
}

#[cfg(test)]
mod tests {
    use super::AccountOperation;
    use crate::config::PoolConfig;
    use crate::error::{ErrorCode, Result};
    use crate::protocol::http::Request;

    fn request(operation: &str, input: &str, token: Option<&str>) -> Result<Request> {
        let config = PoolConfig::new("eu-west-1_Ab3dEf9hK", "1h57kf5cpq17m0eml12EXAMPLE").unwrap();
        AccountOperation::named(operation)?.request(input, token.map(Into::into).as_ref(), &config)
    }

    fn refused(operation: &str, input: &str, token: Option<&str>) -> ErrorCode {
        request(operation, input, token).unwrap_err().code()
    }

    #[test]
    fn the_input_goes_on_with_what_authorizes_it() {
        let sent = request("ListDevices", r#" { "Limit" : 7.0 } "#, Some("access")).unwrap();
        assert_eq!(sent.body.expose(), r#"{"Limit":7.0,"AccessToken":"access"}"#);
        assert_eq!(sent.target, "AWSCognitoIdentityProviderService.ListDevices");
        assert!(sent.repeatable);
        let sent =
            request("SignUp", r#"{"Username":"\u0061da","UserAttributes":[{"Name":"x","Value":"y"}]}"#, None).unwrap();
        assert_eq!(
            sent.body.expose(),
            r#"{"Username":"\u0061da","UserAttributes":[{"Name":"x","Value":"y"}],"ClientId":"1h57kf5cpq17m0eml12EXAMPLE"}"#
        );
        assert!(!sent.repeatable);
        assert_eq!(request("GetUser", "{}", Some("t")).unwrap().body.expose(), r#"{"AccessToken":"t"}"#);
    }

    #[test]
    fn nobody_else_may_say_who_asks() {
        for name in ["AccessToken", "ClientId", "SecretHash", "ClientSecret", "UserPoolId", r"Access\u0054oken"] {
            for value in ["\"x\"", "null", "{}"] {
                let input = format!(r#"{{"Username":"ada","{name}":{value}}}"#);
                assert_eq!(refused("SignUp", &input, None), ErrorCode::InvalidInput, "{input}");
                assert_eq!(refused("GetUser", &input, Some("t")), ErrorCode::InvalidInput, "{input}");
            }
        }
    }

    #[test]
    fn what_is_no_object_and_what_is_no_account_operation_is_refused() {
        for input in ["", "null", "[]", "\"{}\"", "7", "{}{}", "{", r#"{"a":1,}"#] {
            assert_eq!(refused("GetUser", input, Some("t")), ErrorCode::InvalidInput, "{input}");
        }
        for name in [
            "",
            "getUser",
            "InitiateAuth",
            "RespondToAuthChallenge",
            "GetTokensFromRefreshToken",
            "RevokeToken",
            "ConfirmDevice",
            "GetId",
            "AdminGetUser",
        ] {
            assert_eq!(refused(name, "{}", Some("t")), ErrorCode::InvalidInput, "{name}");
        }
    }

    #[test]
    fn an_access_token_is_asked_for_where_it_is_needed() {
        assert_eq!(refused("GetUser", "{}", None), ErrorCode::SignedOut);
        assert!(request("ForgotPassword", "{}", None).is_ok());
        assert!(!request("ForgotPassword", "{}", Some("t")).unwrap().body.expose().contains("AccessToken"));
    }
}
