//! AssociateSoftwareToken: gives out the secret for an authenticator app, to a signed-in user or within MFA_SETUP.
//! Until VerifySoftwareToken has seen a code of it, an app that was set up before stays good.

use serde::{Deserialize, Serialize};

use super::sessions;
use crate::call::Call;
use crate::store::{Challenge, MfaFactor, SetUpToken, Step};
use crate::totp;
use crate::user_pool::ServiceError;
use crate::user_pool::members::{KnownClient, SignedInUser};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    access_token: Option<String>,
    session: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    secret_code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    match (input.access_token, input.session) {
        (Some(token), None) => for_signed_in(call, token),
        (None, Some(session)) => within_sign_in(call, session),
        _ => Err(ServiceError::invalid_parameter("Either AccessToken or Session is required, and not both")),
    }
}

fn for_signed_in(call: &Call<'_>, access_token: String) -> Result<Output, ServiceError> {
    let SignedInUser { pool, user, .. } = SignedInUser::authorize(call, Some(access_token))?;
    if !pool.mfa.allows_software_token() {
        return Err(not_enabled());
    }
    let secret = totp::Secret::new(call.random);
    let secret_code = secret.to_base32();
    call.store().users.update(&pool.id, &user.username, |user| user.new_software_token = Some(secret));
    Ok(Output { secret_code, session: None })
}

fn within_sign_in(call: &Call<'_>, session: String) -> Result<Output, ServiceError> {
    let SetUp { known, handle, challenge } = SetUp::of(call, session)?;
    let Step::MfaSetup { offered, .. } = challenge.step else { return Err(sessions::unknown()) };
    if !offered.contains(&MfaFactor::SoftwareTokenMfa) {
        return Err(not_enabled());
    }
    sessions::spend(call, &known.client.id, handle)?;
    let secret = totp::Secret::new(call.random);
    let secret_code = secret.to_base32();
    let step = Step::MfaSetup { offered, token: SetUpToken::Associated(secret) };
    let session = sessions::open(call, &known, challenge.attempt, step);
    Ok(Output { secret_code, session: Some(session) })
}

/// A Session of MFA_SETUP. The two operations that take it name no client: the Session alone says whose it is.
pub struct SetUp {
    pub known: KnownClient,
    pub handle: crate::store::Handle,
    pub challenge: Challenge,
}

impl SetUp {
    pub fn of(call: &Call<'_>, session: String) -> Result<Self, ServiceError> {
        let handle = sessions::handle(Some(session))?;
        let challenge = call.store().challenges.peek(handle, call.now).cloned().map_err(sessions::refusal)?;
        let known =
            KnownClient::find(call, Some(challenge.attempt.client_id.clone())).map_err(|_| sessions::unknown())?;
        Ok(Self { known, handle, challenge })
    }
}

pub fn not_enabled() -> ServiceError {
    let message = "Software Token MFA has not been enabled by the userPool";
    ServiceError::new("SoftwareTokenMFANotFoundException", message)
}
