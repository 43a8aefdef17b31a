//! A registered passkey: the credential record of WebAuthn Level 3, section 4, as a row of the store.

use serde::{Deserialize, Serialize};

use super::ceremony::{CredentialId, RelyingPartyId};
use super::cose::PublicKey;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkey {
    pub credential_id: CredentialId,
    pub relying_party: RelyingPartyId,
    pub public_key: PublicKey,
    pub sign_count: u32,
    pub transports: Vec<String>,
    pub attachment: Option<Attachment>,
    /// In any ceremony so far.
    pub user_verified: bool,
    pub backup_eligible: bool,
    pub backed_up: bool,
    /// The authenticator's model, as a UUID; all zeros from one that does not say.
    pub aaguid: String,
    /// FriendlyCredentialName.
    pub name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attachment {
    Platform,
    CrossPlatform,
}

/// What a sign-in says of the passkey. `user_verified` is of this one sign-in: MFA asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    pub sign_count: u32,
    pub user_verified: bool,
    pub backed_up: bool,
}

impl Passkey {
    /// Section 7.2: "update credentialRecord with new state values".
    pub fn record(&mut self, used: Use) {
        self.sign_count = used.sign_count;
        self.backed_up = used.backed_up;
        self.user_verified |= used.user_verified;
    }
}

impl Attachment {
    /// AuthenticatorAttachment. A value that is not known is none (section 5.4.5).
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "platform" => Some(Self::Platform),
            "cross-platform" => Some(Self::CrossPlatform),
            _ => None,
        }
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::CrossPlatform => "cross-platform",
        }
    }
}

/// "Roaming passkey" is in Cognito's examples; the others are in its style.
pub fn friendly_name(attachment: Option<Attachment>) -> &'static str {
    match attachment {
        Some(Attachment::CrossPlatform) => "Roaming passkey",
        Some(Attachment::Platform) => "Platform passkey",
        None => "Passkey",
    }
}
