//! Sends a request, and again where that is safe and may help.

use super::platform::{Platform, PlatformFuture};
use crate::error::{Error, Result};
use crate::protocol::http::{Request, Response};
use crate::protocol::retry::wait_before_retry;
use alloc::{boxed::Box, sync::Arc};

/// The reply to a request. Every request of the crate goes through here; boxed, so that the wasm has one copy of it.
pub(super) fn send(platform: Arc<dyn Platform>, request: Request) -> PlatformFuture<Result<Response>> {
    Box::pin(async move {
        let mut tries = 0;
        loop {
            let outcome = platform.send(&request).await;
            tries += 1;
            let mut chance = [0; 4];
            platform.random(&mut chance)?;
            match wait_before_retry(&outcome, request.repeatable, tries, u32::from_le_bytes(chance)) {
                Some(millis) => platform.sleep(millis).await,
                None => return outcome.map_err(Error::from),
            }
        }
    })
}
