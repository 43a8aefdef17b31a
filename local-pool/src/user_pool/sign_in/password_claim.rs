//! The password by SRP: the PASSWORD_VERIFIER challenge and the check of what answers it.
//! InitiateAuth and RespondToAuthChallenge both lead here. It signs nobody in: the caller does, with the user it returns.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::complete::Answer;
use crate::call::Call;
use crate::clock::Span;
use crate::srp::{BadClientPublic, ClientPublic, Exchange, Identity, Signed, Verifier};
use crate::store::{Attempt, Challenge, Flow, Handle, NotTaken, Step, User};
use crate::timestamp::Timestamp;
use crate::user_pool::ServiceError;
use crate::user_pool::members::{KnownClient, Parameters};

/// How far a TIMESTAMP may be from the pool's clock, either way.
const TIMESTAMP_TOLERANCE: Span = Span::minutes(5);

pub fn challenge(call: &Call<'_>, known: &KnownClient, mut parameters: Parameters) -> Result<Answer, ServiceError> {
    let given = parameters.username()?;
    let client_public = ClientPublic::parse(&parameters.required("SRP_A")?).map_err(|bad| {
        ServiceError::invalid_parameter(match bad {
            BadClientPublic::NotHexadecimal => "SRP_A must be a hexadecimal number",
            BadClientPublic::TooLong => "SRP_A must not be longer than 3072 bits",
            BadClientPublic::OutOfRange => "SRP_A must not be zero, nor N or more",
        })
    })?;
    let user = call.store().users.find(&known.pool, &given).cloned();
    if user.is_none() && !known.client.hides_unknown_users() {
        return Err(ServiceError::user_not_found());
    }
    let username = user.as_ref().map_or_else(|| given.clone(), |user| user.username.clone());
    let identity = Identity { pool_name: known.pool.short_name(), user: &username };
    let decoy = || Verifier::decoy(identity, &known.pool.decoy_key);
    let verifier = user.and_then(|user| user.password.clone()).unwrap_or_else(decoy);
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
    let attempt = Attempt::new(&known.client.id, Flow::UserSrp, &given, &username);
    let challenge = Challenge { attempt, step: Step::PasswordVerifier { exchange, secret_block } };
    call.store().challenges.put(handle, challenge, known.client.challenge(), call.now);
    Ok(Answer::challenge("PASSWORD_VERIFIER", parameters, handle.session()))
}

/// The user whose password the claim proves. The challenge is spent, whatever comes of it.
pub fn verify(
    call: &Call<'_>,
    known: &KnownClient,
    session: Option<String>,
    mut responses: Parameters,
) -> Result<(Arc<User>, Attempt), ServiceError> {
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

    let taken = call.store().challenges.take(handle, &known.client.id, call.now);
    let Challenge { attempt, step } = taken.map_err(|reason| {
        ServiceError::not_authorized(match reason {
            NotTaken::Unknown => "Invalid session for the user.",
            NotTaken::Used => "Invalid session for the user, session can only be used once.",
            NotTaken::Expired => "Invalid session for the user, session is expired.",
        })
    })?;
    let Step::PasswordVerifier { exchange, secret_block: issued } = step;
    // Clients answer with USER_ID_FOR_SRP, some with the name that was typed.
    if username != attempt.username && username != attempt.given {
        return Err(unknown());
    }
    if (timestamp.instant() - call.now).magnitude() > TIMESTAMP_TOLERANCE {
        return Err(ServiceError::not_authorized("TIMESTAMP is more than 5 minutes from the pool's clock."));
    }

    let identity = Identity { pool_name: known.pool.short_name(), user: &attempt.username };
    let text = timestamp.text();
    let signature = STANDARD.decode(signature).unwrap_or_default();
    let proven = exchange.accepts(identity, Signed { secret_block: &issued, timestamp: &text }, &signature);
    // The block that was issued is what is signed; one that was altered behind its handle is refused as well.
    let unaltered = secret_block == issued;
    let user = call.store().users.get(&known.pool.id, &attempt.username).cloned();
    match (proven && unaltered, user) {
        (true, Some(user)) => Ok((user, attempt.with("PASSWORD"))),
        _ => Err(ServiceError::wrong_credentials()),
    }
}
