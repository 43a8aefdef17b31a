//! The shapes that cross to TypeScript, as JSON text, and the options that come from there.

use crate::client::sign_in::SignIn;
use crate::client::tokens::SignedOut;
use crate::config::PoolConfig;
use crate::error::{Error, ErrorCode, Result};
use crate::protocol::http::{Failure, Response};
use crate::protocol::json::{self, ObjectWriter, Value};
use crate::protocol::jwt::claims::User;
use crate::protocol::sign_in::{Answer, Flow, Start, StepUp};
use crate::protocol::user_pool::context::Context;
use crate::secret::Secret;
use alloc::{string::String, vec::Vec};

/// Reads `{ userPoolId, clientId, endpoint?, identityPoolId?, identityEndpoint? }`.
///
/// # Errors
/// `invalid_config`
pub fn read_options(text: &str) -> Result<PoolConfig> {
    let options = json::read(text).unwrap_or(Value::NULL);
    let text = |name| options.text(name).unwrap_or_default();
    let mut config = PoolConfig::new(&text("userPoolId"), &text("clientId"))?;
    for (name, with) in [
        ("endpoint", PoolConfig::with_endpoint as fn(PoolConfig, &str) -> Result<PoolConfig>),
        ("identityPoolId", PoolConfig::with_identity_pool),
        ("identityEndpoint", PoolConfig::with_identity_endpoint),
    ] {
        if options.get(name).is_some() {
            config = with(config, &text(name))?;
        }
    }
    Ok(config)
}

/// Reads how a sign-in begins: `{ username, flow?, password?, preferred?, session?, clientMetadata?, encodedData?,
/// analyticsEndpointId?, targetAcrValues?, maxAge? }`.
#[inline(never)]
pub fn read_start(input: Value<'_>) -> Start {
    let text = |name| input.text(name);
    let password = || input.text("password").map(Secret::new);
    let given = || password().unwrap_or_else(|| "".into());
    let flow = match text("flow").as_deref() {
        Some("password") => Flow::PlainPassword(given()),
        Some("choice") => Flow::Choice { preferred: text("preferred"), password: password() },
        Some("custom") => Flow::Custom(password()),
        Some("session") => Flow::Session(text("session").unwrap_or_default().into()),
        _ => Flow::Srp(given()),
    };
    let mut start = Start::new(&text("username").unwrap_or_default(), flow);
    start.context = Context {
        client_metadata: texts(input.get("clientMetadata").unwrap_or(Value::NULL)),
        encoded_data: text("encodedData"),
        analytics_endpoint: text("analyticsEndpointId"),
    };
    let (target_acr_values, max_age_seconds) = (text("targetAcrValues"), input.count("maxAge"));
    if target_acr_values.is_some() || max_age_seconds.is_some() {
        start.step_up = Some(StepUp { target_acr_values, max_age_seconds, access_token: None });
    }
    start
}

fn texts(object: Value<'_>) -> Vec<(String, String)> {
    object.members().filter_map(|(name, value)| Some((name.into_owned(), value.as_text()?))).collect()
}

/// Reads `{ id, responses }` or `{ id, password }`, the answer to a challenge: an object of texts by Cognito's names, or a
/// password to be proved.
///
/// # Errors
/// `invalid_input`
pub fn read_answer(input: Value<'_>) -> Result<Answer> {
    if let Some(password) = input.text("password") {
        return Ok(Answer::Password(password.into()));
    }
    let responses = input.get("responses").unwrap_or(Value::NULL);
    let pairs: Option<Vec<_>> =
        responses.members().map(|(name, value)| Some((name.into_owned(), value.as_text()?.into()))).collect();
    pairs.filter(|pairs| !pairs.is_empty()).map(Answer::Raw).ok_or_else(|| {
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
/// Why there is none.
pub fn response(
    status: u16,
    request_id: String,
    error_type: String,
    retry_after: u32,
    body: String,
) -> core::result::Result<Response, Failure> {
    if status == 0 {
        return Err(match &*error_type {
            "offline" => Failure::Offline,
            "timeout" => Failure::Timeout,
            "too_long" => Failure::TooLong,
            _ => Failure::Unreachable,
        });
    }
    let said = |header: String| Some(header).filter(|header| !header.is_empty());
    Ok(Response {
        status,
        request_id: said(request_id),
        error_type: said(error_type),
        retry_after_seconds: Some(retry_after).filter(|seconds| *seconds > 0),
        body: Secret::new(body),
    })
}

/// A number that names nothing (any more).
#[must_use]
pub fn closed() -> Error {
    Error::new(
        ErrorCode::InvalidInput,
        "This challenge is closed: it was answered, or too many others were begun. Start again from signIn.",
    )
}

/// `{ code, message, retryable, serviceError?, serviceMessage?, reasonCode?, status?, requestId? }`
#[must_use]
pub fn error_json(error: &Error) -> String {
    let mut object = ObjectWriter::new();
    object.text("code", error.code().as_str()).text("message", error.message()).flag("retryable", error.retryable());
    if let Some(service) = error.service() {
        if !service.name.is_empty() {
            object.text("serviceError", &service.name).text("serviceMessage", &service.message);
        }
        object.maybe_text("reasonCode", service.reason.as_deref());
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
#[inline(never)]
pub fn step_json(step: &SignIn, id: u64) -> String {
    match step {
        SignIn::SignedIn(user) => ObjectWriter::new().text("kind", "signedIn").raw("user", &user_json(user)).finish(),
        SignIn::Challenged(pending) => {
            let challenge = pending.challenge();
            let mut object = ObjectWriter::new();
            object.text("kind", "challenge").count("id", id).text("challenge", &challenge.name);
            if !challenge.available.is_empty() {
                object.list("available", &challenge.available);
            }
            object.texts("parameters", &challenge.parameters);
            object.flag("restartNeedsPassword", pending.restart_needs_password()).finish()
        }
    }
}

/// `{ revoked }`
#[must_use]
pub fn signed_out_json(signed_out: SignedOut) -> String {
    ObjectWriter::new().flag("revoked", signed_out.revoked).finish()
}
