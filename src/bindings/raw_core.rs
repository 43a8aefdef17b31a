//! The class that `pkg-js` wraps. Calls carry a number of the host's, which `host.settle` gets back with the result.

use super::host::{Host, host_settle};
use super::shapes;
use super::tasks::{Mailbox, Task, Tasks};
use crate::client::auth::Auth;
use crate::client::sign_in::{PendingChallenge, SignIn};
use crate::error::Result;
use crate::protocol::http::Response;
use crate::secret::Secret;
use alloc::{boxed::Box, string::String, sync::Arc, vec::Vec};
use core::future::{Future, ready};
use try_lock::TryLock;
use wasm_bindgen::prelude::*;

/// One core: one pool, one client, one session.
#[wasm_bindgen]
#[derive(Default)]
pub struct RawCore {
    auth: Option<Auth>,
    challenges: Challenges,
    tasks: Tasks,
    mailbox: Mailbox,
}

#[wasm_bindgen]
impl RawCore {
    /// A core without a pool.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens the pool. Gives the error's JSON text where that fails.
    pub fn open(&mut self, options: &str) -> Option<String> {
        match shapes::read_options(options) {
            Ok(config) => self.auth = Some(Auth::on(config, Host { mailbox: self.mailbox.clone() })),
            Err(error) => return Some(shapes::error_json(&error)),
        }
        None
    }

    /// -> step JSON
    #[wasm_bindgen(js_name = signIn)]
    pub fn sign_in(&mut self, call: u32, username: String, password: String) {
        let (password, challenges) = (Secret::new(password), self.challenges.clone());
        let task = |auth: Auth| boxed(async move { challenges.step(auth.sign_in(&username, password).await?) });
        self.begin(call, self.auth.clone().map(task));
    }

    /// -> step JSON
    pub fn answer(&mut self, call: u32, challenge: u32, responses: String) {
        let (responses, challenges) = (Secret::new(responses), self.challenges.clone());
        self.begin(call, Some(boxed(async move { challenges.answer(challenge, &responses).await })));
    }

    /// The user as JSON, if somebody is signed in.
    #[must_use]
    pub fn user(&self) -> Option<String> {
        self.auth.as_ref()?.user().ok().flatten().as_ref().map(shapes::user_json)
    }

    /// -> profile JSON
    pub fn profile(&mut self, call: u32) {
        let task = |auth: Auth| boxed(async move { Ok(shapes::profile_json(&auth.profile().await?)) });
        self.begin(call, self.auth.clone().map(task));
    }

    /// -> the access token
    #[wasm_bindgen(js_name = accessToken)]
    pub fn access_token(&mut self, call: u32) {
        // Exposed: the app asked for the access token.
        let task = |auth: Auth| boxed(async move { Ok(auth.access_token().await?.expose().clone()) });
        self.begin(call, self.auth.clone().map(task));
    }

    /// -> user JSON
    pub fn refresh(&mut self, call: u32) {
        let task = |auth: Auth| boxed(async move { Ok(shapes::user_json(&auth.refresh().await?)) });
        self.begin(call, self.auth.clone().map(task));
    }

    /// -> signed-out JSON
    #[wasm_bindgen(js_name = signOut)]
    pub fn sign_out(&mut self, call: u32) {
        let task = |auth: Auth| boxed(async move { Ok(shapes::signed_out_json(auth.sign_out().await?)) });
        self.begin(call, self.auth.clone().map(task));
    }

    /// The reply to a request.
    pub fn reply(&mut self, request: u32, status: u16, request_id: String, error_type: String, body: String) {
        self.deliver(request, Ok(shapes::response(status, request_id, error_type, body)));
    }

    /// A request that got no reply: by `timeout`, because it was `too_long`, or because the network failed.
    pub fn fail(&mut self, request: u32, why: &str) {
        self.deliver(request, Err(shapes::send_failure(why)));
    }
}

impl RawCore {
    #[inline(never)]
    fn begin(&mut self, call: u32, task: Option<Task>) {
        self.tasks.begin(call, task.unwrap_or_else(|| boxed(ready(Err(shapes::closed())))));
        self.run();
    }

    fn deliver(&mut self, request: u32, reply: Result<Response>) {
        if self.mailbox.deliver(request, reply).is_ok() {
            self.run();
        }
    }

    fn run(&mut self) {
        self.tasks.run(|call, result| match result {
            Ok(text) => host_settle(call, true, Secret::new(text).expose()),
            Err(error) => host_settle(call, false, &shapes::error_json(&error)),
        });
    }
}

fn boxed(task: impl Future<Output = Result<String>> + 'static) -> Task {
    Box::pin(task)
}

/// So many sign-ins can wait for an answer at once; the oldest makes room.
const OPEN_AT_MOST: usize = 16;

/// The open challenges, which the host answers by number.
#[derive(Clone, Default)]
struct Challenges(Arc<TryLock<Open>>);

#[derive(Default)]
struct Open {
    last: u32,
    pending: Vec<(u32, Arc<PendingChallenge>)>,
}

impl Challenges {
    /// Keeps a challenge open; the step says under which number.
    fn step(&self, step: SignIn) -> Result<String> {
        let mut open = self.0.try_lock().ok_or_else(shapes::closed)?;
        open.last = open.last.wrapping_add(1);
        let number = open.last;
        let text = shapes::step_json(&step, number);
        if let SignIn::Challenged(pending) = step {
            if open.pending.len() >= OPEN_AT_MOST {
                open.pending.remove(0);
            }
            open.pending.push((number, Arc::new(pending)));
        }
        Ok(text)
    }

    async fn answer(&self, number: u32, responses: &Secret<String>) -> Result<String> {
        // Exposed: the answers are read here, and wiped with their owner.
        let responses = shapes::read_responses(responses.expose())?;
        let found = {
            let open = self.0.try_lock().ok_or_else(shapes::closed)?;
            open.pending.iter().find(|(open, _)| *open == number).map(|(_, pending)| pending.clone())
        };
        let step = found.ok_or_else(shapes::closed)?.answer(responses).await?;
        if let Some(mut open) = self.0.try_lock() {
            open.pending.retain(|(pending, _)| *pending != number);
        }
        self.step(step)
    }
}
