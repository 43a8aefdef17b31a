//! UpdateAuthEventFeedback: whether a suspicious sign-in was the user's own, from the link in the warning.

use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Says whose sign-in it was. It has no `Debug`: the name can be an address.
pub struct UpdateAuthEventFeedback {
    /// Whose account it is.
    pub username: String,
    /// EventId, from the link.
    pub event_id: String,
    /// FeedbackToken, from the link.
    pub feedback_token: Secret<String>,
    /// FeedbackValue: whether it was the user.
    pub was_user: bool,
}

impl Operation for UpdateAuthEventFeedback {
    type Output = ();

    const NAME: &'static str = "UpdateAuthEventFeedback";
    const REPEATABLE: bool = true;

    fn write(&self, config: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("UserPoolId", config.pool_id())
            .text("Username", &self.username)
            .text("EventId", &self.event_id)
            .text("FeedbackToken", self.feedback_token.expose())
            .text("FeedbackValue", if self.was_user { "Valid" } else { "Invalid" });
    }

    fn read(_: Value<'_>) -> Option<()> {
        Some(())
    }
}
