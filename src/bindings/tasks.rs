//! The calls under way, and the requests they wait for: an executor without threads, timers or callbacks.
//!
//! A task is polled when it begins and whenever a reply came. Tasks that wait for one another (for one refresh, say)
//! are polled until none gets further.

use crate::client::platform::PlatformFuture;
use crate::error::{Error, ErrorCode, Result};
use crate::protocol::http::Response;
use alloc::{boxed::Box, string::String, sync::Arc, vec::Vec};
use core::future::{Future, poll_fn};
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

/// Requests that the host is sending, by number, and the replies that nobody has read yet.
#[derive(Clone, Default)]
pub struct Mailbox(Arc<TryLock<Slots>>);

#[derive(Default)]
struct Slots {
    last: u32,
    replies: Vec<(u32, Result<Response>)>,
}

impl Mailbox {
    /// Gives a request its number, lets `post` send it, and waits for the reply.
    pub fn send(&self, post: impl FnOnce(u32)) -> PlatformFuture<'static, Result<Response>> {
        let number = self.with(|slots| {
            slots.last = slots.last.wrapping_add(1);
            slots.last
        });
        let mailbox = self.clone();
        match number {
            Ok(number) => {
                post(number);
                Box::pin(poll_fn(move |_| mailbox.take(number).map_or(Poll::Pending, Poll::Ready)))
            }
            Err(error) => Box::pin(core::future::ready(Err(error))),
        }
    }

    /// Puts a reply where the task that waits for it finds it.
    ///
    /// # Errors
    /// `busy`
    pub fn deliver(&self, number: u32, reply: Result<Response>) -> Result<()> {
        self.with(|slots| slots.replies.push((number, reply)))
    }

    fn take(&self, number: u32) -> Option<Result<Response>> {
        let take = |slots: &mut Slots| {
            let at = slots.replies.iter().position(|(reply, _)| *reply == number)?;
            Some(slots.replies.swap_remove(at).1)
        };
        self.with(take).unwrap_or_else(|error| Some(Err(error)))
    }

    fn with<T>(&self, use_it: impl FnOnce(&mut Slots) -> T) -> Result<T> {
        let mut slots = self.0.try_lock().ok_or_else(|| Error::new(ErrorCode::Busy, "The core is busy. Try again."))?;
        Ok(use_it(&mut slots))
    }
}

#[cfg(test)]
mod tests {
    use super::{Mailbox, Tasks};
    use crate::error::{Error, ErrorCode};
    use crate::protocol::http::Response;

    fn response(body: &str) -> Response {
        Response { status: 200, request_id: None, error_type: None, body: body.into() }
    }

    #[test]
    fn each_task_gets_the_reply_to_its_own_request() {
        let (mut tasks, mailbox) = (Tasks::default(), Mailbox::default());
        let mut numbers = Vec::new();
        for call in [10, 20] {
            let reply = mailbox.send(|number| numbers.push(number));
            tasks.begin(call, Box::pin(async { Ok(reply.await?.body.expose().clone()) }));
        }
        let mut ended = Vec::new();
        tasks.run(|call, result| ended.push((call, result)));
        assert!(ended.is_empty());

        mailbox.deliver(numbers[1], Ok(response("second"))).unwrap();
        tasks.run(|call, result| ended.push((call, result)));
        mailbox.deliver(numbers[0], Err(Error::new(ErrorCode::Timeout, "late"))).unwrap();
        tasks.run(|call, result| ended.push((call, result)));
        assert_eq!(ended[0], (20, Ok("second".into())));
        assert_eq!(ended[1].1.as_ref().unwrap_err().code(), ErrorCode::Timeout);
        assert!(tasks.running.is_empty());
    }
}
