//! The service's failures: its own names, each with one stable code and one sentence of ours.
//!
//! The name stands in the body as `__type`, sometimes behind a prefix that ends in `#`, or in the header
//! `x-amzn-errortype`, sometimes before a colon. A failure without a name counts by its HTTP status.

use crate::ascii::{cut, cut_last, is_all};
use crate::error::{Error, ErrorCode, ServiceFault};
use crate::protocol::http::Response;
use crate::protocol::json::Value;

/// The failure that a reply reports; `None` where it reports none of this service.
pub(super) fn fault(response: &Response, body: Option<Value<'_>>) -> Option<Error> {
    let named = body.and_then(|body| body.text("__type"));
    let name = bare_name(named.as_deref().or(response.error_type.as_deref()).unwrap_or_default());
    if name.is_empty() && response.status != 429 && response.status < 500 {
        return None;
    }
    let mut message = body.and_then(|body| body.text("message").or_else(|| body.text("Message"))).unwrap_or_default();
    let (code, sentence) = meaning(name, &message, response.status);
    message.truncate(message.floor_char_boundary(500));
    let fault =
        ServiceFault { name: name.into(), message, status: response.status, request_id: response.request_id.clone() };
    Some(Error::from_service(code, sentence, fault))
}

/// `com.example#NotAuthorizedException` and `NotAuthorizedException:http://..` are `NotAuthorizedException`.
fn bare_name(text: &str) -> &str {
    let after = cut_last(text, b'#').map_or(text, |(_, name)| name);
    let name = cut(after, b':').map_or(after, |(name, _)| name);
    if name.len() <= 100 && is_all(name, u8::is_ascii_alphanumeric) { name } else { "" }
}

type Meaning = (ErrorCode, &'static str);

fn meaning(name: &str, message: &str, status: u16) -> Meaning {
    // The sentence is the one thing that tells a wrong password from a session that ended.
    if name == "NotAuthorizedException" && message.starts_with("Incorrect username or password") {
        return WRONG_CREDENTIALS;
    }
    if let Some((_, meaning)) = MEANINGS.iter().find(|(known, _)| *known == name) {
        return *meaning;
    }
    match status {
        429 => THROTTLED,
        500.. => (ErrorCode::ServiceError, "The user pool has a problem of its own. Try again in a moment."),
        _ => (
            ErrorCode::ServiceError,
            "The user pool refused the request. What the service said stands beside this sentence.",
        ),
    }
}

const WRONG_CREDENTIALS: Meaning = (ErrorCode::WrongCredentials, "The user name or the password is wrong.");
const THROTTLED: Meaning = (ErrorCode::Throttled, "The user pool asks to slow down. Wait a little, then try again.");
const REFUSED_VALUE: Meaning = (
    ErrorCode::InvalidRequest,
    "The user pool refused a value. What the service said names it; the app client may not allow this way of signing in.",
);
const NOT_OFFERED: Meaning = (
    ErrorCode::NotConfigured,
    "This user pool or app client does not offer that. Switch it on in the Cognito console.",
);

/// A table, because data is smaller in the wasm than the comparisons of a `match`.
static MEANINGS: [(&str, Meaning); 18] = [
    (
        "NotAuthorizedException",
        (
            ErrorCode::NotAuthorized,
            "The user pool refused the request. What the service said stands beside this sentence; signing in again usually helps.",
        ),
    ),
    ("UserNotFoundException", (ErrorCode::UserNotFound, "There is no user with that name.")),
    (
        "UserNotConfirmedException",
        (
            ErrorCode::UserNotConfirmed,
            "The account was not confirmed yet. Ask for the code that was sent at sign-up, or send a new one.",
        ),
    ),
    (
        "PasswordResetRequiredException",
        (
            ErrorCode::PasswordResetRequired,
            "The password must be set anew before the next sign-in. Start the forgotten-password way.",
        ),
    ),
    (
        "RefreshTokenReuseException",
        (
            ErrorCode::SessionExpired,
            "The session ended, because its refresh token had been used before. Sign in again.",
        ),
    ),
    ("CodeMismatchException", (ErrorCode::WrongCode, "The code is wrong. Try it again.")),
    ("ExpiredCodeException", (ErrorCode::CodeExpired, "The code is too old. Send a new one.")),
    ("TooManyRequestsException", THROTTLED),
    ("LimitExceededException", THROTTLED),
    ("TooManyFailedAttemptsException", THROTTLED),
    ("ThrottlingException", THROTTLED),
    (
        "ResourceNotFoundException",
        (
            ErrorCode::NotConfigured,
            "The user pool or the app client does not exist there. Compare both ids and the region with the Cognito console.",
        ),
    ),
    ("InvalidParameterException", REFUSED_VALUE),
    ("ValidationException", REFUSED_VALUE),
    ("SerializationException", REFUSED_VALUE),
    ("UnsupportedOperationException", NOT_OFFERED),
    ("OperationNotEnabledException", NOT_OFFERED),
    ("FeatureUnavailableInTierException", NOT_OFFERED),
];

#[cfg(test)]
mod tests {
    use super::fault;
    use crate::error::{Error, ErrorCode};
    use crate::protocol::http::Response;
    use crate::protocol::json;

    fn reply(status: u16, error_type: Option<&str>, body: &str) -> Option<Error> {
        let response = Response {
            status,
            request_id: Some("r-1".into()),
            error_type: error_type.map(Into::into),
            body: body.into(),
        };
        fault(&response, json::read(body))
    }

    #[test]
    fn the_name_is_found_wherever_the_service_puts_it() {
        for (header, body) in [
            (None, r#"{"__type":"UserNotFoundException","message":"m"}"#),
            (None, r#"{"__type":"com.amazonaws.cognito#UserNotFoundException","Message":"m"}"#),
            (Some("UserNotFoundException:http://internal.amazon.com/x"), r#"{"message":"m"}"#),
        ] {
            let error = reply(400, header, body).unwrap();
            assert_eq!(error.code(), ErrorCode::UserNotFound);
            let service = error.service().unwrap();
            assert_eq!((&*service.name, &*service.message, service.status), ("UserNotFoundException", "m", 400));
            assert_eq!(service.request_id.as_deref(), Some("r-1"));
        }
    }

    #[test]
    fn a_wrong_password_and_an_ended_session_are_told_apart() {
        let refused = |message: &str| {
            reply(400, None, &format!(r#"{{"__type":"NotAuthorizedException","message":"{message}"}}"#)).unwrap().code()
        };
        assert_eq!(refused("Incorrect username or password."), ErrorCode::WrongCredentials);
        assert_eq!(refused("Refresh Token has expired"), ErrorCode::NotAuthorized);
    }

    #[test]
    fn a_failure_without_a_name_counts_by_its_status() {
        assert_eq!(reply(429, None, "").unwrap().code(), ErrorCode::Throttled);
        let down = reply(503, None, "<html>Service Unavailable</html>").unwrap();
        assert_eq!(down.code(), ErrorCode::ServiceError);
        assert!(down.retryable());
        assert!(reply(404, None, "<html>not here</html>").is_none());
    }

    #[test]
    fn an_unknown_failure_keeps_its_name() {
        let error = reply(400, None, r#"{"__type":"BrandNewException","message":"new"}"#).unwrap();
        assert_eq!(error.code(), ErrorCode::ServiceError);
        assert_eq!(error.service().unwrap().name, "BrandNewException");
        assert!(!error.retryable());
    }
}
