//! What changes behind an `Auth`: the session and the refresh under way.
//!
//! A small try-lock guards it, which answers `busy` instead of waiting. No guard lives across an `.await`, so on one
//! thread, as in a browser, it never does.

use crate::error::{Error, ErrorCode, Result};
use crate::protocol::session::Session;
use alloc::{sync::Arc, vec::Vec};
use core::task::Waker;
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
}

impl State {
    /// Puts another session, or none, in the place of the one before.
    pub fn replace(&mut self, session: Option<Arc<Session>>) -> Option<Arc<Session>> {
        self.generation = self.generation.wrapping_add(1);
        self.refresh = None;
        core::mem::replace(&mut self.session, session)
    }
}

/// One refresh: how it ended, and who waits for it.
#[derive(Default)]
pub(super) struct Flight(TryLock<Landing>);

#[derive(Default)]
struct Landing {
    outcome: Option<Outcome>,
    waiting: Vec<Waker>,
}

/// How a refresh ended.
#[derive(Clone)]
pub(super) enum Outcome {
    /// It was answered.
    Answered(Result<()>),
    /// Whoever ran it was dropped first; somebody else has to.
    Abandoned,
}

impl Flight {
    /// The outcome; while there is none, `waker` is kept for it.
    pub fn outcome(&self, waker: &Waker) -> Option<Outcome> {
        let Some(mut landing) = self.0.try_lock() else {
            // Another thread holds it for an instant: look again.
            waker.wake_by_ref();
            return None;
        };
        if landing.outcome.is_none() && !landing.waiting.iter().any(|waiting| waiting.will_wake(waker)) {
            landing.waiting.push(waker.clone());
        }
        landing.outcome.clone()
    }

    /// Ends the flight, once, and wakes everybody.
    pub fn land(&self, outcome: Outcome) {
        let waiting = loop {
            if let Some(mut landing) = self.0.try_lock() {
                landing.outcome.get_or_insert(outcome);
                break core::mem::take(&mut landing.waiting);
            }
            core::hint::spin_loop();
        };
        waiting.into_iter().for_each(Waker::wake);
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
