//! ConfirmSignUp: the code that a new user got.

use super::context::Context;
use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Confirms an account. It has no `Debug`: the name can be an address.
pub struct ConfirmSignUp {
    /// The name or an alias.
    pub username: String,
    /// ConfirmationCode
    pub code: Secret<String>,
    /// Of the sign-up, where the user is to be signed in at once.
    pub session: Option<Secret<String>>,
    /// Takes the address away from another account that has it as an alias.
    pub force_alias_creation: bool,
    /// What goes along.
    pub context: Context,
}

impl ConfirmSignUp {
    /// With nothing besides.
    #[must_use]
    pub fn new(username: &str, code: impl Into<Secret<String>>) -> Self {
        Self {
            username: username.into(),
            code: code.into(),
            session: None,
            force_alias_creation: false,
            context: Context::default(),
        }
    }
}

/// A confirmed account.
#[derive(Clone, Debug)]
pub struct ConfirmedSignUp {
    /// What a sign-in can begin with, where the sign-up's session was given.
    pub session: Option<Secret<String>>,
}

impl Operation for ConfirmSignUp {
    type Output = ConfirmedSignUp;

    const NAME: &'static str = "ConfirmSignUp";
    // A code is good once.
    const REPEATABLE: bool = false;

    fn write(&self, config: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: code and session go into the body, which is a secret itself.
        body.text("ClientId", config.client_id())
            .text("Username", &self.username)
            .text("ConfirmationCode", self.code.expose())
            .maybe_text("Session", self.session.as_ref().map(|session| &**session.expose()));
        if self.force_alias_creation {
            body.flag("ForceAliasCreation", true);
        }
        self.context.write(body);
    }

    fn read(body: Value<'_>) -> Option<ConfirmedSignUp> {
        Some(ConfirmedSignUp { session: body.text("Session").map(Secret::from) })
    }
}
