//! RespondToAuthChallenge: the answer to a question, with the newest session.

use super::challenge::{Reply, text_map};
use super::exchange::post;
use crate::config::PoolConfig;
use crate::error::Result;
use crate::protocol::http::{Request, Response};
use crate::protocol::json::ObjectWriter;
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Answers a challenge. It has no `Debug`: the answers lie open in it.
pub struct RespondToAuthChallenge<'a> {
    /// The challenge's own name.
    pub challenge: &'a str,
    /// The session that came with the challenge.
    pub session: Option<&'a Secret<String>>,
    /// Names and values, USERNAME among them. Values can be codes, passwords and proofs.
    pub responses: &'a [(&'a str, &'a str)],
}

impl Operation for RespondToAuthChallenge<'_> {
    type Output = Reply;

    fn request(&self, config: &PoolConfig) -> Request {
        let responses = Secret::new(text_map(self.responses));
        // Exposed: the answers and the session go into the body, which is a secret itself.
        let body = ObjectWriter::new()
            .text("ChallengeName", self.challenge)
            .text("ClientId", config.client_id())
            .maybe_text("Session", self.session.map(|session| &**session.expose()))
            .raw("ChallengeResponses", responses.expose())
            .finish();
        post(config, "RespondToAuthChallenge", body)
    }

    fn parse(response: Response) -> Result<Reply> {
        Reply::parse(response)
    }
}
