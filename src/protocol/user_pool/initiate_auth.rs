//! InitiateAuth: begins a sign-in. The answer is a challenge, or tokens at once.

use super::challenge::Reply;
use super::context::Context;
use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Begins a sign-in. It has no `Debug`: a password can lie open in it.
pub struct InitiateAuth<'a> {
    /// `USER_SRP_AUTH` and the like.
    pub flow: &'a str,
    /// AuthParameters: USERNAME and what the flow needs, an object of texts in JSON.
    pub parameters: &'a str,
    /// A session that goes on in this sign-in, as ConfirmSignUp gives one.
    pub session: Option<&'a Secret<String>>,
    /// What goes along.
    pub context: &'a Context,
}

impl Operation for InitiateAuth<'_> {
    type Output = Reply;

    const NAME: &'static str = "InitiateAuth";
    // It may send a code or count a wrong password.
    const REPEATABLE: bool = false;

    fn write(&self, config: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the session goes into the body, which is a secret itself.
        body.text("AuthFlow", self.flow)
            .text("ClientId", config.client_id())
            .raw("AuthParameters", self.parameters)
            .maybe_text("Session", self.session.map(|session| &**session.expose()));
        self.context.write(body);
    }

    fn read(body: Value<'_>) -> Option<Reply> {
        Reply::read(body)
    }
}
