//! Passwords: the pool's policy, the ones used before, a new one and its check. What is kept is an SRP verifier.
//! Making a verifier and comparing with one are arithmetic of milliseconds: never call them while the store is locked.

use super::error::ServiceError;
use crate::clock::{Instant, Span};
use crate::random::{self, Random};
use crate::secret::Secret;
use crate::srp::{Identity, Verifier};
use crate::store::{Lockout, PasswordPolicy, Pool, User, UserStatus};

/// What Cognito counts as a symbol, a space in the middle aside.
const SYMBOLS: &str = "^$*.[]{}()?-\"!@#%&/\\,><':;|_~`+=";
/// Without letters that are easily mistaken for each other.
const UPPERCASE: &str = "ABCDEFGHJKLMNPQRSTUVWXYZ";
const LOWERCASE: &str = "abcdefghijkmnopqrstuvwxyz";
const DIGITS: &str = "23456789";
/// Of a generated password; some of the symbols are awkward in a shell or in an address.
const PLAIN_SYMBOLS: &str = "!#%*+-_=?@";
const SHORTEST_GENERATED: usize = 12;

pub fn check_policy(pool: &Pool, password: &Secret<String>) -> Result<(), ServiceError> {
    let policy = &pool.settings.policies.password_policy;
    // Looked at for its characters alone.
    let text = password.expose();
    let has = |fits: fn(char) -> bool| text.chars().any(fits);
    // A space counts as a symbol, but not at either end.
    let has_symbol = text.chars().any(|letter| SYMBOLS.contains(letter)) || text.trim_matches(' ').contains(' ');
    let broken = [
        (text.chars().count() < policy.minimum_length, "Password not long enough"),
        (policy.require_uppercase && !has(char::is_uppercase), "Password must have uppercase characters"),
        (policy.require_lowercase && !has(char::is_lowercase), "Password must have lowercase characters"),
        (policy.require_numbers && !has(|letter| letter.is_ascii_digit()), "Password must have numeric characters"),
        (policy.require_symbols && !has_symbol, "Password must have symbol characters"),
    ];
    match broken.into_iter().find(|(broken, _)| *broken) {
        Some((_, why)) => Err(ServiceError::invalid_password(format!("Password did not conform with policy: {why}"))),
        None => Ok(()),
    }
}

/// Ask only for someone who may set the password: the answer tells about those of before.
pub fn check_history(pool: &Pool, user: &User, password: &Secret<String>) -> Result<(), ServiceError> {
    let size = pool.settings.policies.password_policy.password_history_size.unwrap_or_default();
    let identity = Identity { pool_name: pool.short_name(), user: &user.username };
    let before = user.password.iter().chain(user.former_passwords.iter().rev()).take(size);
    for verifier in before {
        if verifier.accepts(identity, password) {
            let message = "Password has previously been used, please choose another one.";
            return Err(ServiceError::new("PasswordHistoryPolicyViolationException", message));
        }
    }
    Ok(())
}

/// A new verifier for a user, with a new salt.
pub fn verifier(pool: &Pool, username: &str, password: &Secret<String>, random: &dyn Random) -> Verifier {
    let identity = Identity { pool_name: pool.short_name(), user: username };
    Verifier::new(identity, password, random::bytes(random))
}

/// Whether it is the user's password. False for someone who has none.
pub fn accepts(pool: &Pool, user: &User, password: &Secret<String>) -> bool {
    let identity = Identity { pool_name: pool.short_name(), user: &user.username };
    user.password.as_ref().is_some_and(|verifier| verifier.accepts(identity, password))
}

/// A password that the user chose: it ends a temporary one, a demand for a reset, and a lock-out.
pub fn set(user: &mut User, verifier: Verifier, policy: &PasswordPolicy, now: Instant) {
    remember(user, policy);
    user.password = Some(verifier);
    user.temporary_password_expires = None;
    user.lockout = Lockout::default();
    user.modified = now;
    if matches!(user.status, UserStatus::ForceChangePassword | UserStatus::ResetRequired) {
        user.status = UserStatus::Confirmed;
    }
}

/// A password that an administrator chose, or that was generated: good until it is changed, or expires.
pub fn set_temporary(user: &mut User, verifier: Verifier, policy: &PasswordPolicy, now: Instant) {
    remember(user, policy);
    user.password = Some(verifier);
    user.temporary_password_expires = Some(now + Span::days(policy.temporary_password_validity_days));
    user.lockout = Lockout::default();
    user.modified = now;
    user.status = UserStatus::ForceChangePassword;
}

/// One that the policy takes, for a person to read from a message.
pub fn generate(policy: &PasswordPolicy, random: &dyn Random) -> Secret<String> {
    let length = policy.minimum_length.max(SHORTEST_GENERATED);
    let kinds = [UPPERCASE, LOWERCASE, DIGITS, PLAIN_SYMBOLS];
    let mut letters: Vec<char> = kinds.iter().map(|kind| pick(kind, random)).collect();
    while letters.len() < length {
        letters.push(pick(kinds[below(kinds.len(), random)], random));
    }
    // The first four are of known kinds: shuffled, so that nobody knows where they are.
    for index in (1..letters.len()).rev() {
        letters.swap(index, below(index + 1, random));
    }
    Secret::new(letters.into_iter().collect())
}

/// A number from 0 to `count`, without it, each as likely as the others.
pub fn below(count: usize, random: &dyn Random) -> usize {
    let count = count.max(1) as u64;
    let unbiased = u64::MAX - u64::MAX % count;
    loop {
        let number = u64::from_be_bytes(random::bytes(random));
        if number < unbiased {
            return usize::try_from(number % count).unwrap_or_default();
        }
    }
}

fn remember(user: &mut User, policy: &PasswordPolicy) {
    user.former_passwords.extend(user.password.take());
    // The current one counts as the newest of those that are remembered.
    let keep = policy.password_history_size.unwrap_or_default().saturating_sub(1);
    let forget = user.former_passwords.len().saturating_sub(keep);
    user.former_passwords.drain(..forget);
}

fn pick(kind: &str, random: &dyn Random) -> char {
    kind.chars().nth(below(kind.len(), random)).unwrap_or('x')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Counter;
    use crate::store::PoolSettings;

    const NOW: Instant = Instant::from_seconds(1_800_000_000);

    fn pool(policy: PasswordPolicy) -> Pool {
        let mut settings = PoolSettings::default();
        settings.policies.password_policy = policy;
        Pool::new("us-east-1_P".into(), "P".into(), settings, NOW, Secret::new([0; 32]))
    }

    fn secret(text: &str) -> Secret<String> {
        Secret::new(text.to_owned())
    }

    #[test]
    fn the_policy_names_what_is_missing() {
        let pool = pool(PasswordPolicy::default());
        for (password, why) in [
            ("Ab1!", "not long enough"),
            ("", "not long enough"),
            ("correct-horse-7", "uppercase"),
            ("CORRECT-HORSE-7", "lowercase"),
            ("Correct-horse-x", "numeric"),
            ("CorrectHorse77", "symbol"),
            (" CorrectHorse7 ", "symbol"),
        ] {
            let error = check_policy(&pool, &secret(password)).err().unwrap();
            assert_eq!(error.name(), "InvalidPasswordException");
            assert!(error.message().starts_with("Password did not conform with policy: "), "{}", error.message());
            assert!(error.message().contains(why), "{password:?}: {}", error.message());
        }
        for good in ["Correct-horse-7", "Correct horse 7", "Ünïcode-Größe-1"] {
            assert_eq!(check_policy(&pool, &secret(good)), Ok(()), "{good}");
        }
    }

    #[test]
    fn as_many_passwords_are_remembered_as_the_policy_asks() {
        let policy = PasswordPolicy { password_history_size: Some(2), ..PasswordPolicy::default() };
        let pool = pool(policy);
        let policy = &pool.settings.policies.password_policy;
        let mut user = User::new("us-east-1_P", "ada".into(), "s".into(), NOW);
        for password in ["one", "two", "three"] {
            let made = verifier(&pool, "ada", &secret(password), &Counter::default());
            set(&mut user, made, policy, NOW);
        }
        assert!(accepts(&pool, &user, &secret("three")) && !accepts(&pool, &user, &secret("two")));
        let refused = |password| check_history(&pool, &user, &secret(password)).is_err();
        assert_eq!([refused("three"), refused("two"), refused("one")], [true, true, false]);
        assert_eq!(user.former_passwords.len(), 1);
        let without = super::tests::pool(PasswordPolicy::default());
        assert_eq!(check_history(&without, &user, &secret("three")), Ok(()));
    }

    #[test]
    fn a_generated_password_conforms_and_is_never_the_same() {
        let random = Counter::default();
        let pool = pool(PasswordPolicy { minimum_length: 20, ..PasswordPolicy::default() });
        let made: Vec<String> = (0..200)
            .map(|_| generate(&pool.settings.policies.password_policy, &random))
            .inspect(|password| assert_eq!(check_policy(&pool, password), Ok(())))
            .map(|password| password.expose().clone())
            .collect();
        assert_eq!(made.iter().collect::<std::collections::BTreeSet<_>>().len(), 200);
        assert!(made.iter().all(|password| password.chars().count() == 20));
    }

    #[test]
    fn a_number_below_another_has_no_favorites() {
        struct Fixed(std::sync::atomic::AtomicUsize);
        impl Random for Fixed {
            fn fill(&self, bytes: &mut [u8]) {
                // The largest number first: with a plain remainder it would count.
                let first = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 0;
                bytes.fill(if first { 0xff } else { 0 });
            }
        }
        let random = Fixed(0.into());
        assert_eq!(below(10, &random), 0);
        assert_eq!(random.0.into_inner(), 2, "the first number was not used");
    }
}
