//! What a user answers, in the user's terms. Each challenge takes some of these and refuses the others.

use crate::secret::Secret;
use alloc::{string::String, vec::Vec};

/// An answer to a challenge.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Answer {
    /// A code from an app, an email or a text message.
    Code(Secret<String>),
    /// One of those that the challenge offers, by Cognito's name.
    Choice(String),
    /// The password, to be proved.
    Password(Secret<String>),
    /// The password itself, to be sent.
    PlainPassword(Secret<String>),
    /// A new password, and what the pool asks to know besides.
    NewPassword {
        /// The new password.
        password: Secret<String>,
        /// Names and values of attributes.
        attributes: Vec<(String, String)>,
    },
    /// What a passkey said, as JSON (AuthenticationResponseJSON).
    Passkey(String),
    /// To the app's own challenge.
    Custom(Secret<String>),
    /// The email address for codes, where MFA_SETUP offers EMAIL_OTP.
    Email(String),
    /// Cognito's own names and values. For challenges that this version does not know.
    Raw(Vec<(String, Secret<String>)>),
}
