//! ForgotPassword: sends a code to somebody who forgot the password.

use super::code_delivery::CodeDelivery;
use super::context::Context;
use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use alloc::string::String;

/// Asks for a code. It has no `Debug`: the name can be an address.
pub struct ForgotPassword {
    /// The name or an alias.
    pub username: String,
    /// What goes along.
    pub context: Context,
}

impl ForgotPassword {
    /// With nothing besides.
    #[must_use]
    pub fn new(username: &str) -> Self {
        Self { username: username.into(), context: Context::default() }
    }
}

impl Operation for ForgotPassword {
    /// Where the code was sent.
    type Output = Option<CodeDelivery>;

    const NAME: &'static str = "ForgotPassword";
    // It sends a message.
    const REPEATABLE: bool = false;

    fn write(&self, config: &PoolConfig, body: &mut ObjectWriter) {
        body.text("ClientId", config.client_id()).text("Username", &self.username);
        self.context.write(body);
    }

    fn read(body: Value<'_>) -> Option<Option<CodeDelivery>> {
        Some(CodeDelivery::of(body))
    }
}
