//! A user: the name, a verifier in place of the password, attributes, groups, factors, devices, codes under way.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::clock::Instant;
use crate::secret::Secret;
use crate::srp::Verifier;
use crate::totp;
use crate::webauthn::Passkey;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct User {
    pub pool_id: String,
    /// Never changes. Where people sign in by email or phone number it is the `sub`.
    pub username: String,
    pub sub: String,
    /// Without `sub`.
    pub attributes: BTreeMap<String, String>,
    pub status: UserStatus,
    pub enabled: bool,
    pub created: Instant,
    pub modified: Instant,
    /// None for people who never had a password: passwordless, or from another identity provider.
    pub password: Option<Verifier>,
    /// The newest last; as many as the pool's policy asks to remember.
    pub former_passwords: Vec<Verifier>,
    pub temporary_password_expires: Option<Instant>,
    pub groups: BTreeSet<String>,
    pub mfa: MfaPreference,
    pub software_token: Option<SoftwareToken>,
    /// What AssociateSoftwareToken gave out, until VerifySoftwareToken puts it in the place of the one before.
    #[serde(default)]
    pub new_software_token: Option<totp::Secret>,
    pub passkeys: Vec<RegisteredPasskey>,
    pub devices: BTreeMap<String, Device>,
    pub codes: BTreeMap<Purpose, Code>,
    /// Attribute values that wait for their code before they take the place of the old ones.
    pub unverified_updates: BTreeMap<String, String>,
    pub lockout: Lockout,
    /// Counted apart: who has the password must not be able to forget the wrong codes by sending it.
    #[serde(default)]
    pub wrong_codes: Lockout,
    pub identities: Vec<LinkedIdentity>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum UserStatus {
    #[default]
    Confirmed,
    Unconfirmed,
    ResetRequired,
    ForceChangePassword,
    ExternalProvider,
}

impl UserStatus {
    pub fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "CONFIRMED",
            Self::Unconfirmed => "UNCONFIRMED",
            Self::ResetRequired => "RESET_REQUIRED",
            Self::ForceChangePassword => "FORCE_CHANGE_PASSWORD",
            Self::ExternalProvider => "EXTERNAL_PROVIDER",
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MfaPreference {
    pub enabled: BTreeSet<MfaFactor>,
    pub preferred: Option<MfaFactor>,
}

/// A second factor, by its name in UserMFASettingList; the challenge of EmailOtp is EMAIL_OTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MfaFactor {
    SmsMfa,
    SoftwareTokenMfa,
    EmailOtp,
    #[serde(rename = "WEB_AUTHN_MFA")]
    WebAuthn,
}

impl MfaFactor {
    pub fn name(self) -> &'static str {
        match self {
            Self::SmsMfa => "SMS_MFA",
            Self::SoftwareTokenMfa => "SOFTWARE_TOKEN_MFA",
            Self::EmailOtp => "EMAIL_OTP",
            Self::WebAuthn => "WEB_AUTHN_MFA",
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SoftwareToken {
    pub secret: totp::Secret,
    pub name: Option<String>,
    /// False between AssociateSoftwareToken and VerifySoftwareToken.
    pub verified: bool,
    /// The last step whose code was taken: a code is good once.
    pub last_step: Option<totp::Step>,
}

/// The oldest first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RegisteredPasskey {
    pub passkey: Passkey,
    pub created: Instant,
}

/// A device that signed in while the pool tracks devices; with a verifier once ConfirmDevice was called.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Device {
    pub key: String,
    pub group_key: String,
    pub verifier: Option<Verifier>,
    pub name: Option<String>,
    pub remembered: bool,
    pub created: Instant,
    pub modified: Instant,
    pub last_used: Instant,
}

/// What a code that was sent is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Purpose {
    SignUp,
    ForgotPassword,
    /// The attribute's name.
    Verify(String),
}

impl From<Purpose> for String {
    fn from(purpose: Purpose) -> Self {
        match purpose {
            Purpose::SignUp => "sign-up".to_owned(),
            Purpose::ForgotPassword => "forgot-password".to_owned(),
            Purpose::Verify(attribute) => format!("verify {attribute}"),
        }
    }
}

impl TryFrom<String> for Purpose {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_str() {
            "sign-up" => Ok(Self::SignUp),
            "forgot-password" => Ok(Self::ForgotPassword),
            other => other
                .strip_prefix("verify ")
                .map(|attribute| Self::Verify(attribute.to_owned()))
                .ok_or("a code for nothing that is known"),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Code {
    pub code: Secret<String>,
    pub expires: Instant,
    /// The attribute whose address it was sent to: proving the code verifies it.
    pub attribute: Option<String>,
}

/// Failed passwords or codes in a row, and until when no more are tried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lockout {
    pub failures: u32,
    pub until: Option<Instant>,
}

/// A user of another identity provider that is this user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedIdentity {
    pub provider_name: String,
    pub provider_type: String,
    pub user_id: String,
    pub primary: bool,
    pub created: Instant,
    /// The pool's attribute that `user_id` is the value of, where an administrator linked by one; else the provider's subject.
    #[serde(default)]
    pub attribute: Option<String>,
}

impl LinkedIdentity {
    /// Whether a person of this provider is meant, who has this name there and these attributes here.
    pub fn is_of(&self, subject: &str, mapped: &BTreeMap<String, String>) -> bool {
        match &self.attribute {
            None => self.user_id == subject,
            Some(attribute) => mapped.get(attribute) == Some(&self.user_id),
        }
    }

    /// As the ID token and the attribute `identities` have it.
    pub fn claim(&self) -> Value {
        json!({
            "dateCreated": self.created.millis().to_string(),
            "userId": self.user_id,
            "providerName": self.provider_name,
            "providerType": self.provider_type,
            "issuer": null,
            "primary": self.primary.to_string(),
        })
    }
}

impl User {
    /// A user with nothing but a name: for whoever makes one to fill in.
    pub fn new(pool_id: &str, username: String, sub: String, now: Instant) -> Self {
        Self {
            pool_id: pool_id.to_owned(),
            username,
            sub,
            attributes: BTreeMap::new(),
            status: UserStatus::Unconfirmed,
            enabled: true,
            created: now,
            modified: now,
            password: None,
            former_passwords: Vec::new(),
            temporary_password_expires: None,
            groups: BTreeSet::new(),
            mfa: MfaPreference::default(),
            software_token: None,
            new_software_token: None,
            passkeys: Vec::new(),
            devices: BTreeMap::new(),
            codes: BTreeMap::new(),
            unverified_updates: BTreeMap::new(),
            lockout: Lockout::default(),
            wrong_codes: Lockout::default(),
            identities: Vec::new(),
        }
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        match name {
            "sub" => Some(&self.sub),
            _ => self.attributes.get(name).map(String::as_str),
        }
    }

    /// Whether an email address or phone number was proven.
    pub fn has_verified(&self, name: &str) -> bool {
        self.attributes.contains_key(name) && self.attribute(&format!("{name}_verified")) == Some("true")
    }
}
