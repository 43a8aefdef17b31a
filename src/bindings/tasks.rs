//! The calls under way, and the requests they wait for: an executor without threads, timers or callbacks.
//!
//! A task is polled when it begins and whenever a reply came. Tasks that wait for one another (for one refresh, say)
//! are polled until none gets further.

use crate::client::platform::PlatformFuture;
use crate::error::Result;
use crate::protocol::http::{Failure, Response};
use alloc::{boxed::Box, string::String, sync::Arc, vec::Vec};
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use try_lock::TryLock;

/// How a call ends: JSON text, or an error.
pub type Task = Pin<Box<dyn Future<Output = Result<String>>>>;

/// The calls under way.
#[derive(Default)]
pub struct Tasks {
    running: Vec<(u32, Task)>,
}

impl Tasks {
    /// Begins a call under the host's own number.
    pub fn begin(&mut self, call: u32, task: Task) {
        self.running.push((call, task));
    }

    /// Drops a call. What it waited for is given up.
    pub fn cancel(&mut self, call: u32) {
        self.running.retain(|(running, _)| *running != call);
    }

    /// Polls until nothing moves, and tells how each finished call ended.
    pub fn run(&mut self, mut settle: impl FnMut(u32, Result<String>)) {
        let mut context = Context::from_waker(Waker::noop());
        let mut moved = true;
        while moved {
            moved = false;
            self.running.retain_mut(|(call, task)| match task.as_mut().poll(&mut context) {
                Poll::Pending => true,
                Poll::Ready(result) => {
                    settle(*call, result);
                    moved = true;
                    false
                }
            });
        }
    }
}

type Reply = core::result::Result<Response, Failure>;

/// Requests that the host is sending, by number, and the replies that nobody has read yet.
#[derive(Clone, Default)]
pub struct Mailbox(Arc<TryLock<Slots>>);

#[derive(Default)]
struct Slots {
    last: u32,
    replies: Vec<(u32, Reply)>,
}

impl Mailbox {
    /// Gives a request its number, lets `post` send it, and waits for the reply; `abort` is told if nobody waits any more.
    pub fn wait(&self, post: impl FnOnce(u32), abort: fn(u32)) -> PlatformFuture<Reply> {
        let number = self.with(|slots| {
            slots.last = slots.last.wrapping_add(1);
            slots.last
        });
        let Some(number) = number else { return Box::pin(core::future::ready(Err(Failure::Unreachable))) };
        post(number);
        Box::pin(Awaited { number, mailbox: self.clone(), abort: Some(abort) })
    }

    /// Puts a reply where the task that waits for it finds it.
    pub fn deliver(&self, number: u32, reply: Reply) {
        self.with(|slots| slots.replies.push((number, reply)));
    }

    fn take(&self, number: u32) -> Option<Reply> {
        self.with(|slots| {
            let at = slots.replies.iter().position(|(reply, _)| *reply == number)?;
            Some(slots.replies.swap_remove(at).1)
        })?
    }

    /// One thread: nobody else is in there.
    fn with<T>(&self, use_it: impl FnOnce(&mut Slots) -> T) -> Option<T> {
        self.0.try_lock().map(|mut slots| use_it(&mut slots))
    }
}

/// A reply that somebody waits for.
struct Awaited {
    number: u32,
    mailbox: Mailbox,
    abort: Option<fn(u32)>,
}

impl Future for Awaited {
    type Output = Reply;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Reply> {
        let Some(reply) = self.mailbox.take(self.number) else { return Poll::Pending };
        self.abort = None;
        Poll::Ready(reply)
    }
}

impl Drop for Awaited {
    fn drop(&mut self) {
        if let Some(abort) = self.abort {
            // The reply may be here already; then nobody reads it.
            drop(self.mailbox.take(self.number));
            abort(self.number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Mailbox, Tasks};
    use crate::error::{Error, ErrorCode};
    use crate::protocol::http::{Failure, Response};
    use std::sync::atomic::{AtomicU32, Ordering};

    fn response(body: &str) -> Response {
        Response { status: 200, request_id: None, error_type: None, retry_after_seconds: None, body: body.into() }
    }

    #[test]
    fn each_task_gets_the_reply_to_its_own_request() {
        let (mut tasks, mailbox) = (Tasks::default(), Mailbox::default());
        let mut numbers = Vec::new();
        for call in [10, 20] {
            let reply = mailbox.wait(|number| numbers.push(number), |_| panic!("nobody gave up"));
            tasks.begin(call, Box::pin(async { Ok(reply.await.map_err(Error::from)?.body.expose().clone()) }));
        }
        let mut ended = Vec::new();
        tasks.run(|call, result| ended.push((call, result)));
        assert!(ended.is_empty());

        mailbox.deliver(numbers[1], Ok(response("second")));
        tasks.run(|call, result| ended.push((call, result)));
        mailbox.deliver(numbers[0], Err(Failure::Timeout));
        tasks.run(|call, result| ended.push((call, result)));
        assert_eq!(ended[0], (20, Ok("second".into())));
        assert_eq!(ended[1].1.as_ref().unwrap_err().code(), ErrorCode::Timeout);
        assert!(tasks.running.is_empty());
    }

    #[test]
    fn a_call_that_is_cancelled_gives_its_request_up_and_settles_no_more() {
        static GIVEN_UP: AtomicU32 = AtomicU32::new(0);
        let (mut tasks, mailbox) = (Tasks::default(), Mailbox::default());
        let mut number = 0;
        let reply = mailbox.wait(|given| number = given, |given| GIVEN_UP.store(given, Ordering::SeqCst));
        tasks.begin(10, Box::pin(async { reply.await.map(|_| String::new()).map_err(Error::from) }));
        tasks.run(|_, _| panic!("nothing came"));
        tasks.cancel(11);
        assert_eq!(GIVEN_UP.load(Ordering::SeqCst), 0);
        tasks.cancel(10);
        assert_eq!(GIVEN_UP.load(Ordering::SeqCst), number);
        mailbox.deliver(number, Ok(response("late")));
        tasks.run(|_, _| panic!("it was cancelled"));
    }
}
