//! A user pool: who may sign in, how, and what is asked of them. Its settings have the names and the shape of the API, so
//! that what CreateUserPool takes is what DescribeUserPool tells; what nothing here acts on is kept and told back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::clock::Instant;
use crate::secret::Secret;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pool {
    pub id: String,
    pub name: String,
    pub created: Instant,
    pub modified: Instant,
    /// The attributes it was made with, Cognito's own and the app's.
    pub schema: Vec<SchemaAttribute>,
    pub settings: PoolSettings,
    pub tags: BTreeMap<String, String>,
    pub mfa: MfaConfig,
    pub sessions: SessionConfig,
    /// Salts the challenges of people who do not exist: the same name gets the same salt each time.
    pub decoy_key: Secret<[u8; 32]>,
}

/// What CreateUserPool and UpdateUserPool set.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct PoolSettings {
    pub policies: Policies,
    pub deletion_protection: DeletionProtection,
    pub lambda_config: LambdaConfig,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub auto_verified_attributes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alias_attributes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub username_attributes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_attribute_update_settings: Option<UserAttributeUpdateSettings>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_configuration: Option<DeviceConfiguration>,
    pub admin_create_user_config: AdminCreateUserConfig,
    #[serde(skip_serializing_if = "UsernameConfiguration::was_not_sent")]
    pub username_configuration: UsernameConfiguration,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_recovery_setting: Option<AccountRecoverySetting>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer_configuration: Option<IssuerConfiguration>,
    /// What is only told back: how mail is sent, the words of messages, the tier.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Policies {
    pub password_policy: PasswordPolicy,
    pub sign_in_policy: SignInPolicy,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct PasswordPolicy {
    pub minimum_length: usize,
    pub require_uppercase: bool,
    pub require_lowercase: bool,
    pub require_numbers: bool,
    pub require_symbols: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_history_size: Option<usize>,
    pub temporary_password_validity_days: i64,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            minimum_length: 8,
            require_uppercase: true,
            require_lowercase: true,
            require_numbers: true,
            require_symbols: true,
            password_history_size: None,
            temporary_password_validity_days: 7,
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SignInPolicy {
    pub allowed_first_auth_factors: Vec<FirstFactor>,
}

impl Default for SignInPolicy {
    fn default() -> Self {
        Self { allowed_first_auth_factors: vec![FirstFactor::Password] }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FirstFactor {
    Password,
    EmailOtp,
    SmsOtp,
    #[serde(rename = "WEB_AUTHN")]
    WebAuthn,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum DeletionProtection {
    Active,
    #[default]
    Inactive,
}

/// The address (a URL of one's own, in place of a function's ARN) that each trigger calls.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct LambdaConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre_sign_up: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post_confirmation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre_authentication: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post_authentication: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub define_auth_challenge: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub create_auth_challenge: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verify_auth_challenge_response: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre_token_generation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre_token_generation_config: Option<PreTokenGenerationConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_migration: Option<String>,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl LambdaConfig {
    pub fn is_empty(&self) -> bool {
        let Self {
            pre_sign_up,
            custom_message,
            post_confirmation,
            pre_authentication,
            post_authentication,
            define_auth_challenge,
            create_auth_challenge,
            verify_auth_challenge_response,
            pre_token_generation,
            pre_token_generation_config,
            user_migration,
            other: _,
        } = self;
        let single = [
            pre_sign_up,
            custom_message,
            post_confirmation,
            pre_authentication,
            post_authentication,
            define_auth_challenge,
            create_auth_challenge,
            verify_auth_challenge_response,
            pre_token_generation,
            user_migration,
        ];
        single.iter().all(|trigger| trigger.is_none()) && pre_token_generation_config.is_none()
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct PreTokenGenerationConfig {
    /// V1_0, V2_0 or V3_0.
    pub lambda_version: String,
    pub lambda_arn: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct UserAttributeUpdateSettings {
    pub attributes_require_verification_before_update: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DeviceConfiguration {
    pub challenge_required_on_new_device: bool,
    pub device_only_remembered_on_user_prompt: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AdminCreateUserConfig {
    pub allow_admin_create_user_only: bool,
    pub unused_account_validity_days: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invite_message_template: Option<Value>,
}

impl Default for AdminCreateUserConfig {
    fn default() -> Self {
        Self { allow_admin_create_user_only: false, unused_account_validity_days: 7, invite_message_template: None }
    }
}

/// Whether names that differ in case alone are different people. Cognito's API says yes unless told.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct UsernameConfiguration {
    pub case_sensitive: bool,
    /// Cognito tells it only where it was sent.
    #[serde(skip, default)]
    sent: Sent,
}

impl Default for UsernameConfiguration {
    fn default() -> Self {
        Self { case_sensitive: true, sent: Sent::No }
    }
}

impl UsernameConfiguration {
    pub fn new(case_sensitive: bool) -> Self {
        Self { case_sensitive, sent: Sent::Yes }
    }

    fn was_not_sent(&self) -> bool {
        matches!(self.sent, Sent::No)
    }
}

/// What is read was sent; what is there by default was not.
#[derive(Clone, Copy, Debug, Default)]
enum Sent {
    No,
    #[default]
    Yes,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AccountRecoverySetting {
    pub recovery_mechanisms: Vec<RecoveryMechanism>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RecoveryMechanism {
    pub priority: i64,
    /// verified_email, verified_phone_number or admin_only.
    pub name: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct IssuerConfiguration {
    #[serde(rename = "Type")]
    pub kind: String,
}

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

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct SchemaAttribute {
    pub name: String,
    /// String, Number, DateTime or Boolean.
    #[serde(default = "string")]
    pub attribute_data_type: String,
    #[serde(default)]
    pub developer_only_attribute: bool,
    #[serde(default = "yes")]
    pub mutable: bool,
    #[serde(default)]
    pub required: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub string_attribute_constraints: Option<Map<String, Value>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_attribute_constraints: Option<Map<String, Value>>,
}

fn string() -> String {
    "String".to_owned()
}

fn yes() -> bool {
    true
}

impl Pool {
    pub fn new(id: String, name: String, settings: PoolSettings, now: Instant, decoy_key: Secret<[u8; 32]>) -> Self {
        Self {
            id,
            name,
            created: now,
            modified: now,
            schema: standard_schema(),
            settings,
            tags: BTreeMap::new(),
            mfa: MfaConfig::default(),
            sessions: SessionConfig::default(),
            decoy_key,
        }
    }

    pub fn region(&self) -> &str {
        self.id.split_once('_').map_or("", |(region, _)| region)
    }

    /// What follows `_` in the id; SRP hashes it.
    pub fn short_name(&self) -> &str {
        self.id.split_once('_').map_or("", |(_, name)| name)
    }

    pub fn arn(&self) -> String {
        format!("arn:aws:cognito-idp:{}:{}:userpool/{}", self.region(), crate::store::ACCOUNT, self.id)
    }

    /// Cognito's name for itself in tokens. Pools made with the newer form have `issuer-` in front of the host.
    pub fn issuer(&self) -> String {
        let newer = self.settings.issuer_configuration.as_ref().is_some_and(|issuer| issuer.kind != "ORIGINAL");
        let form = if newer { "issuer-" } else { "" };
        format!("https://{form}cognito-idp.{}.amazonaws.com/{}", self.region(), self.id)
    }

    /// Whether a person signs in with the email address or phone number itself, the user name being one of the pool's own.
    pub fn signs_in_by_attribute(&self) -> bool {
        !self.settings.username_attributes.is_empty()
    }
}

/// The attributes that every pool has, with Cognito's types and bounds.
pub fn standard_schema() -> Vec<SchemaAttribute> {
    let text = |name: &str, bounds: (u32, u32), mutable: bool, required: bool| SchemaAttribute {
        name: name.to_owned(),
        attribute_data_type: string(),
        developer_only_attribute: false,
        mutable,
        required,
        string_attribute_constraints: Some(
            [("MinLength", bounds.0), ("MaxLength", bounds.1)]
                .into_iter()
                .map(|(bound, value)| (bound.to_owned(), Value::from(value.to_string())))
                .collect(),
        ),
        number_attribute_constraints: None,
    };
    let boolean = |name: &str| SchemaAttribute {
        attribute_data_type: "Boolean".to_owned(),
        string_attribute_constraints: None,
        ..text(name, (0, 0), true, false)
    };
    let mut schema = vec![text("sub", (1, 2048), false, true)];
    let any_length = [
        "name",
        "given_name",
        "family_name",
        "middle_name",
        "nickname",
        "preferred_username",
        "profile",
        "picture",
        "website",
        "email",
    ];
    schema.extend(any_length.map(|name| text(name, (0, 2048), true, false)));
    schema.push(boolean("email_verified"));
    schema.push(text("gender", (0, 2048), true, false));
    schema.push(text("birthdate", (10, 10), true, false));
    schema.extend(["zoneinfo", "locale", "phone_number"].map(|name| text(name, (0, 2048), true, false)));
    schema.push(boolean("phone_number_verified"));
    schema.push(text("address", (0, 2048), true, false));
    schema.push(SchemaAttribute {
        attribute_data_type: "Number".to_owned(),
        string_attribute_constraints: None,
        number_attribute_constraints: Some(Map::from_iter([("MinValue".to_owned(), Value::from("0"))])),
        ..text("updated_at", (0, 0), true, false)
    });
    schema.push(text("identities", (0, 2048), true, false));
    schema
}
