//! Lock-out at sign-in: every password that is checked, in whatever flow, is settled here, for users and for nobody alike.

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

fn refuse(store: &Store, call: &Call<'_>, pool: &Pool, attempt: &Attempt) -> Result<(), ServiceError> {
    let lockout = match &attempt.sub {
        Some(_) => store.users.get(&pool.id, &attempt.username).map(|user| user.lockout).unwrap_or_default(),
        None => store.lockouts.of(&pool.id, &nobody(pool, attempt)),
    };
    if lockout.is_locked(call.now) { Err(ServiceError::too_many_failures()) } else { Ok(()) }
}

fn nobody(pool: &Pool, attempt: &Attempt) -> String {
    match pool.settings.username_configuration.case_sensitive {
        true => attempt.given.clone(),
        false => attempt.given.to_lowercase(),
    }
}
