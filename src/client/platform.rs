//! The world outside, as few functions as will do: the network, the clock, randomness.
//!
//! The browser's is in `browser/`; tests bring one with scripted replies and a clock that they set.

use crate::error::Result;
use crate::protocol::http::{Request, Response};
use crate::protocol::session::UnixMillis;
use alloc::boxed::Box;
use core::future::Future;
use core::pin::Pin;

/// A future of the platform. It may be bound to its thread, as a browser's are.
pub type PlatformFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// What a flow needs from the world.
pub trait Platform: Send + Sync {
    /// Sends a request and brings the reply, whatever its status.
    ///
    /// Fails with `network_error` or `timeout` where there was none, and with `unexpected_reply` where its body is
    /// longer than [`MAX_REPLY_BYTES`](crate::protocol::http::MAX_REPLY_BYTES). Bytes that are not UTF-8 become U+FFFD.
    fn send(&self, request: Request) -> PlatformFuture<'_, Result<Response>>;

    /// The time.
    fn now(&self) -> UnixMillis;

    /// Fills `bytes` from the platform's cryptographic random generator, or fails with `no_randomness`.
    ///
    /// # Errors
    /// `no_randomness`
    fn random(&self, bytes: &mut [u8]) -> Result<()>;
}
