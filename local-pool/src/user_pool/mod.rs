//! The user pool API: POST /, the operation named by x-amz-target, JSON 1.1 in and out. One file per operation, in a folder
//! for each theme, whose mod.rs lists them. The model checks what is sent before an operation sees it.

mod account;
mod admin;
pub mod attributes;
mod codes;
mod devices;
mod error;
mod federated;
mod hooks;
mod known_devices;
mod members;
mod messages;
mod migration;
pub mod operations;
mod paging;
mod passkeys;
pub mod passwords;
mod secret_hash;
mod setup;
mod sign_in;
mod tokens;

use serde_json::Value;

use crate::call::Call;
use crate::http::{BODY_LIMIT, Response};
use crate::model::{self, BadInput};

pub use attributes::{NewName, Writer};
pub use error::ServiceError;
pub use federated::{Origin, federated};
pub use hooks::machine_token_generation;
pub use members::KnownClient;
pub use messages::ClientMetadata;
pub use passkeys::Registrant;
pub use secret_hash::of as secret_hash_of;
pub use setup::{completed_details, username_claim};
pub use sign_in::{
    Asked, Issuing, Outcome, Proven, SignIn, after_password, answer_challenge, choose, issue, may_sign_in, send_again,
    with_password,
};

const TARGET_PREFIX: &str = "AWSCognitoIdentityProviderService.";
pub const CONTENT_TYPE: &str = "application/x-amz-json-1.1";

pub async fn answer(call: &Call<'_>) -> Response {
    let target = call.request.header("x-amz-target").and_then(|target| target.strip_prefix(TARGET_PREFIX));
    match run(call, target.unwrap_or_default()).await {
        Ok(Some(output)) => Response::new(200, CONTENT_TYPE, output.to_string().into_bytes()),
        Ok(None) => Response::new(200, CONTENT_TYPE, Vec::new()),
        Err(error) => refusal(&error),
    }
}

/// For a request whose body a shell refused to read.
pub fn too_large() -> Response {
    refusal(&ServiceError::request_too_large())
}

/// For a request that the core did not survive.
pub fn internal_error() -> Response {
    refusal(&ServiceError::internal())
}

pub fn refusal(error: &ServiceError) -> Response {
    Response::new(error.status(), CONTENT_TYPE, error.body()).with_header("x-amzn-errortype", error.name())
}

/// None where the operation has no output.
async fn run(call: &Call<'_>, operation: &str) -> Result<Option<Value>, ServiceError> {
    let body = &call.request.body;
    if body.len() > BODY_LIMIT {
        return Err(ServiceError::request_too_large());
    }
    let input = serde_json::from_slice(body).map_err(|_| ServiceError::serialization())?;
    // Asked first, because serde would also read the members of an input out of an array.
    if !matches!(input, Value::Object(_)) {
        return Err(ServiceError::serialization());
    }
    perform(call, operation, input).await
}

/// An operation with an input from the wire or from a page of managed login.
pub async fn perform(call: &Call<'_>, operation: &str, input: Value) -> Result<Option<Value>, ServiceError> {
    let modeled = model::user_pool().operation(operation).ok_or_else(ServiceError::unknown_operation)?;
    if modeled.needs_credentials() && call.signed_for().is_none() {
        return Err(ServiceError::missing_authentication());
    }
    modeled.check_input(&input).map_err(|bad| match bad {
        BadInput::Serialization(message) => ServiceError::new("SerializationException", message),
        constraints @ BadInput::Constraints(_) => ServiceError::invalid_parameter(constraints.to_string()),
    })?;
    let input = modeled.prune_input(input);
    let output = match operation {
        name if admin::NAMES.contains(&name) => admin::answer(call, name, input).await,
        name if account::NAMES.contains(&name) => account::answer(call, name, input).await,
        name if devices::NAMES.contains(&name) => devices::answer(call, name, input).await,
        name if sign_in::NAMES.contains(&name) => sign_in::answer(call, name, input).await,
        name if passkeys::NAMES.contains(&name) => passkeys::answer(call, name, input).await,
        name if tokens::NAMES.contains(&name) => tokens::answer(call, name, input).await,
        name if setup::NAMES.contains(&name) => setup::answer(call, name, input),
        _ => Err(ServiceError::not_yet(operation)),
    }?;
    Ok(modeled.has_output().then_some(output))
}
