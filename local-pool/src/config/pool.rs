//! `[pool]` and the tables under it: how people sign in, what a password must be, MFA, devices, triggers, messages,
//! attributes. Readable keys; what they come to are the settings of the API.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::attribute::AttributeConfig;
use super::{bounded, web_address};
use crate::clock::Instant;
use crate::secret::Secret;
use crate::store::{
    AccountRecoverySetting, AdminCreateUserConfig, DeletionProtection, DeviceConfiguration, Enabled, FirstFactor,
    IssuerConfiguration, LambdaConfig, MfaConfig, MfaConfiguration, PasswordPolicy, Policies, Pool, PoolSettings,
    PreTokenGenerationConfig, RecoveryMechanism, SignInPolicy, UserAttributeUpdateSettings, UsernameConfiguration,
    WebAuthnConfiguration,
};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoolConfig {
    pub id: String,
    /// What follows `_` in the id, unless told.
    pub name: Option<String>,
    /// An email address or a phone number in place of a user name.
    #[serde(default)]
    pub username_attributes: Vec<Contact>,
    /// What people can sign in with beside their user name.
    #[serde(default)]
    pub alias_attributes: Vec<Alias>,
    #[serde(default = "yes")]
    pub case_sensitive: bool,
    #[serde(default)]
    pub auto_verified_attributes: Vec<Contact>,
    /// New values wait for their code.
    #[serde(default)]
    pub verify_before_update: Vec<Contact>,
    #[serde(default = "yes")]
    pub self_sign_up: bool,
    /// The first that a person has is used.
    pub account_recovery: Option<Vec<Recovery>>,
    #[serde(default = "password_alone")]
    pub first_factors: Vec<FirstFactor>,
    #[serde(default)]
    pub issuer: Issuer,
    #[serde(default)]
    pub deletion_protection: bool,
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
    #[serde(default)]
    pub password_policy: PasswordPolicyConfig,
    #[serde(default)]
    pub mfa: MfaSettings,
    pub passkeys: Option<Passkeys>,
    pub devices: Option<Devices>,
    #[serde(default)]
    pub sessions: Sessions,
    #[serde(default)]
    pub triggers: Triggers,
    #[serde(default)]
    pub messages: Messages,
    #[serde(default)]
    pub attributes: Vec<AttributeConfig>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contact {
    Email,
    PhoneNumber,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alias {
    Email,
    PhoneNumber,
    PreferredUsername,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recovery {
    VerifiedEmail,
    VerifiedPhoneNumber,
    AdminOnly,
}

/// Which form the `iss` of tokens has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Issuer {
    #[default]
    Original,
    Updated,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PasswordPolicyConfig {
    minimum_length: usize,
    uppercase: bool,
    lowercase: bool,
    numbers: bool,
    symbols: bool,
    history: usize,
    temporary_days: i64,
}

impl Default for PasswordPolicyConfig {
    fn default() -> Self {
        let policy = PasswordPolicy::default();
        Self {
            minimum_length: policy.minimum_length,
            uppercase: policy.require_uppercase,
            lowercase: policy.require_lowercase,
            numbers: policy.require_numbers,
            symbols: policy.require_symbols,
            history: 0,
            temporary_days: policy.temporary_password_validity_days,
        }
    }
}

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

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Devices {
    /// A device that is not remembered is asked for MFA where the user has it.
    #[serde(default)]
    challenge_new: bool,
    #[serde(default)]
    remember_on_prompt: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sessions {
    /// Whether ListUserSessions and RevokeUserSession know anything.
    tracking: bool,
    most_per_user: Option<i64>,
}

/// A web address for each trigger.
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

/// The words of messages, with {####} where the code goes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Messages {
    verification_email: Option<String>,
    verification_email_subject: Option<String>,
    verification_sms: Option<String>,
    invitation_email: Option<String>,
    invitation_email_subject: Option<String>,
    invitation_sms: Option<String>,
    mfa_email: Option<String>,
    mfa_email_subject: Option<String>,
    mfa_sms: Option<String>,
}

impl PoolConfig {
    pub fn pool(&self, now: Instant, decoy_key: Secret<[u8; 32]>) -> Pool {
        let after_region = self.id.split_once('_').map_or("", |(_, name)| name);
        let name = self.name.as_deref().unwrap_or(after_region);
        let mut pool = Pool::new(self.id.clone(), name.to_owned(), self.settings(), now, decoy_key);
        for attribute in &self.attributes {
            let attribute = attribute.schema();
            pool.schema.retain(|known| known.name != attribute.name);
            pool.schema.push(attribute);
        }
        pool.tags.clone_from(&self.tags);
        pool.mfa = self.mfa();
        if self.sessions.tracking {
            pool.sessions.0.insert("UserSessionTracking".to_owned(), "ENABLED".into());
        }
        if let Some(most) = self.sessions.most_per_user {
            pool.sessions.0.insert("TokenSession".to_owned(), json!({ "MaxPerUser": most }));
        }
        pool
    }

    pub fn check(&self) -> Result<(), String> {
        if !is_pool_id(&self.id) {
            return Err(format!(
                "pool.id {:?} is not a pool id: it reads like us-east-1_Local0001 (a region, `_`, letters and digits)",
                self.id
            ));
        }
        if self.name.as_ref().is_some_and(|name| !(1..=128).contains(&name.chars().count())) {
            return Err("pool.name must be 1 to 128 characters".to_owned());
        }
        if !self.username_attributes.is_empty() && !self.alias_attributes.is_empty() {
            return Err("pool: username_attributes and alias_attributes exclude each other".to_owned());
        }
        if self.first_factors.is_empty() || !self.first_factors.contains(&FirstFactor::Password) {
            return Err("pool.first_factors must have \"PASSWORD\" among them, as at Cognito".to_owned());
        }
        if let Some(recovery) = &self.account_recovery {
            let admin = recovery.contains(&Recovery::AdminOnly);
            if recovery.is_empty() || (admin && recovery.len() > 1) {
                return Err("pool.account_recovery names ways to recover, or \"admin_only\" alone".to_owned());
            }
        }
        let policy = &self.password_policy;
        bounded("pool.password_policy.minimum_length", policy.minimum_length, 6, 99)?;
        bounded("pool.password_policy.history", policy.history, 0, 24)?;
        bounded("pool.password_policy.temporary_days", policy.temporary_days, 0, 365)?;
        if self.mfa.mode == MfaConfiguration::On && self.mfa.factors.is_empty() {
            return Err(
                "pool.mfa: mode \"ON\" needs factors: \"SMS_MFA\", \"SOFTWARE_TOKEN_MFA\" or \"EMAIL_OTP\"".to_owned()
            );
        }
        if let Some(most) = self.sessions.most_per_user {
            bounded("pool.sessions.most_per_user", most, 1, 100)?;
        }
        if let Some(passkeys) = &self.passkeys {
            let id = &passkeys.relying_party;
            let label =
                |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            if !id.split('.').all(label) {
                return Err(format!("pool.passkeys.relying_party {id:?} must be a host name, like \"localhost\""));
            }
        }
        self.triggers.check()?;
        self.messages.check()?;
        let mut known = std::collections::BTreeSet::new();
        for attribute in &self.attributes {
            attribute.check()?;
            if !known.insert(attribute.full_name()) {
                return Err(format!("attribute {:?} is there twice", attribute.full_name()));
            }
        }
        Ok(())
    }

    fn settings(&self) -> PoolSettings {
        let policy = &self.password_policy;
        let contacts = |list: &[Contact]| list.iter().map(|contact| contact.name().to_owned()).collect::<Vec<_>>();
        let recovery = self.account_recovery.as_ref().map(|list| AccountRecoverySetting {
            recovery_mechanisms: (1..).zip(list).map(|(priority, way)| way.mechanism(priority)).collect(),
        });
        let before_update = contacts(&self.verify_before_update);
        PoolSettings {
            policies: Policies {
                password_policy: PasswordPolicy {
                    minimum_length: policy.minimum_length,
                    require_uppercase: policy.uppercase,
                    require_lowercase: policy.lowercase,
                    require_numbers: policy.numbers,
                    require_symbols: policy.symbols,
                    password_history_size: (policy.history > 0).then_some(policy.history),
                    temporary_password_validity_days: policy.temporary_days,
                },
                sign_in_policy: SignInPolicy { allowed_first_auth_factors: self.first_factors.clone() },
            },
            deletion_protection: match self.deletion_protection {
                true => DeletionProtection::Active,
                false => DeletionProtection::Inactive,
            },
            lambda_config: self.triggers.lambda_config(),
            auto_verified_attributes: contacts(&self.auto_verified_attributes),
            alias_attributes: self.alias_attributes.iter().map(|alias| alias.name().to_owned()).collect(),
            username_attributes: contacts(&self.username_attributes),
            user_attribute_update_settings: (!before_update.is_empty()).then_some(UserAttributeUpdateSettings {
                attributes_require_verification_before_update: before_update,
            }),
            device_configuration: self.devices.as_ref().map(|devices| DeviceConfiguration {
                challenge_required_on_new_device: devices.challenge_new,
                device_only_remembered_on_user_prompt: devices.remember_on_prompt,
            }),
            admin_create_user_config: AdminCreateUserConfig {
                allow_admin_create_user_only: !self.self_sign_up,
                invite_message_template: self.messages.invitation(),
                ..AdminCreateUserConfig::default()
            },
            username_configuration: UsernameConfiguration::new(self.case_sensitive),
            account_recovery_setting: recovery,
            issuer_configuration: match self.issuer {
                Issuer::Original => None,
                Issuer::Updated => Some(IssuerConfiguration { kind: "UPDATED".to_owned() }),
            },
            other: self.messages.verification(),
        }
    }

    fn mfa(&self) -> MfaConfig {
        let MfaSettings { mode, factors } = &self.mfa;
        let messages = &self.messages;
        MfaConfig {
            mfa_configuration: *mode,
            sms_mfa_configuration: factors
                .contains(&MfaKind::SmsMfa)
                .then(|| object([("SmsAuthenticationMessage", &messages.mfa_sms)])),
            software_token_mfa_configuration: factors
                .contains(&MfaKind::SoftwareTokenMfa)
                .then_some(Enabled { enabled: true }),
            email_mfa_configuration: factors
                .contains(&MfaKind::EmailOtp)
                .then(|| object([("Message", &messages.mfa_email), ("Subject", &messages.mfa_email_subject)])),
            web_authn_configuration: self.passkeys.as_ref().map(|passkeys| WebAuthnConfiguration {
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
}

impl Contact {
    fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::PhoneNumber => "phone_number",
        }
    }
}

impl Alias {
    fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::PhoneNumber => "phone_number",
            Self::PreferredUsername => "preferred_username",
        }
    }
}

impl Recovery {
    fn mechanism(self, priority: i64) -> RecoveryMechanism {
        let name = match self {
            Self::VerifiedEmail => "verified_email",
            Self::VerifiedPhoneNumber => "verified_phone_number",
            Self::AdminOnly => "admin_only",
        };
        RecoveryMechanism { priority, name: name.to_owned() }
    }
}

impl Triggers {
    fn lambda_config(&self) -> LambdaConfig {
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

    fn check(&self) -> Result<(), String> {
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

impl Messages {
    fn verification(&self) -> Map<String, Value> {
        let template = object([
            ("EmailMessage", &self.verification_email),
            ("EmailSubject", &self.verification_email_subject),
            ("SmsMessage", &self.verification_sms),
        ]);
        let template =
            (!template.is_empty()).then(|| ("VerificationMessageTemplate".to_owned(), Value::Object(template)));
        template.into_iter().collect()
    }

    fn invitation(&self) -> Option<Value> {
        let template = object([
            ("EmailMessage", &self.invitation_email),
            ("EmailSubject", &self.invitation_email_subject),
            ("SMSMessage", &self.invitation_sms),
        ]);
        (!template.is_empty()).then_some(Value::Object(template))
    }

    fn check(&self) -> Result<(), String> {
        for (key, text, placeholders) in [
            ("verification_email", &self.verification_email, &["{####}"][..]),
            ("verification_sms", &self.verification_sms, &["{####}"]),
            ("invitation_email", &self.invitation_email, &["{####}", "{username}"]),
            ("invitation_sms", &self.invitation_sms, &["{####}", "{username}"]),
            ("mfa_email", &self.mfa_email, &["{####}"]),
            ("mfa_sms", &self.mfa_sms, &["{####}"]),
        ] {
            let Some(text) = text else { continue };
            if let Some(missing) = placeholders.iter().find(|placeholder| !text.contains(**placeholder)) {
                return Err(format!("pool.messages.{key} lacks {missing}"));
            }
        }
        Ok(())
    }
}

fn object<const COUNT: usize>(members: [(&str, &Option<String>); COUNT]) -> Map<String, Value> {
    let given = members.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text.as_deref()?.into())));
    given.collect()
}

/// Cognito's pattern for pool ids: `[\w-]+_[0-9a-zA-Z]+`, at most 55 characters.
fn is_pool_id(id: &str) -> bool {
    let Some((region, name)) = id.split_once('_') else {
        return false;
    };
    id.len() <= 55
        && !region.is_empty()
        && region.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn password_alone() -> Vec<FirstFactor> {
    vec![FirstFactor::Password]
}

fn yes() -> bool {
    true
}
