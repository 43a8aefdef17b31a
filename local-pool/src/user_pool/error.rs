//! The errors of the user pool API, by Cognito's names, with Cognito's messages where clients know them.
//! A message never carries what a secret member held.

use serde_json::json;

#[derive(Debug, PartialEq, Eq)]
pub struct ServiceError {
    kind: Kind,
    message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    InternalError,
    InvalidParameter,
    NotAuthorized,
    PasswordResetRequired,
    RefreshTokenReuse,
    RequestTooLarge,
    ResourceNotFound,
    Serialization,
    Unauthorized,
    UnknownOperation,
    UnsupportedOperation,
    UnsupportedTokenType,
    UserNotConfirmed,
    UserNotFound,
}

impl ServiceError {
    pub fn name(&self) -> &'static str {
        match self.kind {
            Kind::InternalError => "InternalErrorException",
            Kind::InvalidParameter => "InvalidParameterException",
            Kind::NotAuthorized => "NotAuthorizedException",
            Kind::PasswordResetRequired => "PasswordResetRequiredException",
            Kind::RefreshTokenReuse => "RefreshTokenReuseException",
            Kind::RequestTooLarge => "RequestEntityTooLargeException",
            Kind::ResourceNotFound => "ResourceNotFoundException",
            Kind::Serialization => "SerializationException",
            Kind::Unauthorized => "UnauthorizedException",
            Kind::UnknownOperation => "UnknownOperationException",
            Kind::UnsupportedOperation => "UnsupportedOperationException",
            Kind::UnsupportedTokenType => "UnsupportedTokenTypeException",
            Kind::UserNotConfirmed => "UserNotConfirmedException",
            Kind::UserNotFound => "UserNotFoundException",
        }
    }

    pub fn status(&self) -> u16 {
        match self.kind {
            Kind::InternalError => 500,
            Kind::RequestTooLarge => 413,
            _ => 400,
        }
    }

    pub fn body(&self) -> Vec<u8> {
        json!({ "__type": self.name(), "message": self.message }).to_string().into_bytes()
    }

    pub fn invalid_parameter(message: impl Into<String>) -> Self {
        Self::new(Kind::InvalidParameter, message)
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
        Self::new(Kind::NotAuthorized, message)
    }

    pub fn wrong_credentials() -> Self {
        Self::not_authorized("Incorrect username or password.")
    }

    pub fn user_disabled() -> Self {
        Self::not_authorized("User is disabled.")
    }

    pub fn user_not_confirmed() -> Self {
        Self::new(Kind::UserNotConfirmed, "User is not confirmed.")
    }

    pub fn user_not_found() -> Self {
        Self::new(Kind::UserNotFound, "User does not exist.")
    }

    pub fn password_reset_required() -> Self {
        Self::new(Kind::PasswordResetRequired, "Password reset required for the user")
    }

    pub fn refresh_token_reuse() -> Self {
        Self::new(Kind::RefreshTokenReuse, "Refresh token reuse detected: this token has been rotated out")
    }

    pub fn client_not_found(client_id: &str) -> Self {
        Self::new(Kind::ResourceNotFound, format!("User pool client {client_id} does not exist."))
    }

    pub fn other_clients_token() -> Self {
        Self::new(Kind::Unauthorized, "The token was issued to another client")
    }

    pub fn not_a_refresh_token() -> Self {
        Self::new(Kind::UnsupportedTokenType, "Unsupported token type: only refresh tokens can be revoked")
    }

    pub fn not_yet(what: &str) -> Self {
        Self::new(Kind::UnsupportedOperation, format!("{what} is not available in this version of local-pool"))
    }

    pub fn unknown_operation() -> Self {
        Self::new(Kind::UnknownOperation, "x-amz-target names no operation of a user pool")
    }

    pub fn serialization() -> Self {
        Self::new(Kind::Serialization, "The body is not a JSON object with members of the right types")
    }

    pub fn request_too_large() -> Self {
        Self::new(Kind::RequestTooLarge, "The body is longer than this pool reads")
    }

    pub fn internal() -> Self {
        Self::new(Kind::InternalError, "local-pool failed at this request: this is a bug in local-pool")
    }

    fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}
