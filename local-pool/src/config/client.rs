//! `[[clients]]`: what an app may do, how long its tokens last, where managed login may send people back to.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Map;

use super::{Hidden, bounded, web_address};
use crate::clock::Instant;
use crate::store::{
    Client, ClientSecret, ClientSettings, Feature, PreventUserExistence, RefreshTokenRotation, TimeUnit,
    TokenValidityUnits,
};

const REFRESH: &str = "ALLOW_REFRESH_TOKEN_AUTH";

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientConfig {
    pub id: String,
    pub name: Option<String>,
    /// With one it is a confidential client, which a browser cannot be.
    pub secret: Option<Hidden>,
    /// If it is not said: SRP, and refreshing where tokens do not rotate.
    explicit_auth_flows: Option<BTreeSet<String>>,
    #[serde(default)]
    pub prevent_user_existence_errors: PreventUserExistence,
    #[serde(default)]
    pub refresh_token_rotation: bool,
    #[serde(default)]
    pub retry_grace_seconds: Option<i64>,
    #[serde(default = "yes")]
    pub token_revocation: bool,
    #[serde(default = "sixty")]
    pub access_token_minutes: i64,
    #[serde(default = "sixty")]
    pub id_token_minutes: i64,
    /// Thirty, if neither is said.
    pub refresh_token_days: Option<i64>,
    /// In place of the days, where a test wants less than one.
    pub refresh_token_minutes: Option<i64>,
    /// How long a challenge waits for its answer.
    #[serde(default = "three")]
    pub auth_session_minutes: i64,
    pub read_attributes: Option<Vec<String>>,
    pub write_attributes: Option<Vec<String>>,
    #[serde(default)]
    pub oauth_flows: Vec<OauthFlow>,
    #[serde(default)]
    pub scopes: Vec<String>,
    #[serde(default)]
    pub callback_urls: Vec<String>,
    #[serde(default)]
    pub logout_urls: Vec<String>,
    pub default_redirect_uri: Option<String>,
    #[serde(default = "cognito_alone")]
    pub identity_providers: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OauthFlow {
    Code,
    Implicit,
    ClientCredentials,
}

impl OauthFlow {
    fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Implicit => "implicit",
            Self::ClientCredentials => "client_credentials",
        }
    }
}

impl ClientConfig {
    pub fn client(&self, pool_id: &str, now: Instant) -> Client {
        let rotation =
            RefreshTokenRotation { feature: Feature::Enabled, retry_grace_period_seconds: self.retry_grace_seconds };
        let (refresh_token, unit) = match self.refresh_token_minutes {
            Some(minutes) => (minutes, TimeUnit::Minutes),
            None => (self.refresh_token_days.unwrap_or(30), TimeUnit::Days),
        };
        let settings = ClientSettings {
            access_token_validity: Some(self.access_token_minutes),
            id_token_validity: Some(self.id_token_minutes),
            refresh_token_validity: Some(refresh_token),
            token_validity_units: TokenValidityUnits {
                access_token: Some(TimeUnit::Minutes),
                id_token: Some(TimeUnit::Minutes),
                refresh_token: Some(unit),
            },
            read_attributes: self.read_attributes.clone(),
            write_attributes: self.write_attributes.clone(),
            explicit_auth_flows: Some(self.flows().into_iter().collect()),
            supported_identity_providers: self.identity_providers.clone(),
            callback_urls: self.callback_urls.clone(),
            logout_urls: self.logout_urls.clone(),
            default_redirect_uri: self.default_redirect_uri.clone(),
            allowed_oauth_flows: self.oauth_flows.iter().map(|flow| flow.name().to_owned()).collect(),
            allowed_oauth_scopes: self.scopes.clone(),
            allowed_oauth_flows_user_pool_client: !self.oauth_flows.is_empty(),
            prevent_user_existence_errors: self.prevent_user_existence_errors,
            enable_token_revocation: Some(self.token_revocation),
            auth_session_validity: Some(self.auth_session_minutes),
            refresh_token_rotation: self.refresh_token_rotation.then_some(rotation),
            ..ClientSettings::default()
        };
        let secret = self.secret.iter().map(|Hidden(secret)| ClientSecret {
            id: format!("{}--1", self.id),
            secret: secret.clone(),
            created: now,
        });
        Client {
            id: self.id.clone(),
            pool_id: pool_id.to_owned(),
            name: self.name.as_ref().unwrap_or(&self.id).clone(),
            secrets: secret.collect(),
            created: now,
            modified: now,
            settings,
            sessions: Map::new(),
        }
    }

    pub fn flows(&self) -> BTreeSet<String> {
        let unsaid = || {
            let refresh = (!self.refresh_token_rotation).then_some(REFRESH);
            ["ALLOW_USER_SRP_AUTH"].into_iter().chain(refresh).map(str::to_owned).collect()
        };
        self.explicit_auth_flows.clone().unwrap_or_else(unsaid)
    }

    pub fn check(&self) -> Result<(), String> {
        let id = &self.id;
        let word = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'+');
        if !(1..=128).contains(&id.len()) || !word(id) {
            return Err(format!("client id {id:?} must be 1 to 128 letters, digits, `_` or `+`"));
        }
        self.check_all(word).map_err(|why| format!("client {id:?}: {why}"))
    }

    fn check_all(&self, word: fn(&str) -> bool) -> Result<(), String> {
        // Looked at for its characters alone.
        if self
            .secret
            .as_ref()
            .is_some_and(|Hidden(secret)| !(24..=64).contains(&secret.expose().len()) || !word(secret.expose()))
        {
            return Err("secret must be 24 to 64 letters, digits, `_` or `+`".to_owned());
        }
        if let Some(flow) = self.explicit_auth_flows.iter().flatten().find(|flow| !FLOWS.contains(&flow.as_str())) {
            return Err(format!("{flow:?} is no flow: there are {}", FLOWS.join(", ")));
        }
        // Cognito's own bounds: 5 minutes to a day, an hour to ten years, at most 60 seconds, 3 to 15 minutes.
        bounded("access_token_minutes", self.access_token_minutes, 5, 24 * 60)?;
        bounded("id_token_minutes", self.id_token_minutes, 5, 24 * 60)?;
        bounded("auth_session_minutes", self.auth_session_minutes, 3, 15)?;
        if let Some(minutes) = self.refresh_token_minutes {
            bounded("refresh_token_minutes", minutes, 60, 3650 * 24 * 60)?;
        }
        if let Some(days) = self.refresh_token_days {
            bounded("refresh_token_days", days, 1, 3650)?;
        }
        let refresh = match (self.refresh_token_minutes, self.refresh_token_days) {
            (Some(_), Some(_)) => {
                return Err("refresh_token_days and refresh_token_minutes exclude each other".to_owned());
            }
            (Some(minutes), None) => minutes,
            (None, days) => days.unwrap_or(30) * 24 * 60,
        };
        for (key, minutes) in
            [("access_token_minutes", self.access_token_minutes), ("id_token_minutes", self.id_token_minutes)]
        {
            if minutes > refresh {
                return Err(format!(
                    "{key} is {minutes}, but a refresh token lasts for {refresh} minutes: it must not end first"
                ));
            }
        }
        if let Some(grace) = self.retry_grace_seconds {
            bounded("retry_grace_seconds", grace, 0, 60)?;
            if !self.refresh_token_rotation {
                return Err("retry_grace_seconds needs refresh_token_rotation = true".to_owned());
            }
        }
        if self.refresh_token_rotation && self.flows().contains(REFRESH) {
            return Err(
                "refresh_token_rotation goes without ALLOW_REFRESH_TOKEN_AUTH: a client that rotates refreshes \
                        by GetTokensFromRefreshToken"
                    .to_owned(),
            );
        }
        self.check_managed_login()
    }

    fn check_managed_login(&self) -> Result<(), String> {
        for (key, addresses) in [("callback_urls", &self.callback_urls), ("logout_urls", &self.logout_urls)] {
            if let Some(address) = addresses.iter().find(|address| !may_return_to(address)) {
                return Err(format!(
                    "{address:?} in {key} must be https, or http on localhost, or an app's own scheme, without a fragment"
                ));
            }
        }
        if let Some(address) =
            self.default_redirect_uri.as_ref().filter(|address| !self.callback_urls.contains(address))
        {
            return Err(format!("default_redirect_uri {address:?} must be one of callback_urls"));
        }
        let machine = self.oauth_flows.contains(&OauthFlow::ClientCredentials);
        if machine && (self.oauth_flows.len() > 1 || self.secret.is_none()) {
            return Err("oauth flow \"client_credentials\" needs a secret and goes with no other flow".to_owned());
        }
        if !self.oauth_flows.is_empty() && !machine && self.callback_urls.is_empty() {
            return Err("oauth_flows need callback_urls".to_owned());
        }
        if !self.oauth_flows.is_empty() && self.scopes.is_empty() {
            return Err("oauth_flows need scopes".to_owned());
        }
        match self.scopes.iter().find(|scope| !STANDARD_SCOPES.contains(&scope.as_str()) && !scope.contains('/')) {
            Some(scope) => Err(format!(
                "{scope:?} is no scope: there are {}, and those of resource servers, like \"photos/read\"",
                STANDARD_SCOPES.join(", ")
            )),
            None => Ok(()),
        }
    }
}

fn may_return_to(address: &str) -> bool {
    let Ok(url) = url::Url::parse(address) else { return false };
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let scheme = match url.scheme() {
        "http" => local,
        "https" => web_address(address),
        // javascript: and the like would run where they are opened.
        "javascript" | "data" | "vbscript" | "file" | "blob" => false,
        _ => true,
    };
    scheme && url.fragment().is_none()
}

const FLOWS: [&str; 6] = [
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_USER_AUTH",
    "ALLOW_CUSTOM_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
];

const STANDARD_SCOPES: [&str; 5] = ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"];

fn three() -> i64 {
    3
}

fn sixty() -> i64 {
    60
}

fn yes() -> bool {
    true
}

fn cognito_alone() -> Vec<String> {
    vec!["COGNITO".to_owned()]
}
