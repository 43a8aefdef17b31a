//! The system's clock and its cryptographic randomness, for the core.

use std::time::{SystemTime, UNIX_EPOCH};

use local_pool::clock::{Clock, Instant};
use local_pool::random::Random;

pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Instant::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        // A system without randomness cannot go on: the request is answered as an internal error.
        getrandom::fill(bytes).expect("the system's random generator");
    }
}
