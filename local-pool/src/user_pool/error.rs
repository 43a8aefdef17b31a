//! The errors of the API, by Cognito's names, with Cognito's messages where clients know them.
//! A message never carries what a secret member held.

use serde_json::json;

#[derive(Debug, PartialEq, Eq)]
pub struct ServiceError {
    name: &'static str,
    message: String,
}

impl ServiceError {
    /// Any error of the model. The ones that several operations raise have functions of their own below.
    pub fn new(name: &'static str, message: impl Into<String>) -> Self {
        Self { name, message: message.into() }
    }

    pub fn name(&self) -> &'static str {
        self.name
    }

    pub fn message(&self) -> &str {
        &self.message
    }

    pub fn status(&self) -> u16 {
        match self.name {
            "InternalErrorException" => 500,
            "RequestEntityTooLargeException" => 413,
            _ => 400,
        }
    }

    pub fn body(&self) -> Vec<u8> {
        json!({ "__type": self.name, "message": self.message }).to_string().into_bytes()
    }

    pub fn invalid_parameter(message: impl Into<String>) -> Self {
        Self::new("InvalidParameterException", message)
    }

    /// The form in which Cognito reports a member that breaks its model.
    pub fn constraint(member: &str, constraint: &str) -> Self {
        Self::invalid_parameter(format!(
            "1 validation error detected: Value at '{member}' failed to satisfy constraint: {constraint}"
        ))
    }

    pub fn missing_parameter(name: &str) -> Self {
        Self::invalid_parameter(format!("Missing required parameter {name}"))
    }

    pub fn not_authorized(message: impl Into<String>) -> Self {
        Self::new("NotAuthorizedException", message)
    }

    pub fn wrong_credentials() -> Self {
        Self::not_authorized("Incorrect username or password.")
    }

    pub fn too_many_failures() -> Self {
        Self::not_authorized("Password attempts exceeded")
    }

    pub fn user_disabled() -> Self {
        Self::not_authorized("User is disabled.")
    }

    pub fn user_not_confirmed() -> Self {
        Self::new("UserNotConfirmedException", "User is not confirmed.")
    }

    pub fn user_not_found() -> Self {
        Self::new("UserNotFoundException", "User does not exist.")
    }

    pub fn password_reset_required() -> Self {
        Self::new("PasswordResetRequiredException", "Password reset required for the user")
    }

    pub fn refresh_token_reuse() -> Self {
        Self::new("RefreshTokenReuseException", "Refresh token reuse detected: this token has been rotated out")
    }

    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new("ResourceNotFoundException", message)
    }

    pub fn client_not_found(client_id: &str) -> Self {
        Self::not_found(format!("User pool client {client_id} does not exist."))
    }

    pub fn pool_not_found(pool_id: &str) -> Self {
        Self::not_found(format!("User pool {pool_id} does not exist."))
    }

    pub fn other_clients_token() -> Self {
        Self::new("UnauthorizedException", "The token was issued to another client")
    }

    pub fn not_a_refresh_token() -> Self {
        Self::new("UnsupportedTokenTypeException", "Unsupported token type: only refresh tokens can be revoked")
    }

    pub fn code_mismatch() -> Self {
        Self::new("CodeMismatchException", "Invalid verification code provided, please try again.")
    }

    pub fn expired_code() -> Self {
        Self::new("ExpiredCodeException", "Invalid code provided, please request a code again.")
    }

    pub fn limit_exceeded() -> Self {
        Self::new("LimitExceededException", "Attempt limit exceeded, please try after some time.")
    }

    pub fn too_many_requests() -> Self {
        Self::new("TooManyRequestsException", "Rate exceeded")
    }

    pub fn invalid_password(why: impl Into<String>) -> Self {
        Self::new("InvalidPasswordException", why)
    }

    pub fn username_exists() -> Self {
        Self::new("UsernameExistsException", "User already exists")
    }

    pub fn alias_exists(what: &str) -> Self {
        Self::new("AliasExistsException", format!("An account with the {what} already exists."))
    }

    pub fn missing_authentication() -> Self {
        Self::new("MissingAuthenticationTokenException", "Missing Authentication Token")
    }

    pub fn not_yet(what: &str) -> Self {
        Self::new("UnsupportedOperationException", format!("{what} is not available in this version of local-pool"))
    }

    pub fn unknown_operation() -> Self {
        Self::new("UnknownOperationException", "x-amz-target names no operation of a user pool")
    }

    pub fn serialization() -> Self {
        Self::new("SerializationException", "The body is not a JSON object with members of the right types")
    }

    pub fn request_too_large() -> Self {
        Self::new("RequestEntityTooLargeException", "The body is longer than this pool reads")
    }

    pub fn internal() -> Self {
        Self::new("InternalErrorException", "local-pool failed at this request: this is a bug in local-pool")
    }
}
