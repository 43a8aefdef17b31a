//! The public keys of passkeys: COSE_Key (RFC 9052, section 7; RFC 9053; RFC 8230) of ES256, RS256 and EdDSA with Ed25519.
//! A key is a key only if it is on its curve and of a sane size; compressed points and other curves are refused (WebAuthn
//! Level 3, section 5.8.5). A row holds the bytes that the authenticator made, as base64url.

use std::fmt;

use p256::ecdsa::signature::Verifier;
use rsa::RsaPublicKey;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::base64url::{self, Limit};
use super::cbor::{self, Map};

/// A 4096-bit RSA key and what is around it.
const LONGEST: Limit = Limit(1024);
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=4096;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub enum Algorithm {
    Es256,
    Rs256,
    EdDsa,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicKey {
    cose: Vec<u8>,
    key: Key,
}

#[derive(Clone)]
enum Key {
    Es256(p256::ecdsa::VerifyingKey),
    Rs256(rsa::pkcs1v15::VerifyingKey<Sha256>),
    EdDsa(ed25519_dalek::VerifyingKey),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAKey {
    /// Not COSE, or of an algorithm that nobody here verifies.
    Unsupported,
    /// Of a known algorithm, but not a point of its curve, or too small, too large or weak.
    Invalid,
}

impl Algorithm {
    /// In Cognito's order of preference: all that it offers.
    pub const OFFERED: [Self; 2] = [Self::Es256, Self::Rs256];
}

impl PublicKey {
    pub fn parse(cose: &[u8]) -> Result<Self, NotAKey> {
        let mut map = cbor::only_map(cose).ok_or(NotAKey::Unsupported)?;
        let mut number = |label| map.labeled(label).as_ref().and_then(cbor::integer);
        let (key_type, algorithm) = (number(1), number(3));
        let key = match (algorithm.map(Algorithm::try_from), key_type) {
            (Some(Ok(Algorithm::Es256)), Some(2)) => es256(&mut map),
            (Some(Ok(Algorithm::Rs256)), Some(3)) => rs256(&mut map),
            (Some(Ok(Algorithm::EdDsa)), Some(1)) => ed25519(&mut map),
            _ => return Err(NotAKey::Unsupported),
        };
        Ok(Self { cose: cose.to_vec(), key: key.ok_or(NotAKey::Invalid)? })
    }

    pub fn algorithm(&self) -> Algorithm {
        match self.key {
            Key::Es256(_) => Algorithm::Es256,
            Key::Rs256(_) => Algorithm::Rs256,
            Key::EdDsa(_) => Algorithm::EdDsa,
        }
    }

    /// Signature formats: WebAuthn Level 3, section 6.5.5.
    pub fn verifies(&self, signed: &Signed<'_>) -> bool {
        let Signed { message, signature } = signed;
        match &self.key {
            Key::Es256(key) => p256::ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            Key::Rs256(key) => rsa::pkcs1v15::Signature::try_from(*signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            Key::EdDsa(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
        }
    }
}

pub struct Signed<'a> {
    pub message: &'a [u8],
    pub signature: &'a [u8],
}

fn es256(map: &mut Map) -> Option<Key> {
    const P256: i64 = 1;
    if cbor::integer(&map.labeled(-1)?)? != P256 {
        return None;
    }
    let (x, y) = (bytes::<32>(map, -2)?, bytes::<32>(map, -3)?);
    let point: Vec<u8> = [&[0x04], &x[..], &y[..]].concat();
    p256::ecdsa::VerifyingKey::from_sec1_bytes(&point).ok().map(Key::Es256)
}

fn rs256(map: &mut Map) -> Option<Key> {
    let (n, e) = (map.labeled(-1)?.into_bytes().ok()?, map.labeled(-2)?.into_bytes().ok()?);
    let (n, e) = (rsa::BoxedUint::from_be_slice_vartime(&n), rsa::BoxedUint::from_be_slice_vartime(&e));
    let key = RsaPublicKey::new_with_size_limits(n, e, RSA_BITS).ok()?;
    Some(Key::Rs256(rsa::pkcs1v15::VerifyingKey::new(key)))
}

fn ed25519(map: &mut Map) -> Option<Key> {
    const ED25519: i64 = 6;
    if cbor::integer(&map.labeled(-1)?)? != ED25519 {
        return None;
    }
    let key = ed25519_dalek::VerifyingKey::from_bytes(&bytes(map, -2)?).ok()?;
    (!key.is_weak()).then_some(Key::EdDsa(key))
}

fn bytes<const LENGTH: usize>(map: &mut Map, label: i64) -> Option<[u8; LENGTH]> {
    map.labeled(label)?.into_bytes().ok()?.try_into().ok()
}

impl TryFrom<i64> for Algorithm {
    type Error = NotAKey;

    /// IANA's registry of COSE algorithms.
    fn try_from(number: i64) -> Result<Self, NotAKey> {
        match number {
            -7 => Ok(Self::Es256),
            -257 => Ok(Self::Rs256),
            -8 => Ok(Self::EdDsa),
            _ => Err(NotAKey::Unsupported),
        }
    }
}

impl From<Algorithm> for i64 {
    fn from(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Es256 => -7,
            Algorithm::Rs256 => -257,
            Algorithm::EdDsa => -8,
        }
    }
}

impl TryFrom<String> for PublicKey {
    type Error = NotAKey;

    fn try_from(text: String) -> Result<Self, NotAKey> {
        Self::parse(&base64url::decode(&text, LONGEST).ok_or(NotAKey::Unsupported)?)
    }
}

impl From<PublicKey> for String {
    fn from(key: PublicKey) -> Self {
        base64url::encode(&key.cose)
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.cose == other.cose
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.algorithm(), base64url::encode(&self.cose))
    }
}

impl fmt::Display for NotAKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unsupported => "not a COSE key of ES256, RS256 or EdDSA",
            Self::Invalid => "a COSE key that is not valid",
        })
    }
}

impl std::error::Error for NotAKey {}
