//! What goes over the wire, as plain data: the platform sends it, the operations read it.
//!
//! Bodies are secrets on both ways: requests carry proofs and refresh tokens, replies carry tokens.

use crate::secret::Secret;
use alloc::string::String;
use alloc::vec::Vec;

/// The most that a reply may weigh. A user pool's largest is a few kilobytes; what is larger is not one.
pub const MAX_REPLY_BYTES: usize = 1 << 20;

/// A POST that the platform is to send.
#[derive(Debug)]
pub struct Request {
    /// The whole address.
    pub url: String,
    /// Header names and values.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Secret<String>,
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
    /// The body.
    pub body: Secret<String>,
}
