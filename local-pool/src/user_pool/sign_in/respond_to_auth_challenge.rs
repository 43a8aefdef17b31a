//! RespondToAuthChallenge: PASSWORD_VERIFIER, the second half of SRP. Other challenges are never asked in this version.

use serde::Deserialize;

use super::complete::{Answer, complete};
use super::password_claim;
use crate::call::Call;
use crate::user_pool::ServiceError;
use crate::user_pool::members::{KnownClient, Parameters, present};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    challenge_name: Option<String>,
    challenge_responses: Option<Parameters>,
    client_id: Option<String>,
    session: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Answer, ServiceError> {
    let challenge = present(input.challenge_name, "challengeName")?;
    let known = KnownClient::find(call, input.client_id)?;
    let responses = input.challenge_responses.unwrap_or_default();
    if input.session.as_ref().is_some_and(|session| !(20..=2048).contains(&session.len())) {
        return Err(ServiceError::constraint("session", "Member must have length 20 to 2048"));
    }
    match challenge.as_str() {
        "PASSWORD_VERIFIER" => {
            let (user, attempt) = password_claim::verify(call, &known, input.session, responses)?;
            complete(call, &known, &user, attempt).await
        }
        name if NOT_YET.contains(&name) => Err(ServiceError::not_yet(name)),
        _ => Err(ServiceError::constraint("challengeName", "Member must satisfy enum value set of ChallengeNameType")),
    }
}

const NOT_YET: [&str; 14] = [
    "CUSTOM_CHALLENGE",
    "DEVICE_PASSWORD_VERIFIER",
    "DEVICE_SRP_AUTH",
    "EMAIL_OTP",
    "MFA_SETUP",
    "NEW_PASSWORD_REQUIRED",
    "PASSWORD",
    "PASSWORD_SRP",
    "SELECT_CHALLENGE",
    "SELECT_MFA_TYPE",
    "SMS_MFA",
    "SMS_OTP",
    "SOFTWARE_TOKEN_MFA",
    "WEB_AUTHN",
];
