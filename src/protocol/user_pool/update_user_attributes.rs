//! UpdateUserAttributes: new values for attributes of the signed-in user.

use super::attributes;
use super::code_delivery::CodeDelivery;
use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::{string::String, vec::Vec};

/// Changes attributes. It has no `Debug`: they are somebody's data.
pub struct UpdateUserAttributes {
    /// The access token, with the scope aws.cognito.signin.user.admin.
    pub access_token: Secret<String>,
    /// Names and values; those of the pool's own begin with `custom:`.
    pub attributes: Vec<(String, String)>,
    /// ClientMetadata: names and values that the pool's Lambda triggers see.
    pub client_metadata: Vec<(String, String)>,
}

impl Operation for UpdateUserAttributes {
    /// Where codes were sent: to each address that is to be verified.
    type Output = Vec<CodeDelivery>;

    const NAME: &'static str = "UpdateUserAttributes";
    // It may send messages.
    const REPEATABLE: bool = false;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("AccessToken", self.access_token.expose());
        attributes::write(body, "UserAttributes", &self.attributes);
        body.maybe_texts("ClientMetadata", &self.client_metadata);
    }

    fn read(body: Value<'_>) -> Option<Vec<CodeDelivery>> {
        let deliveries = body.get("CodeDeliveryDetailsList").unwrap_or(Value::NULL).items();
        Some(deliveries.filter_map(CodeDelivery::read).collect())
    }
}
