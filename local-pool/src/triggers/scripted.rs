//! For tests: an Outbound with its answers written beforehand, which keeps what it was sent; and the wait for a future
//! that never really waits.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use serde_json::{Value, json};

use super::{Addresses, Attributes, Hooks, Origin, Question, TriggerError, Triggers};
use crate::outbound::{Outbound, OutboundError, OutboundRequest, OutboundResponse, Sending};

pub type Reply = Result<OutboundResponse, OutboundError>;

pub struct Script {
    replies: Mutex<VecDeque<Reply>>,
    sent: Mutex<Vec<OutboundRequest>>,
}

impl Outbound for Script {
    fn send(&self, request: OutboundRequest) -> Sending<'_> {
        self.sent.lock().unwrap().push(request);
        let reply = self.replies.lock().unwrap().pop_front().expect("the script ends here");
        Box::pin(std::future::ready(reply))
    }
}

impl Script {
    pub fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self { replies: Mutex::new(replies.into_iter().collect()), sent: Mutex::default() }
    }

    /// What was sent, in order.
    pub fn sent(self) -> Vec<OutboundRequest> {
        self.sent.into_inner().unwrap()
    }
}

pub fn reply(status: u16, body: impl Into<Vec<u8>>) -> Reply {
    Ok(OutboundResponse { status, headers: Vec::new(), body: body.into() })
}

pub const ORIGIN: Origin<'_> = Origin { pool_id: "eu-central-1_Local0001", client_id: Some("web"), username: "ada" };

pub fn ada() -> Attributes {
    Attributes::from([("email".to_owned(), "ada@example.com".to_owned())])
}

pub fn hooks(config: Value) -> Hooks {
    Hooks::read(&config, &Addresses::new())
}

/// The event that a question makes for a function of this LambdaConfig, and what becomes of this response.
pub fn exchange<Q: Question>(config: Value, question: &Q, response: Value) -> (Value, Result<Q::Answer, TriggerError>) {
    let script = Script::new([reply(200, json!({ "response": response }).to_string())]);
    let hooks = hooks(config);
    let triggers = Triggers { outbound: &script, hooks: &hooks };
    let answer = ready(triggers.ask(&ORIGIN, question)).map(|answer| answer.expect("asked"));
    let sent = script.sent();
    (serde_json::from_slice(&sent[0].body).unwrap(), answer)
}

/// As `exchange`, for a trigger that has one form of event.
pub fn ask<Q: Question>(question: &Q, response: Value) -> (Value, Result<Q::Answer, TriggerError>) {
    exchange(json!({ Q::TRIGGER.name(): "http://localhost:9001/" }), question, response)
}

pub fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("nothing here waits"),
    }
}
