//! One refresh that many wait for.
//!
//! It belongs to nobody: whoever waits drives it on, and who gives up waiting ends nothing. A refresh token that rotates
//! is good once, so its answer must not be lost because the one who asked first lost patience.

use super::platform::PlatformFuture;
use crate::error::Result;
use crate::protocol::session::Session;
use crate::protocol::user_pool::authentication_result::AuthenticationResult;
use alloc::{sync::Arc, task::Wake, vec::Vec};
use core::task::{Context, Poll, Waker};
use try_lock::TryLock;

/// A refresh under way.
pub(super) struct Flight {
    /// The session that is renewed, and its generation.
    pub session: Arc<Session>,
    pub generation: u32,
    state: TryLock<Air>,
    waiting: Arc<Waiting>,
}

enum Air {
    Flying(PlatformFuture<Result<AuthenticationResult>>),
    Landed(Result<()>),
}

/// Everybody who waits.
#[derive(Default)]
struct Waiting(TryLock<Vec<Waker>>);

impl Flight {
    pub fn new(session: Arc<Session>, generation: u32, exchange: PlatformFuture<Result<AuthenticationResult>>) -> Self {
        Self { session, generation, state: TryLock::new(Air::Flying(exchange)), waiting: Arc::default() }
    }

    /// Drives it on. The first to see the answer hands it to `take`; everybody gets what came of that.
    pub fn poll(
        &self,
        context: &mut Context<'_>,
        take: impl FnOnce(Result<AuthenticationResult>) -> Result<()>,
    ) -> Poll<Result<()>> {
        self.waiting.add(context.waker());
        let Some(mut state) = self.state.try_lock() else {
            // Another thread drives it at this instant: look again.
            context.waker().wake_by_ref();
            return Poll::Pending;
        };
        let exchange = match &mut *state {
            Air::Landed(outcome) => return Poll::Ready(outcome.clone()),
            Air::Flying(exchange) => exchange,
        };
        let waker = Waker::from(self.waiting.clone());
        let Poll::Ready(answer) = exchange.as_mut().poll(&mut Context::from_waker(&waker)) else {
            return Poll::Pending;
        };
        let outcome = take(answer);
        *state = Air::Landed(outcome.clone());
        drop(state);
        waker.wake();
        Poll::Ready(outcome)
    }
}

impl Waiting {
    fn add(&self, waker: &Waker) {
        match self.0.try_lock() {
            Some(waiting) if waiting.iter().any(|known| known.will_wake(waker)) => {}
            Some(mut waiting) => waiting.push(waker.clone()),
            // Another thread is here at this instant: come again.
            None => waker.wake_by_ref(),
        }
    }
}

impl Wake for Waiting {
    fn wake(self: Arc<Self>) {
        let waiting = loop {
            if let Some(mut waiting) = self.0.try_lock() {
                break core::mem::take(&mut *waiting);
            }
            core::hint::spin_loop();
        };
        waiting.into_iter().for_each(Waker::wake);
    }
}
