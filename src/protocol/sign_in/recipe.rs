//! What is kept of how a sign-in began, so that it can begin again: everything but the password.

use super::start::{Flow, Start, StepUp};
use crate::error::{Error, ErrorCode, Result};
use crate::protocol::user_pool::context::Context;
use crate::secret::Secret;
use alloc::string::String;

/// A sign-in that can be started again.
#[derive(Clone, Debug)]
pub struct Recipe {
    username: String,
    way: Way,
    step_up: Option<StepUp>,
    context: Context,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Way {
    Srp,
    PlainPassword,
    Choice { preferred: Option<String> },
    Custom,
    CustomAfterPassword,
}

impl Recipe {
    pub(super) fn of(start: &Start) -> Self {
        let way = match &start.flow {
            Flow::Srp(_) => Way::Srp,
            Flow::PlainPassword(_) => Way::PlainPassword,
            Flow::Choice { preferred: None, password: Some(_) } => {
                Way::Choice { preferred: Some("PASSWORD_SRP".into()) }
            }
            Flow::Choice { preferred, .. } => Way::Choice { preferred: preferred.clone() },
            Flow::Custom(None) => Way::Custom,
            Flow::Custom(Some(_)) => Way::CustomAfterPassword,
            // Its session is spent; the pool offers what it allows.
            Flow::Session(_) => Way::Choice { preferred: None },
        };
        let (step_up, context) = (start.step_up.clone(), start.context.clone());
        Self { username: start.username.clone(), way, step_up, context }
    }

    /// Whether it begins with a password.
    #[must_use]
    pub fn needs_password(&self) -> bool {
        match &self.way {
            Way::Srp | Way::PlainPassword | Way::CustomAfterPassword => true,
            Way::Choice { preferred } => matches!(preferred.as_deref(), Some("PASSWORD" | "PASSWORD_SRP")),
            Way::Custom => false,
        }
    }

    /// The start, once more.
    ///
    /// # Errors
    /// `invalid_input` where the way begins with a password and there is none.
    pub fn start(&self, password: Option<Secret<String>>) -> Result<Start> {
        let needed = || {
            Error::new(
                ErrorCode::InvalidInput,
                "The password was wiped after its proof. Pass it to start this sign-in again.",
            )
        };
        let flow = match (&self.way, password) {
            (Way::Choice { preferred }, password) => Flow::Choice { preferred: preferred.clone(), password },
            (Way::Custom, _) => Flow::Custom(None),
            (_, None) => return Err(needed()),
            (Way::Srp, Some(password)) => Flow::Srp(password),
            (Way::PlainPassword, Some(password)) => Flow::PlainPassword(password),
            (Way::CustomAfterPassword, Some(password)) => Flow::Custom(Some(password)),
        };
        let (step_up, context) = (self.step_up.clone(), self.context.clone());
        Ok(Start { step_up, context, ..Start::new(&self.username, flow) })
    }
}
