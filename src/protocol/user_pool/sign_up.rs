//! SignUp: a new account.

use super::attributes;
use super::code_delivery::CodeDelivery;
use super::context::Context;
use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::{string::String, vec::Vec};

/// Creates an account. It has no `Debug`: name and attributes are somebody's data.
pub struct SignUp {
    /// The name; an address where the pool signs up by address.
    pub username: String,
    /// None where the pool lets people in without one.
    pub password: Option<Secret<String>>,
    /// UserAttributes: names and values; those of the pool's own begin with `custom:`.
    pub attributes: Vec<(String, String)>,
    /// ValidationData: names and values that the pre-sign-up trigger sees and nobody keeps.
    pub validation_data: Vec<(String, String)>,
    /// What goes along.
    pub context: Context,
}

impl SignUp {
    /// With a name alone; what else there is to say is set afterwards.
    #[must_use]
    pub fn new(username: &str) -> Self {
        Self {
            username: username.into(),
            password: None,
            attributes: Vec::new(),
            validation_data: Vec::new(),
            context: Context::default(),
        }
    }
}

/// A new account.
#[derive(Clone, Debug)]
pub struct SignedUp {
    /// Whether the account is good already. Otherwise ConfirmSignUp makes it so.
    pub is_confirmed: bool,
    /// UserSub: the user's id in the pool.
    pub subject: String,
    /// Where a code was sent.
    pub delivery: Option<CodeDelivery>,
    /// Given to ConfirmSignUp, it lets the user in without signing in.
    pub session: Option<Secret<String>>,
}

impl Operation for SignUp {
    type Output = SignedUp;

    const NAME: &'static str = "SignUp";
    // It may send a code, and a name is free only once.
    const REPEATABLE: bool = false;

    fn write(&self, config: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the password goes into the body, which is a secret itself.
        body.text("ClientId", config.client_id())
            .text("Username", &self.username)
            .maybe_text("Password", self.password.as_ref().map(|password| &**password.expose()));
        for (member, attributes) in [("UserAttributes", &self.attributes), ("ValidationData", &self.validation_data)] {
            if !attributes.is_empty() {
                attributes::write(body, member, attributes);
            }
        }
        self.context.write(body);
    }

    fn read(body: Value<'_>) -> Option<SignedUp> {
        body.get("UserConfirmed")?;
        Some(SignedUp {
            is_confirmed: body.flag("UserConfirmed"),
            subject: body.text("UserSub")?,
            delivery: CodeDelivery::of(body),
            session: body.text("Session").map(Secret::from),
        })
    }
}
