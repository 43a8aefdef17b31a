//! The identity pool API: POST / with AWSCognitoIdentityService in x-amz-target. Tokens of a user pool (or nobody's) are
//! exchanged for an identity that stays the same, and for AWS credentials of the role that it has.
//! The credentials are made up: they say in their session token whose they are, and open nothing.

mod credentials;
mod identities;
mod logins;
mod open_id;
mod pools;
mod roles;

use serde_json::Value;

use crate::call::Call;
use crate::http::{BODY_LIMIT, Request, Response};
use crate::model::{self, BadInput};
use crate::user_pool::operations::operations;
use crate::user_pool::{CONTENT_TYPE, ServiceError, refusal};

pub use open_id::{JWKS_PATH, jwks};

const TARGET_PREFIX: &str = "AWSCognitoIdentityService.";

use credentials::get_credentials_for_identity;
use identities::{delete_identities, describe_identity, get_id, list_identities, unlink_identity};
use open_id::get_open_id_token;
use pools::{
    create_identity_pool, delete_identity_pool, describe_identity_pool, get_identity_pool_roles, list_identity_pools,
    list_tags_for_resource, set_identity_pool_roles, tag_resource, untag_resource, update_identity_pool,
};

operations! {
    "CreateIdentityPool" => create_identity_pool,
    "DeleteIdentities" => delete_identities,
    "DeleteIdentityPool" => delete_identity_pool,
    "DescribeIdentity" => describe_identity,
    "DescribeIdentityPool" => describe_identity_pool,
    "GetCredentialsForIdentity" => get_credentials_for_identity,
    "GetId" => get_id,
    "GetIdentityPoolRoles" => get_identity_pool_roles,
    "GetOpenIdToken" => get_open_id_token,
    "ListIdentities" => list_identities,
    "ListIdentityPools" => list_identity_pools,
    "ListTagsForResource" => list_tags_for_resource,
    "SetIdentityPoolRoles" => set_identity_pool_roles,
    "TagResource" => tag_resource,
    "UnlinkIdentity" => unlink_identity,
    "UntagResource" => untag_resource,
    "UpdateIdentityPool" => update_identity_pool,
}

pub fn is_called(request: &Request) -> bool {
    request.header("x-amz-target").is_some_and(|target| target.starts_with(TARGET_PREFIX))
}

pub async fn respond(call: &Call<'_>) -> Response {
    match run(call).await {
        // An operation without an output answers with nothing at all.
        Ok(Value::Null) => Response::new(200, CONTENT_TYPE, Vec::new()),
        Ok(output) => Response::new(200, CONTENT_TYPE, output.to_string().into_bytes()),
        Err(error) => refusal(&error),
    }
}

async fn run(call: &Call<'_>) -> Result<Value, ServiceError> {
    let target = call.request.header("x-amz-target").and_then(|target| target.strip_prefix(TARGET_PREFIX));
    let name = target.unwrap_or_default();
    let body = &call.request.body;
    if body.len() > BODY_LIMIT {
        return Err(ServiceError::request_too_large());
    }
    let input: Value = serde_json::from_slice(body).map_err(|_| ServiceError::serialization())?;
    if !input.is_object() {
        return Err(ServiceError::serialization());
    }
    let modeled = model::identity_pool().operation(name).ok_or_else(ServiceError::unknown_operation)?;
    if modeled.needs_credentials() && call.signed_for().is_none() {
        return Err(ServiceError::missing_authentication());
    }
    modeled.check_input(&input).map_err(|bad| match bad {
        BadInput::Serialization(message) => ServiceError::new("SerializationException", message),
        // Not InvalidParameterException: this service is of another family.
        constraints @ BadInput::Constraints(_) => ServiceError::new("ValidationException", constraints.to_string()),
    })?;
    match NAMES.contains(&name) {
        true => answer(call, name, input).await,
        false => Err(ServiceError::not_yet(name)),
    }
}
