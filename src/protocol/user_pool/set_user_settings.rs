//! SetUserSettings, of old: codes by text message on or off. SetUserMFAPreference knows the other factors.

use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Switches codes by text message on or off.
#[derive(Debug)]
pub struct SetUserSettings {
    /// The access token, with the scope aws.cognito.signin.user.admin.
    pub access_token: Secret<String>,
    /// Whether they are on.
    pub sms: bool,
}

impl Operation for SetUserSettings {
    type Output = ();

    const NAME: &'static str = "SetUserSettings";
    const REPEATABLE: bool = true;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        let options = if self.sms { r#"[{"DeliveryMedium":"SMS","AttributeName":"phone_number"}]"# } else { "[]" };
        body.text("AccessToken", self.access_token.expose()).raw("MFAOptions", options);
    }

    fn read(_: Value<'_>) -> Option<()> {
        Some(())
    }
}
