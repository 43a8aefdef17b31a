//! A device that a user pool remembers: its key, and the secret by which it proves itself with SRP.
//!
//! The secret is a random password of the device's own. The pool has only its verifier, g^x with
//! x = H(PAD(salt) | H(group key | device key | ":" | password)), which ConfirmDevice hands over.

use super::json::{self, ObjectWriter};
use super::srp::key::private_key;
use super::srp::{arithmetic, padded};
use super::user_pool::authentication_result::NewDevice;
use crate::error::{Error, ErrorCode, Result};
use crate::secret::Secret;
use alloc::string::String;
use base64ct::{Base64, Encoding};

/// A device of one user, with its secret.
#[derive(Clone, Debug)]
pub struct Device {
    /// Whose it is, as the pool names the user.
    pub username: String,
    /// DeviceKey
    pub key: String,
    /// DeviceGroupKey
    pub group_key: String,
    /// The device's own password.
    pub password: Secret<String>,
}

/// What the pool keeps of a device's secret, in base64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceVerifier {
    /// Salt
    pub salt: String,
    /// PasswordVerifier
    pub verifier: String,
}

impl Device {
    /// A device that the pool has just named, with a password of 32 random bytes.
    #[must_use]
    pub fn new(username: String, named: NewDevice, password: &Secret<[u8; 32]>) -> Self {
        // Exposed: the bytes become the password, which is a secret again.
        let password = Secret::new(Base64::encode_string(password.expose()));
        Self { username, key: named.key, group_key: named.group_key, password }
    }

    /// The verifier under a salt of 16 random bytes.
    #[must_use]
    pub fn verifier(&self, salt: [u8; 16]) -> DeviceVerifier {
        let x = private_key(&salt, &self.group_key, &self.key, &self.password);
        // Exposed: x is the exponent of the verifier, from which nobody finds it again.
        let verifier = arithmetic::public(x.expose());
        DeviceVerifier {
            salt: Base64::encode_string(&padded(&salt)),
            verifier: Base64::encode_string(&padded(&verifier)),
        }
    }

    /// What an app may keep where it wants, to bring it back later. It is a secret: whoever has it is this device.
    #[must_use]
    pub fn export(&self) -> Secret<String> {
        let mut object = ObjectWriter::new();
        // Exposed: the password goes into the exported text, which is a secret itself.
        object
            .text("username", &self.username)
            .text("deviceKey", &self.key)
            .text("deviceGroupKey", &self.group_key)
            .text("devicePassword", self.password.expose());
        Secret::new(object.finish())
    }

    /// Reads what `export` wrote.
    ///
    /// # Errors
    /// `invalid_input`
    pub fn import(text: &Secret<String>) -> Result<Self> {
        // Exposed: to be read.
        let read = json::read(text.expose()).and_then(|device| {
            let text = |name| device.text(name).filter(|text| !text.is_empty());
            Some(Self {
                username: text("username")?,
                key: text("deviceKey")?,
                group_key: text("deviceGroupKey")?,
                password: text("devicePassword")?.into(),
            })
        });
        read.ok_or_else(|| {
            Error::new(
                ErrorCode::InvalidInput,
                "This is no device that was exported. Pass the text unchanged, or leave it out: the pool then names this device anew.",
            )
        })
    }
}
