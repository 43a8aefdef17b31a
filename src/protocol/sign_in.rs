//! The sign-in machine: a reply goes in, the next request or question comes out.
//!
//! An attempt holds the password and the SRP ephemeral until the server's challenge arrives; proving consumes both.
//! The newest session is taken from each reply, so an old one is never sent twice.

use crate::config::PoolConfig;
use crate::error::{Error, ErrorCode, Result};
use crate::protocol::http::Request;
use crate::protocol::operation::Operation;
use crate::protocol::session::UnixMillis;
use crate::protocol::srp::{Ephemeral, Identity};
use crate::protocol::user_pool::authentication_result::AuthenticationResult;
use crate::protocol::user_pool::challenge::{Challenge, PasswordVerifier, Reply};
use crate::protocol::user_pool::initiate_auth::InitiateAuth;
use crate::protocol::user_pool::respond_to_auth_challenge::RespondToAuthChallenge;
use crate::secret::Secret;
use alloc::{string::String, vec::Vec};

/// A sign-in with SRP, before the server's challenge.
#[derive(Debug)]
pub struct SrpAttempt {
    username: String,
    password: Secret<String>,
    ephemeral: Ephemeral,
}

/// What follows a reply.
#[derive(Debug)]
pub enum Next {
    /// Send this, and bring the reply.
    Send(Request),
    /// Ask the user.
    Ask(Question),
    /// Signed in.
    Done(AuthenticationResult),
}

/// A challenge that the user has to answer, and what names the user in the answer.
#[derive(Debug)]
pub struct Question {
    challenge: Challenge,
    username: String,
}

impl SrpAttempt {
    /// # Errors
    /// `invalid_input` where the name or the password is empty.
    pub fn new(username: &str, password: Secret<String>, ephemeral: Ephemeral) -> Result<Self> {
        // Exposed: only to see that there is something.
        if username.is_empty() || password.expose().is_empty() {
            return Err(Error::new(ErrorCode::InvalidInput, "Enter a user name and a password; one of them is empty."));
        }
        Ok(Self { username: username.into(), password, ephemeral })
    }

    /// What to send first.
    #[must_use]
    pub fn open(&self, config: &PoolConfig) -> Request {
        InitiateAuth { username: &self.username, srp_a: &self.ephemeral.big_a() }.request(config)
    }

    /// What follows the first reply. The password and the ephemeral end here.
    ///
    /// # Errors
    /// Those of [`Ephemeral::prove`], and `unexpected_reply` where the challenge is malformed.
    pub fn reply(self, reply: Reply, config: &PoolConfig, now: UnixMillis) -> Result<Next> {
        match reply {
            Reply::PasswordVerifier(PasswordVerifier { server, user_id, username, session }) => {
                let identity = Identity { group_name: config.pool_name(), user: &user_id };
                let server = server?;
                let proof = self.ephemeral.prove(&server, identity, &self.password, now)?;
                let answer = RespondToAuthChallenge {
                    challenge: "PASSWORD_VERIFIER",
                    session: session.as_ref(),
                    responses: &[
                        ("USERNAME", &username),
                        ("PASSWORD_CLAIM_SECRET_BLOCK", &server.secret_block()),
                        ("PASSWORD_CLAIM_SIGNATURE", &proof.signature),
                        ("TIMESTAMP", &proof.timestamp),
                    ],
                };
                Ok(Next::Send(answer.request(config)))
            }
            other => after_proof(other, &self.username),
        }
    }
}

/// What follows a reply once the password was proved. A second demand for the proof is refused: the ephemeral is spent.
///
/// # Errors
/// `unexpected_reply` where the server asks for a proof again.
pub fn after_proof(reply: Reply, username: &str) -> Result<Next> {
    match reply {
        Reply::Tokens(result) => Ok(Next::Done(result)),
        Reply::Challenge(challenge) => {
            let named = challenge.parameters.iter().find(|(name, _)| name == "USER_ID_FOR_SRP");
            let username = named.map_or(username, |(_, value)| value).into();
            Ok(Next::Ask(Question { challenge, username }))
        }
        Reply::PasswordVerifier(_) => Err(Error::new(
            ErrorCode::UnexpectedReply,
            "The user pool asked for the password proof a second time, which a sign-in never does. Start the sign-in again.",
        )),
    }
}

impl Question {
    /// Cognito's name of the challenge.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.challenge.name
    }

    /// The challenge parameters.
    #[must_use]
    pub fn parameters(&self) -> &[(String, String)] {
        &self.challenge.parameters
    }

    /// Who is answering, as the service names the user.
    #[must_use]
    pub fn username(&self) -> &str {
        &self.username
    }

    /// The request that carries the user's answer. The question stays: a wrong code does not cost the challenge.
    #[must_use]
    pub fn answer(&self, responses: &[(String, Secret<String>)], config: &PoolConfig) -> Request {
        // Exposed: the answers go into the body of the request, which is a secret itself.
        let mut responses: Vec<_> = responses.iter().map(|(name, value)| (&**name, &**value.expose())).collect();
        if !responses.iter().any(|(name, _)| *name == "USERNAME") {
            responses.push(("USERNAME", &self.username));
        }
        let session = self.challenge.session.as_ref();
        RespondToAuthChallenge { challenge: &self.challenge.name, session, responses: &responses }.request(config)
    }
}
