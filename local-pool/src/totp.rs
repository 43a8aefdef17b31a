//! Time-based one-time passwords as Cognito uses them for SOFTWARE_TOKEN_MFA: RFC 6238 with HMAC-SHA-1, six digits
//! and steps of 30 seconds; the shared secret is 32 bytes, shown as the 52 letters of base32 that SecretCode has.
//! One step either way is accepted: Cognito takes a code for a while after its time and does not say for how long.
//! No state here: `Secret::verify` returns the step of the code, the caller stores it with the user (VerifySoftwareToken
//! counts too) and passes it the next time, so that no code is accepted twice.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha1::Sha1;

use crate::clock::Instant;
use crate::random::{self, Random};
use crate::secret;

const STEP_SECONDS: i64 = 30;
const STEPS_EITHER_WAY: u64 = 1;
const DIGITS: u32 = 6;
const SECRET_BYTES: usize = 32;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The secret that the pool shares with an authenticator app. A row that holds one writes it as base32.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Secret(secret::Secret<[u8; SECRET_BYTES]>);

/// T of RFC 6238, section 4.2: how many steps have passed since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Step(u64);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is the code of no step in the window. Cognito: CodeMismatchException, or EnableSoftwareTokenMFAException from
    /// VerifySoftwareToken.
    Mismatch,
    /// It is the code of a step that was accepted before, or of an earlier one. Cognito: ExpiredCodeException.
    AlreadyUsed,
}

impl Secret {
    pub fn new(random: &dyn Random) -> Self {
        Self(secret::Secret::new(random::bytes(random)))
    }

    /// The SecretCode of AssociateSoftwareToken. The text is the secret: it goes to its owner and into a row.
    pub fn to_base32(&self) -> String {
        base32(self.0.expose())
    }

    pub fn verify(&self, code: &str, now: Instant, last_accepted: Option<Step>) -> Result<Step, Refusal> {
        let Some(code) = six_digits(code) else { return Err(Refusal::Mismatch) };
        let Step(current) = Step::at(now);
        let window = current.saturating_sub(STEPS_EITHER_WAY)..=current.saturating_add(STEPS_EITHER_WAY);
        // Every step is computed, whatever the code is: the time taken does not tell which one it matched.
        let matching: Vec<Step> = window.map(Step).filter(|step| self.code(*step) == code).collect();
        match matching.iter().find(|step| last_accepted.is_none_or(|last| **step > last)) {
            Some(step) => Ok(*step),
            None if matching.is_empty() => Err(Refusal::Mismatch),
            None => Err(Refusal::AlreadyUsed),
        }
    }

    fn code(&self, Step(step): Step) -> u32 {
        truncated(self.0.expose(), step) % 10_u32.pow(DIGITS)
    }
}

impl Step {
    pub fn at(now: Instant) -> Self {
        // A clock before 1970 is a clock set wrong by a test: it stays at the first step.
        Self(u64::try_from(now.seconds().div_euclid(STEP_SECONDS)).unwrap_or(0))
    }
}

impl Refusal {
    /// Cognito's own words, which applications compare with.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Mismatch => "Invalid code received for user",
            Self::AlreadyUsed => "Your software token has already been used once.",
        }
    }
}

impl TryFrom<String> for Secret {
    type Error = NotBase32;

    fn try_from(text: String) -> Result<Self, NotBase32> {
        let bytes = from_base32(&text).ok_or(NotBase32)?;
        Ok(Self(secret::Secret::new(bytes.try_into().map_err(|_| NotBase32)?)))
    }
}

impl From<Secret> for String {
    fn from(secret: Secret) -> Self {
        secret.to_base32()
    }
}

/// Says nothing of the text: it may have been most of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotBase32;

impl fmt::Display for NotBase32 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a TOTP secret is 52 letters of base32 without padding")
    }
}

impl std::error::Error for NotBase32 {}

/// RFC 4226, section 5.3: the last nibble of the MAC says where its 31 bits are.
fn truncated(key: &[u8], counter: u64) -> u32 {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(key) else {
        unreachable!("HMAC takes a key of any length (RFC 2104)");
    };
    mac.update(&counter.to_be_bytes());
    let mac = mac.finalize().into_bytes();
    let offset = usize::from(mac[19] & 0xf);
    u32::from_be_bytes([mac[offset], mac[offset + 1], mac[offset + 2], mac[offset + 3]]) & 0x7fff_ffff
}

fn six_digits(code: &str) -> Option<u32> {
    let digits = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| code.parse().ok()).flatten()
}

/// RFC 4648, section 6, without padding.
fn base32(bytes: &[u8]) -> String {
    bytes
        .chunks(5)
        .flat_map(|chunk| {
            let group =
                chunk.iter().fold(0_u64, |group, byte| group << 8 | u64::from(*byte)) << (8 * (5 - chunk.len()));
            let letters = (chunk.len() * 8).div_ceil(5);
            (0..letters).map(move |index| char::from(BASE32[(group >> (35 - 5 * index) & 31) as usize]))
        })
        .collect()
}

/// Upper case, no padding, and no bits left over: the one text that `base32` writes for these bytes.
fn from_base32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let mut waiting: u32 = 0;
    let mut bits: u32 = 0;
    for letter in text.bytes() {
        let value = BASE32.iter().position(|known| *known == letter)?;
        waiting = (waiting << 5 | u32::try_from(value).ok()?) & 0xffff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((waiting >> bits & 0xff) as u8);
        }
    }
    (bits < 5 && waiting & ((1 << bits) - 1) == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_800_000_000;
    // Made with pyotp 2.12 for the secret of 32 bytes 0..=31.
    const PYOTP_SECRET: &str = "AAAQEAYEAUDAOCAJBIFQYDIOB4IBCEQTCQKRMFYYDENBWHA5DYPQ";

    fn secret() -> Secret {
        Secret(secret::Secret::new(std::array::from_fn(|index| index as u8)))
    }

    fn at(seconds: i64) -> Instant {
        Instant::from_seconds(seconds)
    }

    fn code_at(seconds: i64) -> String {
        format!("{:06}", secret().code(Step::at(at(seconds))))
    }

    #[test]
    fn the_hotp_values_are_those_of_rfc_4226_appendix_d() {
        let key = b"12345678901234567890";
        let expected: [u32; 10] = [
            1_284_755_224,
            1_094_287_082,
            137_359_152,
            1_726_969_429,
            1_640_338_314,
            868_254_676,
            1_918_287_922,
            82_162_583,
            673_399_871,
            645_520_489,
        ];
        for (counter, expected) in expected.into_iter().enumerate() {
            assert_eq!(truncated(key, counter as u64), expected, "counter {counter}");
        }
    }

    #[test]
    fn the_totp_values_are_those_of_rfc_6238_appendix_b() {
        let key = b"12345678901234567890";
        for (seconds, expected) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            let Step(step) = Step::at(at(seconds));
            assert_eq!(truncated(key, step) % 100_000_000, expected, "{seconds} s");
        }
    }

    #[test]
    fn base32_is_that_of_rfc_4648_section_10() {
        for (bytes, text) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(bytes.as_bytes()), text);
            assert_eq!(from_base32(text).as_deref(), Some(bytes.as_bytes()), "{text}");
        }
    }

    #[test]
    fn base32_that_nobody_writes_is_refused() {
        for text in ["MZ======", "mzxw6", "MZXW1", "MZ", "M", "MZX", "MZXW6Y", "MZXW6Y\u{e9}B", "MZXW 6"] {
            assert_eq!(from_base32(text), None, "{text}");
        }
    }

    #[test]
    fn an_authenticator_app_shows_the_codes_that_are_accepted() {
        assert_eq!(secret().to_base32(), PYOTP_SECRET);
        for (seconds, code) in PYOTP_CODES {
            assert_eq!(secret().verify(code, at(seconds), None), Ok(Step::at(at(seconds))), "{seconds} s");
        }
    }

    // python: pyotp.TOTP(PYOTP_SECRET).at(seconds)
    const PYOTP_CODES: [(i64, &str); 6] = [
        (0, "414783"),
        (59, "555770"),
        (1111111109, "678295"),
        (1234567890, "232605"),
        (1800000000, "173504"),
        (4102444799, "957083"),
    ];

    #[test]
    fn a_new_secret_is_52_letters_and_is_not_printed() {
        let random = random::Counter::default();
        let (one, other) = (Secret::new(&random), Secret::new(&random));
        assert_eq!(one.to_base32().len(), 52);
        assert!(one.to_base32().bytes().all(|letter| BASE32.contains(&letter)));
        assert_ne!(one.to_base32(), other.to_base32());
        assert_eq!(format!("{one:?}"), "Secret([redacted])");
    }

    #[test]
    fn a_row_gives_the_same_secret_back_and_no_other_text_is_one() {
        let text = serde_json::to_string(&secret()).unwrap();
        assert_eq!(text, format!("\"{PYOTP_SECRET}\""));
        assert_eq!(serde_json::from_str::<Secret>(&text).unwrap().to_base32(), PYOTP_SECRET);
        for wrong in ["", "MZXW6", &PYOTP_SECRET[1..], &format!("{PYOTP_SECRET}A"), &PYOTP_SECRET.to_lowercase()] {
            let error = serde_json::from_value::<Secret>(wrong.into()).unwrap_err().to_string();
            assert_eq!(error, NotBase32.to_string());
        }
    }

    #[test]
    fn one_step_either_way_is_accepted_and_two_are_not() {
        for (shift, accepted) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
            let verified = secret().verify(&code_at(NOW + shift), at(NOW), None);
            let expected = if accepted { Ok(Step::at(at(NOW + shift))) } else { Err(Refusal::Mismatch) };
            assert_eq!(verified, expected, "{shift} s");
        }
    }

    #[test]
    fn a_code_is_accepted_once_and_so_is_every_code_before_it() {
        let step = secret().verify(&code_at(NOW), at(NOW), None).unwrap();
        let refused = Err(Refusal::AlreadyUsed);
        assert_eq!(secret().verify(&code_at(NOW), at(NOW), Some(step)), refused);
        assert_eq!(secret().verify(&code_at(NOW), at(NOW + 29), Some(step)), refused);
        assert_eq!(secret().verify(&code_at(NOW - 30), at(NOW), Some(step)), refused);
        let next = secret().verify(&code_at(NOW + 30), at(NOW), Some(step)).unwrap();
        assert!(next > step);
    }

    #[test]
    fn what_is_not_six_digits_matches_nothing() {
        let right = code_at(NOW);
        for code in
            ["", "12345", "1234567", " 12345", "+12345", "-12345", "12345\u{661}", "\u{661}\u{662}\u{663}", "abcdef"]
        {
            assert_eq!(secret().verify(code, at(NOW), None), Err(Refusal::Mismatch), "{code}");
        }
        assert_eq!(secret().verify(&format!("{right} "), at(NOW), None), Err(Refusal::Mismatch));
    }

    #[test]
    fn a_clock_at_either_end_of_time_is_no_panic() {
        for millis in [i64::MIN, -1, 0, i64::MAX] {
            let now = Instant::from_millis(millis);
            let code = format!("{:06}", secret().code(Step::at(now)));
            assert_eq!(secret().verify(&code, now, None), Ok(Step::at(now)));
        }
    }
}
