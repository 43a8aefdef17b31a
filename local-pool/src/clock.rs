//! Time as an argument: the core asks a `Clock`, which a shell or a test provides.
//! Times are whole milliseconds since 1970 in UTC; the core never reads the system's clock.

use std::fmt;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

pub trait Clock: Send + Sync {
    fn now(&self) -> Instant;
}

/// A moment: milliseconds since 1970, UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    pub const fn millis(self) -> i64 {
        self.0
    }

    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// As HTTP writes times (RFC 9110, 5.6.7). Years are 1970 to 9999 there; what is outside is shown as the nearest.
    pub fn http_date(self) -> String {
        const LAST: u64 = 253_402_300_799;
        let seconds = u64::try_from(self.seconds()).unwrap_or(0).min(LAST);
        httpdate::fmt_http_date(std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds))
    }

    /// As the API writes times: seconds since 1970, with a fraction.
    pub fn api(self) -> f64 {
        // Milliseconds since 1970 are exact in a double for some two hundred thousand years.
        self.0 as f64 / 1000.0
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ms", self.0)
    }
}

/// A length of time in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span(i64);

impl Span {
    pub const fn millis(millis: i64) -> Self {
        Self(millis)
    }

    pub const fn seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    pub const fn minutes(minutes: i64) -> Self {
        Self::seconds(minutes.saturating_mul(60))
    }

    pub const fn days(days: i64) -> Self {
        Self::minutes(days.saturating_mul(24 * 60))
    }

    pub const fn whole_millis(self) -> i64 {
        self.0
    }

    pub const fn whole_seconds(self) -> i64 {
        self.0 / 1000
    }

    pub const fn magnitude(self) -> Self {
        Self(self.0.saturating_abs())
    }
}

impl Add<Span> for Instant {
    type Output = Self;

    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub for Instant {
    type Output = Span;

    fn sub(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}
