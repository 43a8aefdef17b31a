//! The password by SRP: the PASSWORD_VERIFIER challenge and the check of what answers it.
//! InitiateAuth and RespondToAuthChallenge both lead here. It signs nobody in: the caller does, with the user it returns.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::Call;
use super::error::ServiceError;
use super::members::{KnownClient, Parameters};
use super::sign_in::Answer;
use crate::clock::Span;
use crate::srp::{BadClientPublic, ClientPublic, Exchange, Identity, Signed, Verifier};
use crate::store::{Challenge, Handle, NotTaken, Step, User};
use crate::timestamp::Timestamp;

/// How far a TIMESTAMP may be from the pool's clock, either way.
const TIMESTAMP_TOLERANCE: Span = Span::minutes(5);

pub fn challenge(call: &Call<'_>, known: &KnownClient, mut parameters: Parameters) -> Result<Answer, ServiceError> {
    let username = parameters.username()?;
    let client_public = ClientPublic::parse(&parameters.required("SRP_A")?).map_err(|bad| {
        ServiceError::invalid_parameter(match bad {
            BadClientPublic::NotHexadecimal => "SRP_A must be a hexadecimal number",
            BadClientPublic::TooLong => "SRP_A must not be longer than 3072 bits",
            BadClientPublic::OutOfRange => "SRP_A must not be zero, nor N or more",
        })
    })?;
    let user = known.in_pool(call, |pool| pool.users.get(&username).cloned())?;
    if user.is_none() && !known.client.hides_unknown_users {
        return Err(ServiceError::user_not_found());
    }
    let identity = Identity { pool_name: known.pool.name(), user: &username };
    let decoy = || Verifier::decoy(identity, &known.pool.decoy_key);
    let verifier = user.map_or_else(decoy, |user| user.verifier.clone());
    let exchange = Box::new(Exchange::begin(client_public, verifier, call.random));

    let handle = Handle::new(call.random);
    let secret_block = handle.secret_block(call.random);
    let parameters = json!({
        "SALT": exchange.salt_hex(),
        "SECRET_BLOCK": STANDARD.encode(&secret_block),
        "SRP_B": exchange.b_public_hex(),
        "USERNAME": username,
        "USER_ID_FOR_SRP": username,
    });
    let client_id = known.client.id.clone();
    let challenge = Challenge { client_id, username, step: Step::PasswordVerifier { exchange, secret_block } };
    known.in_pool(call, |pool| pool.challenges.put(handle, challenge, call.now))?;
    Ok(Answer::challenge("PASSWORD_VERIFIER", parameters, handle.session()))
}

/// The user whose password the claim proves. The challenge is spent, whatever comes of it.
pub fn verify(
    call: &Call<'_>,
    known: &KnownClient,
    session: Option<String>,
    mut responses: Parameters,
) -> Result<Arc<User>, ServiceError> {
    let username = responses.username()?;
    let signature = responses.required("PASSWORD_CLAIM_SIGNATURE")?;
    let secret_block = responses.required("PASSWORD_CLAIM_SECRET_BLOCK")?;
    let timestamp = responses.required("TIMESTAMP")?;
    let timestamp = Timestamp::parse(&timestamp).ok_or_else(|| {
        ServiceError::invalid_parameter("TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.")
    })?;
    let unknown = || ServiceError::not_authorized("Invalid session for the user.");
    let secret_block = STANDARD.decode(secret_block).map_err(|_| unknown())?;
    let handle = Handle::from_secret_block(&secret_block).ok_or_else(unknown)?;
    // A Session may be left out, as some clients do; one that is sent must be this challenge's.
    if session.is_some_and(|session| Handle::from_session(&session) != Some(handle)) {
        return Err(unknown());
    }

    let taken = known.in_pool(call, |pool| pool.challenges.take(handle, &known.client.id, call.now))?;
    let Challenge { username: challenged, step, .. } = taken.map_err(|reason| {
        ServiceError::not_authorized(match reason {
            NotTaken::Unknown => "Invalid session for the user.",
            NotTaken::Used => "Invalid session for the user, session can only be used once.",
            NotTaken::Expired => "Invalid session for the user, session is expired.",
        })
    })?;
    let Step::PasswordVerifier { exchange, secret_block: issued } = step;
    if username != challenged {
        return Err(unknown());
    }
    if (timestamp.instant() - call.now).magnitude() > TIMESTAMP_TOLERANCE {
        return Err(ServiceError::not_authorized("TIMESTAMP is more than 5 minutes from the pool's clock."));
    }

    let identity = Identity { pool_name: known.pool.name(), user: &challenged };
    let text = timestamp.text();
    let signature = STANDARD.decode(signature).unwrap_or_default();
    let proven = exchange.accepts(identity, Signed { secret_block: &issued, timestamp: &text }, &signature);
    // The block that was issued is what is signed; one that was altered behind its handle is refused as well.
    let unaltered = secret_block == issued;
    let user = known.in_pool(call, |pool| pool.users.get(&challenged).cloned())?;
    match (proven && unaltered, user) {
        (true, Some(user)) => Ok(user),
        _ => Err(ServiceError::wrong_credentials()),
    }
}
