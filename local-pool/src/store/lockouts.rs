//! Lock-out after wrong passwords and wrong codes, as Cognito documents it: from the fifth in a row on, 2^(n-5) seconds for the n-th, at
//! most about 15 minutes. Tries while locked do not count. A right password afterwards, or 15 quiet minutes, forget it all.
//! Names that nobody has are counted in the same way, in bounded memory: being locked does not tell who exists.

use std::collections::{BTreeMap, HashMap};

use super::table::key;
use super::user::Lockout;
use crate::clock::{Instant, Span};

const FREE: u32 = 5;
const LONGEST: Span = Span::minutes(15);
const QUIET: Span = Span::minutes(15);
/// Names are at most 128 characters: some 5 MB.
const MOST: usize = 10_000;

impl Lockout {
    pub fn is_locked(&self, now: Instant) -> bool {
        self.until.is_some_and(|until| now < until)
    }

    pub fn count_failure(&mut self, now: Instant) {
        // Below the limit `until` is the moment of the failure itself: the quiet time begins there.
        if self.until.is_some_and(|until| until + QUIET <= now) {
            self.failures = 0;
        }
        self.failures = self.failures.saturating_add(1);
        self.until = Some(now + lock(self.failures));
    }
}

fn lock(failures: u32) -> Span {
    let Some(over) = failures.checked_sub(FREE) else { return Span::seconds(0) };
    let doubled = Span::seconds(1_i64.checked_shl(over).filter(|seconds| *seconds > 0).unwrap_or(i64::MAX));
    doubled.min(LONGEST)
}

/// The failures of names that nobody has.
#[derive(Default)]
pub struct Lockouts {
    by_name: HashMap<String, (u64, Lockout)>,
    by_age: BTreeMap<u64, String>,
    made: u64,
}

impl Lockouts {
    pub fn of(&self, pool_id: &str, name: &str) -> Lockout {
        self.by_name.get(&key(pool_id, name)).map_or_else(Lockout::default, |(_, lockout)| *lockout)
    }

    pub fn count_failure(&mut self, pool_id: &str, name: &str, now: Instant) {
        let key = key(pool_id, name);
        if let Some((_, lockout)) = self.by_name.get_mut(&key) {
            return lockout.count_failure(now);
        }
        if self.by_name.len() >= MOST
            && let Some((_, oldest)) = self.by_age.pop_first()
        {
            self.by_name.remove(&oldest);
        }
        let mut lockout = Lockout::default();
        lockout.count_failure(now);
        self.by_age.insert(self.made, key.clone());
        self.by_name.insert(key, (self.made, lockout));
        self.made += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Instant = Instant::from_seconds(1_800_000_000);

    #[test]
    fn the_fifth_failure_locks_for_a_second_and_each_further_one_for_twice_as_long() {
        let mut lockout = Lockout::default();
        let mut now = START;
        for _ in 1..5 {
            lockout.count_failure(now);
            assert!(!lockout.is_locked(now));
        }
        for seconds in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900] {
            lockout.count_failure(now);
            assert!(lockout.is_locked(now + Span::millis(seconds * 1000 - 1)), "{seconds}");
            now = now + Span::seconds(seconds);
            assert!(!lockout.is_locked(now), "{seconds}");
        }
        assert_eq!(lock(u32::MAX), LONGEST);
    }

    #[test]
    fn fifteen_quiet_minutes_after_a_lock_forget_it() {
        let mut lockout = Lockout::default();
        (0..6).for_each(|_| lockout.count_failure(START));
        let end = START + Span::seconds(2);
        let mut busy = lockout;
        busy.count_failure(end + QUIET + Span::millis(-1));
        assert_eq!(busy.failures, 7);
        lockout.count_failure(end + QUIET);
        assert_eq!(lockout.failures, 1);
    }

    #[test]
    fn names_that_nobody_has_are_counted_apart_and_in_bounded_memory() {
        let mut lockouts = Lockouts::default();
        (0..5).for_each(|_| lockouts.count_failure("p", "nobody", START));
        assert!(lockouts.of("p", "nobody").is_locked(START));
        assert!(!lockouts.of("q", "nobody").is_locked(START));
        assert!(!lockouts.of("p", "somebody").is_locked(START));
        for number in 0..MOST {
            lockouts.count_failure("p", &number.to_string(), START);
        }
        assert_eq!((lockouts.by_name.len(), lockouts.by_age.len()), (MOST, MOST));
        assert!(!lockouts.of("p", "nobody").is_locked(START), "the oldest went first");
    }
}
