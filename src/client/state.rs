//! What changes behind an `Auth`: the session, the refresh under way, the devices.
//!
//! A small try-lock guards it, which answers `busy` instead of waiting. No guard lives across an `.await`, so on one
//! thread, as in a browser, it never does.

use super::flight::Flight;
use crate::error::{Error, ErrorCode, Result};
use crate::protocol::device::Device;
use crate::protocol::session::Session;
use alloc::{sync::Arc, vec::Vec};
use try_lock::TryLock;

/// The state of one `Auth`.
#[derive(Default)]
pub(super) struct State {
    /// The session, if somebody is signed in.
    pub session: Option<Arc<Session>>,
    /// Counts sign-ins and sign-outs, so that a refresh does not bring back a session that ended meanwhile.
    pub generation: u32,
    /// Counts sign-outs, so that a sign-in that was under way does not undo one.
    pub sign_outs: u32,
    /// The refresh under way, which everybody who needs one waits for.
    pub refresh: Option<Arc<Flight>>,
    /// The devices that users of this `Auth` are remembered on, at most one each.
    pub devices: Vec<Device>,
}

impl State {
    /// Puts another session, or none, in the place of the one before.
    pub fn replace(&mut self, session: Option<Arc<Session>>) -> Option<Arc<Session>> {
        self.generation = self.generation.wrapping_add(1);
        self.refresh = None;
        core::mem::replace(&mut self.session, session)
    }
}

/// The guarded state.
#[derive(Default)]
pub(super) struct Shared(TryLock<State>);

impl Shared {
    /// Reads or changes the state, at once or not at all.
    pub fn with<T>(&self, use_it: impl FnOnce(&mut State) -> T) -> Result<T> {
        match self.0.try_lock() {
            Some(mut state) => Ok(use_it(&mut state)),
            None => Err(Error::new(ErrorCode::Busy, "Another thread is using the session at this instant. Try again.")),
        }
    }
}
