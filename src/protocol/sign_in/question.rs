//! A challenge that the user has to answer. It stays: a wrong code does not cost the challenge.

use super::Surroundings;
use super::answer::Answer;
use super::attempt::Attempt;
use super::message::{Message, USERNAME};
use crate::ascii::push;
use crate::config::PoolConfig;
use crate::error::{Error, ErrorCode, Result};
use crate::protocol::device::Device;
use crate::protocol::http::{Request, Response};
use crate::protocol::operation::Operation;
use crate::protocol::user_pool::associate_software_token::{AssociateSoftwareToken, Authorization, NewSoftwareToken};
use crate::protocol::user_pool::challenge::Challenge;
use crate::protocol::user_pool::context::Context;
use crate::protocol::user_pool::verify_software_token::VerifySoftwareToken;
use crate::secret::Secret;
use alloc::{boxed::Box, string::String, vec::Vec};

/// An open challenge.
#[derive(Debug)]
pub struct Question {
    challenge: Challenge,
    username: String,
    context: Context,
    device: Option<Device>,
}

/// An authenticator app that is being set up within a sign-in.
#[derive(Clone, Debug)]
pub struct TotpSetUp {
    /// What the app is given: base32.
    pub secret_code: Secret<String>,
    session: Secret<String>,
}

impl Question {
    pub(super) fn new(challenge: Challenge, attempt: &Attempt) -> Self {
        let Attempt { username, context, device, .. } = attempt;
        Self { challenge, username: username.clone(), context: context.clone(), device: device.clone() }
    }

    /// What the pool asks.
    #[must_use]
    pub fn challenge(&self) -> &Challenge {
        &self.challenge
    }

    /// Who is answering, as the service names the user.
    #[must_use]
    pub fn username(&self) -> &str {
        &self.username
    }

    /// What went along so far.
    #[must_use]
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// The request that carries the answer, and who takes the reply.
    ///
    /// # Errors
    /// `invalid_input` where this challenge takes no such answer.
    pub fn answer(
        &self,
        answer: Answer,
        config: &PoolConfig,
        around: &dyn Surroundings,
    ) -> Result<(Box<Attempt>, Request)> {
        match answer {
            Answer::Password(password) => self.prove(password, config, around),
            answer => Ok(self.respond(&self.responses(answer)?, config)),
        }
    }

    /// Answers with a password that is to be proved.
    ///
    /// # Errors
    /// `invalid_input` where this challenge takes no such answer.
    pub(crate) fn prove(
        &self,
        password: Secret<String>,
        config: &PoolConfig,
        around: &dyn Surroundings,
    ) -> Result<(Box<Attempt>, Request)> {
        let mut attempt = self.attempt();
        let mut message = self.message();
        match &*self.challenge.name {
            "PASSWORD_SRP" => {}
            "SELECT_CHALLENGE" => message.put("ANSWER", "PASSWORD_SRP"),
            _ => return Err(wrong_kind()),
        }
        message.put("SRP_A", &attempt.will_prove(password, around.ephemeral()?));
        message.put(USERNAME, &self.username);
        let request = attempt.send(message, config);
        Ok((attempt, request))
    }

    /// Answers with Cognito's own names and values.
    pub(crate) fn respond(
        &self,
        responses: &[(String, Secret<String>)],
        config: &PoolConfig,
    ) -> (Box<Attempt>, Request) {
        let mut attempt = self.attempt();
        let mut message = self.message();
        let mut is_named = false;
        for (name, value) in responses {
            is_named |= name == USERNAME;
            message.put_secret(name, value);
        }
        if !is_named {
            message.put(USERNAME, &self.username);
        }
        let request = attempt.send(message, config);
        (attempt, request)
    }

    /// An answer in the user's terms, in Cognito's names and values.
    pub(crate) fn responses(&self, answer: Answer) -> Result<Vec<(String, Secret<String>)>> {
        let name = &*self.challenge.name;
        let one = |name: &str, value: Secret<String>| Vec::from([(String::from(name), value)]);
        Ok(match answer {
            Answer::Raw(responses) => responses,
            Answer::PlainPassword(password) if name == "PASSWORD" => one("PASSWORD", password),
            Answer::PlainPassword(password) if name == "SELECT_CHALLENGE" => {
                Vec::from([("ANSWER".into(), "PASSWORD".into()), ("PASSWORD".into(), password)])
            }
            Answer::Code(code) if matches!(name, "SMS_MFA" | "SMS_OTP" | "EMAIL_OTP" | "SOFTWARE_TOKEN_MFA") => {
                let mut member = String::from(name);
                push(&mut member, "_CODE");
                one(&member, code)
            }
            Answer::Choice(choice) if matches!(name, "SELECT_MFA_TYPE" | "SELECT_CHALLENGE") => {
                one("ANSWER", choice.into())
            }
            Answer::Custom(answer) if name == "CUSTOM_CHALLENGE" => one("ANSWER", answer),
            Answer::Passkey(credential) if name == "WEB_AUTHN" => one("CREDENTIAL", credential.into()),
            Answer::Email(email) if name == "MFA_SETUP" => one("EMAIL", email.into()),
            Answer::NewPassword { password, attributes } if name == "NEW_PASSWORD_REQUIRED" => {
                let mut responses = one("NEW_PASSWORD", password);
                for (attribute, value) in attributes {
                    let mut member = String::from("userAttributes.");
                    push(&mut member, &attribute);
                    responses.push((member, value.into()));
                }
                responses
            }
            _ => return Err(wrong_kind()),
        })
    }

    fn message(&self) -> Message {
        Message::answering(&self.challenge.name, self.challenge.session.clone())
    }

    fn attempt(&self) -> Box<Attempt> {
        Attempt::new(self.username.clone(), self.context.clone(), self.device.clone())
    }

    /// Asks for the secret of an authenticator app (MFA_SETUP).
    ///
    /// # Errors
    /// `invalid_input` where the challenge is another one.
    pub fn begin_totp(&self) -> Result<AssociateSoftwareToken> {
        match (&*self.challenge.name, &self.challenge.session) {
            ("MFA_SETUP", Some(session)) => {
                Ok(AssociateSoftwareToken { authorization: Authorization::Session(session.clone()) })
            }
            _ => Err(wrong_kind()),
        }
    }

    /// The app's first code.
    #[must_use]
    pub fn verify_totp(
        &self,
        set_up: &TotpSetUp,
        code: Secret<String>,
        device_name: Option<&str>,
    ) -> VerifySoftwareToken {
        VerifySoftwareToken {
            authorization: Authorization::Session(set_up.session.clone()),
            code,
            friendly_device_name: device_name.map(Into::into),
        }
    }

    /// Goes on with the session of a verified code.
    #[must_use]
    pub fn finish_totp(&self, session: &Secret<String>, config: &PoolConfig) -> (Box<Attempt>, Request) {
        let mut attempt = self.attempt();
        let mut message = Message::answering("MFA_SETUP", Some(session.clone()));
        message.put(USERNAME, &self.username);
        let request = attempt.send(message, config);
        (attempt, request)
    }
}

impl TotpSetUp {
    pub(crate) fn from_reply(reply: Result<Response>) -> Result<Self> {
        Self::new(AssociateSoftwareToken::parse(&reply?)?)
    }

    /// What AssociateSoftwareToken answered within a sign-in.
    ///
    /// # Errors
    /// `unexpected_reply` where no session came.
    pub fn new(token: NewSoftwareToken) -> Result<Self> {
        match token.session {
            Some(session) => Ok(Self { secret_code: token.secret_code, session }),
            None => Err(Error::new(
                ErrorCode::UnexpectedReply,
                "The user pool gave a secret for an authenticator app but no session to go on with. Start the sign-in again.",
            )),
        }
    }
}

fn wrong_kind() -> Error {
    Error::new(ErrorCode::InvalidInput, "This challenge takes another kind of answer. Its name says what it asks for.")
}
