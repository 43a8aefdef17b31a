//! What all operations of the user pool share: the envelope of a request, and telling an answer from a failure.

use super::fault::fault;
use crate::ascii::push;
use crate::config::PoolConfig;
use crate::error::{Error, ErrorCode, Result};
use crate::protocol::http::{Request, Response};
use crate::protocol::json::{self, Value};
use crate::secret::Secret;
use alloc::string::String;

/// A POST with the operation's name in `x-amz-target`.
pub(super) fn post(config: &PoolConfig, operation: &str, body: String) -> Request {
    let mut target = String::from("AWSCognitoIdentityProviderService.");
    push(&mut target, operation);
    Request { url: config.endpoint().into(), target, body: Secret::new(body) }
}

/// Reads a good answer with `read`; a failure becomes an `Error`, and so does everything else.
pub(super) fn answer<T>(response: &Response, read: impl FnOnce(Value<'_>) -> Option<T>) -> Result<T> {
    // Exposed: this is where the reply is parsed.
    let body = json::read(response.body.expose());
    match (response.status, body) {
        (200, body) => body.and_then(read).ok_or_else(|| not_a_pool(response)),
        (_, body) => Err(fault(response, body).unwrap_or_else(|| not_a_pool(response))),
    }
}

fn not_a_pool(response: &Response) -> Error {
    Error::from_service(
        ErrorCode::UnexpectedReply,
        "The answer did not come from a Cognito user pool. Check the region in the pool id and, if you set one, the endpoint; a proxy or a captive portal may have answered instead.",
        crate::error::ServiceFault {
            name: String::new(),
            message: String::new(),
            status: response.status,
            request_id: response.request_id.clone(),
        },
    )
}
