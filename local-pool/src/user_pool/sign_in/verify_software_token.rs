//! VerifySoftwareToken: a first code of the app that AssociateSoftwareToken gave a secret to. It counts as used.
//! A wrong code leaves everything as it was, the Session too.

use serde::{Deserialize, Serialize};

use super::answering::user_of;
use super::associate_software_token::SetUp;
use super::sessions;
use crate::call::Call;
use crate::store::{Pool, SetUpToken, SoftwareToken, Step, User};
use crate::totp;
use crate::user_pool::ServiceError;
use crate::user_pool::members::SignedInUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
    session: Option<String>,
    user_code: String,
    friendly_device_name: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let code = FirstCode { code: input.user_code, name: input.friendly_device_name };
    match (input.access_token, input.session) {
        (Some(token), None) => for_signed_in(call, token, code),
        (None, Some(session)) => within_sign_in(call, session, code),
        _ => Err(ServiceError::invalid_parameter("Either AccessToken or Session is required, and not both")),
    }
}

struct FirstCode {
    code: String,
    /// Of the app, as the person calls it.
    name: Option<String>,
}

fn for_signed_in(call: &Call<'_>, access_token: String, code: FirstCode) -> Result<Output, ServiceError> {
    let SignedInUser { pool, user, .. } = SignedInUser::authorize(call, Some(access_token))?;
    let secret = user.new_software_token.clone().ok_or_else(|| {
        ServiceError::new("EnableSoftwareTokenMFAException", "No software token was associated with the user")
    })?;
    take_over(call, &pool, &user, &secret, code)?;
    Ok(Output { status: "SUCCESS", session: None })
}

fn within_sign_in(call: &Call<'_>, session: String, code: FirstCode) -> Result<Output, ServiceError> {
    let SetUp { known, handle, challenge } = SetUp::of(call, session)?;
    let Step::MfaSetup { offered, token: SetUpToken::Associated(secret) } = challenge.step else {
        return Err(sessions::unknown());
    };
    let user = user_of(call, &known, &challenge.attempt)?;
    if secret.verify(&code.code, call.now, None).is_err() {
        call.store().challenges.count_wrong(handle);
        return Err(mismatch());
    }
    sessions::spend(call, &known.client.id, handle)?;
    take_over(call, &known.pool, &user, &secret, code)?;
    let step = Step::MfaSetup { offered, token: SetUpToken::Verified };
    let session = sessions::open(call, &known, challenge.attempt, step);
    Ok(Output { status: "SUCCESS", session: Some(session) })
}

/// The app takes the place of the one before.
fn take_over(
    call: &Call<'_>,
    pool: &Pool,
    user: &User,
    secret: &totp::Secret,
    first: FirstCode,
) -> Result<(), ServiceError> {
    let step = secret.verify(&first.code, call.now, None).map_err(|_| mismatch())?;
    let token = SoftwareToken { secret: secret.clone(), name: first.name, verified: true, last_step: Some(step) };
    call.store().users.update(&pool.id, &user.username, |user| {
        user.software_token = Some(token);
        user.new_software_token = None;
        user.modified = call.now;
    });
    Ok(())
}

fn mismatch() -> ServiceError {
    ServiceError::new("EnableSoftwareTokenMFAException", "Code mismatch and fail enable Software Token MFA")
}
