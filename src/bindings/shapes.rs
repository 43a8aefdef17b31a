//! The shapes that cross to TypeScript, as JSON text, and the options that come from there.

use crate::client::sign_in::SignIn;
use crate::client::tokens::SignedOut;
use crate::config::PoolConfig;
use crate::error::{Error, ErrorCode, Result};
use crate::protocol::http::{Failure, Response};
use crate::protocol::json::{self, ObjectWriter, Value};
use crate::protocol::jwt::claims::User;
use crate::protocol::user_pool::get_user::UserProfile;
use crate::secret::Secret;
use alloc::{string::String, vec::Vec};

/// Reads `{ userPoolId, clientId, endpoint? }`.
///
/// # Errors
/// `invalid_config`
pub fn read_options(text: &str) -> Result<PoolConfig> {
    let options = json::read(text).unwrap_or(Value::NULL);
    let text = |name| options.text(name).unwrap_or_default();
    let config = PoolConfig::new(&text("userPoolId"), &text("clientId"))?;
    if options.get("endpoint").is_some() { config.with_endpoint(&text("endpoint")) } else { Ok(config) }
}

/// Names and values of an answer to a challenge.
pub type Responses = Vec<(String, Secret<String>)>;

/// Reads `{ id, responses }`, the answer to a challenge: its number, and an object of texts.
///
/// # Errors
/// `invalid_input`
pub fn read_answer(input: Value<'_>) -> Result<(u64, Responses)> {
    let responses = input.get("responses").unwrap_or(Value::NULL);
    let pairs: Option<Vec<_>> =
        responses.members().map(|(name, value)| Some((name.into_owned(), value.as_text()?.into()))).collect();
    let pairs = pairs.filter(|pairs| !pairs.is_empty());
    input.count("id").zip(pairs).ok_or_else(|| {
        Error::new(
            ErrorCode::InvalidInput,
            "An answer is an object of names and texts, such as { SMS_MFA_CODE: '123456' }.",
        )
    })
}

/// A reply that the host brings; a header that it may not see is empty. Status 0 is no reply: then the error type says
/// why.
///
/// # Errors
/// `timeout`, `network_error`, `unexpected_reply`
pub fn response(status: u16, request_id: String, error_type: String, body: String) -> Result<Response> {
    if status == 0 {
        return Err(Error::from(match &*error_type {
            "timeout" => Failure::Timeout,
            "too_long" => Failure::TooLong,
            _ => Failure::Unreachable,
        }));
    }
    let said = |header: String| Some(header).filter(|header| !header.is_empty());
    Ok(Response { status, request_id: said(request_id), error_type: said(error_type), body: Secret::new(body) })
}

/// A number that names nothing (any more).
#[must_use]
pub fn closed() -> Error {
    Error::new(
        ErrorCode::InvalidInput,
        "This challenge is closed: it was answered, or too many others were begun. Start again from signIn.",
    )
}

/// `{ code, message, retryable, serviceError?, serviceMessage?, status?, requestId? }`
#[must_use]
pub fn error_json(error: &Error) -> String {
    let mut object = ObjectWriter::new();
    object
        .text("code", error.code().as_str())
        .text("message", error.message())
        .raw("retryable", if error.retryable() { "true" } else { "false" });
    if let Some(service) = error.service() {
        if !service.name.is_empty() {
            object.text("serviceError", &service.name).text("serviceMessage", &service.message);
        }
        object.count("status", service.status.into()).maybe_text("requestId", service.request_id.as_deref());
    }
    object.finish()
}

/// `{ sub, username, claims }`
#[must_use]
pub fn user_json(user: &User) -> String {
    ObjectWriter::new()
        .text("sub", user.subject())
        .text("username", user.username())
        .raw("claims", user.claims_json())
        .finish()
}

/// `{ kind: "signedIn", user }` or `{ kind: "other", id, challenge, parameters }`
#[must_use]
pub fn step_json(step: &SignIn, id: u64) -> String {
    match step {
        SignIn::SignedIn(user) => ObjectWriter::new().text("kind", "signedIn").raw("user", &user_json(user)).finish(),
        SignIn::Challenged(pending) => ObjectWriter::new()
            .text("kind", "other")
            .count("id", id)
            .text("challenge", pending.name())
            .raw("parameters", &texts_json(pending.parameters()))
            .finish(),
    }
}

/// `{ username, attributes }`
#[must_use]
pub fn profile_json(profile: &UserProfile) -> String {
    ObjectWriter::new().text("username", &profile.username).raw("attributes", &texts_json(&profile.attributes)).finish()
}

/// `{ revoked }`
#[must_use]
pub fn signed_out_json(signed_out: SignedOut) -> String {
    ObjectWriter::new().raw("revoked", if signed_out.revoked { "true" } else { "false" }).finish()
}

fn texts_json(texts: &[(String, String)]) -> String {
    let mut object = ObjectWriter::new();
    for (name, value) in texts {
        object.text(name, value);
    }
    object.finish()
}
