//! What the endpoints for apps answer when they refuse: RFC 6749, 5.2, with a description only where Cognito sends one.
//! The log always says why, in words of ours that carry nothing that was sent.

use serde_json::json;

use crate::http::Response;
use crate::user_pool::ServiceError;

#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    error: &'static str,
    /// What is sent along.
    description: Option<String>,
    /// What the log says.
    why: &'static str,
}

impl Refusal {
    pub fn new(error: &'static str, why: &'static str) -> Self {
        Self { error, description: None, why }
    }

    pub fn described(self, description: &str) -> Self {
        Self { description: Some(description.to_owned()), ..self }
    }

    /// What the user pool refused after the client and its grant were good: a trigger, or a fault of ours.
    pub fn of(error: &ServiceError) -> Self {
        match error.name() {
            "InternalErrorException" => Self::new("server_error", "local-pool failed"),
            name => Self::new("invalid_grant", name).described(error.message()),
        }
    }

    pub fn response(&self) -> Response {
        let mut body = json!({ "error": self.error });
        if let Some(description) = &self.description {
            body["error_description"] = description.as_str().into();
        }
        let status = if self.error == "server_error" { 500 } else { 400 };
        super::json(status, body).because(self.error, Some(self.why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_for_the_log_alone() {
        let refused = Refusal::new("invalid_grant", "nobody knows the token").response();
        assert_eq!(refused.body, br#"{"error":"invalid_grant"}"#);
        let failure = refused.failure.unwrap();
        assert_eq!((failure.error.as_str(), failure.why.as_deref()), ("invalid_grant", Some("nobody knows the token")));
    }
}
