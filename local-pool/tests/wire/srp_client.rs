//! SRP from the client's side, written from RFC 5054 and Cognito's formulas, with nothing of the pool's code.
//! Even N is not copied: RFC 3526 defines it by the digits of pi, and so does this.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use num_bigint::BigUint;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::pool::{POOL_ID, text};

pub static N: LazyLock<BigUint> = LazyLock::new(|| {
    // 2^3072 - 2^3008 - 1 + 2^64 * ([2^2942 pi] + 1690314)
    let one = BigUint::from(1u32);
    (&one << 3072u32) - (&one << 3008u32) - &one + ((pi_times_two_to(2942) + 1_690_314u32) << 64u32)
});

/// A client with a fixed `a`, so that a test repeats exactly.
pub struct SrpClient {
    pub username: String,
    /// The pool's name, or a device's group key.
    group: String,
    password: String,
    a: BigUint,
    public_a: BigUint,
}

/// What the pool asked.
#[derive(Clone)]
pub struct Challenge {
    pub salt: String,
    pub b: String,
    pub secret_block: String,
    pub user_id: String,
    pub session: String,
}

impl Challenge {
    /// DEVICE_PASSWORD_VERIFIER.
    pub fn of_device(answer: &Value) -> Self {
        assert_eq!(answer["ChallengeName"], "DEVICE_PASSWORD_VERIFIER");
        Self {
            salt: text(answer, "/ChallengeParameters/SALT"),
            b: text(answer, "/ChallengeParameters/SRP_B"),
            secret_block: text(answer, "/ChallengeParameters/SECRET_BLOCK"),
            user_id: text(answer, "/ChallengeParameters/DEVICE_KEY"),
            session: text(answer, "/Session"),
        }
    }

    pub fn read(answer: &Value) -> Self {
        assert_eq!(answer["ChallengeName"], "PASSWORD_VERIFIER");
        Self {
            salt: text(answer, "/ChallengeParameters/SALT"),
            b: text(answer, "/ChallengeParameters/SRP_B"),
            secret_block: text(answer, "/ChallengeParameters/SECRET_BLOCK"),
            user_id: text(answer, "/ChallengeParameters/USER_ID_FOR_SRP"),
            session: text(answer, "/Session"),
        }
    }
}

impl SrpClient {
    pub fn new(username: &str, password: &str) -> Self {
        Self::within(POOL_ID.rsplit('_').next().unwrap(), username, password)
    }

    /// A device has a key in place of a name, and a group key in place of the pool's name.
    pub fn of_device(group_key: &str, device_key: &str, secret: &str) -> Self {
        Self::within(group_key, device_key, secret)
    }

    fn within(group: &str, username: &str, password: &str) -> Self {
        let a = BigUint::from_bytes_be(&Sha256::digest(format!("a of {username}, {password}")));
        let public_a = BigUint::from(2u32).modpow(&a, &N);
        let (username, group, password) = (username.to_owned(), group.to_owned(), password.to_owned());
        Self { username, group, password, a, public_a }
    }

    pub fn a_hex(&self) -> String {
        self.public_a.to_str_radix(16)
    }

    pub fn responses(&self, challenge: &Challenge, at: i64) -> Value {
        self.responses_with_timestamp(challenge, &cognito_time(at))
    }

    pub fn responses_with_timestamp(&self, challenge: &Challenge, timestamp: &str) -> Value {
        let block = STANDARD.decode(&challenge.secret_block).unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key(challenge)).unwrap();
        mac.update(&[self.group.as_bytes(), challenge.user_id.as_bytes(), &block, timestamp.as_bytes()].concat());
        json!({
            "USERNAME": challenge.user_id,
            "PASSWORD_CLAIM_SECRET_BLOCK": challenge.secret_block,
            "PASSWORD_CLAIM_SIGNATURE": STANDARD.encode(mac.finalize().into_bytes()),
            "TIMESTAMP": timestamp,
        })
    }

    /// DeviceSecretVerifierConfig: the salt, and v = g^x.
    pub fn device_verifier(&self, salt: &[u8]) -> Value {
        let salt = BigUint::from_bytes_be(salt);
        let v = BigUint::from(2u32).modpow(&self.x(&salt, &self.username), &N);
        json!({
            "Salt": STANDARD.encode(signed_bytes(&salt)),
            "PasswordVerifier": STANDARD.encode(signed_bytes(&v)),
        })
    }

    /// x = H(salt | H(group | name | ":" | password))
    fn x(&self, salt: &BigUint, name: &str) -> BigUint {
        let whose = format!("{}{name}:{}", self.group, self.password);
        digest_number(&[signed_bytes(salt), Sha256::digest(whose).to_vec()].concat())
    }

    fn key(&self, challenge: &Challenge) -> [u8; 16] {
        let g = BigUint::from(2u32);
        let public_b = number(&challenge.b);
        let k = digest_number(&[signed_bytes(&N), signed_bytes(&g)].concat());
        let u = digest_number(&[signed_bytes(&self.public_a), signed_bytes(&public_b)].concat());
        let x = self.x(&number(&challenge.salt), &challenge.user_id);
        // (B - k g^x)^(a + u x), with N added so that the difference is not negative
        let base = (&public_b + &*N - (k * g.modpow(&x, &N)) % &*N) % &*N;
        let s = base.modpow(&(&self.a + &u * x), &N);
        // HKDF (RFC 5869) by hand: extract, then the first block of expand
        let extracted = mac_of(&signed_bytes(&u), &signed_bytes(&s));
        let expanded = mac_of(&extracted, b"Caldera Derived Key\x01");
        expanded[..16].try_into().unwrap()
    }
}

/// Like `Fri Nov 6 08:04:05 UTC 2026`. Walks the calendar day by day, which leaves little to be wrong about.
pub fn cognito_time(seconds: i64) -> String {
    let (mut days, time) = (seconds / 86_400, seconds % 86_400);
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][(days % 7) as usize];
    let mut year = 1970;
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    while days >= 365 + i64::from(leap(year)) {
        days -= 365 + i64::from(leap(year));
        year += 1;
    }
    let lengths = [31, 28 + i64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut month = 0;
    while days >= lengths[month] {
        days -= lengths[month];
        month += 1;
    }
    let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
    format!("{weekday} {} {} {hour:02}:{minute:02}:{second:02} UTC {year}", names[month], days + 1)
}

pub fn number(hex: &str) -> BigUint {
    BigUint::parse_bytes(hex.as_bytes(), 16).unwrap_or_else(|| panic!("not hexadecimal: {hex}"))
}

/// As Java writes a positive BigInteger: no leading zero byte but the one that keeps it positive.
fn signed_bytes(number: &BigUint) -> Vec<u8> {
    let hex = number.to_str_radix(16);
    let hex = if hex.len() % 2 == 1 { format!("0{hex}") } else { hex };
    let hex = if hex.as_bytes()[0] >= b'8' { format!("00{hex}") } else { hex };
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn digest_number(bytes: &[u8]) -> BigUint {
    BigUint::from_bytes_be(&Sha256::digest(bytes))
}

fn mac_of(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

/// Machin: pi = 16 arctan(1/5) - 4 arctan(1/239), with 64 bits to spare.
fn pi_times_two_to(bits: u32) -> BigUint {
    let one = BigUint::from(1u32) << (bits + 64);
    let arctan = |of: u32| {
        let (mut sum, mut power, mut odd) = (BigUint::ZERO, &one / of, 1u32);
        let mut subtracted = BigUint::ZERO;
        while power != BigUint::ZERO {
            match odd % 4 {
                1 => sum += &power / odd,
                _ => subtracted += &power / odd,
            }
            power /= of * of;
            odd += 2;
        }
        sum - subtracted
    };
    (arctan(5) * 16u32 - arctan(239) * 4u32) >> 64u32
}
