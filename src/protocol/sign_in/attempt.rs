//! A sign-in under way: it answers by itself what needs no user, the proofs of a password and of a device.

use super::message::{Message, USERNAME};
use super::question::Question;
use super::{Next, Surroundings};
use crate::config::PoolConfig;
use crate::error::{Error, ErrorCode, Result};
use crate::protocol::device::Device;
use crate::protocol::http::Request;
use crate::protocol::srp::{Ephemeral, Identity};
use crate::protocol::user_pool::challenge::{ProofDemand, Reply};
use crate::protocol::user_pool::context::Context;
use crate::secret::Secret;
use alloc::{boxed::Box, string::String};

/// A sign-in between a request and its reply.
#[derive(Debug)]
pub struct Attempt {
    /// As the user typed it, and once the pool has said so, as the pool names the user.
    pub(super) username: String,
    pub(super) context: Context,
    pub(super) device: Option<Device>,
    /// What the next proof of the password is made of.
    proving: Option<Proving>,
    /// What the next proof of the device is made of.
    device_ephemeral: Option<Ephemeral>,
    /// What was sent last, if it named the device.
    with_device: Option<Message>,
    /// The device that the pool no longer knows.
    forgotten: Option<Device>,
}

/// A password that waits for the server's challenge.
#[derive(Debug)]
struct Proving {
    password: Secret<String>,
    ephemeral: Ephemeral,
}

impl Attempt {
    pub(super) fn new(username: String, context: Context, device: Option<Device>) -> Box<Self> {
        Box::new(Self {
            username,
            context,
            device,
            proving: None,
            device_ephemeral: None,
            with_device: None,
            forgotten: None,
        })
    }

    /// The device that this sign-in found to be forgotten by the pool, told once.
    pub fn forgotten_device(&mut self) -> Option<Device> {
        self.forgotten.take()
    }

    /// The device that this sign-in was made on.
    #[must_use]
    pub fn device_key(&self) -> Option<String> {
        self.device.as_ref().map(|device| device.key.clone())
    }

    /// Brings the device of the user whom the pool has just named, where the name that was typed led to none.
    pub fn on_device(&mut self, device: Option<Device>) {
        self.device = device;
    }

    /// What follows a reply, or a refusal.
    ///
    /// # Errors
    /// The refusal, unless it is about a device that can be left out; those of [`Ephemeral::prove`]; `unexpected_reply`
    /// where the reply is malformed, or asks for a proof that was given already.
    #[inline(never)]
    pub fn next(&mut self, reply: Result<Reply>, config: &PoolConfig, around: &dyn Surroundings) -> Result<Next> {
        let sent = self.with_device.take();
        match reply {
            Ok(Reply::Tokens(tokens)) => Ok(Next::Done(tokens)),
            Ok(Reply::Proof(demand)) => self.prove(demand, config, around),
            Ok(Reply::Challenge(challenge)) if challenge.name == "DEVICE_SRP_AUTH" => {
                let Some(device) = self.device.clone() else { return Err(unasked()) };
                let ephemeral = around.ephemeral()?;
                let mut answer = Message::answering("DEVICE_SRP_AUTH", challenge.session.clone());
                answer.put(USERNAME, challenge.username().unwrap_or(&self.username));
                answer.put("SRP_A", &ephemeral.big_a());
                self.device_ephemeral = Some(ephemeral);
                Ok(Next::Send(answer.request(Some(&device.key), config, &self.context)))
            }
            Ok(Reply::Challenge(challenge)) => {
                if let Some(name) = challenge.username() {
                    self.username = name.into();
                }
                Ok(Next::Ask(Box::new(Question::new(challenge, self))))
            }
            Err(error) => match (sent, self.device.take()) {
                // A device that nobody knows is no reason not to sign in: once more, without it.
                (Some(sent), Some(device)) if is_missing(&error) => {
                    self.forgotten = Some(device);
                    Ok(Next::Send(sent.request(None, config, &self.context)))
                }
                (_, device) => {
                    self.device = device;
                    Err(error)
                }
            },
        }
    }

    /// Keeps what the next proof is made of; answers with SRP_A.
    pub(super) fn will_prove(&mut self, password: Secret<String>, ephemeral: Ephemeral) -> String {
        let big_a = ephemeral.big_a();
        self.proving = Some(Proving { password, ephemeral });
        big_a
    }

    /// Sends a message in the device's name, if there is one, and keeps it, for it could be refused for that.
    pub(super) fn send(&mut self, message: Message, config: &PoolConfig) -> Request {
        let device_key = self.device.as_ref().map(|device| &*device.key);
        let request = message.request(device_key, config, &self.context);
        self.with_device = Some(message).filter(|_| device_key.is_some());
        request
    }

    #[inline(never)]
    fn prove(&mut self, demand: ProofDemand, config: &PoolConfig, around: &dyn Surroundings) -> Result<Next> {
        let ProofDemand { of_device, server, user_id, username, session } = demand;
        let challenge = if of_device { "DEVICE_PASSWORD_VERIFIER" } else { "PASSWORD_VERIFIER" };
        let username = username.unwrap_or_else(|| self.username.clone());
        let device = self.device.clone();
        // Proving consumes what it is made of: a second demand finds nothing.
        let proof = if of_device {
            let (Some(device), Some(ephemeral)) = (&device, self.device_ephemeral.take()) else {
                return Err(unasked());
            };
            let identity = Identity { group_name: &device.group_key, user: &device.key };
            let server = server?;
            (ephemeral.prove(&server, identity, &device.password, around.now())?, server)
        } else {
            let Some(Proving { password, ephemeral }) = self.proving.take() else { return Err(unasked()) };
            let identity =
                Identity { group_name: config.pool_name(), user: user_id.as_deref().ok_or_else(incomplete)? };
            let server = server?;
            (ephemeral.prove(&server, identity, &password, around.now())?, server)
        };
        let (proof, server) = proof;
        let mut answer = Message::answering(challenge, session);
        answer.put(USERNAME, &username);
        answer.put("PASSWORD_CLAIM_SECRET_BLOCK", &server.secret_block());
        answer.put("PASSWORD_CLAIM_SIGNATURE", &proof.signature);
        answer.put("TIMESTAMP", &proof.timestamp);
        self.username = username;
        Ok(Next::Send(self.send(answer, config)))
    }
}

/// The pool does not know what was named. Of a sign-in that can be the device.
fn is_missing(error: &Error) -> bool {
    error.service().is_some_and(|fault| fault.name == "ResourceNotFoundException")
}

fn unasked() -> Error {
    Error::new(
        ErrorCode::UnexpectedReply,
        "The user pool asked for a proof that this sign-in cannot give, or has given already. Start the sign-in again.",
    )
}

fn incomplete() -> Error {
    Error::new(
        ErrorCode::UnexpectedReply,
        "The password challenge of the user pool names nobody; nothing was proved to it. Check that the endpoint is a Cognito user pool.",
    )
}
