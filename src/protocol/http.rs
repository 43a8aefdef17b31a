//! What goes over the wire, as plain data: the platform sends it, the operations read it.
//!
//! Bodies are secrets on both ways: requests carry proofs and refresh tokens, replies carry tokens.

use crate::error::{Error, ErrorCode};
use crate::secret::Secret;
use alloc::string::String;

/// The content type of every request.
pub const CONTENT_TYPE: &str = "application/x-amz-json-1.1";

/// The most that a reply may weigh. A user pool's largest is a few kilobytes; what is larger is not one.
pub const MAX_REPLY_BYTES: usize = 1 << 20;

/// A POST of `application/x-amz-json-1.1` that the platform is to send.
#[derive(Debug)]
pub struct Request {
    /// The whole address.
    pub url: String,
    /// The header `x-amz-target`.
    pub target: String,
    /// The body.
    pub body: Secret<String>,
    /// Whether it may be sent again when nobody knows what became of it.
    pub repeatable: bool,
}

/// A reply with its status, and what the browser was allowed to see of it.
#[derive(Debug)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The header `x-amzn-requestid`.
    pub request_id: Option<String>,
    /// The header `x-amzn-errortype`.
    pub error_type: Option<String>,
    /// The header `retry-after`, in seconds.
    pub retry_after_seconds: Option<u32>,
    /// The body.
    pub body: Secret<String>,
}

/// Why a request got no reply that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The device has no network: nothing was sent.
    Offline,
    /// No answer in time.
    Timeout,
    /// No answer at all.
    Unreachable,
    /// More than [`MAX_REPLY_BYTES`].
    TooLong,
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Offline => Self::new(
                ErrorCode::NetworkError,
                "This device is offline, so nothing was sent. Try again when it has a connection.",
            ),
            Failure::Timeout => Self::new(
                ErrorCode::Timeout,
                "The user pool did not answer in time. Check the connection, then try again.",
            ),
            Failure::Unreachable => Self::new(
                ErrorCode::NetworkError,
                "The user pool cannot be reached. Check the connection and the region; if the console names a Content Security Policy, allow the pool's address in connect-src.",
            ),
            Failure::TooLong => Self::new(
                ErrorCode::UnexpectedReply,
                "The answer is far longer than any of a Cognito user pool, so it was not read. Check the endpoint.",
            ),
        }
    }
}
