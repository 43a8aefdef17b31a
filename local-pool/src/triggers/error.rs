//! Why a trigger stops the call that asked it, by Cognito's names and in Cognito's words.
//! The words say little on purpose (they reach the browser); `detail` says what the log may show to whoever writes the
//! webhook. Neither ever holds an event or an answer as a whole: both carry passwords and codes.

use std::fmt;

use super::Trigger;
use crate::user_pool::ServiceError;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TriggerError {
    kind: Kind,
    trigger: Trigger,
    message: String,
    detail: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The function said no.
    UserLambdaValidation,
    /// There was no answer.
    UnexpectedLambda,
    /// There was one, and nobody can make sense of it.
    InvalidLambdaResponse,
    /// A message that Cognito will not send, or a flow that lives from a trigger which the pool has not got.
    InvalidParameter,
}

impl TriggerError {
    /// The name in the API, which is the name in its model too. All of them are answered with 400.
    pub fn exception(&self) -> &'static str {
        match self.kind {
            Kind::UserLambdaValidation => "UserLambdaValidationException",
            Kind::UnexpectedLambda => "UnexpectedLambdaException",
            Kind::InvalidLambdaResponse => "InvalidLambdaResponseException",
            Kind::InvalidParameter => "InvalidParameterException",
        }
    }

    #[cfg(test)]
    pub fn message(&self) -> &str {
        &self.message
    }

    #[cfg(test)]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The function threw: its words are passed on, as Cognito does.
    pub(super) fn said_no(trigger: Trigger, words: &str) -> Self {
        Self::new(Kind::UserLambdaValidation, trigger, format!("{} failed with error {words}.", trigger.name()))
    }

    pub(super) fn timed_out(trigger: Trigger) -> Self {
        Self::no_answer(trigger, "Socket timeout while invoking Lambda function")
    }

    pub(super) fn no_answer(trigger: Trigger, why: &str) -> Self {
        let message = format!("{} invocation failed due to error {why}.", trigger.name());
        Self::new(Kind::UnexpectedLambda, trigger, message)
    }

    pub(super) fn no_json(trigger: Trigger, detail: &str) -> Self {
        Self::new(Kind::InvalidLambdaResponse, trigger, "Invalid lambda function output : Invalid JSON".to_owned())
            .because(detail)
    }

    pub(super) fn unrecognizable(trigger: Trigger, detail: &str) -> Self {
        Self::new(Kind::InvalidLambdaResponse, trigger, "Unrecognizable lambda output".to_owned()).because(detail)
    }

    pub(super) fn bad_message(detail: String) -> Self {
        let message = format!("1 validation error detected: {detail}");
        Self::new(Kind::InvalidParameter, Trigger::CustomMessage, message)
    }

    pub(super) fn not_configured(trigger: Trigger) -> Self {
        let message = "Custom auth lambda trigger is not configured for the user pool.".to_owned();
        Self::new(Kind::InvalidParameter, trigger, message)
    }

    fn new(kind: Kind, trigger: Trigger, message: String) -> Self {
        Self { kind, trigger, message, detail: String::new() }
    }

    fn because(self, detail: &str) -> Self {
        Self { detail: detail.to_owned(), ..self }
    }
}

impl From<TriggerError> for ServiceError {
    fn from(error: TriggerError) -> Self {
        Self::new(error.exception(), error.message)
    }
}

impl fmt::Display for TriggerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.exception(), self.message)?;
        if self.detail.is_empty() { Ok(()) } else { write!(f, " ({}: {})", self.trigger.name(), self.detail) }
    }
}

impl std::error::Error for TriggerError {}
