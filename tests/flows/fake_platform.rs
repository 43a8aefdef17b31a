//! A world for tests: replies from a script, a clock that the test sets, randomness that counts.

use poolkey::client::platform::{Platform, PlatformFuture};
use poolkey::protocol::http::{Failure, Request, Response};
use poolkey::protocol::session::UnixMillis;
use poolkey::{Auth, PoolConfig, Result};
use serde_json::Value;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

type Reply = std::result::Result<Response, Failure>;

/// What the test and the platform share.
#[derive(Clone, Default)]
pub struct World(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    now: u64,
    randoms: u8,
    replies: VecDeque<Reply>,
    requests: Vec<(String, Value)>,
    held: bool,
    waiting: Vec<Waker>,
    slept: Vec<u32>,
}

impl World {
    pub fn auth(&self) -> Auth {
        let config = PoolConfig::new("eu-west-1_Ab3dEf9hK", "1h57kf5cpq17m0eml12EXAMPLE").unwrap();
        Auth::on(config, self.clone())
    }

    /// The next reply: a status and a body.
    pub fn reply(&self, status: u16, body: impl ToString) -> &Self {
        self.script(Ok(Response {
            status,
            request_id: None,
            error_type: None,
            retry_after_seconds: None,
            body: Into::into(&*body.to_string()),
        }))
    }

    /// The next reply, and how many seconds the service asks to wait.
    pub fn reply_later(&self, status: u16, retry_after_seconds: u32) -> &Self {
        self.script(Ok(Response {
            status,
            request_id: None,
            error_type: None,
            retry_after_seconds: Some(retry_after_seconds),
            body: "".into(),
        }))
    }

    pub fn fault(&self, name: &str, message: &str) -> &Self {
        self.reply(400, serde_json::json!({ "__type": name, "message": message }))
    }

    pub fn fail(&self, failure: Failure) -> &Self {
        self.script(Err(failure))
    }

    /// How long was waited so far, in milliseconds.
    pub fn slept(&self) -> Vec<u32> {
        self.0.lock().unwrap().slept.clone()
    }

    fn script(&self, reply: Reply) -> &Self {
        self.0.lock().unwrap().replies.push_back(reply);
        self
    }

    pub fn set_clock(&self, now: u64) {
        self.0.lock().unwrap().now = now;
    }

    /// Replies wait until they are released.
    pub fn hold(&self) {
        self.0.lock().unwrap().held = true;
    }

    pub fn release(&self) {
        let waiting = {
            let mut state = self.0.lock().unwrap();
            state.held = false;
            std::mem::take(&mut state.waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Operation and body of the last request.
    pub fn last(&self) -> (String, Value) {
        self.requests().pop().unwrap()
    }

    /// Operation and body of every request so far.
    pub fn requests(&self) -> Vec<(String, Value)> {
        self.0.lock().unwrap().requests.clone()
    }
}

impl Platform for World {
    fn send(&self, request: &Request) -> PlatformFuture<Reply> {
        let operation = request.target.split('.').next_back().unwrap().to_owned();
        let body = serde_json::from_str(request.body.expose()).unwrap();
        let mut state = self.0.lock().unwrap();
        state.requests.push((operation, body));
        let mut reply = Some(state.replies.pop_front().expect("a request that the script does not know"));
        let world = self.clone();
        Box::pin(std::future::poll_fn(move |context| {
            let mut state = world.0.lock().unwrap();
            if state.held {
                state.waiting.push(context.waker().clone());
                return Poll::Pending;
            }
            Poll::Ready(reply.take().unwrap())
        }))
    }

    fn sleep(&self, millis: u32) -> PlatformFuture<()> {
        self.0.lock().unwrap().slept.push(millis);
        Box::pin(std::future::ready(()))
    }

    fn now(&self) -> UnixMillis {
        UnixMillis(self.0.lock().unwrap().now)
    }

    fn random(&self, bytes: &mut [u8]) -> Result<()> {
        let mut state = self.0.lock().unwrap();
        state.randoms += 1;
        bytes.fill(state.randoms);
        Ok(())
    }
}

/// Runs a future that needs nothing from outside to finish.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    match poll(future.as_mut()) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the flow waits for something that the test did not give"),
    }
}

pub fn poll<T>(future: Pin<&mut impl Future<Output = T>>) -> Poll<T> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}
