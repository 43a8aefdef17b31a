//! Another identity provider that people of a pool may come from: its kind, its addresses, and how its claims become
//! attributes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::Instant;
use crate::secret::Secret;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct IdentityProvider {
    pub pool_id: String,
    pub name: String,
    pub kind: ProviderKind,
    /// Client secrets and private keys are among them.
    pub details: Secret<BTreeMap<String, String>>,
    /// From the pool's attribute (`username` too) to the provider's claim.
    pub attribute_mapping: BTreeMap<String, String>,
    /// What `idp_identifier` may name it by.
    pub identifiers: Vec<String>,
    pub acr_mapping: Option<Value>,
    pub created: Instant,
    pub modified: Instant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProviderKind {
    #[serde(rename = "SAML")]
    Saml,
    Facebook,
    Google,
    LoginWithAmazon,
    SignInWithApple,
    #[serde(rename = "OIDC")]
    Oidc,
}

impl ProviderKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Saml => "SAML",
            Self::Facebook => "Facebook",
            Self::Google => "Google",
            Self::LoginWithAmazon => "LoginWithAmazon",
            Self::SignInWithApple => "SignInWithApple",
            Self::Oidc => "OIDC",
        }
    }

    /// A social provider goes by the name of its kind; of the others a pool may have many.
    pub fn is_social(self) -> bool {
        !matches!(self, Self::Saml | Self::Oidc)
    }
}

impl IdentityProvider {
    pub fn detail(&self, name: &str) -> Option<&str> {
        // Whoever asks talks to that provider and needs the value, which may be the client's secret there.
        self.details.expose().get(name).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_providers_secret_is_not_printed() {
        let details = BTreeMap::from([("client_secret".to_owned(), "hunter2".to_owned())]);
        let provider = IdentityProvider {
            pool_id: "x_y".into(),
            name: "Google".into(),
            kind: ProviderKind::Google,
            details: Secret::new(details),
            attribute_mapping: BTreeMap::new(),
            identifiers: Vec::new(),
            acr_mapping: None,
            created: Instant::from_seconds(0),
            modified: Instant::from_seconds(0),
        };
        assert_eq!(provider.detail("client_secret"), Some("hunter2"));
        assert!(!format!("{provider:?}").contains("hunter2"));
    }
}
