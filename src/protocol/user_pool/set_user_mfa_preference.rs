//! SetUserMFAPreference: which second factors are on, and which one is asked for first.

use crate::config::PoolConfig;
use crate::protocol::json::{ObjectWriter, Value};
use crate::protocol::operation::Operation;
use crate::secret::Secret;
use alloc::string::String;

/// Sets the second factors.
#[derive(Debug)]
pub struct SetUserMfaPreference {
    /// The access token, with the scope aws.cognito.signin.user.admin.
    pub access_token: Secret<String>,
    /// What is to change.
    pub preference: MfaPreference,
}

/// The second factors of a user. What is `None` stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MfaPreference {
    /// Codes by text message.
    pub sms: Option<MfaSetting>,
    /// Codes of an authenticator app.
    pub totp: Option<MfaSetting>,
    /// Codes by email.
    pub email: Option<MfaSetting>,
    /// Whether a passkey is one. It cannot be preferred.
    pub passkey: Option<bool>,
}

/// How a second factor is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MfaSetting {
    /// Not asked for.
    Off,
    /// One to choose from.
    On,
    /// Asked for first. One factor at most can be.
    Preferred,
}

impl Operation for SetUserMfaPreference {
    type Output = ();

    const NAME: &'static str = "SetUserMFAPreference";
    const REPEATABLE: bool = true;

    fn write(&self, _: &PoolConfig, body: &mut ObjectWriter) {
        // Exposed: the token goes into the body, which is a secret itself.
        body.text("AccessToken", self.access_token.expose());
        let MfaPreference { sms, totp, email, passkey } = self.preference;
        for (member, setting) in
            [("SMSMfaSettings", sms), ("SoftwareTokenMfaSettings", totp), ("EmailMfaSettings", email)]
        {
            if let Some(setting) = setting {
                let settings = ObjectWriter::new()
                    .flag("Enabled", setting != MfaSetting::Off)
                    .flag("PreferredMfa", setting == MfaSetting::Preferred)
                    .finish();
                body.raw(member, &settings);
            }
        }
        if let Some(enabled) = passkey {
            body.raw("WebAuthnMfaSettings", &ObjectWriter::new().flag("Enabled", enabled).finish());
        }
    }

    fn read(_: Value<'_>) -> Option<()> {
        Some(())
    }
}
