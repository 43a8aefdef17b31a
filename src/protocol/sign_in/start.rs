//! How a sign-in begins: the flow, the name, what the user gave already, and what goes along.

use super::Surroundings;
use super::attempt::Attempt;
use super::message::{Message, USERNAME};
use super::recipe::Recipe;
use crate::ascii::push_decimal;
use crate::config::PoolConfig;
use crate::error::{Error, ErrorCode, Result};
use crate::protocol::device::Device;
use crate::protocol::http::Request;
use crate::protocol::user_pool::context::Context;
use crate::secret::Secret;
use alloc::{boxed::Box, string::String};

/// Which way in.
#[derive(Debug)]
pub enum Flow {
    /// USER_SRP_AUTH: the password is proved and never sent.
    Srp(Secret<String>),
    /// USER_PASSWORD_AUTH: the password itself goes to the pool. For pools that migrate users.
    PlainPassword(Secret<String>),
    /// USER_AUTH: the pool offers what it allows, unless one way is preferred.
    Choice {
        /// PREFERRED_CHALLENGE: `PASSWORD_SRP`, `EMAIL_OTP`, `SMS_OTP`, `WEB_AUTHN` or `PASSWORD`.
        preferred: Option<String>,
        /// For the ways with a password.
        password: Option<Secret<String>>,
    },
    /// CUSTOM_AUTH, after a proof of the password where there is one.
    Custom(Option<Secret<String>>),
    /// USER_AUTH that goes on where another operation left off, as ConfirmSignUp does.
    Session(Secret<String>),
}

/// A demand for more than the pool asks for by itself.
#[derive(Clone, Debug, Default)]
pub struct StepUp {
    /// TARGET_ACR_VALUES: the levels that will do, the best first.
    pub target_acr_values: Option<String>,
    /// MAX_AGE: how many seconds ago the user may have signed in at most.
    pub max_age_seconds: Option<u64>,
    /// What the user has proved already.
    pub access_token: Option<Secret<String>>,
}

/// A sign-in that is about to begin.
#[derive(Debug)]
pub struct Start {
    /// The name or alias as the user typed it.
    pub username: String,
    /// Which way in.
    pub flow: Flow,
    /// For the ways that take it: USER_AUTH.
    pub step_up: Option<StepUp>,
    /// What goes along with every call.
    pub context: Context,
    /// The device that the pool may remember.
    pub device: Option<Device>,
}

const PASSWORD_SRP: &str = "PASSWORD_SRP";

impl Start {
    /// With nothing besides.
    #[must_use]
    pub fn new(username: &str, flow: Flow) -> Self {
        Self { username: username.into(), flow, step_up: None, context: Context::default(), device: None }
    }

    /// With what the session has proved already, where the sign-in asks for more.
    #[must_use]
    pub fn after(mut self, access_token: Secret<String>) -> Self {
        self.step_up.get_or_insert_default().access_token = Some(access_token);
        self
    }

    /// What it takes to start again.
    #[must_use]
    pub fn recipe(&self) -> Recipe {
        Recipe::of(self)
    }

    /// What to send first, and who takes the reply.
    ///
    /// # Errors
    /// `invalid_input` where the name or the password is empty, or where a way needs a password and there is none.
    #[inline(never)]
    pub fn open(self, config: &PoolConfig, around: &dyn Surroundings) -> Result<(Box<Attempt>, Request)> {
        let Self { username, flow, step_up, context, device } = self;
        // Exposed: only to see that there is something.
        if username.is_empty() || flow.password().is_some_and(|password| password.expose().is_empty()) {
            return Err(Error::new(ErrorCode::InvalidInput, "Enter a user name and a password; one of them is empty."));
        }
        let (name, session, preferred, password, is_proved) = match flow {
            Flow::Srp(password) => ("USER_SRP_AUTH", None, None, Some(password), true),
            Flow::PlainPassword(password) => ("USER_PASSWORD_AUTH", None, None, Some(password), false),
            Flow::Custom(password) => ("CUSTOM_AUTH", None, None, password, true),
            Flow::Session(session) => ("USER_AUTH", Some(session), None, None, false),
            Flow::Choice { preferred, password } => {
                let preferred = preferred.or_else(|| password.as_ref().map(|_| PASSWORD_SRP.into()));
                let is_proved = preferred.as_deref() == Some(PASSWORD_SRP);
                let takes_password = is_proved || preferred.as_deref() == Some("PASSWORD");
                if password.is_none() && takes_password {
                    return Err(needs_password());
                }
                // Another way takes none: there it is dropped, for to send it would give it away unasked.
                let password = password.filter(|_| takes_password);
                ("USER_AUTH", None, preferred, password, is_proved)
            }
        };
        let mut message = Message::opening(name, session);
        message.put(USERNAME, &username);
        if let Some(preferred) = &preferred {
            message.put("PREFERRED_CHALLENGE", preferred);
        }
        let mut attempt = Attempt::new(username, context, device);
        match password {
            Some(password) if is_proved => {
                if name == "CUSTOM_AUTH" {
                    message.put("CHALLENGE_NAME", "SRP_A");
                }
                message.put("SRP_A", &attempt.will_prove(password, around.ephemeral()?));
            }
            Some(password) => message.put_secret("PASSWORD", &password),
            None => {}
        }
        if let Some(StepUp { target_acr_values, max_age_seconds, access_token }) = step_up {
            if let Some(levels) = target_acr_values {
                message.put("TARGET_ACR_VALUES", &levels);
            }
            if let Some(seconds) = max_age_seconds {
                let mut text = String::new();
                push_decimal(&mut text, seconds, 1);
                message.put("MAX_AGE", &text);
            }
            if let Some(token) = access_token {
                message.put_secret("ACCESS_TOKEN", &token);
            }
        }
        let request = attempt.send(message, config);
        Ok((attempt, request))
    }
}

fn needs_password() -> Error {
    Error::new(
        ErrorCode::InvalidInput,
        "This way of signing in begins with a password. Pass one, or prefer no way: the pool then offers what it allows.",
    )
}

impl Flow {
    fn password(&self) -> Option<&Secret<String>> {
        match self {
            Self::Srp(password) | Self::PlainPassword(password) => Some(password),
            Self::Choice { password, .. } | Self::Custom(password) => password.as_ref(),
            Self::Session(_) => None,
        }
    }
}
