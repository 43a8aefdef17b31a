//! Authenticator data (WebAuthn Level 3, section 6.1): what the authenticator says of itself, and signs.
//! The bytes must be used up: what follows the last part is refused. Extensions are read over and not used.

use super::cbor;
use super::ceremony::{Ceremony, CredentialId, UserVerification};
use super::cose::{NotAKey, PublicKey};
use super::refusal::Refusal;

const MALFORMED: Refusal = Refusal::Malformed("authenticatorData");

pub struct AuthenticatorData {
    relying_party_hash: [u8; 32],
    pub flags: Flags,
    pub sign_count: u32,
    pub attested: Option<Attested>,
}

/// Attested credential data (section 6.5.2).
pub struct Attested {
    pub aaguid: [u8; 16],
    pub credential_id: CredentialId,
    pub public_key: PublicKey,
}

#[derive(Clone, Copy)]
pub struct Flags(u8);

impl Flags {
    pub const fn user_present(self) -> bool {
        self.0 & 0x01 != 0
    }

    pub const fn user_verified(self) -> bool {
        self.0 & 0x04 != 0
    }

    pub const fn backup_eligible(self) -> bool {
        self.0 & 0x08 != 0
    }

    pub const fn backed_up(self) -> bool {
        self.0 & 0x10 != 0
    }

    const fn has_attested(self) -> bool {
        self.0 & 0x40 != 0
    }

    const fn has_extensions(self) -> bool {
        self.0 & 0x80 != 0
    }
}

impl AuthenticatorData {
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let (relying_party_hash, rest) = bytes.split_first_chunk().ok_or(MALFORMED)?;
        let ([flags], rest) = rest.split_first_chunk().ok_or(MALFORMED)?;
        let (sign_count, mut rest) = rest.split_first_chunk().ok_or(MALFORMED)?;
        let flags = Flags(*flags);
        let mut attested = None;
        if flags.has_attested() {
            let (data, behind) = Attested::parse(rest)?;
            (attested, rest) = (Some(data), behind);
        }
        if flags.has_extensions() {
            cbor::only_map(rest).ok_or(MALFORMED)?;
        } else if !rest.is_empty() {
            return Err(MALFORMED);
        }
        Ok(Self {
            relying_party_hash: *relying_party_hash,
            flags,
            sign_count: u32::from_be_bytes(*sign_count),
            attested,
        })
    }

    /// The steps that sections 7.1 and 7.2 share: rpIdHash, UP, UV, BE and BS.
    pub fn verify(&self, ceremony: &Ceremony) -> Result<(), Refusal> {
        if self.relying_party_hash != ceremony.relying_party.hash() {
            return Err(Refusal::OtherRelyingParty);
        }
        if !self.flags.user_present() {
            return Err(Refusal::UserNotPresent);
        }
        match ceremony.user_verification {
            UserVerification::Required if !self.flags.user_verified() => return Err(Refusal::UserNotVerified),
            UserVerification::Required | UserVerification::Preferred => {}
        }
        if self.flags.backed_up() && !self.flags.backup_eligible() {
            return Err(MALFORMED);
        }
        Ok(())
    }
}

impl Attested {
    fn parse(bytes: &[u8]) -> Result<(Self, &[u8]), Refusal> {
        let (aaguid, rest) = bytes.split_first_chunk().ok_or(MALFORMED)?;
        let (length, rest) = rest.split_first_chunk().ok_or(MALFORMED)?;
        let (id, rest) = rest.split_at_checked(u16::from_be_bytes(*length).into()).ok_or(MALFORMED)?;
        let credential_id = CredentialId::from_bytes(id).ok_or(MALFORMED)?;
        let (_, behind) = cbor::first_item(rest).ok_or(MALFORMED)?;
        let key = &rest[..rest.len() - behind.len()];
        let public_key = PublicKey::parse(key).map_err(|not| match not {
            NotAKey::Unsupported => Refusal::AlgorithmNotOffered,
            NotAKey::Invalid => Refusal::KeyNotValid,
        })?;
        Ok((Self { aaguid: *aaguid, credential_id, public_key }, behind))
    }
}
