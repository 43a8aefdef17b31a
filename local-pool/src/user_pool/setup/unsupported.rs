//! What belongs to setting up and is not here, each with the reason, so that nobody takes silence for success.

use serde_json::{Map, Value};

use super::super::ServiceError;
use crate::call::Call;

type Input = Map<String, Value>;

pub fn import(_: &Call<'_>, _: Input) -> Result<Value, ServiceError> {
    refuse(
        "local-pool imports no files of users. Make users with AdminCreateUser, or write them into its configuration.",
    )
}

pub fn replica(_: &Call<'_>, _: Input) -> Result<Value, ServiceError> {
    refuse("local-pool is one process on one machine: its user pools have no replicas.")
}

pub fn certificate(_: &Call<'_>, _: Input) -> Result<Value, ServiceError> {
    refuse("local-pool signs no SAML requests, so it has no certificate for them.")
}

pub fn limit(_: &Call<'_>, _: Input) -> Result<Value, ServiceError> {
    refuse("local-pool has no provisioned limits.")
}

fn refuse(message: &str) -> Result<Value, ServiceError> {
    Err(ServiceError::new("UnsupportedOperationException", message))
}
