//! `[pool.mfa]` and `[pool.passkeys]`: second factors, and who checks a passkey.

use serde::Deserialize;

use super::messages::Messages;
use crate::store::{Enabled, MfaConfig, MfaConfiguration, WebAuthnConfiguration};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MfaSettings {
    mode: MfaConfiguration,
    factors: Vec<MfaKind>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum MfaKind {
    SmsMfa,
    SoftwareTokenMfa,
    EmailOtp,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passkeys {
    relying_party: String,
    #[serde(default)]
    user_verification: UserVerification,
    /// A passkey with user verification counts as both factors.
    #[serde(default)]
    satisfies_mfa: bool,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum UserVerification {
    #[default]
    Preferred,
    Required,
}

impl MfaSettings {
    pub fn check(&self) -> Result<(), String> {
        match self.mode == MfaConfiguration::On && self.factors.is_empty() {
            true => {
                Err("pool.mfa: mode \"ON\" needs factors: \"SMS_MFA\", \"SOFTWARE_TOKEN_MFA\" or \"EMAIL_OTP\""
                    .to_owned())
            }
            false => Ok(()),
        }
    }
}

impl Passkeys {
    pub fn check(&self) -> Result<(), String> {
        let id = &self.relying_party;
        let label =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        match id.split('.').all(label) {
            true => Ok(()),
            false => Err(format!("pool.passkeys.relying_party {id:?} must be a host name, like \"localhost\"")),
        }
    }
}

/// What SetUserPoolMfaConfig would have set.
pub fn mfa_config(mfa: &MfaSettings, passkeys: Option<&Passkeys>, messages: &Messages) -> MfaConfig {
    let MfaSettings { mode, factors } = mfa;
    MfaConfig {
        mfa_configuration: *mode,
        sms_mfa_configuration: factors.contains(&MfaKind::SmsMfa).then(|| messages.second_factor_sms()),
        software_token_mfa_configuration: factors
            .contains(&MfaKind::SoftwareTokenMfa)
            .then_some(Enabled { enabled: true }),
        email_mfa_configuration: factors.contains(&MfaKind::EmailOtp).then(|| messages.second_factor_email()),
        web_authn_configuration: passkeys.map(|passkeys| WebAuthnConfiguration {
            relying_party_id: Some(passkeys.relying_party.clone()),
            user_verification: Some(
                match passkeys.user_verification {
                    UserVerification::Preferred => "preferred",
                    UserVerification::Required => "required",
                }
                .to_owned(),
            ),
            factor_configuration: Some(
                match passkeys.satisfies_mfa {
                    true => "MULTI_FACTOR_WITH_USER_VERIFICATION",
                    false => "SINGLE_FACTOR",
                }
                .to_owned(),
            ),
        }),
    }
}
