//! The sign-in machine: a reply goes in, the next request or question comes out.
//!
//! [`Start`] says how it begins. An [`Attempt`] holds what the pool will ask for without asking the user: the password and
//! the SRP ephemeral until the server's challenge arrives (proving consumes both), and the device's secret. A [`Question`]
//! is what the user has to answer; it stays open until it is answered rightly. The newest session is taken from each
//! reply, so an old one is never sent.

mod answer;
mod attempt;
mod message;
mod question;
mod recipe;
mod start;

pub use answer::Answer;
pub use attempt::Attempt;
pub use question::{Question, TotpSetUp};
pub use recipe::Recipe;
pub use start::{Flow, Start, StepUp};

use crate::error::Result;
use crate::protocol::http::Request;
use crate::protocol::session::UnixMillis;
use crate::protocol::srp::Ephemeral;
use crate::protocol::user_pool::authentication_result::AuthenticationResult;
use alloc::boxed::Box;

/// What follows a reply.
#[derive(Debug)]
pub enum Next {
    /// Send this, and bring the reply.
    Send(Request),
    /// Ask the user.
    Ask(Box<Question>),
    /// Signed in.
    Done(AuthenticationResult),
}

/// What a step needs from outside: randomness for a proof, and the time.
pub trait Surroundings {
    /// A fresh ephemeral.
    ///
    /// # Errors
    /// `no_randomness`
    fn ephemeral(&self) -> Result<Ephemeral>;

    /// The time.
    fn now(&self) -> UnixMillis;
}
