//! What the pool issued and has to remember until the answer comes: the challenge, the relying party, the demands.
//! A ceremony is stored; it is for one answer, and the operation takes it out of the store before it looks at that answer.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::base64url::{self, Limit};
use super::cose::Algorithm;
use crate::random::{self, Random};

const CHALLENGE_BYTES: usize = 32;
/// WebAuthn Level 3, section 7.1, step 25.
const LONGEST_CREDENTIAL_ID: Limit = Limit(1023);
/// RelyingPartyIdType of Cognito's model.
const LONGEST_RELYING_PARTY_ID: usize = 127;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ceremony {
    pub challenge: Challenge,
    pub relying_party: RelyingPartyId,
    pub user_verification: UserVerification,
    pub algorithms: Vec<Algorithm>,
}

impl Ceremony {
    pub fn new(random: &dyn Random, relying_party: RelyingPartyId, user_verification: UserVerification) -> Self {
        let challenge = Challenge(random::bytes::<CHALLENGE_BYTES>(random).to_vec());
        Self { challenge, relying_party, user_verification, algorithms: Algorithm::OFFERED.to_vec() }
    }
}

/// UserVerification of WebAuthnConfigurationType. A pool whose passkeys count as MFA requires it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UserVerification {
    Required,
    Preferred,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Challenge(Vec<u8>);

impl Challenge {
    /// The client data holds the challenge as this one text.
    pub(super) fn is(&self, text: &str) -> bool {
        base64url::encode(&self.0) == text
    }
}

/// A domain, in lower case: the host of the pages that may use the passkeys, or a domain above it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RelyingPartyId(String);

impl RelyingPartyId {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// "Is a registrable domain suffix of or is equal to", without the list of public suffixes: the pool's owner chose it.
    pub(super) fn covers(&self, host: &str) -> bool {
        host.strip_suffix(&self.0).is_some_and(|left| left.is_empty() || left.ends_with('.'))
    }
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CredentialId(Vec<u8>);

impl CredentialId {
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        (!bytes.is_empty() && bytes.len() <= LONGEST_CREDENTIAL_ID.0).then(|| Self(bytes.to_vec()))
    }

    pub(super) fn decode(text: &str) -> Option<Self> {
        Self::from_bytes(&base64url::decode(text, LONGEST_CREDENTIAL_ID)?)
    }
}

/// The CredentialId of Cognito's API: base64url.
impl fmt::Display for CredentialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&base64url::encode(&self.0))
    }
}

/// The user's id for authenticators. Cognito takes the letters of the sub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserHandle(Vec<u8>);

impl UserHandle {
    pub fn of_sub(sub: &str) -> Self {
        Self(sub.as_bytes().to_vec())
    }

    /// Section 5.4.3: 64 bytes at most.
    pub(super) fn decode(text: &str) -> Option<Self> {
        base64url::decode(text, Limit(64)).map(Self)
    }

    pub(super) fn encode(&self) -> String {
        base64url::encode(&self.0)
    }
}

/// The text of a row is not what this type writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotValid(&'static str);

impl TryFrom<String> for Challenge {
    type Error = NotValid;

    fn try_from(text: String) -> Result<Self, NotValid> {
        base64url::decode(&text, Limit(1024)).map(Self).ok_or(NotValid("a challenge is base64url"))
    }
}

impl From<Challenge> for String {
    fn from(challenge: Challenge) -> Self {
        base64url::encode(&challenge.0)
    }
}

impl TryFrom<String> for RelyingPartyId {
    type Error = NotValid;

    fn try_from(text: String) -> Result<Self, NotValid> {
        let refused = NotValid("a relying party id is a domain of at most 127 characters");
        if text.len() > LONGEST_RELYING_PARTY_ID || text.ends_with('.') {
            return Err(refused);
        }
        match url::Host::parse(&text) {
            Ok(url::Host::Domain(domain)) => Ok(Self(domain)),
            Ok(url::Host::Ipv4(_) | url::Host::Ipv6(_)) | Err(_) => Err(refused),
        }
    }
}

impl From<RelyingPartyId> for String {
    fn from(id: RelyingPartyId) -> Self {
        id.0
    }
}

impl TryFrom<String> for CredentialId {
    type Error = NotValid;

    fn try_from(text: String) -> Result<Self, NotValid> {
        Self::decode(&text).ok_or(NotValid("a credential id is base64url of 1 to 1023 bytes"))
    }
}

impl From<CredentialId> for String {
    fn from(id: CredentialId) -> Self {
        id.to_string()
    }
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Challenge({})", base64url::encode(&self.0))
    }
}

impl fmt::Debug for CredentialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CredentialId({self})")
    }
}

impl fmt::Display for NotValid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for NotValid {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relying_party_is_a_domain_and_nothing_else() {
        for (text, id) in [
            ("example.org", "example.org"),
            ("LOCALHOST", "localhost"),
            ("b\u{fc}cher.example", "xn--bcher-kva.example"),
        ] {
            assert_eq!(RelyingPartyId::try_from(text.to_owned()).unwrap().as_str(), id);
        }
        for text in [
            "",
            "127.0.0.1",
            "[::1]",
            "https://example.org",
            "example.org:443",
            "a b",
            "example.org.",
            &"a.".repeat(64),
        ] {
            assert!(RelyingPartyId::try_from(text.to_owned()).is_err(), "{text}");
        }
    }

    #[test]
    fn a_ceremony_survives_a_row_and_every_challenge_is_new() {
        let random = random::Counter::default();
        let id = || RelyingPartyId::try_from("example.org".to_owned()).unwrap();
        let ceremony = Ceremony::new(&random, id(), UserVerification::Required);
        let row = serde_json::to_string(&ceremony).unwrap();
        assert_eq!(serde_json::from_str::<Ceremony>(&row).unwrap(), ceremony);
        assert!(
            row.contains(r#""algorithms":[-7,-257]"#) && row.contains(r#""user_verification":"required""#),
            "{row}"
        );
        assert_ne!(Ceremony::new(&random, id(), UserVerification::Required).challenge, ceremony.challenge);
    }

    #[test]
    fn a_credential_id_has_1_to_1023_bytes() {
        for (length, accepted) in [(0, false), (1, true), (1023, true), (1024, false)] {
            let text = base64url::encode(&vec![7; length]);
            assert_eq!(
                CredentialId::try_from(text.clone()).map(String::from),
                if accepted { Ok(text) } else { Err(NotValid("a credential id is base64url of 1 to 1023 bytes")) }
            );
        }
    }
}
