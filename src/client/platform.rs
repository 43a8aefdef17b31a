//! The world outside, as few functions as will do: the network, the clock, randomness, and waiting.
//!
//! The browser's is in `browser/`; tests bring one with scripted replies and a clock that they set.

use crate::error::Result;
use crate::protocol::http::{Failure, Request, Response};
use crate::protocol::session::UnixMillis;
use alloc::boxed::Box;
use core::future::Future;
use core::pin::Pin;

/// A future of the platform. It borrows nothing, so that it can outlive the call that began it.
pub type PlatformFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What a flow needs from the world.
pub trait Platform: Send + Sync {
    /// Begins to send a request at once, and brings the reply, whatever its status. A body longer than
    /// [`MAX_REPLY_BYTES`](crate::protocol::http::MAX_REPLY_BYTES) is a failure. Bytes that are not UTF-8 become U+FFFD.
    /// A future that is dropped gives the request up.
    fn send(&self, request: &Request) -> PlatformFuture<core::result::Result<Response, Failure>>;

    /// The time.
    fn now(&self) -> UnixMillis;

    /// Waits.
    fn sleep(&self, millis: u32) -> PlatformFuture<()>;

    /// Fills `bytes` from the platform's cryptographic random generator, or fails with `no_randomness`.
    ///
    /// # Errors
    /// `no_randomness`
    fn random(&self, bytes: &mut [u8]) -> Result<()>;
}
