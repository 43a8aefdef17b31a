//! RespondToAuthChallenge: an app answers the challenge that its newest Session stands for.

use serde::Deserialize;

use super::answering::{Reply, Via, take};
use super::complete::Answer;
use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::members::{KnownClient, Parameters, present};
use crate::user_pool::messages::ClientMetadata;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    challenge_name: Option<String>,
    challenge_responses: Option<Parameters>,
    client_id: Option<String>,
    client_metadata: Option<ClientMetadata>,
    session: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Answer, ServiceError> {
    let challenge = present(input.challenge_name, "challengeName")?;
    let known = KnownClient::find(call, input.client_id)?;
    let via = Via { known, metadata: input.client_metadata.unwrap_or_default() };
    let responses = input.challenge_responses.unwrap_or_default();
    take(call, &challenge, Reply { via, session: input.session, responses }).await
}
