//! The hashes of SRP as Cognito does it: u, x and K, with SHA-256 and the padding of `pad.rs`.
//!
//! Bytes in, bytes out. The letters are those of RFC 5054; the key derivation is RFC 5869 with one block.

use super::arithmetic::GroupBytes;
use super::pad::pad;
use crate::secret::Secret;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use zeroize::Zeroize;

/// A number of 256 bits, big-endian.
pub type HashBytes = [u8; 32];

/// u = H(PAD(A) | PAD(B))
#[must_use]
pub fn scrambler(big_a: &[u8], big_b: &[u8]) -> HashBytes {
    let mut hash = Sha256::new();
    pad(big_a).feed(&mut |bytes| hash.update(bytes));
    pad(big_b).feed(&mut |bytes| hash.update(bytes));
    hash.finalize().into()
}

/// x = H(PAD(salt) | H(group name | user | ":" | password))
#[must_use]
pub fn private_key(
    salt: &[u8],
    group_name: &str,
    user: &str,
    password: &Secret<alloc::string::String>,
) -> Secret<HashBytes> {
    let mut identity = Sha256::new();
    identity.update(group_name.as_bytes());
    identity.update(user.as_bytes());
    identity.update(b":");
    // Exposed: the one place where the password is read, to be hashed.
    identity.update(password.expose().as_bytes());
    let mut inner: HashBytes = identity.finalize().into();

    let mut hash = Sha256::new();
    pad(salt).feed(&mut |bytes| hash.update(bytes));
    hash.update(inner);
    inner.zeroize();
    Secret::new(hash.finalize().into())
}

/// K = HKDF-SHA256(ikm = PAD(S), salt = PAD(u), info = "Caldera Derived Key"), 16 bytes
#[must_use]
pub fn session_key(big_s: &Secret<GroupBytes>, u: &HashBytes) -> Secret<[u8; 16]> {
    // PRK = HMAC(salt, ikm) (RFC 5869, section 2.2). A salt of 32 or 33 bytes is a key shorter than one block.
    let mut salt = [0; 33];
    for (to, from) in salt.iter_mut().zip(pad(u).iter()) {
        *to = *from;
    }
    let salt_len = pad(u).iter().count();
    let mut extract = hmac(salt.get(..salt_len).unwrap_or_default());
    // Exposed: S goes into the extraction and nowhere else.
    pad(big_s.expose()).feed(&mut |bytes| extract.update(bytes));
    let mut pseudo_random_key: HashBytes = extract.finalize().into_bytes().into();

    // T(1) = HMAC(PRK, info | 0x01) (section 2.3)
    let mut expand = hmac(&pseudo_random_key);
    expand.update(b"Caldera Derived Key\x01");
    let mut block: HashBytes = expand.finalize().into_bytes().into();
    let mut key = [0; 16];
    for (to, from) in key.iter_mut().zip(block) {
        *to = from;
    }
    pseudo_random_key.zeroize();
    block.zeroize();
    Secret::new(key)
}

/// signature = HMAC-SHA256(K, group name | user | secret block | timestamp)
#[must_use]
pub fn signature(
    key: &Secret<[u8; 16]>,
    group_name: &str,
    user: &str,
    secret_block: &[u8],
    timestamp: &str,
) -> HashBytes {
    // Exposed: K signs, and is wiped with its owner.
    let mut mac = hmac(key.expose());
    mac.update(group_name.as_bytes());
    mac.update(user.as_bytes());
    mac.update(secret_block);
    mac.update(timestamp.as_bytes());
    mac.finalize().into_bytes().into()
}

/// A key shorter than the block of 64 bytes is filled up with zeros (RFC 2104, section 2); all of ours are.
fn hmac(key: &[u8]) -> Hmac<Sha256> {
    let mut block = [0; 64];
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    let mac = Hmac::new(&block.into());
    block.zeroize();
    mac
}
