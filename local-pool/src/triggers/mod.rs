//! Lambda triggers as webhooks: the pool posts Cognito's event to a URL and takes the answer. One file per trigger: its
//! question, which makes the event, and what its answer may do. AWS, "Customizing user pool workflows with Lambda triggers".
//! No code runs in here, and the senders (CustomSMSSender, CustomEmailSender) are left out: they need AWS's KMS.
//!
//! An operation asks like this. `None` says that the pool has no such trigger; an error fails the call.
//! ```text
//! let triggers = Triggers { outbound: call.outbound, hooks: &hooks };
//! let origin = Origin { pool_id, client_id: Some(client_id), username };
//! let question = PreSignUp { source: Source::SignUp, attributes, validation_data: None, client_metadata: None };
//! let consent = triggers.ask(&origin, &question).await?.unwrap_or_default();
//! ```
//! - `hooks` is `Hooks::read(&pool.settings.lambda_config, addresses)`. Drop every lock on the store before `.await`.
//! - `?` makes a ServiceError of a TriggerError: its exception and message go out as they are, with status 400.
//! - Attributes of a user that the pool knows come from `Profile::user_attributes`, which adds sub and status.
//! - Custom authentication calls `must_ask`: without its triggers there is no such flow.
//! - Tokens: `pre_token_generation::Overrides` changes the claims; ask before they are signed, once for both.
//! - Messages: `custom_message::Messages` checks and fills the text; ask with the code at hand, and send what it gives.

mod answer;
mod error;
mod event;
mod hooks;
mod invoke;
mod message_text;

pub mod create_auth_challenge;
pub mod custom_message;
pub mod define_auth_challenge;
pub mod overrides;
pub mod post_authentication;
pub mod post_confirmation;
pub mod pre_authentication;
pub mod pre_sign_up;
pub mod pre_token_generation;
pub mod user_migration;
pub mod verify_auth_challenge_response;

#[cfg(test)]
mod scripted;

pub use answer::{Answer, Unreadable};
#[cfg(test)]
pub use error::Kind;
pub use error::TriggerError;
pub use event::{Attributes, Event, Metadata, Origin, Profile, Shape};
pub use hooks::{Addresses, Hooks, Version, is_web};
pub use invoke::invoke;

use crate::outbound::Outbound;

/// Named as in LambdaConfig, and in errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trigger {
    PreSignUp,
    PostConfirmation,
    PreAuthentication,
    PostAuthentication,
    PreTokenGeneration,
    CustomMessage,
    UserMigration,
    DefineAuthChallenge,
    CreateAuthChallenge,
    VerifyAuthChallengeResponse,
}

/// What an operation asks of a trigger, and how the answer is read.
pub trait Question: Sync {
    type Answer;
    const TRIGGER: Trigger;

    fn shape(&self, version: Version) -> Shape;

    fn read(&self, response: &Answer<'_>, version: Version) -> Result<Self::Answer, Unreadable>;

    /// Whether a function that takes this form of the event is asked at all.
    fn concerns(&self, _version: Version) -> bool {
        true
    }
}

/// A pool's triggers and the way to them.
#[derive(Clone, Copy)]
pub struct Triggers<'a> {
    pub outbound: &'a dyn Outbound,
    pub hooks: &'a Hooks,
}

impl Triggers<'_> {
    /// None if the pool has no such trigger.
    pub async fn ask<Q: Question>(&self, origin: &Origin<'_>, question: &Q) -> Result<Option<Q::Answer>, TriggerError> {
        let Some(hook) = self.hooks.of(Q::TRIGGER).filter(|hook| question.concerns(hook.version)) else {
            return Ok(None);
        };
        let event = Event::new(Q::TRIGGER, hook.version, origin, question.shape(hook.version));
        let answered = invoke(self.outbound, hook, &event).await?;
        Answer::of(&answered)
            .and_then(|response| question.read(&response, hook.version))
            .map(Some)
            .map_err(|Unreadable(detail)| TriggerError::unrecognizable(Q::TRIGGER, &detail))
    }

    /// For a flow that is made of triggers: a pool without this one cannot go on.
    pub async fn must_ask<Q: Question>(&self, origin: &Origin<'_>, question: &Q) -> Result<Q::Answer, TriggerError> {
        self.ask(origin, question).await?.ok_or_else(|| TriggerError::not_configured(Q::TRIGGER))
    }
}

impl Trigger {
    pub const ALL: [Self; 10] = [
        Self::PreSignUp,
        Self::PostConfirmation,
        Self::PreAuthentication,
        Self::PostAuthentication,
        Self::PreTokenGeneration,
        Self::CustomMessage,
        Self::UserMigration,
        Self::DefineAuthChallenge,
        Self::CreateAuthChallenge,
        Self::VerifyAuthChallengeResponse,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::PreSignUp => "PreSignUp",
            Self::PostConfirmation => "PostConfirmation",
            Self::PreAuthentication => "PreAuthentication",
            Self::PostAuthentication => "PostAuthentication",
            Self::PreTokenGeneration => "PreTokenGeneration",
            Self::CustomMessage => "CustomMessage",
            Self::UserMigration => "UserMigration",
            Self::DefineAuthChallenge => "DefineAuthChallenge",
            Self::CreateAuthChallenge => "CreateAuthChallenge",
            Self::VerifyAuthChallengeResponse => "VerifyAuthChallengeResponse",
        }
    }
}
