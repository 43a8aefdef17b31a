//! Account operations by name, input and answer as JSON: what the npm package's typed functions end in.

use super::auth::Auth;
use crate::error::Result;
use crate::protocol::account_operation::{AccountOperation, Authorization};
use crate::protocol::json;
use crate::secret::Secret;
use alloc::string::String;

impl Auth {
    /// Asks an account operation. The input is the JSON of an object, without what authorizes it. The answer is JSON too.
    ///
    /// # Errors
    /// `invalid_input` where there is no such operation, or the input is none; `signed_out` where it takes a signed-in user;
    /// what the pool and the network do.
    pub async fn call(&self, operation: &str, input: &Secret<String>) -> Result<Secret<String>> {
        let operation = AccountOperation::named(operation)?;
        let token = match operation.authorization {
            Authorization::AccessToken => Some(self.access_token().await?),
            Authorization::ClientId | Authorization::UserPoolId => None,
        };
        let generation = self.generation()?;
        // Exposed: it becomes part of the body, which is a secret itself.
        let request = operation.request(input.expose(), token.as_ref(), self.config())?;
        let answer = AccountOperation::answer(&self.send(request).await?)?;
        match operation.name {
            "DeleteUser" | "GlobalSignOut" => self.end_session(generation)?,
            "ForgetDevice" => {
                // Exposed: for the key of the device, which is no secret.
                let key = json::read(input.expose()).and_then(|input| input.text("DeviceKey"));
                self.drop_device(&key.unwrap_or_default())?;
            }
            _ => {}
        }
        Ok(answer)
    }
}
