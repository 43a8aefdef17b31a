//! RespondToAuthChallenge: the answer to a question, with the newest session.

use super::challenge::Reply;
use super::context::Context;
use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Answers a challenge. It has no `Debug`: the answers lie open in it.
pub struct RespondToAuthChallenge<'a> {
    /// The challenge's own name.
    pub challenge: &'a str,
    /// The session that came with the challenge.
    pub session: Option<&'a Secret<String>>,
    /// ChallengeResponses, USERNAME among them: an object of texts in JSON. They can be codes, passwords and proofs.
    pub responses: &'a str,
    /// What goes along.
    pub context: &'a Context,
}

impl Operation for RespondToAuthChallenge<'_> {
    type Output = Reply;

    const NAME: &'static str = "RespondToAuthChallenge";
    // A session is good once.
    const REPEATABLE: bool = false;

    fn write(&self, config: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the session goes into the body, which is a secret itself.
        body.text("ChallengeName", self.challenge)
            .text("ClientId", config.client_id())
            .maybe_text("Session", self.session.map(|session| &**session.expose()))
            .raw("ChallengeResponses", self.responses);
        self.context.write(body);
    }

    fn read(body: Value<'_>) -> Option<Reply> {
        Reply::read(body)
    }
}
