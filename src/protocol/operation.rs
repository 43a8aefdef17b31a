//! An operation is a question and its answer: two functions, and neither performs I/O.

use super::http::{Request, Response};
use crate::config::PoolConfig;
use crate::error::Result;

/// One operation of the service, ready to be asked.
pub trait Operation {
    /// What the answer says.
    type Output;

    /// What to send.
    fn request(&self, config: &PoolConfig) -> Request;

    /// How to read what came back.
    ///
    /// # Errors
    /// The failure that the service reported, or `unexpected_reply` where it was no answer at all.
    fn parse(response: Response) -> Result<Self::Output>;
}
