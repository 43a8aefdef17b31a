//! The service's failures: its own names, each with one stable code and one sentence of ours.
//!
//! The name stands in the body as `__type`, sometimes behind a prefix that ends in `#`, or in the header
//! `x-amzn-errortype`, sometimes before a colon. A failure without a name counts by its HTTP status.

use crate::ascii::{cut, cut_last, is_all};
use crate::error::{Error, ErrorCode, ServiceFault};
use crate::protocol::http::Response;
use crate::protocol::json::{self, Value};

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
    let fault = ServiceFault {
        name: name.into(),
        message,
        reason: body.and_then(|body| body.text("reasonCode")),
        status: response.status,
        request_id: response.request_id.clone(),
    };
    Some(Error::from_service(code, sentence, fault))
}

/// Whether the service asks to slow down, and so did nothing.
pub(super) fn is_throttled(response: &Response) -> bool {
    // Exposed: to find the name of a failure.
    let named = || json::read(response.body.expose())?.text("__type");
    let named = if response.status == 200 { None } else { named() };
    let name = bare_name(named.as_deref().or(response.error_type.as_deref()).unwrap_or_default());
    response.status == 429 || ["TooManyRequestsException", "ThrottlingException"].contains(&name)
}

/// `com.example#NotAuthorizedException` and `NotAuthorizedException:http://..` are `NotAuthorizedException`.
fn bare_name(text: &str) -> &str {
    let after = cut_last(text, b'#').map_or(text, |(_, name)| name);
    let name = cut(after, b':').map_or(after, |(name, _)| name);
    if name.len() <= 100 && is_all(name, u8::is_ascii_alphanumeric) { name } else { "" }
}

type Meaning = (ErrorCode, &'static str);

fn meaning(name: &str, message: &str, status: u16) -> Meaning {
    if name == "NotAuthorizedException" {
        // The sentence is the one thing that tells these apart.
        for (beginning, meaning) in &REFUSALS {
            if message.starts_with(beginning) {
                return *meaning;
            }
        }
    }
    if let Some((_, meaning)) = MEANINGS.iter().find(|(names, _)| names.contains(&name)) {
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

const THROTTLED: Meaning = (ErrorCode::Throttled, "The user pool asks to slow down. Wait a little, then try again.");
const TOO_MANY_ATTEMPTS: Meaning = (
    ErrorCode::TooManyAttempts,
    "There were too many attempts, so the user pool takes no more for a while. Wait some minutes, then try again.",
);

/// What NotAuthorizedException can mean, by how its sentence begins.
static REFUSALS: [(&str, Meaning); 3] = [
    ("Incorrect username or password", (ErrorCode::WrongCredentials, "The user name or the password is wrong.")),
    (
        "Invalid session",
        (
            ErrorCode::ChallengeExpired,
            "This sign-in took too long, or its question was answered already. Start it again.",
        ),
    ),
    ("Password attempts exceeded", TOO_MANY_ATTEMPTS),
];

/// Every failure that the model of the two services names for what a browser may call, and a few that any service of AWS
/// can answer. A table, because data is smaller in the wasm than the comparisons of a `match`.
static MEANINGS: [(&[&str], Meaning); 24] = [
    (
        &["NotAuthorizedException", "UnauthorizedException", "AccessDeniedException"],
        (
            ErrorCode::NotAuthorized,
            "The user pool refused the request. What the service said stands beside this sentence; signing in again usually helps.",
        ),
    ),
    (&["UserNotFoundException"], (ErrorCode::UserNotFound, "There is no user with that name.")),
    (
        &["UserNotConfirmedException"],
        (
            ErrorCode::UserNotConfirmed,
            "The account was not confirmed yet. Ask for the code that was sent at sign-up, or send a new one.",
        ),
    ),
    (
        &["PasswordResetRequiredException"],
        (
            ErrorCode::PasswordResetRequired,
            "The password must be set anew before the next sign-in. Start the forgotten-password way.",
        ),
    ),
    (
        &["RefreshTokenReuseException"],
        (
            ErrorCode::SessionExpired,
            "The session ended, because its refresh token had been used before. Sign in again.",
        ),
    ),
    (
        &["CodeMismatchException", "EnableSoftwareTokenMFAException"],
        (ErrorCode::WrongCode, "The code is wrong. Try it again."),
    ),
    (&["ExpiredCodeException"], (ErrorCode::CodeExpired, "The code is too old. Send a new one.")),
    (
        &["CodeDeliveryFailureException"],
        (ErrorCode::CodeNotSent, "The code could not be sent to that address. Check the address, then try again."),
    ),
    (&["TooManyRequestsException", "ThrottlingException"], THROTTLED),
    (&["LimitExceededException", "TooManyFailedAttemptsException", "ServiceQuotaExceededException"], TOO_MANY_ATTEMPTS),
    (
        &["UsernameExistsException"],
        (ErrorCode::UsernameTaken, "Somebody has that user name already. Choose another one, or sign in with it."),
    ),
    (
        &["AliasExistsException"],
        (
            ErrorCode::AliasTaken,
            "That email address or phone number belongs to another account. Use another one, or sign in to that account.",
        ),
    ),
    (
        &["InvalidPasswordException"],
        (
            ErrorCode::PasswordRefused,
            "The password does not keep the user pool's rules. What the service said names the rule.",
        ),
    ),
    (
        &["PasswordHistoryPolicyViolationException"],
        (ErrorCode::PasswordRefused, "That password was used before. Choose another one."),
    ),
    (
        &["MFAMethodNotFoundException", "SoftwareTokenMFANotFoundException"],
        (
            ErrorCode::FactorNotSetUp,
            "This second factor is not set up for the user. Set it up first, or choose another.",
        ),
    ),
    (
        &["WebAuthnChallengeNotFoundException"],
        (ErrorCode::PasskeyRefused, "Making the passkey took too long, or it was made already. Start again."),
    ),
    (
        &[
            "WebAuthnClientMismatchException",
            "WebAuthnCredentialNotSupportedException",
            "WebAuthnOriginNotAllowedException",
            "WebAuthnRelyingPartyMismatchException",
        ],
        (
            ErrorCode::PasskeyRefused,
            "The user pool does not take this passkey. What the service said names the reason; the relying party id must fit the page's address.",
        ),
    ),
    (
        &["UserLambdaValidationException"],
        (ErrorCode::TriggerFailed, "The app's own rules refused this. What the service said names the reason."),
    ),
    (
        &["UnexpectedLambdaException", "InvalidLambdaResponseException"],
        (
            ErrorCode::TriggerFailed,
            "A Lambda trigger of the user pool failed. Try again; if it stays so, its log says why.",
        ),
    ),
    (
        &["ForbiddenException"],
        (ErrorCode::Blocked, "A firewall in front of the user pool refused the request. Its rules (AWS WAF) say why."),
    ),
    (
        &[
            "ConcurrentModificationException",
            "ResourceConflictException",
            "DeviceKeyExistsException",
            "PreconditionNotMetException",
        ],
        (ErrorCode::Conflict, "Something else changed the same thing at the same moment. Try again."),
    ),
    (
        &["ResourceNotFoundException"],
        (
            ErrorCode::NotConfigured,
            "What was asked for does not exist there. If that is the user pool or the app client, compare both ids and the region with the Cognito console.",
        ),
    ),
    (
        &["InvalidParameterException", "ValidationException", "SerializationException"],
        (
            ErrorCode::InvalidRequest,
            "The user pool refused a value. What the service said names it; the app client may not allow this way of signing in.",
        ),
    ),
    (
        &[
            "UnsupportedOperationException",
            "OperationNotEnabledException",
            "FeatureUnavailableInTierException",
            "UnsupportedUserStateException",
            "UnsupportedTokenTypeException",
            "UserPoolAddOnNotEnabledException",
            "WebAuthnNotEnabledException",
            "WebAuthnConfigurationMissingException",
            "InvalidUserPoolConfigurationException",
            "InvalidSmsRoleAccessPolicyException",
            "InvalidSmsRoleTrustRelationshipException",
            "InvalidEmailRoleAccessPolicyException",
            "InvalidIdentityPoolConfigurationException",
        ],
        (
            ErrorCode::NotConfigured,
            "This user pool or app client does not offer that. Switch it on in the Cognito console.",
        ),
    ),
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
            retry_after_seconds: None,
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
