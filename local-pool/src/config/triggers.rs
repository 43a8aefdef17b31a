//! `[pool.triggers]`: a web address for each trigger, in place of a function.

use serde::Deserialize;
use serde_json::Map;

use super::web_address;
use crate::store::{LambdaConfig, PreTokenGenerationConfig};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Triggers {
    pre_sign_up: Option<String>,
    post_confirmation: Option<String>,
    pre_authentication: Option<String>,
    post_authentication: Option<String>,
    pre_token_generation: Option<String>,
    /// V1_0, V2_0 or V3_0.
    pre_token_generation_version: Option<String>,
    custom_message: Option<String>,
    user_migration: Option<String>,
    define_auth_challenge: Option<String>,
    create_auth_challenge: Option<String>,
    verify_auth_challenge: Option<String>,
}

impl Triggers {
    pub fn lambda_config(&self) -> LambdaConfig {
        let config = |lambda_version: &String| {
            Some(PreTokenGenerationConfig {
                lambda_version: lambda_version.clone(),
                lambda_arn: self.pre_token_generation.clone()?,
            })
        };
        LambdaConfig {
            pre_sign_up: self.pre_sign_up.clone(),
            custom_message: self.custom_message.clone(),
            post_confirmation: self.post_confirmation.clone(),
            pre_authentication: self.pre_authentication.clone(),
            post_authentication: self.post_authentication.clone(),
            define_auth_challenge: self.define_auth_challenge.clone(),
            create_auth_challenge: self.create_auth_challenge.clone(),
            verify_auth_challenge_response: self.verify_auth_challenge.clone(),
            pre_token_generation: self.pre_token_generation.clone(),
            pre_token_generation_config: self.pre_token_generation_version.as_ref().and_then(config),
            user_migration: self.user_migration.clone(),
            other: Map::new(),
        }
    }

    pub fn check(&self) -> Result<(), String> {
        for (key, address) in [
            ("pre_sign_up", &self.pre_sign_up),
            ("post_confirmation", &self.post_confirmation),
            ("pre_authentication", &self.pre_authentication),
            ("post_authentication", &self.post_authentication),
            ("pre_token_generation", &self.pre_token_generation),
            ("custom_message", &self.custom_message),
            ("user_migration", &self.user_migration),
            ("define_auth_challenge", &self.define_auth_challenge),
            ("create_auth_challenge", &self.create_auth_challenge),
            ("verify_auth_challenge", &self.verify_auth_challenge),
        ] {
            if address.as_ref().is_some_and(|address| !web_address(address)) {
                return Err(format!(
                    "pool.triggers.{key} must be a web address, like \"http://127.0.0.1:3000/trigger\""
                ));
            }
        }
        match &self.pre_token_generation_version {
            Some(version) if !["V1_0", "V2_0", "V3_0"].contains(&version.as_str()) => {
                Err(format!("pool.triggers.pre_token_generation_version {version:?} must be V1_0, V2_0 or V3_0"))
            }
            Some(_) if self.pre_token_generation.is_none() => {
                Err("pool.triggers.pre_token_generation_version needs pre_token_generation".to_owned())
            }
            _ => Ok(()),
        }
    }
}
