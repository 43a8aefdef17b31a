//! What all operations share: the envelope of a request, and telling an answer from a failure.

use super::fault::fault;
use crate::ascii::push;
use crate::config::PoolConfig;
use crate::error::{Error, ErrorCode, Result};
use crate::protocol::http::{Request, Response};
use crate::protocol::json::{self, Value};
use crate::protocol::operation::Service;
use crate::secret::Secret;
use alloc::string::String;

/// A POST with the operation's name in `x-amz-target`.
pub(super) fn request(config: &PoolConfig, service: Service, name: &str, repeatable: bool, body: String) -> Request {
    let (url, prefix) = match service {
        Service::UserPool => (config.endpoint(), "AWSCognitoIdentityProviderService."),
        Service::IdentityPool => (config.identity_endpoint(), "AWSCognitoIdentityService."),
    };
    let mut target = String::from(prefix);
    push(&mut target, name);
    Request { url: url.into(), target, body: Secret::new(body), repeatable }
}

/// Reads a good answer with `read`; a failure becomes an `Error`, and so does everything else.
pub(super) fn answer<T>(response: &Response, read: impl FnOnce(Value<'_>) -> Option<T>) -> Result<T> {
    read(good_answer(response)?).ok_or_else(|| not_a_pool(response))
}

/// The object of a good answer. One copy of it, whatever is read.
#[inline(never)]
fn good_answer(response: &Response) -> Result<Value<'_>> {
    // Exposed: this is where the reply is parsed. An operation without an answer may say nothing at all.
    let text = match &**response.body.expose() {
        "" if response.status == 200 => "{}",
        text => text,
    };
    // Every answer is an object, also one that says nothing. Something else between here and the pool may say anything.
    let body = json::read(text).filter(|body| body.is_object());
    match (response.status, body) {
        (200, Some(body)) => Ok(body),
        (200, None) => Err(not_a_pool(response)),
        (_, body) => Err(fault(response, body).unwrap_or_else(|| not_a_pool(response))),
    }
}

#[inline(never)]
fn not_a_pool(response: &Response) -> Error {
    Error::from_service(
        ErrorCode::UnexpectedReply,
        "The answer did not come from a Cognito user pool. Check the region in the pool id and, if you set one, the endpoint; a proxy or a captive portal may have answered instead.",
        crate::error::ServiceFault {
            name: String::new(),
            message: String::new(),
            reason: None,
            status: response.status,
            request_id: response.request_id.clone(),
        },
    )
}
