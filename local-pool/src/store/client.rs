//! An app client: which flows it may use, how long its tokens last, where managed login may send people back to.
//! Its settings have the names and the shape of the API; what nothing here acts on is kept and told back.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::clock::{Instant, Span};
use crate::secret::Secret;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Client {
    pub id: String,
    pub pool_id: String,
    pub name: String,
    /// At most two, so that one can be replaced. None of them: a public client, as a browser is.
    pub secrets: Vec<ClientSecret>,
    pub created: Instant,
    pub modified: Instant,
    pub settings: ClientSettings,
    /// What SetUserPoolClientSessionConfiguration set, as it was sent.
    pub sessions: Map<String, Value>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ClientSecret {
    pub id: String,
    pub secret: Secret<String>,
    pub created: Instant,
}

/// What CreateUserPoolClient and UpdateUserPoolClient set.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ClientSettings {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token_validity: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token_validity: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token_validity: Option<i64>,
    pub token_validity_units: TokenValidityUnits,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_attributes: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub write_attributes: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explicit_auth_flows: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub supported_identity_providers: Vec<String>,
    #[serde(rename = "CallbackURLs", skip_serializing_if = "Vec::is_empty")]
    pub callback_urls: Vec<String>,
    #[serde(rename = "LogoutURLs", skip_serializing_if = "Vec::is_empty")]
    pub logout_urls: Vec<String>,
    #[serde(rename = "DefaultRedirectURI", skip_serializing_if = "Option::is_none")]
    pub default_redirect_uri: Option<String>,
    #[serde(rename = "AllowedOAuthFlows", skip_serializing_if = "Vec::is_empty")]
    pub allowed_oauth_flows: Vec<String>,
    #[serde(rename = "AllowedOAuthScopes", skip_serializing_if = "Vec::is_empty")]
    pub allowed_oauth_scopes: Vec<String>,
    #[serde(rename = "AllowedOAuthFlowsUserPoolClient")]
    pub allowed_oauth_flows_user_pool_client: bool,
    pub prevent_user_existence_errors: PreventUserExistence,
    pub enable_token_revocation: Option<bool>,
    pub auth_session_validity: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token_rotation: Option<RefreshTokenRotation>,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum PreventUserExistence {
    #[default]
    Enabled,
    Legacy,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TokenValidityUnits {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token: Option<TimeUnit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<TimeUnit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<TimeUnit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TimeUnit {
    Seconds,
    Minutes,
    Hours,
    Days,
}

impl TimeUnit {
    pub fn times(self, count: i64) -> Span {
        match self {
            Self::Seconds => Span::seconds(count),
            Self::Minutes => Span::minutes(count),
            Self::Hours => Span::minutes(count.saturating_mul(60)),
            Self::Days => Span::days(count),
        }
    }
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RefreshTokenRotation {
    pub feature: Feature,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_grace_period_seconds: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Feature {
    Enabled,
    Disabled,
}

impl Client {
    pub fn access_token(&self) -> Span {
        let units = self.settings.token_validity_units.access_token.unwrap_or(TimeUnit::Hours);
        self.settings.access_token_validity.map_or(Span::minutes(60), |count| units.times(count))
    }

    pub fn id_token(&self) -> Span {
        let units = self.settings.token_validity_units.id_token.unwrap_or(TimeUnit::Hours);
        self.settings.id_token_validity.map_or(Span::minutes(60), |count| units.times(count))
    }

    pub fn refresh_token(&self) -> Span {
        let units = self.settings.token_validity_units.refresh_token.unwrap_or(TimeUnit::Days);
        // Cognito takes 0 for its default as well.
        let count = self.settings.refresh_token_validity.filter(|count| *count > 0);
        count.map_or(Span::days(30), |count| units.times(count))
    }

    /// How long a challenge waits for its answer.
    pub fn challenge(&self) -> Span {
        Span::minutes(self.settings.auth_session_validity.unwrap_or(3))
    }

    /// The grace of refresh token rotation; None where tokens do not rotate.
    pub fn rotation(&self) -> Option<Span> {
        let rotation = self.settings.refresh_token_rotation?;
        (rotation.feature == Feature::Enabled)
            .then(|| Span::seconds(rotation.retry_grace_period_seconds.unwrap_or_default()))
    }

    pub fn hides_unknown_users(&self) -> bool {
        self.settings.prevent_user_existence_errors == PreventUserExistence::Enabled
    }

    /// Whether a flow is allowed, by its name in AuthFlow. Names of old (without ALLOW_) count as well.
    pub fn allows(&self, flow: &str) -> bool {
        let Some(flows) = &self.settings.explicit_auth_flows else {
            return ["USER_SRP_AUTH", "REFRESH_TOKEN_AUTH", "CUSTOM_AUTH"].contains(&flow);
        };
        flows.iter().any(|allowed| match allowed.as_str() {
            "ADMIN_NO_SRP_AUTH" => flow == "ADMIN_USER_PASSWORD_AUTH",
            "CUSTOM_AUTH_FLOW_ONLY" => flow == "CUSTOM_AUTH",
            other => other.strip_prefix("ALLOW_").unwrap_or(other) == flow,
        })
    }

    pub fn can_revoke(&self) -> bool {
        self.settings.enable_token_revocation.unwrap_or(true)
    }

    pub fn is_confidential(&self) -> bool {
        !self.secrets.is_empty()
    }

    pub fn may_read(&self, attribute: &str) -> bool {
        self.settings.read_attributes.as_ref().is_none_or(|names| names.iter().any(|name| name == attribute))
    }

    pub fn may_write(&self, attribute: &str) -> bool {
        self.settings.write_attributes.as_ref().is_none_or(|names| names.iter().any(|name| name == attribute))
    }
}
