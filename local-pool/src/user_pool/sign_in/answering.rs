//! An answer to a challenge: it must name the challenge that its Session stands for, and the user whose it is.
//! What is merely written wrong leaves the Session good; what is proven, or proven wrong, ends it, but for wrong codes.

use std::sync::Arc;

use super::complete::Answer;
use super::{
    custom, device, mfa_setup, new_password, password, password_srp, select_challenge, select_mfa_type, sent_code,
    sessions, software_token, web_authn,
};
use crate::call::Call;
use crate::store::{Attempt, Challenge, Flow, Handle, Step, User};
use crate::user_pool::ServiceError;
use crate::user_pool::members::{KnownClient, Parameters};
use crate::user_pool::messages::{ClientMetadata, Sender};
use crate::user_pool::secret_hash;

/// Through which client somebody signs in, and what the request says to triggers.
pub struct Via {
    pub known: KnownClient,
    pub metadata: ClientMetadata,
}

impl Via {
    /// For a message to the person.
    pub fn sender(&self) -> Sender<'_> {
        Sender { pool: &self.known.pool, client: Some(&self.known.client), metadata: &self.metadata }
    }
}

pub struct Reply {
    pub via: Via,
    pub session: Option<String>,
    pub responses: Parameters,
}

/// A reply whose Session is good: what each challenge's file takes.
pub struct Turn {
    pub via: Via,
    pub handle: Handle,
    pub attempt: Attempt,
    pub responses: Parameters,
}

pub async fn take(call: &Call<'_>, challenge: &str, reply: Reply) -> Result<Answer, ServiceError> {
    if challenge == "PASSWORD_VERIFIER" {
        return password_srp::answer(call, reply).await;
    }
    if challenge == "DEVICE_PASSWORD_VERIFIER" {
        return device::answer(call, reply).await;
    }
    if !NAMES.contains(&challenge) {
        return Err(ServiceError::constraint(
            "challengeName",
            "Member must satisfy enum value set of ChallengeNameType",
        ));
    }
    let Reply { via, session, mut responses } = reply;
    let handle = match (challenge, &session) {
        ("DEVICE_SRP_AUTH", None) => device::newest(call, &via.known, &responses)?,
        _ => sessions::handle(session)?,
    };
    let Challenge { mut attempt, step } = sessions::look(call, &via.known, handle)?;
    check_name(&via.known, &attempt, &mut responses)?;
    device::take_key(call, &via.known, &step, (&mut attempt, &mut responses))?;
    let turn = Turn { via, handle, attempt, responses };
    match (challenge, step) {
        ("SELECT_CHALLENGE", Step::SelectChallenge { offered }) => select_challenge::answer(call, turn, &offered).await,
        ("PASSWORD", Step::Password) => password::answer(call, turn).await,
        ("PASSWORD_SRP", Step::PasswordSrp) => password_srp::answer_with_a(call, turn),
        (name, Step::SentCode(sent)) if name == sent.kind.challenge() => sent_code::answer(call, turn, sent).await,
        ("DEVICE_SRP_AUTH", Step::DeviceSrp) => device::answer_with_a(call, turn),
        ("WEB_AUTHN", Step::WebAuthn { ceremony }) => web_authn::answer(call, turn, &ceremony).await,
        ("SOFTWARE_TOKEN_MFA", Step::SoftwareToken) => software_token::answer(call, turn).await,
        ("SELECT_MFA_TYPE", Step::SelectMfaType { offered }) => select_mfa_type::answer(call, turn, &offered).await,
        ("MFA_SETUP", Step::MfaSetup { offered, token }) => mfa_setup::answer(call, turn, &offered, &token).await,
        ("CUSTOM_CHALLENGE", Step::Custom { private, metadata }) => {
            custom::answer(call, turn, &private, metadata).await
        }
        ("NEW_PASSWORD_REQUIRED", Step::NewPassword { required }) => new_password::answer(call, turn, &required).await,
        _ => Err(sessions::unknown()),
    }
}

/// Every answer names its user, and for a client with a secret proves the client.
pub fn check_name(known: &KnownClient, attempt: &Attempt, responses: &mut Parameters) -> Result<(), ServiceError> {
    let username = responses.username()?;
    let hash = responses.optional("SECRET_HASH");
    let names = [username.as_str(), &attempt.username, &attempt.given];
    // The pages answer for themselves: the client proves itself at the token endpoint.
    if attempt.flow != Flow::ManagedLogin {
        secret_hash::check(&known.client, &names, hash.as_deref())?;
    }
    if attempt.is_named(&username) { Ok(()) } else { Err(sessions::unknown()) }
}

impl Turn {
    /// Ends the challenge that was answered. Of two answers at once only one comes through.
    pub fn spend(&self, call: &Call<'_>) -> Result<(), ServiceError> {
        sessions::spend(call, &self.via.known.client.id, self.handle).map(drop)
    }

    /// A wrong code: the Session stays good for another.
    pub fn wrong(&self, call: &Call<'_>) {
        call.store().challenges.count_wrong(self.handle);
    }

    pub fn user(&self, call: &Call<'_>) -> Result<Arc<User>, ServiceError> {
        user_of(call, &self.via.known, &self.attempt)
    }
}

/// The user as they are now, if they are still who began.
pub fn user_of(call: &Call<'_>, known: &KnownClient, attempt: &Attempt) -> Result<Arc<User>, ServiceError> {
    let user = call.store().users.get(&known.pool.id, &attempt.username).cloned();
    user.filter(|user| attempt.sub.as_deref() == Some(&user.sub)).ok_or_else(sessions::unknown)
}

const NAMES: [&str; 14] = [
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
