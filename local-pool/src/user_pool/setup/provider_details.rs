//! What an identity provider's details must hold, what Cognito adds to them by itself, and what it never tells again.
//! The addresses of social providers are theirs by default; here others may be sent in their place, to try a sign-in
//! with a provider of one's own.

use std::collections::BTreeMap;

use super::super::ServiceError;
use crate::store::ProviderKind;

pub type Details = BTreeMap<String, String>;

/// Checked, and with what Cognito adds.
pub fn completed(kind: ProviderKind, mut details: Details) -> Result<Details, ServiceError> {
    let is_there = |name: &&str| details.get(*name).is_some_and(|value| !value.is_empty());
    if let Some(missing) = required(kind).iter().find(|name| !is_there(name)) {
        return Err(ServiceError::invalid_parameter(format!("{missing} is missing in the provider details")));
    }
    if kind == ProviderKind::Saml && !["MetadataURL", "MetadataFile"].iter().any(is_there) {
        return Err(ServiceError::invalid_parameter("MetadataURL or MetadataFile is needed in the provider details"));
    }
    let version = details.get("api_version").cloned().unwrap_or_else(|| "v17.0".to_owned());
    for (name, value) in added(kind) {
        details.entry((*name).to_owned()).or_insert_with(|| value.replace("{version}", &version));
    }
    Ok(details)
}

/// As Cognito tells them. The private key for Apple is the one thing that it keeps to itself.
pub fn told(details: &Details) -> Details {
    let mut told = details.clone();
    told.remove("private_key");
    told
}

/// The attribute that Cognito maps by itself to a provider's name for the person.
pub fn username_claim(kind: ProviderKind) -> Option<&'static str> {
    match kind {
        ProviderKind::Saml => None,
        ProviderKind::Facebook => Some("id"),
        ProviderKind::LoginWithAmazon => Some("user_id"),
        ProviderKind::Google | ProviderKind::SignInWithApple | ProviderKind::Oidc => Some("sub"),
    }
}

fn required(kind: ProviderKind) -> &'static [&'static str] {
    match kind {
        ProviderKind::Saml => &[],
        ProviderKind::Oidc => &["client_id", "oidc_issuer", "authorize_scopes", "attributes_request_method"],
        ProviderKind::SignInWithApple => &["client_id", "team_id", "key_id", "authorize_scopes"],
        ProviderKind::Facebook | ProviderKind::Google | ProviderKind::LoginWithAmazon => {
            &["client_id", "client_secret", "authorize_scopes"]
        }
    }
}

fn added(kind: ProviderKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        ProviderKind::Saml => &[],
        ProviderKind::Oidc => &[("attributes_url_add_attributes", "false")],
        ProviderKind::Google => &[
            ("attributes_url", "https://people.googleapis.com/v1/people/me?personFields="),
            ("attributes_url_add_attributes", "true"),
            ("authorize_url", "https://accounts.google.com/o/oauth2/v2/auth"),
            ("oidc_issuer", "https://accounts.google.com"),
            ("token_request_method", "POST"),
            ("token_url", "https://www.googleapis.com/oauth2/v4/token"),
        ],
        ProviderKind::Facebook => &[
            ("api_version", "{version}"),
            ("attributes_url", "https://graph.facebook.com/{version}/me?fields="),
            ("attributes_url_add_attributes", "true"),
            ("authorize_url", "https://www.facebook.com/{version}/dialog/oauth"),
            ("token_request_method", "GET"),
            ("token_url", "https://graph.facebook.com/{version}/oauth/access_token"),
        ],
        ProviderKind::LoginWithAmazon => &[
            ("attributes_url", "https://api.amazon.com/user/profile"),
            ("attributes_url_add_attributes", "false"),
            ("authorize_url", "https://www.amazon.com/ap/oa"),
            ("token_request_method", "POST"),
            ("token_url", "https://api.amazon.com/auth/o2/token"),
        ],
        ProviderKind::SignInWithApple => &[
            ("attributes_url_add_attributes", "false"),
            ("authorize_url", "https://appleid.apple.com/auth/authorize"),
            ("oidc_issuer", "https://appleid.apple.com"),
            ("token_request_method", "POST"),
            ("token_url", "https://appleid.apple.com/auth/token"),
        ],
    }
}
