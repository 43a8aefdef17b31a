//! The user pool API: POST /, the operation named by x-amz-target, JSON 1.1 in and out. One file per operation.
//! An operation that Cognito has and this version has not answers so; anything else is UnknownOperationException.

mod error;
mod get_tokens_from_refresh_token;
mod get_user;
mod global_sign_out;
mod initiate_auth;
mod members;
mod password_claim;
mod respond_to_auth_challenge;
mod revoke_token;
mod sign_in;

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::clock::Instant;
use crate::http::{BODY_LIMIT, Request, Response};
use crate::random::Random;
use crate::store::Store;
use error::ServiceError;

const TARGET_PREFIX: &str = "AWSCognitoIdentityProviderService.";
const CONTENT_TYPE: &str = "application/x-amz-json-1.1";

/// What an operation works with. The store is locked for look-ups and changes, never while something is computed.
pub struct Call<'a> {
    pub store: &'a Mutex<Store>,
    pub now: Instant,
    pub random: &'a dyn Random,
}

impl Call<'_> {
    pub fn store(&self) -> MutexGuard<'_, Store> {
        // A panic in one request leaves at worst one half-made entry: better than a pool that answers no more.
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub fn answer(call: &Call<'_>, request: &Request) -> Response {
    let target = request.header("x-amz-target").and_then(|target| target.strip_prefix(TARGET_PREFIX));
    match run(call, target.unwrap_or_default(), &request.body) {
        Ok(body) => Response::new(200, CONTENT_TYPE, body),
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

fn run(call: &Call<'_>, operation: &str, body: &[u8]) -> Result<Vec<u8>, ServiceError> {
    if body.len() > BODY_LIMIT {
        return Err(ServiceError::request_too_large());
    }
    match operation {
        "GetTokensFromRefreshToken" => perform(call, body, get_tokens_from_refresh_token::answer),
        "GetUser" => perform(call, body, get_user::answer),
        "GlobalSignOut" => perform(call, body, global_sign_out::answer),
        "InitiateAuth" => perform(call, body, initiate_auth::answer),
        "RespondToAuthChallenge" => perform(call, body, respond_to_auth_challenge::answer),
        "RevokeToken" => perform(call, body, revoke_token::answer),
        known if NOT_YET.contains(&known) => Err(ServiceError::not_yet(known)),
        _ => Err(ServiceError::unknown_operation()),
    }
}

fn perform<Input: DeserializeOwned, Output: Serialize>(
    call: &Call<'_>,
    body: &[u8],
    operation: fn(&Call<'_>, Input) -> Result<Output, ServiceError>,
) -> Result<Vec<u8>, ServiceError> {
    // Asked first, because serde would also read the members of an input out of an array.
    if body.trim_ascii_start().first() != Some(&b'{') {
        return Err(ServiceError::serialization());
    }
    let input = serde_json::from_slice(body).map_err(|_| ServiceError::serialization())?;
    serde_json::to_vec(&operation(call, input)?).map_err(|_| ServiceError::internal())
}

fn refusal(error: &ServiceError) -> Response {
    Response::new(error.status(), CONTENT_TYPE, error.body()).with_header("x-amzn-errortype", error.name())
}

/// The rest of what a browser can call without AWS credentials.
const NOT_YET: [&str; 28] = [
    "AssociateSoftwareToken",
    "ChangePassword",
    "CompleteWebAuthnRegistration",
    "ConfirmDevice",
    "ConfirmForgotPassword",
    "ConfirmSignUp",
    "DeleteUser",
    "DeleteUserAttributes",
    "DeleteWebAuthnCredential",
    "ForgetDevice",
    "ForgotPassword",
    "GetDevice",
    "GetUserAttributeVerificationCode",
    "GetUserAuthFactors",
    "ListDevices",
    "ListUserSessions",
    "ListWebAuthnCredentials",
    "ResendConfirmationCode",
    "RevokeUserSession",
    "SetUserMFAPreference",
    "SetUserSettings",
    "SignUp",
    "StartWebAuthnRegistration",
    "UpdateAuthEventFeedback",
    "UpdateDeviceStatus",
    "UpdateUserAttributes",
    "VerifySoftwareToken",
    "VerifyUserAttribute",
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn all_operations_of_a_browser_are_answered_or_told_as_to_come() {
        let answered = [
            "GetTokensFromRefreshToken",
            "GetUser",
            "GlobalSignOut",
            "InitiateAuth",
            "RespondToAuthChallenge",
            "RevokeToken",
        ];
        let known: BTreeSet<&str> = NOT_YET.into_iter().chain(answered).collect();
        assert_eq!(known.len(), 34, "Cognito's model has 34 that need no AWS credentials");
    }
}
