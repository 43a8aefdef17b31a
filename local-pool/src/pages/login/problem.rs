//! What went wrong with the form that was sent, in words for the person and with the field it concerns.
//! Says no more than Cognito would: a wrong password and an unknown name are the same problem.

use maud::{Markup, html};

use super::attributes;
use crate::pages::words::{Words, filled};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    WrongCredentials,
    NameMissing,
    PasswordMissing,
    UserDisabled,
    MethodUnavailable,
    WrongCode,
    ExpiredCode,
    TooManyAttempts,
    NameTaken,
    AddressTaken,
    WeakPassword,
    UsedPassword,
    AttributeMissing(String),
    AttributeInvalid(String),
    PasskeyFailed,
    PasskeyNotSaved,
    TooManyPasskeys,
    SessionExpired,
    FormExpired,
    SignUpClosed,
    ProviderFailed(String),
    Server,
    /// A trigger's own words, which Cognito shows as they are.
    Told(String),
}

/// What a problem is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Concern<'a> {
    Name,
    NameAndPassword,
    Password,
    Code,
    Attribute(&'a str),
    Nothing,
}

impl Problem {
    /// Of the kind of problem, without what it is about.
    pub fn name(&self) -> &'static str {
        match self {
            Self::WrongCredentials => "WrongCredentials",
            Self::NameMissing => "NameMissing",
            Self::PasswordMissing => "PasswordMissing",
            Self::UserDisabled => "UserDisabled",
            Self::MethodUnavailable => "MethodUnavailable",
            Self::WrongCode => "WrongCode",
            Self::ExpiredCode => "ExpiredCode",
            Self::TooManyAttempts => "TooManyAttempts",
            Self::NameTaken => "NameTaken",
            Self::AddressTaken => "AddressTaken",
            Self::WeakPassword => "WeakPassword",
            Self::UsedPassword => "UsedPassword",
            Self::AttributeMissing(_) => "AttributeMissing",
            Self::AttributeInvalid(_) => "AttributeInvalid",
            Self::PasskeyFailed => "PasskeyFailed",
            Self::PasskeyNotSaved => "PasskeyNotSaved",
            Self::TooManyPasskeys => "TooManyPasskeys",
            Self::SessionExpired => "SessionExpired",
            Self::FormExpired => "FormExpired",
            Self::SignUpClosed => "SignUpClosed",
            Self::ProviderFailed(_) => "ProviderFailed",
            Self::Server => "Server",
            Self::Told(_) => "Refused",
        }
    }

    pub(super) fn text(&self, words: &Words) -> Markup {
        let plain = match self {
            Self::WrongCredentials => words.error_wrong_credentials,
            Self::NameMissing => words.error_name_missing,
            Self::PasswordMissing => words.error_password_missing,
            Self::UserDisabled => words.error_user_disabled,
            Self::MethodUnavailable => words.error_method_unavailable,
            Self::WrongCode => words.error_wrong_code,
            Self::ExpiredCode => words.error_expired_code,
            Self::TooManyAttempts => words.error_too_many_attempts,
            Self::NameTaken => words.error_name_taken,
            Self::AddressTaken => words.error_address_taken,
            Self::WeakPassword => words.error_weak_password,
            Self::UsedPassword => words.error_used_password,
            Self::PasskeyFailed => words.error_passkey_failed,
            Self::PasskeyNotSaved => words.error_passkey_not_saved,
            Self::TooManyPasskeys => words.error_too_many_passkeys,
            Self::SessionExpired => words.error_session_expired,
            Self::FormExpired => words.error_form_expired,
            Self::SignUpClosed => words.error_sign_up_closed,
            Self::Server => words.error_server,
            Self::AttributeMissing(name) => {
                return filled(words.error_attribute_missing, &attributes::label(name, words));
            }
            Self::AttributeInvalid(name) => {
                return filled(words.error_attribute_invalid, &attributes::label(name, words));
            }
            Self::ProviderFailed(provider) => return filled(words.error_provider_failed, provider),
            Self::Told(message) => message,
        };
        html! { (plain) }
    }

    pub(super) fn concerns(&self) -> Concern<'_> {
        match self {
            Self::WrongCredentials => Concern::NameAndPassword,
            Self::NameMissing | Self::NameTaken => Concern::Name,
            Self::PasswordMissing | Self::WeakPassword | Self::UsedPassword => Concern::Password,
            Self::WrongCode | Self::ExpiredCode => Concern::Code,
            Self::AttributeMissing(name) | Self::AttributeInvalid(name) => Concern::Attribute(name),
            Self::UserDisabled
            | Self::MethodUnavailable
            | Self::TooManyAttempts
            | Self::AddressTaken
            | Self::PasskeyFailed
            | Self::PasskeyNotSaved
            | Self::TooManyPasskeys
            | Self::SessionExpired
            | Self::FormExpired
            | Self::SignUpClosed
            | Self::ProviderFailed(_)
            | Self::Server
            | Self::Told(_) => Concern::Nothing,
        }
    }
}

impl Concern<'_> {
    /// Of a form that may have no problem.
    pub fn of(problem: Option<&Problem>) -> Concern<'_> {
        problem.map_or(Concern::Nothing, Problem::concerns)
    }

    pub fn name(self) -> bool {
        matches!(self, Self::Name | Self::NameAndPassword)
    }

    pub fn password(self) -> bool {
        matches!(self, Self::Password | Self::NameAndPassword)
    }

    pub fn code(self) -> bool {
        self == Self::Code
    }
}
