//! A sign-in under way: whose it is, what was proven so far, and the step that it stopped at.
//! Steps hold what their answers are checked against: they live in memory for minutes and are never written down.

use std::collections::BTreeMap;

use super::outbox::Medium;
use super::user::{MfaFactor, User};
use crate::secret::Secret;
use crate::srp::Exchange;
use crate::totp;
use crate::triggers::define_auth_challenge::Step as Round;
use crate::webauthn::Ceremony;

/// A sign-in under way. It goes from challenge to challenge, and gains a factor with each.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub client_id: String,
    pub flow: Flow,
    /// The name as it was typed.
    pub given: String,
    /// The user it stands for; for someone who does not exist, what was typed.
    pub username: String,
    /// The user's `sub`, so that nobody who takes over the name takes over the sign-in. None for someone who does not exist.
    pub sub: Option<String>,
    /// What the person proved, in order.
    pub proven: Vec<Factor>,
    /// The device that the request named (DEVICE_KEY).
    pub device_key: Option<String>,
    /// The rounds of CUSTOM_AUTH so far.
    pub rounds: Vec<Round>,
    /// The level that TARGET_ACR_VALUES asks for.
    pub target: Option<Level>,
}

impl Attempt {
    pub fn new(client_id: &str, flow: Flow, given: &str, user: &User) -> Self {
        Self { sub: Some(user.sub.clone()), ..Self::named(client_id, flow, given, &user.username) }
    }

    /// For a name that nobody has, when the client hides that.
    pub fn of_nobody(client_id: &str, flow: Flow, given: &str) -> Self {
        Self::named(client_id, flow, given, given)
    }

    fn named(client_id: &str, flow: Flow, given: &str, username: &str) -> Self {
        Self {
            client_id: client_id.to_owned(),
            flow,
            given: given.to_owned(),
            username: username.to_owned(),
            sub: None,
            proven: Vec::new(),
            device_key: None,
            rounds: Vec::new(),
            target: None,
        }
    }

    /// One more factor was proven.
    pub fn with(mut self, factor: Factor) -> Self {
        if !self.has(factor) {
            self.proven.push(factor);
        }
        self
    }

    pub fn has(&self, factor: Factor) -> bool {
        self.proven.contains(&factor)
    }

    pub fn has_second_factor(&self) -> bool {
        self.proven.iter().any(|factor| factor.is_second())
    }

    /// Whether an answer that names this user is an answer to this attempt: with USER_ID_FOR_SRP, or as it was typed.
    pub fn is_named(&self, username: &str) -> bool {
        username == self.username || username == self.given || self.sub.as_deref() == Some(username)
    }
}

/// Something that a person proved. Grants remember them by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    Password,
    /// Codes that came first, in place of a password.
    EmailOtp,
    SmsOtp,
    Passkey,
    /// Codes that came second.
    SmsMfa,
    EmailMfa,
    SoftwareToken,
    PasskeyMfa,
    /// A remembered device, in place of a second factor.
    Device,
    /// A challenge of the app's own triggers.
    Custom,
    /// A temporary password was replaced by one of the person's own.
    NewPassword,
}

impl Factor {
    /// The challenge that proves it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Password => "PASSWORD",
            Self::EmailOtp | Self::EmailMfa => "EMAIL_OTP",
            Self::SmsOtp => "SMS_OTP",
            Self::Passkey | Self::PasskeyMfa => "WEB_AUTHN",
            Self::SmsMfa => "SMS_MFA",
            Self::SoftwareToken => "SOFTWARE_TOKEN_MFA",
            Self::Device => "DEVICE_SRP_AUTH",
            Self::Custom => "CUSTOM_CHALLENGE",
            Self::NewPassword => "NEW_PASSWORD_REQUIRED",
        }
    }

    fn is_second(self) -> bool {
        match self {
            Self::SmsMfa | Self::EmailMfa | Self::SoftwareToken | Self::PasskeyMfa | Self::Device => true,
            Self::Password | Self::EmailOtp | Self::SmsOtp | Self::Passkey | Self::Custom | Self::NewPassword => false,
        }
    }
}

/// Authentication levels as Cognito counts them; a pool may give them names of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    One,
    Two,
    Three,
    Four,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    UserSrp,
    UserPassword,
    AdminUserPassword,
    UserAuth,
    Custom,
    /// At managed login, whose pages ask the same questions.
    ManagedLogin,
}

/// One variant for each step that a sign-in can stop at.
#[derive(Clone)]
pub enum Step {
    /// USER_AUTH without a preference that can be met: which of these?
    SelectChallenge {
        offered: Vec<FirstStep>,
    },
    Password,
    PasswordSrp,
    PasswordVerifier {
        exchange: Box<Exchange>,
        secret_block: Vec<u8>,
    },
    WebAuthn {
        ceremony: Box<Ceremony>,
    },
    /// A remembered device is to prove that it is the one.
    DeviceSrp,
    DeviceVerifier {
        exchange: Box<Exchange>,
        secret_block: Vec<u8>,
    },
    /// A code is on its way, or for someone who does not exist is said to be.
    SentCode(SentCode),
    SoftwareToken,
    SelectMfaType {
        offered: Vec<MfaFactor>,
    },
    MfaSetup {
        offered: Vec<MfaFactor>,
        token: SetUpToken,
    },
    NewPassword {
        required: Vec<String>,
    },
    /// A challenge of CreateAuthChallenge's making.
    Custom {
        private: Secret<BTreeMap<String, String>>,
        metadata: Option<String>,
    },
    /// SignUp gave a Session out, for ConfirmSignUp.
    SigningUp,
    /// ConfirmSignUp gave a Session out: USER_AUTH takes it as a first factor that was proven.
    SignedUp {
        by: Medium,
    },
}

/// A choice of USER_AUTH, by the names in AvailableChallenges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstStep {
    PasswordSrp,
    Password,
    EmailOtp,
    SmsOtp,
    WebAuthn,
}

impl FirstStep {
    pub const ALL: [Self; 5] = [Self::PasswordSrp, Self::Password, Self::EmailOtp, Self::SmsOtp, Self::WebAuthn];

    pub fn name(self) -> &'static str {
        match self {
            Self::PasswordSrp => "PASSWORD_SRP",
            Self::Password => "PASSWORD",
            Self::EmailOtp => "EMAIL_OTP",
            Self::SmsOtp => "SMS_OTP",
            Self::WebAuthn => "WEB_AUTHN",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }
}

#[derive(Clone)]
pub struct SentCode {
    pub kind: CodeKind,
    /// None where nothing was sent: no answer is right.
    pub code: Option<Secret<String>>,
    /// Whether the address becomes a second factor of the user, which it is not yet.
    pub sets_up: bool,
    /// The address or number: if it is still the user's when the code comes back, the code verifies it.
    pub to: String,
}

/// The four uses of a code that was sent, each a challenge of its own, two of them by one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    EmailOtp,
    SmsOtp,
    EmailMfa,
    SmsMfa,
}

impl CodeKind {
    pub fn challenge(self) -> &'static str {
        self.factor().name()
    }

    pub fn factor(self) -> Factor {
        match self {
            Self::EmailOtp => Factor::EmailOtp,
            Self::SmsOtp => Factor::SmsOtp,
            Self::EmailMfa => Factor::EmailMfa,
            Self::SmsMfa => Factor::SmsMfa,
        }
    }

    pub fn medium(self) -> Medium {
        match self {
            Self::EmailOtp | Self::EmailMfa => Medium::Email,
            Self::SmsOtp | Self::SmsMfa => Medium::Sms,
        }
    }

    /// A code that stands alone is longer than one that follows a password.
    pub fn digits(self) -> usize {
        match self {
            Self::EmailOtp | Self::SmsOtp => 8,
            Self::EmailMfa | Self::SmsMfa => 6,
        }
    }
}

/// How far the set-up of an authenticator app has come within a sign-in.
#[derive(Clone)]
pub enum SetUpToken {
    NotBegun,
    /// AssociateSoftwareToken gave this out.
    Associated(totp::Secret),
    /// VerifySoftwareToken took a code of it.
    Verified,
}
