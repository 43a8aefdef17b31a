//! SELECT_MFA_TYPE: the user turned several second factors on and prefers none, so the person chooses.

use serde_json::json;

use super::answering::Turn;
use super::answering::Via;
use super::complete::Answer;
use super::{second_factors, sessions};
use crate::call::Call;
use crate::store::{Attempt, MfaFactor, Step};
use crate::user_pool::ServiceError;

pub fn ask(call: &Call<'_>, via: &Via, attempt: Attempt, offered: Vec<MfaFactor>) -> Answer {
    let parameters = json!({
        "MFAS_CAN_CHOOSE": second_factors::listed(&offered),
        "USER_ID_FOR_SRP": attempt.username,
    });
    let session = sessions::open(call, &via.known, attempt, Step::SelectMfaType { offered });
    Answer::challenge("SELECT_MFA_TYPE", parameters, session)
}

pub async fn answer(call: &Call<'_>, mut turn: Turn, offered: &[MfaFactor]) -> Result<Answer, ServiceError> {
    let chosen = turn.responses.required("ANSWER")?;
    // The guides call mail EMAIL_MFA here, the challenge and the list say EMAIL_OTP.
    let chosen = if chosen == "EMAIL_MFA" { "EMAIL_OTP" } else { &chosen };
    let chosen = offered.iter().copied().find(|factor| factor.name() == chosen);
    let chosen = chosen.ok_or_else(|| ServiceError::invalid_parameter("ANSWER is not one of MFAS_CAN_CHOOSE"))?;
    turn.spend(call)?;
    let user = turn.user(call)?;
    second_factors::ask(call, &turn.via, &user, turn.attempt, chosen).await
}
