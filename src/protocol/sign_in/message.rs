//! One message of a sign-in, kept so that it can be sent once more without the device that the pool no longer knows.

use crate::config::PoolConfig;
use crate::protocol::http::Request;
use crate::protocol::json::ObjectWriter;
use crate::protocol::operation::Operation;
use crate::protocol::user_pool::context::Context;
use crate::protocol::user_pool::initiate_auth::InitiateAuth;
use crate::protocol::user_pool::respond_to_auth_challenge::RespondToAuthChallenge;
use crate::secret::Secret;
use alloc::string::String;

pub(super) const USERNAME: &str = "USERNAME";

/// InitiateAuth or RespondToAuthChallenge.
pub(super) struct Message {
    opens: bool,
    /// The flow, or the challenge that is answered.
    name: String,
    session: Option<Secret<String>>,
    /// AuthParameters or ChallengeResponses, as they are written.
    parameters: ObjectWriter,
}

impl Message {
    pub fn opening(flow: &str, session: Option<Secret<String>>) -> Self {
        Self { opens: true, name: flow.into(), session, parameters: ObjectWriter::new() }
    }

    pub fn answering(challenge: &str, session: Option<Secret<String>>) -> Self {
        Self { opens: false, name: challenge.into(), session, parameters: ObjectWriter::new() }
    }

    pub fn put(&mut self, name: &str, value: &str) {
        self.parameters.text(name, value);
    }

    pub fn put_secret(&mut self, name: &str, value: &Secret<String>) {
        // Exposed: the value goes into the body of the request, which is a secret itself.
        self.put(name, value.expose());
    }

    /// The request, which names this device if there is one.
    #[inline(never)]
    pub fn request(&self, device_key: Option<&str>, config: &PoolConfig, context: &Context) -> Request {
        let parameters = &self.parameters.with("DEVICE_KEY", device_key);
        // Exposed: the values go into the body of the request, which is a secret itself.
        let (name, session, parameters) = (&*self.name, self.session.as_ref(), &**parameters.expose());
        if self.opens {
            InitiateAuth { flow: name, parameters, session, context }.request(config)
        } else {
            RespondToAuthChallenge { challenge: name, session, responses: parameters, context }.request(config)
        }
    }
}

impl core::fmt::Debug for Message {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Message").field("name", &self.name).finish_non_exhaustive()
    }
}
