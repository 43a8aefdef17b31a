//! VerifySoftwareToken: the first code of a new authenticator app.

use super::associate_software_token::Authorization;
use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Proves that the app has the secret.
#[derive(Debug)]
pub struct VerifySoftwareToken {
    /// In whose name.
    pub authorization: Authorization,
    /// UserCode, six digits.
    pub code: Secret<String>,
    /// FriendlyDeviceName
    pub friendly_device_name: Option<String>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct VerifiedSoftwareToken {
    /// Whether the app is set up: Status is SUCCESS.
    pub is_verified: bool,
    /// What a sign-in goes on with.
    pub session: Option<Secret<String>>,
}

impl Operation for VerifySoftwareToken {
    type Output = VerifiedSoftwareToken;

    const NAME: &'static str = "VerifySoftwareToken";
    const REPEATABLE: bool = false;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        self.authorization.write(body);
        // Exposed: the code goes into the body, which is a secret itself.
        body.text("UserCode", self.code.expose())
            .maybe_text("FriendlyDeviceName", self.friendly_device_name.as_deref());
    }

    fn read(body: Value<'_>) -> Option<VerifiedSoftwareToken> {
        Some(VerifiedSoftwareToken {
            is_verified: body.text("Status")? == "SUCCESS",
            session: body.text("Session").map(Secret::from),
        })
    }
}
