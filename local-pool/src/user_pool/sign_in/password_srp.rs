//! The password by SRP: PASSWORD_SRP asks for A where the flow did not bring it, PASSWORD_VERIFIER for the proof.
//! Clients find the challenge by its SECRET_BLOCK, with or without a Session. A proof ends it, right or wrong.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::answering::Via;
use super::answering::{Reply, Turn, check_name, user_of};
use super::begin::Person;
use super::complete::Answer;
use super::next::next;
use super::{lockout, sessions};
use crate::call::Call;
use crate::clock::Span;
use crate::srp::{BadClientPublic, ClientPublic, Exchange, Identity, Signed, Verifier};
use crate::store::{Attempt, Challenge, Factor, Handle, Step};
use crate::timestamp::Timestamp;
use crate::user_pool::ServiceError;
use crate::user_pool::members::KnownClient;

/// How far a TIMESTAMP may be from the pool's clock, either way.
const TIMESTAMP_TOLERANCE: Span = Span::minutes(5);

pub fn ask_for_a(call: &Call<'_>, via: &Via, attempt: Attempt) -> Answer {
    Answer::challenge("PASSWORD_SRP", json!({}), sessions::open(call, &via.known, attempt, Step::PasswordSrp))
}

pub fn answer_with_a(call: &Call<'_>, mut turn: Turn) -> Result<Answer, ServiceError> {
    let a = turn.responses.required("SRP_A")?;
    parse(&a)?;
    turn.spend(call)?;
    let user = user_of(call, &turn.via.known, &turn.attempt).ok();
    ask(call, &turn.via, Person { user, attempt: turn.attempt }, &a)
}

/// PASSWORD_VERIFIER, with B, the salt and the block to sign.
pub fn ask(call: &Call<'_>, via: &Via, person: Person, a: &str) -> Result<Answer, ServiceError> {
    let client_public = parse(a)?;
    let Person { user, attempt } = person;
    let username = &attempt.username;
    let identity = Identity { pool_name: via.known.pool.short_name(), user: username };
    let decoy = || Verifier::decoy(identity, &via.known.pool.decoy_key);
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
    let step = Step::PasswordVerifier { exchange, secret_block };
    sessions::put(call, &via.known, handle, Challenge { attempt, step });
    Ok(Answer::challenge("PASSWORD_VERIFIER", parameters, handle.session()))
}

pub async fn answer(call: &Call<'_>, reply: Reply) -> Result<Answer, ServiceError> {
    let Reply { via, session, mut responses } = reply;
    // Looked at before it is spent: an answer that lacks a member leaves the challenge as it was.
    responses.peek("USERNAME")?;
    let signature = responses.required("PASSWORD_CLAIM_SIGNATURE")?;
    let secret_block = responses.required("PASSWORD_CLAIM_SECRET_BLOCK")?;
    let timestamp = responses.required("TIMESTAMP")?;
    let timestamp = Timestamp::parse(&timestamp).ok_or_else(|| {
        ServiceError::invalid_parameter("TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.")
    })?;
    let secret_block = STANDARD.decode(secret_block).map_err(|_| sessions::unknown())?;
    let handle = Handle::from_secret_block(&secret_block).ok_or_else(sessions::unknown)?;
    // A Session may be left out, as some clients do; one that is sent must be this challenge's.
    if session.is_some_and(|session| Handle::from_session(&session) != Some(handle)) {
        return Err(sessions::unknown());
    }

    let Challenge { attempt, step } = sessions::spend(call, &via.known.client.id, handle)?;
    let Step::PasswordVerifier { exchange, secret_block: issued } = step else {
        // Only a block that was never given out as one can name a challenge of another kind.
        return Err(sessions::unknown());
    };
    check_name(&via.known, &attempt, &mut responses)?;
    if (timestamp.instant() - call.now).magnitude() > TIMESTAMP_TOLERANCE {
        return Err(ServiceError::not_authorized("TIMESTAMP is more than 5 minutes from the pool's clock."));
    }
    lockout::refuse_locked(call, &via.known.pool, &attempt)?;

    let identity = Identity { pool_name: via.known.pool.short_name(), user: &attempt.username };
    let text = timestamp.text();
    let signature = STANDARD.decode(signature).unwrap_or_default();
    let proven = exchange.accepts(identity, Signed { secret_block: &issued, timestamp: &text }, &signature);
    // The block that was issued is what is signed; one that was altered behind its handle is refused as well.
    lockout::settle(call, &via.known.pool, &attempt, proven && secret_block == issued)?;
    let user = user_of(call, &via.known, &attempt)?;
    next(call, &via, &user, attempt.with(Factor::Password)).await
}

fn parse(a: &str) -> Result<ClientPublic, ServiceError> {
    ClientPublic::parse(a).map_err(|bad| {
        ServiceError::invalid_parameter(match bad {
            BadClientPublic::NotHexadecimal => "SRP_A must be a hexadecimal number",
            BadClientPublic::TooLong => "SRP_A must not be longer than 3072 bits",
            BadClientPublic::OutOfRange => "SRP_A must not be zero, nor N or more",
        })
    })
}
