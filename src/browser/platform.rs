//! `Platform` over what every JavaScript realm has.

use super::fetch;
use crate::client::auth::Auth;
use crate::client::platform::{Platform, PlatformFuture};
use crate::config::PoolConfig;
use crate::error::{Error, Result};
use crate::protocol::http::{Failure, Request, Response};
use crate::protocol::session::UnixMillis;

/// How long a request may take before it counts as unanswered.
const DEFAULT_TIMEOUT_MILLIS: u32 = 15_000;

/// The realm this code runs in.
#[derive(Clone, Copy, Debug)]
pub struct Browser {
    timeout_millis: u32,
}

impl Browser {
    /// Requests end after `timeout_millis`.
    #[must_use]
    pub const fn with_timeout(timeout_millis: u32) -> Self {
        Self { timeout_millis }
    }
}

impl Default for Browser {
    fn default() -> Self {
        Self::with_timeout(DEFAULT_TIMEOUT_MILLIS)
    }
}

impl Auth {
    /// An `Auth` in a browser.
    #[must_use]
    pub fn new(config: PoolConfig) -> Self {
        Self::on(config, Browser::default())
    }
}

impl Platform for Browser {
    fn send(&self, request: &Request) -> PlatformFuture<core::result::Result<Response, Failure>> {
        fetch::send(request, self.timeout_millis)
    }

    fn sleep(&self, millis: u32) -> PlatformFuture<()> {
        fetch::sleep(millis)
    }

    fn now(&self) -> UnixMillis {
        UnixMillis(js_sys::Date::now() as u64)
    }

    fn random(&self, bytes: &mut [u8]) -> Result<()> {
        getrandom::fill(bytes).map_err(|_| Error::no_randomness())
    }
}
