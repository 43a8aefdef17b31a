//! ConfirmForgotPassword: a new password, with the code that ForgotPassword sent.

use super::context::Context;
use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Sets a new password. It has no `Debug`: the name can be an address.
pub struct ConfirmForgotPassword {
    /// The name or an alias.
    pub username: String,
    /// ConfirmationCode
    pub code: Secret<String>,
    /// The new password.
    pub password: Secret<String>,
    /// What goes along.
    pub context: Context,
}

impl Operation for ConfirmForgotPassword {
    type Output = ();

    const NAME: &'static str = "ConfirmForgotPassword";
    // A code is good once.
    const REPEATABLE: bool = false;

    fn write(&self, config: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: code and password go into the body, which is a secret itself.
        body.text("ClientId", config.client_id())
            .text("Username", &self.username)
            .text("ConfirmationCode", self.code.expose())
            .text("Password", self.password.expose());
        self.context.write(body);
    }

    fn read(_: Value<'_>) -> Option<()> {
        Some(())
    }
}
