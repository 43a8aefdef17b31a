//! Account operations by name, input and answer as JSON: what the npm package's typed functions end in.

use super::auth::Auth;
use super::platform::PlatformFuture;
use crate::error::Result;
use crate::protocol::account_operation::{AccountOperation, Authorization};
use crate::protocol::json;
use crate::protocol::session::Session;
use crate::secret::Secret;
use alloc::{boxed::Box, string::String};

impl Auth {
    /// Asks an account operation. The input is the JSON of an object, without what authorizes it. The answer is JSON too.
    ///
    /// # Errors
    /// `invalid_input` where there is no such operation, or the input is none; `signed_out` where it takes a signed-in user;
    /// what the pool and the network do.
    pub async fn call(&self, operation: &str, input: Secret<String>) -> Result<Secret<String>> {
        self.begin_call(operation, input)?.await
    }

    /// The same, boxed, so that the wasm has one copy of it.
    pub(crate) fn begin_call(
        &self,
        operation: &str,
        input: Secret<String>,
    ) -> Result<PlatformFuture<Result<Secret<String>>>> {
        let operation = AccountOperation::named(operation)?;
        let auth = self.clone();
        Ok(Box::pin(async move {
            let session = match operation.authorization {
                Authorization::AccessToken => Some(auth.fresh_session(false).await?),
                Authorization::ClientId | Authorization::UserPoolId => None,
            };
            let generation = auth.generation()?;
            let token = session.as_deref().map(Session::access_token);
            // Exposed: it becomes part of the body, which is a secret itself; the key of a device is none.
            let request = operation.request(input.expose(), token, auth.config())?;
            let device_key = json::read(input.expose()).and_then(|input| input.text("DeviceKey"));
            drop((input, session));
            let answer = AccountOperation::answer(&auth.send(request).await?)?;
            match (operation.name, device_key) {
                ("DeleteUser" | "GlobalSignOut", _) => auth.end_session(generation)?,
                ("ForgetDevice", Some(key)) => auth.drop_device(&key)?,
                _ => {}
            }
            Ok(answer)
        }))
    }
}
