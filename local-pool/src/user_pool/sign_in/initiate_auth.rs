//! InitiateAuth: begins a sign-in from an app that holds no AWS credentials.

use serde::Deserialize;

use super::answering::Via;
use super::begin::{Beginning, Caller, begin};
use super::complete::Answer;
use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::members::{KnownClient, Parameters, present};
use crate::user_pool::messages::ClientMetadata;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    auth_flow: Option<String>,
    auth_parameters: Option<Parameters>,
    client_id: Option<String>,
    client_metadata: Option<ClientMetadata>,
    session: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Answer, ServiceError> {
    let flow = present(input.auth_flow, "authFlow")?;
    let known = KnownClient::find(call, input.client_id)?;
    let via = Via { known, metadata: input.client_metadata.unwrap_or_default() };
    let parameters = input.auth_parameters.unwrap_or_default();
    begin(call, &flow, Beginning { via, parameters, session: input.session, caller: Caller::App }).await
}
