//! The hashes of SRP as Cognito does it: u, x and K, with SHA-256 and the padding of `pad.rs`.
//!
//! Bytes in, bytes out. The letters are those of RFC 5054; the key derivation is RFC 5869 with one block.

use super::arithmetic::GroupBytes;
use super::pad::pad;
use crate::secret::Secret;
use alloc::string::String;
use sha2::{Digest, Sha256};

/// A number of 256 bits, big-endian.
pub type HashBytes = [u8; 32];

/// u = H(PAD(A) | PAD(B))
#[must_use]
pub fn scrambler(big_a: &[u8], big_b: &[u8]) -> HashBytes {
    let ([a0, a1], [b0, b1]) = (pad(big_a), pad(big_b));
    hash(&[a0, a1, b0, b1])
}

/// x = H(PAD(salt) | H(group name | user | ":" | password))
#[must_use]
pub fn private_key(salt: &[u8], group_name: &str, user: &str, password: &Secret<String>) -> Secret<HashBytes> {
    // Exposed: the one place where the password is read, to be hashed.
    let inner = Secret::new(hash(&[group_name.as_bytes(), user.as_bytes(), b":", password.expose().as_bytes()]));
    let [salt0, salt1] = pad(salt);
    // Exposed: x is the hash of the salt and this.
    Secret::new(hash(&[salt0, salt1, inner.expose()]))
}

/// K = HKDF-SHA256(ikm = PAD(S), salt = PAD(u), info = "Caldera Derived Key"), 16 bytes
#[must_use]
pub fn session_key(big_s: &Secret<GroupBytes>, u: &HashBytes) -> Secret<[u8; 16]> {
    // PRK = HMAC(salt, ikm) (RFC 5869, section 2.2). Exposed: S goes into the extraction and nowhere else.
    let ([u0, u1], [s0, s1]) = (pad(u), pad(big_s.expose()));
    let pseudo_random_key = Secret::new(mac(&[u0, u1], &[s0, s1]));
    // T(1) = HMAC(PRK, info | 0x01) (section 2.3), of which 16 bytes are wanted. Exposed: PRK is that key.
    let block = Secret::new(mac(&[pseudo_random_key.expose()], &[b"Caldera Derived Key\x01"]));
    // Exposed: K is the first half of the block.
    Secret::new(block.expose().first_chunk().copied().unwrap_or_default())
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
    mac(&[key.expose()], &[group_name.as_bytes(), user.as_bytes(), secret_block, timestamp.as_bytes()])
}

/// SHA-256 of the parts, one after the other.
fn hash(parts: &[&[u8]]) -> HashBytes {
    hash_after(&[], parts)
}

fn hash_after(first: &[u8], parts: &[&[u8]]) -> HashBytes {
    let mut hash = Sha256::new();
    hash.update(first);
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// HMAC-SHA256 = H(K ^ opad | H(K ^ ipad | parts)) (RFC 2104). A key shorter than the block of 64 bytes is filled up
/// with zeros; all of ours are.
fn mac(key: &[&[u8]], parts: &[&[u8]]) -> HashBytes {
    let mut block = Secret::new([0; 64]);
    for (to, from) in block.expose_mut().iter_mut().zip(key.iter().copied().flatten()) {
        *to = *from;
    }
    let inner = keyed_hash(&block, 0x36, parts);
    keyed_hash(&block, 0x5c, &[&inner])
}

/// H(K ^ pad | parts)
fn keyed_hash(block: &Secret<[u8; 64]>, pad: u8, parts: &[&[u8]]) -> HashBytes {
    // Exposed: the block is the key.
    let block = Secret::new(block.expose().map(|byte| byte ^ pad));
    hash_after(block.expose(), parts)
}
