//! The class that `pkg-js` wraps. Calls carry a number of the host's, which `host.settle` gets back with the result.

use super::host::{Host, host_settle};
use super::shapes;
use super::tasks::{Mailbox, Tasks};
use crate::client::auth::Auth;
use crate::client::sign_in::{PendingChallenge, SignIn};
use crate::error::Result;
use crate::protocol::json::{self, Value};
use crate::secret::Secret;
use alloc::{boxed::Box, string::String, sync::Arc, vec::Vec};
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

    /// Begins a call: a verb of [`perform`], or `open` with the options, which comes first.
    pub fn call(&mut self, call: u32, verb: String, input: String) {
        match &self.auth {
            _ if verb == "open" => settle(call, self.open(&input)),
            Some(auth) => {
                let task = perform(auth.clone(), self.challenges.clone(), verb, Secret::new(input));
                self.tasks.begin(call, Box::pin(task));
                self.tasks.run(settle);
            }
            None => settle(call, Err(shapes::closed())),
        }
    }

    /// The reply to a request. Status 0 is none: then the error type says why, `timeout`, `too_long` or `network`.
    pub fn reply(&mut self, request: u32, status: u16, request_id: String, error_type: String, body: String) {
        let reply = shapes::response(status, request_id, error_type, body);
        if self.mailbox.deliver(request, reply).is_ok() {
            self.tasks.run(settle);
        }
    }
}

impl RawCore {
    fn open(&mut self, options: &str) -> Result<String> {
        self.auth = Some(Auth::on(shapes::read_options(options)?, Host { mailbox: self.mailbox.clone() }));
        Ok(String::new())
    }
}

/// Tells the host how a call ended.
fn settle(call: u32, result: Result<String>) {
    match result {
        // Exposed: the host is who asked. Wiped here, also where it is a token.
        Ok(text) => host_settle(call, true, Secret::new(text).expose()),
        Err(error) => host_settle(call, false, &shapes::error_json(&error)),
    }
}

/// What the verbs do. One function for all of them, because each state machine has its price. The result is JSON,
/// or the token itself.
async fn perform(auth: Auth, challenges: Challenges, verb: String, input: Secret<String>) -> Result<String> {
    // Exposed: the input is read here, and wiped with its owner.
    let read = json::read(input.expose()).unwrap_or(Value::NULL);
    Ok(match &*verb {
        "signIn" => {
            let text = |name| read.text(name).unwrap_or_default();
            let (username, password) = (text("username"), Secret::new(text("password")));
            // The password ends with the proof, not with the call.
            drop(input);
            challenges.step(auth.sign_in(&username, password).await?)?
        }
        "answer" => {
            let (number, responses) = shapes::read_answer(read)?;
            drop(input);
            let step = challenges.find(number)?.answer(responses).await?;
            challenges.close(number)?;
            challenges.step(step)?
        }
        "user" => auth.user()?.as_ref().map_or_else(|| "null".into(), shapes::user_json),
        "profile" => shapes::profile_json(&auth.profile().await?),
        // Exposed: the app asked for the access token.
        "accessToken" => auth.access_token().await?.expose().clone(),
        "refresh" => shapes::user_json(&auth.refresh().await?),
        "signOut" => shapes::signed_out_json(auth.sign_out().await?),
        _ => return Err(shapes::closed()),
    })
}

/// So many sign-ins can wait for an answer at once; the oldest makes room.
const OPEN_AT_MOST: usize = 16;

/// The open challenges, which the host answers by number.
#[derive(Clone, Default)]
struct Challenges(Arc<TryLock<Open>>);

#[derive(Default)]
struct Open {
    last: u64,
    pending: Vec<(u64, Arc<PendingChallenge>)>,
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

    /// An open challenge. It stays open while it is being answered, and after a wrong answer.
    fn find(&self, number: u64) -> Result<Arc<PendingChallenge>> {
        let open = self.0.try_lock().ok_or_else(shapes::closed)?;
        let found = open.pending.iter().find(|(open, _)| *open == number);
        found.map(|(_, pending)| pending.clone()).ok_or_else(shapes::closed)
    }

    fn close(&self, number: u64) -> Result<()> {
        self.0.try_lock().ok_or_else(shapes::closed)?.pending.retain(|(pending, _)| *pending != number);
        Ok(())
    }
}
