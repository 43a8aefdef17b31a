//! The server's side of SRP-6a as Cognito speaks it, on num-bigint: RFC 5054's 3072-bit group, g = 2, H = SHA-256.
//! Letters are the RFC's: N, g, k, a, A, b, B, s, v, x, u, S, K.
//! Its arithmetic takes longer for some secrets than for others: fit for one's own machine, for nothing else.

use std::sync::LazyLock;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use num_bigint::BigUint;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::random::{self, Random};
use crate::secret::Secret;

/// Longest A in hexadecimal: 3072 bits and the byte 00 that marks a number as positive.
const LONGEST_A: usize = 3072 / 4 + 2;

struct Group {
    n: BigUint,
    g: BigUint,
    k: BigUint,
}

static GROUP: LazyLock<Group> = LazyLock::new(|| {
    let n = BigUint::parse_bytes(N_HEX.as_bytes(), 16).unwrap_or_default();
    let g = BigUint::from(2u32);
    // k = H(PAD(N) | PAD(g))
    let k = hash(&[&pad(&n), &pad(&g)]);
    Group { n, g, k }
});

/// Whose password it is, as it enters the hash: the pool's name (what follows `_` in its id) and USER_ID_FOR_SRP.
#[derive(Clone, Copy, Debug)]
pub struct Identity<'a> {
    pub pool_name: &'a str,
    pub user: &'a str,
}

/// What the pool keeps in place of a password.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(into = "SavedVerifier", try_from = "SavedVerifier")]
pub struct Verifier {
    salt: BigUint,
    v: Secret<BigUint>,
}

impl Verifier {
    pub fn new(identity: Identity<'_>, password: &Secret<String>, salt: [u8; 16]) -> Self {
        let salt = BigUint::from_bytes_be(&salt);
        let v = verifier_of(identity, password, &salt);
        Self { salt, v: Secret::new(v) }
    }

    /// For a name that nobody has: the same salt at every attempt, and a v that no password is known for.
    pub fn decoy(identity: Identity<'_>, key: &Secret<[u8; 32]>) -> Self {
        let mut seed = vec![0; 16 + 384];
        let derivation = Hkdf::<Sha256>::new(Some(identity.pool_name.as_bytes()), key.expose());
        // 400 bytes are within HKDF's 255 blocks, the only way for it to fail.
        let _ = derivation.expand(identity.user.as_bytes(), &mut seed);
        let (salt, v) = seed.split_at(16);
        let v = BigUint::from_bytes_be(v) % &GROUP.n;
        Self { salt: BigUint::from_bytes_be(salt), v: Secret::new(v) }
    }

    /// Of a device, which chose its password and sends salt and v alone.
    pub fn of_device(salt: &[u8], v: &[u8]) -> Option<Self> {
        let v = BigUint::from_bytes_be(v);
        let usable = !salt.is_empty() && salt.len() <= 256 && v != BigUint::ZERO && v < GROUP.n;
        usable.then(|| Self { salt: BigUint::from_bytes_be(salt), v: Secret::new(v) })
    }

    pub fn salt_hex(&self) -> String {
        self.salt.to_str_radix(16)
    }

    /// For the flows that send the password itself.
    pub fn accepts(&self, identity: Identity<'_>, password: &Secret<String>) -> bool {
        // The comparison of two public-key-sized numbers tells nothing that helps to guess a password.
        verifier_of(identity, password, &self.salt) == *self.v.expose()
    }
}

/// A verifier as it is written down: two numbers in hexadecimal.
#[derive(Serialize, Deserialize)]
struct SavedVerifier {
    salt: String,
    v: String,
}

impl From<Verifier> for SavedVerifier {
    fn from(verifier: Verifier) -> Self {
        Self { salt: verifier.salt_hex(), v: verifier.v.expose().to_str_radix(16) }
    }
}

impl TryFrom<SavedVerifier> for Verifier {
    type Error = &'static str;

    fn try_from(saved: SavedVerifier) -> Result<Self, Self::Error> {
        let number = |hex: &str| BigUint::parse_bytes(hex.as_bytes(), 16).ok_or("not a hexadecimal number");
        Ok(Self { salt: number(&saved.salt)?, v: Secret::new(number(&saved.v)?) })
    }
}

/// A, the client's public number, once it is known to be usable.
#[derive(Clone, Debug)]
pub struct ClientPublic(BigUint);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadClientPublic {
    NotHexadecimal,
    TooLong,
    /// A mod N = 0, or N or more: it would fix S whatever the password is.
    OutOfRange,
}

impl ClientPublic {
    pub fn parse(hex: &str) -> Result<Self, BadClientPublic> {
        if hex.len() > LONGEST_A {
            return Err(BadClientPublic::TooLong);
        }
        if hex.is_empty() || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(BadClientPublic::NotHexadecimal);
        }
        let a = BigUint::parse_bytes(hex.as_bytes(), 16).ok_or(BadClientPublic::NotHexadecimal)?;
        let usable = a != BigUint::ZERO && a < GROUP.n;
        usable.then_some(Self(a)).ok_or(BadClientPublic::OutOfRange)
    }
}

/// One exchange under way, after B was sent.
#[derive(Clone, Debug)]
pub struct Exchange {
    client_public: ClientPublic,
    verifier: Verifier,
    b: Secret<BigUint>,
    b_public: BigUint,
}

impl Exchange {
    pub fn begin(client_public: ClientPublic, verifier: Verifier, random: &dyn Random) -> Self {
        let Group { n, g, k } = &*GROUP;
        loop {
            let b = BigUint::from_bytes_be(&random::bytes::<32>(random));
            // B = k v + g^b
            let b_public = (k * verifier.v.expose() + g.modpow(&b, n)) % n;
            if b_public != BigUint::ZERO {
                return Self { client_public, verifier, b: Secret::new(b), b_public };
            }
        }
    }

    pub fn b_public_hex(&self) -> String {
        self.b_public.to_str_radix(16)
    }

    pub fn salt_hex(&self) -> String {
        self.verifier.salt_hex()
    }

    /// Whether `claim` is the signature that only someone with the password can make. Compared in constant time.
    pub fn accepts(&self, identity: Identity<'_>, signed: Signed<'_>, claim: &[u8]) -> bool {
        let Some(key) = self.key() else {
            return false;
        };
        // HMAC(K, poolName | USER_ID_FOR_SRP | SECRET_BLOCK | TIMESTAMP)
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key) else {
            return false;
        };
        mac.update(identity.pool_name.as_bytes());
        mac.update(identity.user.as_bytes());
        mac.update(signed.secret_block);
        mac.update(signed.timestamp.as_bytes());
        mac.verify_slice(claim).is_ok()
    }

    fn key(&self) -> Option<[u8; 16]> {
        let n = &GROUP.n;
        let a = &self.client_public.0;
        // u = H(PAD(A) | PAD(B))
        let u = hash(&[&pad(a), &pad(&self.b_public)]);
        if u == BigUint::ZERO {
            return None;
        }
        // S = (A v^u)^b
        let s = (a * self.verifier.v.expose().modpow(&u, n) % n).modpow(self.b.expose(), n);
        // K = HKDF(ikm = PAD(S), salt = PAD(u), info = "Caldera Derived Key"), 16 bytes
        let mut key = [0; 16];
        Hkdf::<Sha256>::new(Some(&pad(&u)), &pad(&s)).expand(b"Caldera Derived Key", &mut key).ok()?;
        Some(key)
    }
}

/// What a client signs with K, beside its identity.
#[derive(Clone, Copy)]
pub struct Signed<'a> {
    pub secret_block: &'a [u8],
    pub timestamp: &'a str,
}

fn verifier_of(identity: Identity<'_>, password: &Secret<String>, salt: &BigUint) -> BigUint {
    // x = H(PAD(salt) | H(poolName | USER_ID_FOR_SRP | ":" | password)), v = g^x
    let inner = Sha256::new()
        .chain_update(identity.pool_name)
        .chain_update(identity.user)
        .chain_update(":")
        .chain_update(password.expose())
        .finalize();
    let x = hash(&[&pad(salt), inner.as_slice()]);
    GROUP.g.modpow(&x, &GROUP.n)
}

/// PAD: the fewest bytes, big-endian, with 00 in front where the top bit is set.
fn pad(number: &BigUint) -> Vec<u8> {
    let mut bytes = number.to_bytes_be();
    if bytes.first().is_some_and(|byte| byte & 0x80 != 0) {
        bytes.insert(0, 0);
    }
    bytes
}

fn hash(parts: &[&[u8]]) -> BigUint {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    BigUint::from_bytes_be(&hasher.finalize())
}

/// RFC 5054, appendix A, the 3072-bit group (also RFC 3526, group 15).
const N_HEX: &str = "\
FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD\
EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED\
EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F\
83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B\
E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510\
15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7\
ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C\
BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF";

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: Identity<'_> = Identity { pool_name: "Local0001", user: "ada" };

    #[test]
    fn the_group_has_3072_bits_and_the_k_that_clients_know() {
        assert_eq!(GROUP.n.bits(), 3072);
        assert_eq!(GROUP.n.to_bytes_be().len(), 384);
        // g generates with N's safe prime: g^((N-1)/2) is 1 or N-1.
        let half = (&GROUP.n - 1u32) >> 1;
        let power = GROUP.g.modpow(&half, &GROUP.n);
        assert!(power == BigUint::from(1u32) || power == &GROUP.n - 1u32);
        assert_eq!(GROUP.k.to_str_radix(16), "538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6");
    }

    #[test]
    fn padding_adds_a_byte_only_where_the_top_bit_is_set() {
        for (number, padded) in [
            (0u32, vec![0]),
            (0x7f, vec![0x7f]),
            (0x80, vec![0, 0x80]),
            (0x0fff, vec![0x0f, 0xff]),
            (0xffff, vec![0, 0xff, 0xff]),
        ] {
            assert_eq!(pad(&BigUint::from(number)), padded);
        }
    }

    #[test]
    fn a_client_public_number_that_fixes_the_key_is_refused() {
        let n = GROUP.n.to_str_radix(16);
        let twice = (&GROUP.n * 2u32).to_str_radix(16);
        let cases = [
            ("", BadClientPublic::NotHexadecimal),
            ("xyz", BadClientPublic::NotHexadecimal),
            ("-1", BadClientPublic::NotHexadecimal),
            ("+1", BadClientPublic::NotHexadecimal),
            ("1_0", BadClientPublic::NotHexadecimal),
            ("0", BadClientPublic::OutOfRange),
            ("0000", BadClientPublic::OutOfRange),
            (&n, BadClientPublic::OutOfRange),
            (&twice, BadClientPublic::OutOfRange),
            (&"1".repeat(LONGEST_A + 1), BadClientPublic::TooLong),
        ];
        for (hex, reason) in cases {
            assert_eq!(ClientPublic::parse(hex).err(), Some(reason), "{hex}");
        }
        let largest = (&GROUP.n - 1u32).to_str_radix(16);
        assert!(ClientPublic::parse(&format!("00{}", largest.to_uppercase())).is_ok());
        assert!(ClientPublic::parse("abc").is_ok(), "an odd number of digits is what some clients send");
    }

    #[test]
    fn a_decoy_is_the_same_each_time_and_differs_by_name_and_pool() {
        let key = Secret::new([7; 32]);
        let first = Verifier::decoy(ADA, &key);
        let again = Verifier::decoy(ADA, &key);
        assert_eq!(first.salt_hex(), again.salt_hex());
        assert_eq!(first.v.expose(), again.v.expose());
        let other_name = Verifier::decoy(Identity { user: "bob", ..ADA }, &key);
        let other_pool = Verifier::decoy(Identity { pool_name: "Other", ..ADA }, &key);
        assert_ne!(first.salt_hex(), other_name.salt_hex());
        assert_ne!(first.salt_hex(), other_pool.salt_hex());
    }

    #[test]
    fn a_verifier_accepts_its_password_alone() {
        let verifier = Verifier::new(ADA, &Secret::new("Correct-horse-7".into()), [1; 16]);
        assert!(verifier.accepts(ADA, &Secret::new("Correct-horse-7".into())));
        assert!(!verifier.accepts(ADA, &Secret::new("correct-horse-7".into())));
        assert!(!verifier.accepts(Identity { user: "bob", ..ADA }, &Secret::new("Correct-horse-7".into())));
        assert!(!format!("{verifier:?}").contains(&verifier.v.expose().to_string()));
    }
}
