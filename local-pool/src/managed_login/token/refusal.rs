//! What the endpoints for apps answer when they refuse: RFC 6749, 5.2, with Cognito's words where it has any.

use serde_json::json;

use crate::http::Response;
use crate::user_pool::ServiceError;

#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    error: &'static str,
    description: Option<String>,
}

impl Refusal {
    pub fn new(error: &'static str) -> Self {
        Self { error, description: None }
    }

    pub fn told(error: &'static str, description: impl Into<String>) -> Self {
        Self { error, description: Some(description.into()) }
    }

    /// What the user pool refused after the client and its grant were good: a trigger, or a fault of ours.
    pub fn of(error: &ServiceError) -> Self {
        match error.name() {
            "InternalErrorException" => Self::new("server_error"),
            _ => Self::told("invalid_grant", error.message()),
        }
    }

    pub fn response(&self) -> Response {
        let mut body = json!({ "error": self.error });
        if let Some(description) = &self.description {
            body["error_description"] = description.as_str().into();
        }
        let status = if self.error == "server_error" { 500 } else { 400 };
        super::json(status, body)
    }
}
