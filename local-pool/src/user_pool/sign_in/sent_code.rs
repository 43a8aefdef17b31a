//! Codes that are sent: SMS_MFA and EMAIL_OTP after a password, EMAIL_OTP and SMS_OTP instead of one.
//! A wrong code leaves the challenge open. A right one verifies the address that it was sent to.

use std::sync::Arc;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::answering::Turn;
use super::answering::Via;
use super::complete::Answer;
use super::next::next;
use super::{lockout, sessions};
use crate::call::Call;
use crate::secret::Secret;
use crate::store::{Attempt, CodeKind, Medium, Pool, SentCode, Step, User};
use crate::user_pool::ServiceError;
use crate::user_pool::codes;
use crate::user_pool::messages::{self, Address, Occasion};

/// Sends a code and asks for it. Without a user nothing is sent, and the rest looks the same.
pub async fn ask(
    call: &Call<'_>,
    via: &Via,
    user: Option<&Arc<User>>,
    attempt: Attempt,
    kind: CodeKind,
) -> Result<Answer, ServiceError> {
    let medium = kind.medium();
    let address = user.and_then(|user| Address::of(user, medium));
    let code = match (user, &address) {
        (Some(user), Some(address)) => Some(send(call, via, user, address, kind).await?),
        _ => None,
    };
    let to = address.map_or_else(|| made_up(&via.known.pool, &attempt.given, medium), |address| address.to);
    Ok(open(call, via, attempt, SentCode { kind, code, to, sets_up: false }))
}

/// The code to an address that is to become a second factor.
pub async fn ask_to_set_up(
    call: &Call<'_>,
    via: &Via,
    user: &User,
    attempt: Attempt,
    to: String,
) -> Result<Answer, ServiceError> {
    let kind = CodeKind::EmailMfa;
    let address = Address { medium: kind.medium(), to };
    let code = Some(send(call, via, user, &address, kind).await?);
    let to = address.to;
    Ok(open(call, via, attempt, SentCode { kind, code, to, sets_up: true }))
}

fn open(call: &Call<'_>, via: &Via, attempt: Attempt, sent: SentCode) -> Answer {
    let kind = sent.kind;
    let address = Address { medium: kind.medium(), to: sent.to.clone() };
    let mut parameters = json!({
        "CODE_DELIVERY_DELIVERY_MEDIUM": address.medium.name(),
        "CODE_DELIVERY_DESTINATION": address.masked(),
    });
    if matches!(kind, CodeKind::EmailMfa | CodeKind::SmsMfa) {
        parameters["USER_ID_FOR_SRP"] = Value::from(attempt.username.as_str());
    }
    Answer::challenge(kind.challenge(), parameters, sessions::open(call, &via.known, attempt, Step::SentCode(sent)))
}

pub async fn answer(call: &Call<'_>, mut turn: Turn, sent: SentCode) -> Result<Answer, ServiceError> {
    let code = turn.responses.required(&format!("{}_CODE", sent.kind.challenge()))?;
    // Compared as digests: how long it takes tells nothing of the code.
    let right = sent.code.as_ref().is_some_and(|held| Sha256::digest(held.expose()) == Sha256::digest(&code));
    lockout::settle_code(&mut call.store(), call, &turn.via.known.pool, &turn.attempt, right)?;
    if !right {
        turn.wrong(call);
        return Err(ServiceError::new("CodeMismatchException", "Invalid code or auth state for the user."));
    }
    turn.spend(call)?;
    let user = turn.user(call)?;
    if sent.sets_up {
        super::mfa_setup::set_address(call, &turn.via.known.pool, &user, &sent.to)?;
    } else {
        verify_address(call, &turn.via.known.pool, &user, &sent);
    }
    let user = turn.user(call)?;
    next(call, &turn.via, &user, turn.attempt.with(sent.kind.factor())).await
}

fn verify_address(call: &Call<'_>, pool: &Pool, user: &User, sent: &SentCode) {
    let attribute = sent.kind.medium().attribute();
    if user.has_verified(attribute) {
        return;
    }
    call.store().users.update(&pool.id, &user.username, |user| {
        // The address may have been replaced while the code was on its way.
        if user.attribute(attribute) == Some(&sent.to) {
            user.attributes.insert(format!("{attribute}_verified"), "true".to_owned());
        }
    });
}

async fn send(
    call: &Call<'_>,
    via: &Via,
    user: &User,
    address: &Address,
    kind: CodeKind,
) -> Result<Secret<String>, ServiceError> {
    let code = codes::digits(kind.digits(), call.random);
    messages::send(call, via.sender(), user, Occasion::Authentication, address, &code).await?;
    Ok(code)
}

/// An address for a name that nobody has: the name itself if it could be one, else one that is the same each time.
fn made_up(pool: &Pool, given: &str, medium: Medium) -> String {
    let digest = Sha256::new().chain_update(pool.decoy_key.expose()).chain_update(given).finalize();
    match medium {
        Medium::Email if given.contains('@') => given.to_owned(),
        Medium::Email => {
            let letter = |byte: u8| char::from(b'a' + byte % 26);
            format!("{}@{}", letter(digest[0]), letter(digest[1]))
        }
        Medium::Sms if given.starts_with('+') => given.to_owned(),
        Medium::Sms => format!("+1555000{:04}", u16::from_be_bytes([digest[0], digest[1]]) % 10_000),
    }
}
