//! Work of this thread, waited for by a future that is bound to none.
//!
//! What holds JavaScript values cannot leave its thread, and what an app's context holds must be able to. So the work runs
//! by itself, and the future looks for its result.

use crate::client::platform::PlatformFuture;
use alloc::{boxed::Box, sync::Arc};
use core::future::{Future, poll_fn};
use core::task::{Poll, Waker};
use try_lock::TryLock;
use wasm_bindgen_futures::spawn_local;

struct Slot<T> {
    value: Option<T>,
    waiting: Option<Waker>,
}

/// Begins the work now.
pub(super) fn away<T: Send + 'static>(work: impl Future<Output = T> + 'static) -> PlatformFuture<T> {
    let slot = Arc::new(TryLock::new(Slot { value: None, waiting: None }));
    let result = slot.clone();
    spawn_local(async move {
        let value = work.await;
        // One thread: nobody else is in there.
        let waiting = slot.try_lock().and_then(|mut slot| {
            slot.value = Some(value);
            slot.waiting.take()
        });
        if let Some(waker) = waiting {
            waker.wake();
        }
    });
    Box::pin(poll_fn(move |context| {
        let Some(mut slot) = result.try_lock() else { return Poll::Pending };
        match slot.value.take() {
            Some(value) => Poll::Ready(value),
            None => {
                slot.waiting = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }))
}
