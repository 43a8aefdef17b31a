//! The names and values of the form fields, for the pages that write them and the handlers that read them.
//! Where Cognito's API has a word for a value (PASSWORD, EMAIL_OTP), the forms use it.

pub const CSRF: &str = "csrf";
/// The opaque state of a sign-in under way, where the handlers carry it in the form.
pub const SESSION: &str = "session";
pub const USERNAME: &str = "username";
pub const PASSWORD: &str = "password";
pub const NEW_PASSWORD: &str = "new_password";
pub const CODE: &str = "code";
/// A `SignInMethod` or a `Factor`.
pub const METHOD: &str = "method";
/// What the browser's WebAuthn answered, as JSON.
pub const CREDENTIAL: &str = "credential";
/// An account of the choice of accounts, or nothing for another one.
pub const ACCOUNT: &str = "account";
/// `attribute.email`, `attribute.custom:tier`.
pub const ATTRIBUTE_PREFIX: &str = "attribute.";
pub const EMAIL: &str = "email";
/// What a person does with an offer: `SKIP` or nothing.
pub const ANSWER: &str = "answer";
pub const SKIP: &str = "skip";

/// The ways to sign in that a person can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInMethod {
    Password,
    Passkey,
    EmailCode,
    SmsCode,
    /// A code, by whatever way the account has.
    AnyCode,
}

impl SignInMethod {
    pub const ALL: [Self; 5] = [Self::Password, Self::Passkey, Self::EmailCode, Self::SmsCode, Self::AnyCode];

    pub const fn value(self) -> &'static str {
        match self {
            Self::Password => "PASSWORD",
            Self::Passkey => "WEB_AUTHN",
            Self::EmailCode => "EMAIL_OTP",
            Self::SmsCode => "SMS_OTP",
            Self::AnyCode => "OTP",
        }
    }

    pub fn parse(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.value() == value)
    }
}

/// The second factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    AuthenticatorApp,
    Sms,
    Email,
}

impl Factor {
    pub const ALL: [Self; 3] = [Self::AuthenticatorApp, Self::Sms, Self::Email];

    pub const fn value(self) -> &'static str {
        match self {
            Self::AuthenticatorApp => "SOFTWARE_TOKEN_MFA",
            Self::Sms => "SMS_MFA",
            Self::Email => "EMAIL_OTP",
        }
    }

    pub fn parse(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|factor| factor.value() == value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_form_sends_is_read_as_what_was_written() {
        for method in SignInMethod::ALL {
            assert_eq!(SignInMethod::parse(method.value()), Some(method));
        }
        for factor in Factor::ALL {
            assert_eq!(Factor::parse(factor.value()), Some(factor));
        }
        assert_eq!(SignInMethod::parse("password"), None);
        assert_eq!(Factor::parse(""), None);
    }
}
