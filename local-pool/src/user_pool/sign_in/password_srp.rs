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
use super::srp_claim::{self, Claim};
use super::{device, lockout, sessions};
use crate::call::Call;
use crate::srp::{Exchange, Identity, Verifier};
use crate::store::{Attempt, Challenge, Factor, Handle, Step};
use crate::user_pool::ServiceError;

pub fn ask_for_a(call: &Call<'_>, via: &Via, attempt: Attempt) -> Answer {
    Answer::challenge("PASSWORD_SRP", json!({}), sessions::open(call, &via.known, attempt, Step::PasswordSrp))
}

pub fn answer_with_a(call: &Call<'_>, mut turn: Turn) -> Result<Answer, ServiceError> {
    let a = turn.responses.required("SRP_A")?;
    srp_claim::client_public(&a)?;
    turn.spend(call)?;
    let user = user_of(call, &turn.via.known, &turn.attempt).ok();
    ask(call, &turn.via, Person { user, attempt: turn.attempt }, &a)
}

/// PASSWORD_VERIFIER, with B, the salt and the block to sign.
pub fn ask(call: &Call<'_>, via: &Via, person: Person, a: &str) -> Result<Answer, ServiceError> {
    let client_public = srp_claim::client_public(a)?;
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
    let claim = Claim::read(session, &mut responses)?;
    let Challenge { mut attempt, step } = sessions::look(call, &via.known, claim.handle)?;
    device::take_key(call, &via.known, &step, (&mut attempt, &mut responses))?;

    sessions::spend(call, &via.known.client.id, claim.handle)?;
    let Step::PasswordVerifier { exchange, secret_block: issued } = step else {
        // Only a block that was never given out as one can name a challenge of another kind.
        return Err(sessions::unknown());
    };
    check_name(&via.known, &attempt, &mut responses)?;
    claim.check_time(call)?;
    lockout::refuse_locked(call, &via.known.pool, &attempt)?;

    let identity = Identity { pool_name: via.known.pool.short_name(), user: &attempt.username };
    lockout::settle(call, &via.known.pool, &attempt, claim.proves(&exchange, &issued, identity))?;
    let user = user_of(call, &via.known, &attempt)?;
    // Forgotten since InitiateAuth named it: a new device, as where none is named.
    attempt.device_key = device::known_key(&via.known.pool, Some(&user), attempt.device_key);
    next(call, &via, &user, attempt.with(Factor::Password)).await
}
