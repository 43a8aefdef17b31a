//! InitiateAuth, flow USER_SRP_AUTH: the user's name and A; the answer is a challenge.

use super::challenge::{Reply, text_map};
use super::exchange::post;
use crate::config::PoolConfig;
use crate::error::Result;
use crate::protocol::http::{Request, Response};
use crate::protocol::json::ObjectWriter;
use crate::protocol::operation::Operation;

/// Begins a sign-in with SRP.
#[derive(Debug)]
pub struct InitiateAuth<'a> {
    /// The name or alias as the user typed it.
    pub username: &'a str,
    /// SRP_A, hexadecimal.
    pub srp_a: &'a str,
}

impl Operation for InitiateAuth<'_> {
    type Output = Reply;

    fn request(&self, config: &PoolConfig) -> Request {
        let body = ObjectWriter::new()
            .text("AuthFlow", "USER_SRP_AUTH")
            .text("ClientId", config.client_id())
            .raw("AuthParameters", &text_map(&[("USERNAME", self.username), ("SRP_A", self.srp_a)]))
            .finish();
        post(config, "InitiateAuth", body)
    }

    fn parse(response: Response) -> Result<Reply> {
        Reply::parse(response)
    }
}
