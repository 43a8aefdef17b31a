//! One failure, one stable code, the same in Rust and in TypeScript.
//!
//! An [`Error`] says what happened, what it means and what to do, in a sentence. It never carries a password, a
//! token, a code or a verifier. What the service itself said stands beside the code in [`ServiceFault`].

use alloc::{boxed::Box, string::String};
use core::fmt;

/// The result of everything in this crate that can fail.
pub type Result<T> = core::result::Result<T, Error>;

macro_rules! error_codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// Why something failed. The text of a code never changes; new codes may be added.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode { $($(#[$doc])* $variant,)* }

        impl ErrorCode {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable text of the code, as TypeScript sees it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

error_codes! {
    /// The configuration cannot work: a pool id, client id or address of the wrong form.
    InvalidConfig = "invalid_config",
    /// An argument of the call cannot work, such as an empty password.
    InvalidInput = "invalid_input",
    /// The service refused a parameter of the request.
    InvalidRequest = "invalid_request",
    /// The user name or the password is wrong.
    WrongCredentials = "wrong_credentials",
    /// The service refused the request: what was presented is not, or no longer, good.
    NotAuthorized = "not_authorized",
    /// There is no such user (pools that hide this answer `wrong_credentials` instead).
    UserNotFound = "user_not_found",
    /// The account was not confirmed yet.
    UserNotConfirmed = "user_not_confirmed",
    /// An administrator demands a new password by the forgotten-password way.
    PasswordResetRequired = "password_reset_required",
    /// The code is wrong.
    WrongCode = "wrong_code",
    /// The code is too old.
    CodeExpired = "code_expired",
    /// The code could not be sent.
    CodeNotSent = "code_not_sent",
    /// The challenge took too long, or was answered already: start the sign-in again.
    ChallengeExpired = "challenge_expired",
    /// Too many attempts: nothing more is taken for a while.
    TooManyAttempts = "too_many_attempts",
    /// The user name is taken.
    UsernameTaken = "username_taken",
    /// The email address or phone number belongs to another account.
    AliasTaken = "alias_taken",
    /// The new password breaks the pool's rules, or was used before.
    PasswordRefused = "password_refused",
    /// The user has not set up this second factor.
    FactorNotSetUp = "factor_not_set_up",
    /// The passkey was refused, or its ceremony took too long.
    PasskeyRefused = "passkey_refused",
    /// A Lambda trigger of the pool refused, or failed.
    TriggerFailed = "trigger_failed",
    /// A firewall in front of the pool refused the request.
    Blocked = "blocked",
    /// Somebody else changed the same thing at the same instant; ask again.
    Conflict = "conflict",
    /// Nobody is signed in.
    SignedOut = "signed_out",
    /// The session ended: its refresh token expired, was revoked or was used twice.
    SessionExpired = "session_expired",
    /// The service asks to slow down.
    Throttled = "throttled",
    /// The service cannot be reached.
    NetworkError = "network_error",
    /// The service did not answer in time.
    Timeout = "timeout",
    /// The answer was not the answer of a user pool.
    UnexpectedReply = "unexpected_reply",
    /// The pool or the client does not exist there, or the feature is switched off.
    NotConfigured = "not_configured",
    /// The server's part of a cryptographic proof was not acceptable; nothing was proved to it.
    UnsafeServerValue = "unsafe_server_value",
    /// Another failure of the service; its own name stands beside the code.
    ServiceError = "service_error",
    /// The platform gave no randomness.
    NoRandomness = "no_randomness",
    /// Two threads asked at the same instant; ask again.
    Busy = "busy",
}

/// What the service itself said of a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceFault {
    /// The service's name of the failure, such as `NotAuthorizedException`.
    pub name: String,
    /// The service's sentence.
    pub message: String,
    /// The service's `reasonCode`, which some refused parameters have.
    pub reason: Option<String>,
    /// The HTTP status.
    pub status: u16,
    /// The request id, where the browser was allowed to see it.
    pub request_id: Option<String>,
}

/// A failure: a stable code, a sentence for people, and what the service said if it was the service.
///
/// One pointer wide, so that handing it up costs as little as possible, in time and in bytes of wasm.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Body>);

#[derive(Clone, PartialEq, Eq)]
struct Body {
    code: ErrorCode,
    message: &'static str,
    service: Option<ServiceFault>,
}

impl Error {
    /// A failure of our own.
    #[cold]
    #[inline(never)]
    #[must_use]
    pub fn new(code: ErrorCode, message: &'static str) -> Self {
        Self(Box::new(Body { code, message, service: None }))
    }

    /// A failure that the service reported.
    #[cold]
    #[must_use]
    pub fn from_service(code: ErrorCode, message: &'static str, fault: ServiceFault) -> Self {
        Self(Box::new(Body { code, message, service: Some(fault) }))
    }

    /// Every platform says it in the same words.
    #[cold]
    #[must_use]
    pub fn no_randomness() -> Self {
        Self::new(
            ErrorCode::NoRandomness,
            "The browser gave no random numbers (crypto.getRandomValues), so nothing secret can be made.",
        )
    }

    /// The same failure under another code, with another sentence.
    #[must_use]
    pub fn recast(mut self, code: ErrorCode, message: &'static str) -> Self {
        self.0.code = code;
        self.0.message = message;
        self
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// What happened and what to do, in a sentence or two.
    #[must_use]
    pub fn message(&self) -> &'static str {
        self.0.message
    }

    /// What the service said, where it was the service that failed.
    #[must_use]
    pub fn service(&self) -> Option<&ServiceFault> {
        self.0.service.as_ref()
    }

    /// Whether the same call may succeed a little later.
    #[must_use]
    pub fn retryable(&self) -> bool {
        match self.0.code {
            ErrorCode::Throttled
            | ErrorCode::NetworkError
            | ErrorCode::Timeout
            | ErrorCode::Conflict
            | ErrorCode::Busy => true,
            ErrorCode::ServiceError | ErrorCode::UnexpectedReply => {
                self.service().is_some_and(|fault| fault.status >= 500)
            }
            _ => false,
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code().as_str())?;
        f.write_str(": ")?;
        f.write_str(self.message())?;
        if let Some(fault) = self.service() {
            write!(f, " ({}: {})", fault.name, fault.message)?;
        }
        Ok(())
    }
}

impl core::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::{Error, ErrorCode, ServiceFault};
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_snake_case_words() {
        let texts: BTreeSet<_> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(texts.len(), ErrorCode::ALL.len());
        assert!(texts.iter().all(|text| text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')));
    }

    #[test]
    fn an_error_prints_its_code_its_sentence_and_what_the_service_said() {
        let fault = ServiceFault {
            name: "LimitExceededException".into(),
            message: "Attempt limit exceeded".into(),
            status: 400,
            reason: None,
            request_id: None,
        };
        let error = Error::from_service(ErrorCode::Throttled, "Wait a moment.", fault);
        assert_eq!(error.to_string(), "throttled: Wait a moment. (LimitExceededException: Attempt limit exceeded)");
        assert!(error.retryable());
    }
}
