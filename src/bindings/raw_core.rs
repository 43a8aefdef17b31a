//! The class that `pkg-js` wraps. Calls carry a number of the host's, which `host.settle` gets back with the result.

use super::host::{Host, host_settle};
use super::shapes;
use super::tasks::{Mailbox, Task, Tasks};
use crate::client::auth::Auth;
use crate::client::platform::PlatformFuture;
use crate::client::sign_in::{PendingChallenge, SignIn};
use crate::client::tokens::SignedOut;
use crate::error::Result;
use crate::protocol::account_operation::{AccountOperation, Authorization};
use crate::protocol::json::{self, Value};
use crate::protocol::session::Session;
use crate::protocol::sign_in::{Answer, TotpSetUp};
use crate::secret::Secret;
use alloc::{boxed::Box, string::String, sync::Arc, vec::Vec};
use core::future::ready;
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
            Some(auth) => match begin(auth, &self.challenges, &verb, &Secret::new(input)) {
                Ok(task) => {
                    self.tasks.begin(call, task);
                    self.tasks.run(settle);
                }
                Err(error) => settle(call, Err(error)),
            },
            None => settle(call, Err(shapes::closed())),
        }
    }

    /// The reply to a request. Status 0 is none: then the error type says why, `offline`, `timeout`, `too_long` or `network`.
    /// A sleep that is over is a reply too.
    pub fn reply(
        &mut self,
        request: u32,
        status: u16,
        request_id: String,
        error_type: String,
        retry_after: u32,
        body: String,
    ) {
        self.mailbox.deliver(request, shapes::response(status, request_id, error_type, retry_after, body));
        self.tasks.run(settle);
    }

    /// Gives a call up: it settles no more.
    pub fn cancel(&mut self, call: u32) {
        self.tasks.cancel(call);
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

/// What the verbs do. The result is JSON, or the token itself. What can be said at once is; the rest is what is done with
/// something that is waited for. The input, with a password in it, ends here.
fn begin(auth: &Auth, challenges: &Challenges, verb: &str, input: &Secret<String>) -> Result<Task> {
    // Exposed: the input is read here, and wiped with its owner.
    let read = json::read(input.expose()).unwrap_or(Value::NULL);
    match verb {
        "user" => said(auth.user()?.as_ref().map_or_else(|| "null".into(), shapes::user_json)),
        // Exposed: the app asked for it, to keep it where it wants.
        "exportDevice" => said(
            auth.export_device(&read.text("username").unwrap_or_default())?
                .map_or_else(|| "null".into(), |device| device.expose().clone()),
        ),
        "importDevice" => {
            auth.import_device(input)?;
            said("null".into())
        }
        "signOut" => match auth.begin_sign_out()? {
            Some(request) => then(auth.send(request), |reply| said(shapes::signed_out_json(SignedOut::after(reply)))),
            None => said(shapes::signed_out_json(SignedOut { revoked: false })),
        },
        // Exposed: the app asked for the access token.
        "accessToken" => then(auth.fresh_session(false), |session| said(session?.access_token().expose().clone())),
        "refresh" => then(auth.fresh_session(true), |session| said(shapes::user_json(session?.user()))),
        "call" => {
            let operation = AccountOperation::named(&read.text("operation").unwrap_or_default())?;
            let input = Secret::from(read.get("input").unwrap_or(Value::NULL).as_json());
            let caller = auth.clone();
            let ask = move |session: Option<&Session>| {
                let (call, request) = caller.begin_call(operation, &input, session)?;
                // Exposed: TypeScript reads it.
                then(caller.send(request), |reply| said(call.end(reply)?.expose().clone()))
            };
            match operation.authorization {
                Authorization::AccessToken => then(auth.fresh_session(false), move |session| ask(Some(&*session?))),
                Authorization::ClientId | Authorization::UserPoolId => ask(None),
            }
        }
        "signIn" => {
            let (start, challenges) = (shapes::read_start(read), challenges.clone());
            if !read.flag("stepUp") {
                return challenges.follow(None, auth.begin_sign_in(start)?);
            }
            // What was proved already goes along.
            let user = auth.clone();
            then(auth.fresh_session(false), move |session| {
                challenges.follow(None, user.begin_sign_in(start.after(session?.access_token().clone()))?)
            })
        }
        _ => {
            let number = read.count("id").unwrap_or_default();
            let open = challenges.find(number)?;
            let step = match verb {
                "setUpTotp" => {
                    return then(auth.send(open.pending.totp_request()?), move |reply| {
                        // Exposed: the user gives it to an authenticator app.
                        said(open.keep(TotpSetUp::from_reply(reply)?)?.expose().clone())
                    });
                }
                "restart" => open.pending.begin_restart(read.text("password").map(Secret::new)),
                "verifyTotp" => {
                    open.verify_totp(read.text("code").unwrap_or_default().into(), read.text("deviceName").as_deref())
                }
                "answer" => match shapes::read_answer(read)? {
                    Answer::Password(password) => open.pending.begin_prove(password),
                    Answer::Raw(responses) => open.pending.begin_respond(&responses),
                    _ => Err(shapes::closed()),
                },
                _ => Err(shapes::closed()),
            };
            challenges.clone().follow(Some(number), step?)
        }
    }
}

/// A task that has ended already.
fn said(text: String) -> Result<Task> {
    Ok(Box::pin(ready(Ok(text))))
}

/// A task that goes on as `next` says. One state machine for each thing that is waited for, whatever is done with it.
fn then<T: 'static>(
    first: PlatformFuture<Result<T>>,
    next: impl FnOnce(Result<T>) -> Result<Task> + 'static,
) -> Result<Task> {
    Ok(chain(first, Box::new(next)))
}

fn chain<T: 'static>(first: PlatformFuture<Result<T>>, next: Box<dyn FnOnce(Result<T>) -> Result<Task>>) -> Task {
    Box::pin(async move { next(first.await)?.await })
}

/// So many sign-ins can wait for an answer at once; the oldest makes room.
const OPEN_AT_MOST: usize = 16;

/// The open challenges, which the host answers by number.
#[derive(Clone, Default)]
struct Challenges(Arc<TryLock<Board>>);

#[derive(Default)]
struct Board {
    last: u64,
    open: Vec<(u64, Arc<Open>)>,
}

/// A challenge, and the authenticator app that is being set up in it.
struct Open {
    pending: PendingChallenge,
    totp: TryLock<Option<TotpSetUp>>,
}

impl Open {
    fn keep(&self, set_up: TotpSetUp) -> Result<Secret<String>> {
        let secret_code = set_up.secret_code.clone();
        *self.totp.try_lock().ok_or_else(shapes::closed)? = Some(set_up);
        Ok(secret_code)
    }

    fn verify_totp(&self, code: Secret<String>, device_name: Option<&str>) -> Result<PlatformFuture<Result<SignIn>>> {
        match self.totp.try_lock().as_deref() {
            Some(Some(set_up)) => self.pending.begin_verify_totp(set_up, code, device_name),
            _ => Err(shapes::closed()),
        }
    }
}

impl Challenges {
    /// Closes the challenge that was answered, and keeps the next one.
    fn follow(self, answered: Option<u64>, step: PlatformFuture<Result<SignIn>>) -> Result<Task> {
        then(step, move |step| {
            let step = step?;
            if let Some(number) = answered {
                self.close(number)?;
            }
            said(self.step(step)?)
        })
    }

    /// Keeps a challenge open; the step says under which number.
    fn step(&self, step: SignIn) -> Result<String> {
        let mut board = self.0.try_lock().ok_or_else(shapes::closed)?;
        board.last = board.last.wrapping_add(1);
        let number = board.last;
        let text = shapes::step_json(&step, number);
        if let SignIn::Challenged(pending) = step {
            if board.open.len() >= OPEN_AT_MOST {
                board.open.remove(0);
            }
            board.open.push((number, Arc::new(Open { pending, totp: TryLock::new(None) })));
        }
        Ok(text)
    }

    /// An open challenge. It stays open while it is being answered, and after a wrong answer.
    fn find(&self, number: u64) -> Result<Arc<Open>> {
        let board = self.0.try_lock().ok_or_else(shapes::closed)?;
        let found = board.open.iter().find(|(open, _)| *open == number);
        found.map(|(_, open)| open.clone()).ok_or_else(shapes::closed)
    }

    fn close(&self, number: u64) -> Result<()> {
        self.0.try_lock().ok_or_else(shapes::closed)?.open.retain(|(open, _)| *open != number);
        Ok(())
    }
}
