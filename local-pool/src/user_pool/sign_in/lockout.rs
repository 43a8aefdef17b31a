//! Lock-out at sign-in: every password and every code that is checked, in whatever flow, is settled here, for users and for
//! nobody alike. The two are counted apart, each forgotten by a right one of its own; either lock refuses both.

use crate::call::Call;
use crate::store::{Attempt, Lockout, Pool, Store};
use crate::user_pool::ServiceError;

/// Before arithmetic is spent on a password that would not count anyway.
pub fn refuse_locked(call: &Call<'_>, pool: &Pool, attempt: &Attempt) -> Result<(), ServiceError> {
    refuse(&call.store(), call, pool, attempt)
}

/// Counts a wrong password, or lets a right one forget the wrong ones before it. Asks again for the lock, under the same
/// hold of the store: many guesses at once are no way around it.
pub fn settle(call: &Call<'_>, pool: &Pool, attempt: &Attempt, right: bool) -> Result<(), ServiceError> {
    let mut store = call.store();
    refuse(&store, call, pool, attempt)?;
    if attempt.sub.is_none() {
        store.lockouts.count_failure(&pool.id, &nobody(pool, attempt), call.now);
        return Err(ServiceError::wrong_credentials());
    }
    if !right {
        store.users.update(&pool.id, &attempt.username, |user| user.lockout.count_failure(call.now));
        return Err(ServiceError::wrong_credentials());
    }
    let counted = store.users.get(&pool.id, &attempt.username).is_some_and(|user| user.lockout != Lockout::default());
    if counted {
        store.users.update(&pool.id, &attempt.username, |user| user.lockout = Lockout::default());
    }
    Ok(())
}

/// Counts a wrong code, of a first or a second factor, or a device's wrong proof; or lets a right code forget the wrong
/// ones before it. Under the hold of the store in which the code is taken.
pub fn settle_code(
    store: &mut Store,
    call: &Call<'_>,
    pool: &Pool,
    attempt: &Attempt,
    right: bool,
) -> Result<(), ServiceError> {
    refuse(store, call, pool, attempt)?;
    if attempt.sub.is_none() {
        store.lockouts.count_failure(&pool.id, &codes_of(&nobody(pool, attempt)), call.now);
        return Ok(());
    }
    let counted = store.users.get(&pool.id, &attempt.username).is_some_and(|it| it.wrong_codes != Lockout::default());
    if !right || counted {
        store.users.update(&pool.id, &attempt.username, |user| match right {
            true => user.wrong_codes = Lockout::default(),
            false => user.wrong_codes.count_failure(call.now),
        });
    }
    Ok(())
}

fn refuse(store: &Store, call: &Call<'_>, pool: &Pool, attempt: &Attempt) -> Result<(), ServiceError> {
    let lockouts = match &attempt.sub {
        Some(_) => {
            let user = store.users.get(&pool.id, &attempt.username);
            user.map(|user| [user.lockout, user.wrong_codes]).unwrap_or_default()
        }
        None => {
            let name = nobody(pool, attempt);
            [&name, &codes_of(&name)].map(|name| store.lockouts.of(&pool.id, name))
        }
    };
    let locked = lockouts.iter().any(|lockout| lockout.is_locked(call.now));
    if locked { Err(ServiceError::too_many_failures()) } else { Ok(()) }
}

/// No name has a control character.
fn codes_of(name: &str) -> String {
    format!("{name}\0codes")
}

fn nobody(pool: &Pool, attempt: &Attempt) -> String {
    match pool.settings.username_configuration.case_sensitive {
        true => attempt.given.clone(),
        false => attempt.given.to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::clock::Instant;
    use crate::http::Request;
    use crate::outbound::{Outbound, OutboundError, OutboundRequest, Sending};
    use crate::random::Counter;
    use crate::secret::Secret;
    use crate::store::{Flow, PoolSettings, User};
    use crate::triggers::Addresses;

    struct Alone;

    impl Outbound for Alone {
        fn send(&self, _request: OutboundRequest) -> Sending<'_> {
            Box::pin(async { Err(OutboundError::TimedOut) })
        }
    }

    #[test]
    fn a_guess_that_was_computed_before_the_lock_is_not_judged_after_it() {
        let now = Instant::from_seconds(1_800_000_000);
        let pool = Pool::new("us-east-1_P".into(), "P".into(), PoolSettings::default(), now, Secret::new([0; 32]));
        let user = User::new(&pool.id, "ada".into(), "sub".into(), now);
        let known = Attempt::new("web", Flow::UserPassword, "ada", &user);
        let store = Mutex::new(Store::default());
        let (random, request) = (Counter::default(), Request::default());
        let functions = Addresses::new();
        let (base_url, functions) = ("", &functions);
        let call =
            Call { store: &store, now, random: &random, outbound: &Alone, base_url, functions, request: &request };
        call.store().users.put(user);
        for attempt in [known, Attempt::of_nobody("web", Flow::UserPassword, "nobody")] {
            for _ in 0..5 {
                assert_eq!(settle(&call, &pool, &attempt, false), Err(ServiceError::wrong_credentials()));
            }
            for right in [false, true] {
                assert_eq!(settle(&call, &pool, &attempt, right), Err(ServiceError::too_many_failures()));
            }
        }
    }
}
