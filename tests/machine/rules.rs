//! What never happens in a sign-in, watched over all its requests:
//!
//! - an ephemeral is used twice: no A is sent for two demands, and no A is answered by two proofs;
//! - an old session is sent: a request carries the newest one of this sign-in, or none where none came;
//! - a password, or a device's secret, is sent where the way in or the answer did not ask for that by its name.

use crate::replies::Scripted;
use crate::starts::{Begin, DEVICE_SECRET, Kind, PASSWORD, PLAIN, Reaction};
use poolkey::protocol::http::Request;
use poolkey::protocol::sign_in::{Attempt, Question};
use serde_json::Value;
use std::collections::BTreeSet;

/// The session of a sign-up that was confirmed.
pub const OF_CONFIRMATION: &str = "of-the-confirmation";
/// The session of an authenticator app that was verified.
pub const OF_THE_APP: &str = "of-the-verified-app";

pub struct Watch {
    sends_password: bool,
    newest: Option<String>,
    /// What was sent before this reply, for a request may be sent once more without its device.
    last: Value,
    drawn: BTreeSet<String>,
    /// Whether the newest A still waits for its proof: that of the password, and that of a device.
    waiting: [bool; 2],
    proofs: BTreeSet<String>,
    requests: usize,
}

impl Watch {
    pub fn new(begin: &Begin) -> Self {
        Self {
            sends_password: begin.sends_password(),
            newest: matches!(begin.way, crate::starts::Way::Session).then(|| OF_CONFIRMATION.into()),
            last: Value::Null,
            drawn: BTreeSet::new(),
            waiting: [false; 2],
            proofs: BTreeSet::new(),
            requests: 0,
        }
    }

    pub fn requests(&self) -> usize {
        self.requests
    }

    pub fn opened(&mut self, request: &Request) {
        assert!(request.target.ends_with(".InitiateAuth"));
        self.see(request, self.sends_password);
    }

    pub fn replied(&mut self, reply: &Scripted) {
        // A refusal changes no session; any other reply brings the newest, or says that there is none.
        if reply.status == 200 {
            self.newest.clone_from(&reply.session);
        }
    }

    /// What the machine sends by itself.
    pub fn sent(&mut self, request: &Request) {
        let body = read(request);
        if without_device(&body) == without_device(&self.last) {
            assert!(has_device(&self.last) && !has_device(&body), "sent twice, and not for a device: {body}");
            self.requests += 1;
            self.last = body;
            return;
        }
        self.see(request, false);
    }

    pub fn asked(&mut self, question: &Question) {
        let session = question.challenge().session.as_ref().map(|session| session.expose().clone());
        assert_eq!(session, self.newest);
    }

    /// The answer was refused: the question is open as before, with its own session.
    pub fn reopened(&mut self, question: &Question) {
        self.newest = question.challenge().session.as_ref().map(|session| session.expose().clone());
    }

    pub fn answered(&mut self, request: &Request, reaction: &Reaction) {
        let by_name = matches!(reaction, Reaction::Answer(Kind::PlainPassword | Kind::NewPassword));
        if matches!(reaction, Reaction::SetUpTotp) {
            self.newest = Some(OF_THE_APP.into());
        }
        // Whatever waited for a proof before is gone.
        self.waiting = [false; 2];
        self.see(request, by_name);
    }

    pub fn refused(&self, attempt: &Attempt) {
        let printed = format!("{attempt:?}");
        assert!(![PASSWORD, DEVICE_SECRET].iter().any(|secret| printed.contains(secret)), "{printed}");
    }

    fn see(&mut self, request: &Request, may_send_password: bool) {
        self.requests += 1;
        let text = &**request.body.expose();
        assert!(!text.contains(DEVICE_SECRET), "{text}");
        assert!(may_send_password || !(text.contains(PASSWORD) || text.contains(PLAIN)), "{text}");
        assert!(!request.repeatable, "a step of a sign-in is done once");
        let body = read(request);
        assert_eq!(body.get("Session").and_then(Value::as_str), self.newest.as_deref(), "{body}");
        self.count(&body);
        self.last = body;
    }

    /// Each A once, and at most one proof for the newest.
    fn count(&mut self, body: &Value) {
        let name = body["ChallengeName"].as_str().unwrap_or_default();
        let parameters = if body["AuthParameters"].is_object() { "AuthParameters" } else { "ChallengeResponses" };
        if let Some(big_a) = body[parameters]["SRP_A"].as_str() {
            assert!(self.drawn.insert(big_a.into()), "an A that was sent before: {body}");
            self.waiting[usize::from(name == "DEVICE_SRP_AUTH")] = true;
        }
        if let Some(proof) = body[parameters]["PASSWORD_CLAIM_SIGNATURE"].as_str() {
            let kind = match name {
                "PASSWORD_VERIFIER" => 0,
                "DEVICE_PASSWORD_VERIFIER" => 1,
                _ => panic!("a proof in {body}"),
            };
            assert!(std::mem::take(&mut self.waiting[kind]), "a second proof by one ephemeral: {body}");
            assert!(self.proofs.insert(proof.into()), "a proof that was given before: {body}");
        }
    }
}

fn read(request: &Request) -> Value {
    serde_json::from_str(request.body.expose()).unwrap()
}

fn has_device(body: &Value) -> bool {
    ["AuthParameters", "ChallengeResponses"].iter().any(|parameters| body[parameters].get("DEVICE_KEY").is_some())
}

fn without_device(body: &Value) -> Value {
    let mut body = body.clone();
    for parameters in ["AuthParameters", "ChallengeResponses"] {
        if let Some(members) = body.get_mut(parameters).and_then(Value::as_object_mut) {
            members.remove("DEVICE_KEY");
        }
    }
    body
}
