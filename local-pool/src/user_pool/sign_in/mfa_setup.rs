//! MFA_SETUP: a second factor is required and there is none. An authenticator app is set up by AssociateSoftwareToken and
//! VerifySoftwareToken, whose Session answers the challenge; an email address is sent with the answer, and gets a code.

use serde_json::json;

use super::answering::Turn;
use super::answering::Via;
use super::complete::Answer;
use super::next::next;
use super::{second_factors, sent_code, sessions};
use crate::call::Call;
use crate::store::{Attempt, Factor, MfaFactor, Pool, SetUpToken, Step, User};
use crate::user_pool::ServiceError;
use crate::user_pool::attributes::{self, Attributes};

pub fn ask(call: &Call<'_>, via: &Via, attempt: Attempt, offered: Vec<MfaFactor>) -> Answer {
    let parameters = json!({
        "MFAS_CAN_SETUP": second_factors::listed(&offered),
        "USER_ID_FOR_SRP": attempt.username,
    });
    let session = sessions::open(call, &via.known, attempt, Step::MfaSetup { offered, token: SetUpToken::NotBegun });
    Answer::challenge("MFA_SETUP", parameters, session)
}

pub async fn answer(
    call: &Call<'_>,
    mut turn: Turn,
    offered: &[MfaFactor],
    token: &SetUpToken,
) -> Result<Answer, ServiceError> {
    if let Some(email) = turn.responses.optional("EMAIL") {
        return with_email(call, turn, offered, email).await;
    }
    match token {
        SetUpToken::Verified => {
            turn.spend(call)?;
            let user = turn.user(call)?;
            turn_on(call, &turn.via.known.pool, &user, MfaFactor::SoftwareTokenMfa);
            let user = turn.user(call)?;
            // The code that set it up was the second factor of this sign-in.
            next(call, &turn.via, &user, turn.attempt.with(Factor::SoftwareToken)).await
        }
        SetUpToken::NotBegun | SetUpToken::Associated(_) => {
            Err(ServiceError::invalid_parameter("No second factor was set up with this session"))
        }
    }
}

async fn with_email(call: &Call<'_>, turn: Turn, offered: &[MfaFactor], email: String) -> Result<Answer, ServiceError> {
    if !offered.contains(&MfaFactor::EmailOtp) {
        return Err(ServiceError::invalid_parameter("EMAIL_OTP is not one of MFAS_CAN_SETUP"));
    }
    if !attributes::is_email(&email) || email.len() > 2048 {
        return Err(ServiceError::invalid_parameter("Invalid email address format."));
    }
    turn.spend(call)?;
    let user = turn.user(call)?;
    sent_code::ask_to_set_up(call, &turn.via, &user, turn.attempt, email).await
}

/// The code sent to an address came back: the address is the user's, and a second factor.
pub fn set_address(call: &Call<'_>, pool: &Pool, user: &User, email: &str) -> Result<(), ServiceError> {
    {
        let mut store = call.store();
        let found = Attributes::from(
            [("email", email), ("email_verified", "true")].map(|(name, value)| (name.to_owned(), value.to_owned())),
        );
        attributes::check_aliases(&store, pool, &found, &user.username)?;
        store.users.update(&pool.id, &user.username, |user| {
            attributes::apply(user, &found);
            user.modified = call.now;
        });
    }
    turn_on(call, pool, user, MfaFactor::EmailOtp);
    Ok(())
}

fn turn_on(call: &Call<'_>, pool: &Pool, user: &User, factor: MfaFactor) {
    call.store().users.update(&pool.id, &user.username, |user| {
        user.mfa.enabled.insert(factor);
        user.mfa.preferred.get_or_insert(factor);
    });
}
