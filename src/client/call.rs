//! Account operations by name, input and answer as JSON: what the npm package's typed functions end in.

use super::auth::Auth;
use crate::error::Result;
use crate::protocol::account_operation::{AccountOperation, Authorization};
use crate::protocol::http::{Request, Response};
use crate::protocol::json;
use crate::protocol::session::Session;
use crate::secret::Secret;
use alloc::string::String;

/// An account operation whose answer is on its way.
pub(crate) struct Call {
    auth: Auth,
    operation: &'static AccountOperation,
    generation: u32,
    device_key: Option<String>,
}

impl Auth {
    /// Asks an account operation. The input is the JSON of an object, without what authorizes it. The answer is JSON too.
    ///
    /// # Errors
    /// `invalid_input` where there is no such operation, or the input is none; `signed_out` where it takes a signed-in user;
    /// what the pool and the network do.
    pub async fn call(&self, operation: &str, input: Secret<String>) -> Result<Secret<String>> {
        let operation = AccountOperation::named(operation)?;
        let session = match operation.authorization {
            Authorization::AccessToken => Some(self.fresh_session(false).await?),
            Authorization::ClientId | Authorization::UserPoolId => None,
        };
        let (call, request) = self.begin_call(operation, &input, session.as_deref())?;
        drop((input, session));
        call.end(self.send(request).await)
    }

    /// What to send, and what takes the answer.
    pub(crate) fn begin_call(
        &self,
        operation: &'static AccountOperation,
        input: &Secret<String>,
        session: Option<&Session>,
    ) -> Result<(Call, Request)> {
        let token = session.map(Session::access_token);
        // Exposed: it becomes part of the body, which is a secret itself; the key of a device is none.
        let request = operation.request(input.expose(), token, self.config())?;
        let device_key = json::read(input.expose()).and_then(|input| input.text("DeviceKey"));
        Ok((Call { auth: self.clone(), operation, generation: self.generation()?, device_key }, request))
    }
}

impl Call {
    /// The answer, and the end of what the pool has ended.
    pub fn end(self, reply: Result<Response>) -> Result<Secret<String>> {
        let answer = AccountOperation::answer(&reply?)?;
        match (self.operation.name, self.device_key) {
            ("DeleteUser" | "GlobalSignOut", _) => self.auth.end_session(self.generation)?,
            ("ForgetDevice", Some(key)) => self.auth.drop_device(&key)?,
            _ => {}
        }
        Ok(answer)
    }
}
