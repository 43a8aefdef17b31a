//! Codes for an account: kept with the user, the newest alone counts, for a while, and only so many guesses are taken.

use super::error::ServiceError;
use super::messages::{Address, CodeDeliveryDetails, Occasion, Sender, send};
use super::passwords::below;
use crate::call::Call;
use crate::clock::Span;
use crate::random::Random;
use crate::secret::Secret;
use crate::store::{Code, Pool, Purpose, User};

/// Cognito says 5 to 20 an hour, by the risk that it sees: this pool sees the most.
const MOST_SENT: usize = 5;
const MOST_WRONG: usize = 5;

/// Digits for a code, each as likely as the others.
pub fn digits(count: usize, random: &dyn Random) -> Secret<String> {
    Secret::new((0..count).map(|_| char::from(b'0' + u8::try_from(below(10, random)).unwrap_or_default())).collect())
}

/// Sends a code for something about the account and keeps it with the user, in place of one sent before.
pub async fn send_code(
    call: &Call<'_>,
    sender: Sender<'_>,
    user: &User,
    purpose: Purpose,
    occasion: Occasion,
    address: &Address,
) -> Result<CodeDeliveryDetails, ServiceError> {
    count_sent(call, sender.pool, &user.username, &purpose)?;
    let code = digits(6, call.random);
    let kept = Code {
        code: code.clone(),
        expires: call.now + lifetime(&purpose),
        attribute: Some(address.medium.attribute().to_owned()),
    };
    let details = send(call, sender, user, occasion, address, &code).await?;
    call.store().users.update(&user.pool_id, &user.username, |user| user.codes.insert(purpose, kept));
    Ok(details)
}

/// Counts a code that is about to be sent; too many in an hour are refused. For a name that nobody has as well,
/// where an operation does not tell who exists.
pub fn count_sent(call: &Call<'_>, pool: &Pool, username: &str, purpose: &Purpose) -> Result<(), ServiceError> {
    let name = tally_name(pool, username, purpose);
    let mut store = call.store();
    if store.sent_codes.within_the_hour(&name, call.now) >= MOST_SENT {
        return Err(ServiceError::limit_exceeded());
    }
    store.sent_codes.count(&name, call.now);
    Ok(())
}

/// Whether this is the code that was sent. It stays good: `take_code` spends it, together with what it is for.
/// `user` is None for a name that nobody has, of which no more is told than of a wrong code.
pub fn check_code(
    call: &Call<'_>,
    pool: &Pool,
    username: &str,
    user: Option<&User>,
    purpose: &Purpose,
    given: &str,
) -> Result<(), ServiceError> {
    let name = tally_name(pool, username, purpose);
    let mut store = call.store();
    if store.wrong_codes.within_the_hour(&name, call.now) >= MOST_WRONG {
        return Err(ServiceError::limit_exceeded());
    }
    let code = match user {
        Some(user) => user.codes.get(purpose).ok_or_else(ServiceError::expired_code)?,
        None => {
            store.wrong_codes.count(&name, call.now);
            return Err(ServiceError::code_mismatch());
        }
    };
    if code.expires <= call.now {
        return Err(ServiceError::expired_code());
    }
    // Compared as it is: the attempts are counted, so that its timing tells nothing of use.
    if code.code.expose() != given.trim() {
        store.wrong_codes.count(&name, call.now);
        return Err(ServiceError::code_mismatch());
    }
    store.wrong_codes.forget(&name);
    Ok(())
}

/// Spends a code that was checked. None if it was spent, or replaced by a newer one, meanwhile.
pub fn take_code(user: &mut User, purpose: &Purpose, given: &str) -> Option<Code> {
    let code = user.codes.get(purpose)?;
    // As in check_code.
    if code.code.expose() != given.trim() {
        return None;
    }
    user.codes.remove(purpose)
}

fn lifetime(purpose: &Purpose) -> Span {
    match purpose {
        Purpose::SignUp | Purpose::Verify(_) => Span::minutes(24 * 60),
        Purpose::ForgotPassword => Span::minutes(60),
    }
}

fn tally_name(pool: &Pool, username: &str, purpose: &Purpose) -> String {
    format!("{}/{}/{}", pool.id, String::from(purpose.clone()), username.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Counter;

    #[test]
    fn a_code_has_as_many_digits_as_asked_and_every_digit_occurs() {
        let random = Counter::default();
        let codes: Vec<String> = (0..200).map(|_| digits(6, &random).expose().clone()).collect();
        assert!(codes.iter().all(|code| code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit())));
        for digit in '0'..='9' {
            assert!(codes.iter().any(|code| code.starts_with(digit)), "{digit}");
        }
    }
}
