//! A remembered device in a sign-in: DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER, SRP with the device's group key in place of
//! the pool's name and its key in place of the user's. It comes after what the person proves, and in place of their second
//! factor where the pool says so (ChallengeRequiredOnNewDevice).
//! Requests name the device by DEVICE_KEY; one that is not the user's leaves the challenge as it was.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::answering::{Reply, Turn, Via, check_name, user_of};
use super::complete::Answer;
use super::next::next;
use super::srp_claim::{self, Claim};
use super::{lockout, sessions};
use crate::call::Call;
use crate::srp::{Exchange, Identity};
use crate::store::{Attempt, Challenge, Device, Factor, Handle, Pool, Step, User};
use crate::user_pool::ServiceError;
use crate::user_pool::devices;
use crate::user_pool::members::{KnownClient, Parameters};

/// Whether the device that the request named is to prove itself.
pub fn is_remembered(pool: &Pool, user: &User, attempt: &Attempt) -> bool {
    devices::is_remembered(pool, user, attempt.device_key.as_deref())
}

/// Whether a device that proves itself does so in place of a second factor.
pub fn stands_in(pool: &Pool) -> bool {
    pool.settings.device_configuration.is_some_and(|configuration| configuration.challenge_required_on_new_device)
}

pub fn ask(call: &Call<'_>, via: &Via, attempt: Attempt) -> Answer {
    Answer::challenge("DEVICE_SRP_AUTH", json!({}), sessions::open(call, &via.known, attempt, Step::DeviceSrp))
}

/// DEVICE_SRP_AUTH: asks for the proof, with B, the salt and the block to sign.
pub fn answer_with_a(call: &Call<'_>, mut turn: Turn) -> Result<Answer, ServiceError> {
    let client_public = srp_claim::client_public(&turn.responses.required("SRP_A")?)?;
    let user = turn.user(call)?;
    let device = proving(&user, &turn.attempt)?;
    let verifier = device.verifier.ok_or_else(unknown)?;
    turn.spend(call)?;
    let exchange = Box::new(Exchange::begin(client_public, verifier, call.random));
    let handle = Handle::new(call.random);
    let secret_block = handle.secret_block(call.random);
    let parameters = json!({
        "DEVICE_KEY": device.key,
        "SALT": exchange.salt_hex(),
        "SECRET_BLOCK": STANDARD.encode(&secret_block),
        "SRP_B": exchange.b_public_hex(),
        "USERNAME": turn.attempt.username,
    });
    let challenge = Challenge { attempt: turn.attempt, step: Step::DeviceVerifier { exchange, secret_block } };
    sessions::put(call, &turn.via.known, handle, challenge);
    Ok(Answer::challenge("DEVICE_PASSWORD_VERIFIER", parameters, handle.session()))
}

/// DEVICE_PASSWORD_VERIFIER. A proof ends the challenge, right or wrong.
pub async fn answer(call: &Call<'_>, reply: Reply) -> Result<Answer, ServiceError> {
    let Reply { via, session, mut responses } = reply;
    let claim = Claim::read(session, &mut responses)?;
    let Challenge { mut attempt, step } = sessions::look(call, &via.known, claim.handle)?;
    let Step::DeviceVerifier { exchange, secret_block } = &step else { return Err(sessions::unknown()) };
    take_key(call, &via.known, &step, (&mut attempt, &mut responses))?;
    sessions::spend(call, &via.known.client.id, claim.handle)?;
    check_name(&via.known, &attempt, &mut responses)?;
    claim.check_time(call)?;

    let user = user_of(call, &via.known, &attempt)?;
    let device = proving(&user, &attempt)?;
    let identity = Identity { pool_name: &device.group_key, user: &device.key };
    // A device's right proof says nothing of codes: it forgets none.
    lockout::refuse_locked(call, &via.known.pool, &attempt)?;
    if !claim.proves(exchange, secret_block, identity) {
        lockout::settle_code(&mut call.store(), call, &via.known.pool, &attempt, false)?;
        return Err(ServiceError::wrong_credentials());
    }
    next(call, &via, &user, attempt.with(Factor::Device)).await
}

/// For DEVICE_SRP_AUTH without a Session, as older clients answer it: the newest challenge for this user and this device.
pub fn newest(call: &Call<'_>, known: &KnownClient, responses: &Parameters) -> Result<Handle, ServiceError> {
    let (username, key) = (responses.peek("USERNAME")?, responses.peek("DEVICE_KEY")?);
    let is = |challenge: &Challenge| {
        let attempt = &challenge.attempt;
        matches!(challenge.step, Step::DeviceSrp)
            && attempt.client_id == known.client.id
            && attempt.is_named(username)
            && attempt.device_key.as_deref() == Some(key)
    };
    call.store().challenges.newest(is, call.now).ok_or_else(sessions::unknown)
}

/// DEVICE_KEY of an answer. It may name the device late; a device that is proving itself is not exchanged for another.
pub fn take_key(
    call: &Call<'_>,
    known: &KnownClient,
    step: &Step,
    (attempt, responses): (&mut Attempt, &mut Parameters),
) -> Result<(), ServiceError> {
    let proves = matches!(step, Step::DeviceSrp | Step::DeviceVerifier { .. });
    let Some(key) = responses.optional("DEVICE_KEY") else {
        return if proves { Err(ServiceError::missing_parameter("DEVICE_KEY")) } else { Ok(()) };
    };
    let user = user_of(call, known, attempt).ok();
    devices::check_known(&known.pool, user.as_deref(), Some(&key))?;
    if proves && attempt.device_key.as_ref() != Some(&key) {
        return Err(sessions::unknown());
    }
    attempt.device_key = Some(key);
    Ok(())
}

/// The key that InitiateAuth brought, if it means anything. What it does not mean is told at the answer to the challenge,
/// where clients expect it.
pub fn known_key(pool: &Pool, user: Option<&User>, key: Option<String>) -> Option<String> {
    key.filter(|key| devices::check_known(pool, user, Some(key)).is_ok())
}

fn proving(user: &User, attempt: &Attempt) -> Result<Device, ServiceError> {
    attempt.device_key.as_deref().and_then(|key| devices::find(user, key)).cloned().ok_or_else(unknown)
}

fn unknown() -> ServiceError {
    ServiceError::not_found("Device does not exist.")
}
