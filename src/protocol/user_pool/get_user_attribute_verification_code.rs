//! GetUserAttributeVerificationCode: sends a code to an address of the signed-in user.

use super::code_delivery::CodeDelivery;
use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::{string::String, vec::Vec};

/// Asks for a code.
#[derive(Debug)]
pub struct GetUserAttributeVerificationCode {
    /// The access token, with the scope aws.cognito.signin.user.admin.
    pub access_token: Secret<String>,
    /// AttributeName: `email` or `phone_number`.
    pub attribute: String,
    /// ClientMetadata: names and values that the pool's Lambda triggers see.
    pub client_metadata: Vec<(String, String)>,
}

impl Operation for GetUserAttributeVerificationCode {
    /// Where the code was sent.
    type Output = Option<CodeDelivery>;

    const NAME: &'static str = "GetUserAttributeVerificationCode";
    // It sends a message.
    const REPEATABLE: bool = false;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("AccessToken", self.access_token.expose())
            .text("AttributeName", &self.attribute)
            .maybe_texts("ClientMetadata", &self.client_metadata);
    }

    fn read(body: Value<'_>) -> Option<Option<CodeDelivery>> {
        Some(CodeDelivery::of(body))
    }
}
