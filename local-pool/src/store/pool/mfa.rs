//! What SetUserPoolMfaConfig and SetUserPoolSessionConfiguration set.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What SetUserPoolMfaConfig sets.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct MfaConfig {
    pub mfa_configuration: MfaConfiguration,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sms_mfa_configuration: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub software_token_mfa_configuration: Option<Enabled>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_mfa_configuration: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web_authn_configuration: Option<WebAuthnConfiguration>,
}

impl MfaConfig {
    pub fn allows_sms(&self) -> bool {
        self.sms_mfa_configuration.is_some()
    }

    pub fn allows_email(&self) -> bool {
        self.email_mfa_configuration.is_some()
    }

    pub fn allows_software_token(&self) -> bool {
        self.software_token_mfa_configuration.is_some_and(|configuration| configuration.enabled)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum MfaConfiguration {
    #[default]
    Off,
    On,
    Optional,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Enabled {
    pub enabled: bool,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct WebAuthnConfiguration {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relying_party_id: Option<String>,
    /// required or preferred.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_verification: Option<String>,
    /// SINGLE_FACTOR, or MULTI_FACTOR_WITH_USER_VERIFICATION, which makes a passkey count as both factors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factor_configuration: Option<String>,
}

/// What SetUserPoolSessionConfiguration sets, as it was sent.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionConfig(pub Map<String, Value>);

impl SessionConfig {
    pub fn are_tracked(&self) -> bool {
        self.0.get("UserSessionTracking").and_then(Value::as_str) == Some("ENABLED")
    }

    /// How many sessions a user may have at once, where they are tracked.
    pub fn most_per_user(&self) -> Option<usize> {
        let most = self.0.get("TokenSession").and_then(|session| session.get("MaxPerUser")).and_then(Value::as_u64);
        self.are_tracked().then(|| most.and_then(|most| usize::try_from(most).ok()).unwrap_or(20))
    }
}
