//! Secure Remote Password as Cognito does it: RFC 5054's 3072-bit group, SHA-256, an HKDF and an HMAC on top.
//!
//! The password never leaves: the server learns that we know it from a signature under a key that both derive.
//! An [`Ephemeral`] proves once and is gone. A server value that would make the proof unsafe gets no proof at all.

pub mod arithmetic;
mod group;
pub mod key;
mod pad;
mod timestamp;

use crate::ascii::push_hex_digit;
use crate::error::{Error, ErrorCode, Result};
use crate::protocol::base64;
use crate::protocol::json::Value;
use crate::protocol::session::UnixMillis;
use crate::secret::Secret;
use alloc::{string::String, vec::Vec};
use arithmetic::GroupBytes;
use base64ct::{Base64, Encoding};
pub use group::GROUP_BYTES;
pub use timestamp::timestamp;

/// Our half of one attempt: the secret `a` (256 bits suffice, RFC 5054, 2.5.4) and A = g^a.
#[derive(Debug)]
pub struct Ephemeral {
    a: Secret<[u8; 32]>,
    big_a: GroupBytes,
}

/// Whom the proof is about: the pool (or a device group) and the user (or a device) in it.
#[derive(Clone, Copy, Debug)]
pub struct Identity<'a> {
    /// The part of the pool id after the underscore, or the device group key.
    pub group_name: &'a str,
    /// The service's USER_ID_FOR_SRP, or the device key.
    pub user: &'a str,
}

/// The server's half, as the challenge carries it.
#[derive(Debug)]
pub struct ServerChallenge {
    salt: Vec<u8>,
    big_b: Vec<u8>,
    secret_block: Vec<u8>,
}

/// What convinces the server.
#[derive(Debug)]
pub struct Proof {
    /// PASSWORD_CLAIM_SIGNATURE, base64.
    pub signature: String,
    /// TIMESTAMP, which the signature covers.
    pub timestamp: String,
}

impl Ephemeral {
    /// Computes A from 32 random bytes. This is the longer half of the work, and can be done before the password is there.
    #[must_use]
    pub fn new(a: Secret<[u8; 32]>) -> Self {
        // Exposed: a is the exponent.
        let big_a = arithmetic::public(a.expose());
        Self { a, big_a }
    }

    /// SRP_A: hexadecimal, without leading zeros.
    #[must_use]
    pub fn big_a(&self) -> String {
        let mut out = String::with_capacity(2 * GROUP_BYTES);
        for nibble in self.big_a.iter().flat_map(|byte| [byte >> 4, byte & 15]) {
            if nibble != 0 || !out.is_empty() {
                push_hex_digit(&mut out, nibble);
            }
        }
        out
    }

    /// Proves knowledge of the password, once.
    ///
    /// # Errors
    /// `unsafe_server_value` where B is not in the group or u is 0: a proof could give the password away.
    pub fn prove(
        self,
        server: &ServerChallenge,
        identity: Identity<'_>,
        password: &Secret<String>,
        now: UnixMillis,
    ) -> Result<Proof> {
        let u = key::scrambler(&self.big_a, &server.big_b);
        if u == [0; 32] {
            return Err(unsafe_value());
        }
        let x = key::private_key(&server.salt, identity.group_name, identity.user, password);
        // Exposed: a and x are the exponents of S, which becomes a secret at once.
        let big_s = arithmetic::premaster(&server.big_b, self.a.expose(), &u, x.expose())
            .map(Secret::new)
            .ok_or_else(unsafe_value)?;
        let session_key = key::session_key(&big_s, &u);
        let timestamp = timestamp(now);
        let signature =
            key::signature(&session_key, identity.group_name, identity.user, &server.secret_block, &timestamp);
        Ok(Proof { signature: Base64::encode_string(&signature), timestamp })
    }
}

impl ServerChallenge {
    /// SECRET_BLOCK as it is sent back: base64.
    #[must_use]
    pub fn secret_block(&self) -> String {
        Base64::encode_string(&self.secret_block)
    }

    /// Reads SALT, SRP_B and SECRET_BLOCK from a challenge's parameters.
    ///
    /// # Errors
    /// `unexpected_reply` where one is missing, empty, or not hexadecimal (SECRET_BLOCK: base64).
    pub fn from_parameters(parameters: Value<'_>) -> Result<Self> {
        let salt = parameters.text("SALT").and_then(|text| from_hex(&text));
        let big_b = parameters.text("SRP_B").and_then(|text| from_hex(&text));
        let secret_block =
            parameters.text("SECRET_BLOCK").and_then(|text| base64::read(&text)).filter(|block| !block.is_empty());
        match (salt, big_b, secret_block) {
            (Some(salt), Some(big_b), Some(secret_block)) => Ok(Self { salt, big_b, secret_block }),
            _ => Err(Error::new(
                ErrorCode::UnexpectedReply,
                "The password challenge of the user pool is incomplete or malformed; nothing was proved to it. Check that the endpoint is a Cognito user pool.",
            )),
        }
    }
}

/// PAD(x), in one piece.
pub(super) fn padded(number: &[u8]) -> Vec<u8> {
    pad::pad(number).concat()
}

/// A number in hexadecimal, of even or odd length, at most twice as long as the group's; `None` where it is none.
fn from_hex(text: &str) -> Option<Vec<u8>> {
    if text.is_empty() || text.len() > 4 * GROUP_BYTES {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 2 + 1);
    let mut byte = 0u8;
    for (left, digit) in (0..text.len()).rev().zip(text.bytes()) {
        byte = byte << 4 | char::from(digit).to_digit(16)? as u8;
        if left % 2 == 0 {
            bytes.push(byte);
        }
    }
    Some(bytes)
}

fn unsafe_value() -> Error {
    Error::new(
        ErrorCode::UnsafeServerValue,
        "The server's part of the password proof was not safe to answer, so nothing was proved to it. Check that the endpoint is a Cognito user pool.",
    )
}

#[cfg(test)]
mod tests {
    use super::{Ephemeral, GROUP_BYTES, Identity, ServerChallenge, from_hex, group::N_HEX};
    use crate::error::ErrorCode;
    use crate::protocol::json;
    use crate::protocol::session::UnixMillis;
    use crate::secret::Secret;

    #[test]
    fn hex_of_any_length_is_a_number() {
        assert_eq!(from_hex("0"), Some(vec![0]));
        assert_eq!(from_hex("abc"), Some(vec![0x0a, 0xbc]));
        assert_eq!(from_hex("00FF"), Some(vec![0, 0xff]));
        for bad in ["", "xyz", "0x12", " 12", "12 ", "-1", "é", &"f".repeat(4 * GROUP_BYTES + 1)] {
            assert_eq!(from_hex(bad), None, "{bad}");
        }
    }

    #[test]
    fn malformed_challenges_are_refused() {
        for parameters in [
            "{}",
            r#"{"SALT":"","SRP_B":"2","SECRET_BLOCK":"AA=="}"#,
            r#"{"SALT":"no","SRP_B":"2","SECRET_BLOCK":"AA=="}"#,
            r#"{"SALT":"1","SRP_B":"g","SECRET_BLOCK":"AA=="}"#,
            r#"{"SALT":"1","SRP_B":"2","SECRET_BLOCK":""}"#,
            r#"{"SALT":"1","SRP_B":"2","SECRET_BLOCK":"%%%"}"#,
            r#"{"SALT":"1","SRP_B":2,"SECRET_BLOCK":"AA=="}"#,
            r#"["SALT","1"]"#,
        ] {
            let error = ServerChallenge::from_parameters(json::read(parameters).unwrap()).unwrap_err();
            assert_eq!(error.code(), ErrorCode::UnexpectedReply, "{parameters}");
        }
    }

    #[test]
    fn a_server_number_of_zero_modulo_n_gets_no_proof() {
        let twice_n = format!("{:x}", num_bigint::BigUint::parse_bytes(N_HEX.as_bytes(), 16).unwrap() * 2u8);
        for big_b in ["0", "000000", N_HEX, &twice_n, &"f".repeat(2 * GROUP_BYTES + 2)] {
            let server = ServerChallenge::from_parameters(
                json::read(&format!(r#"{{"SALT":"a1","SRP_B":"{big_b}","SECRET_BLOCK":"AA=="}}"#)).unwrap(),
            )
            .unwrap();
            let identity = Identity { group_name: "Ab", user: "ada" };
            let error =
                Ephemeral::new(Secret::new([7; 32])).prove(&server, identity, &"pw".into(), UnixMillis(0)).unwrap_err();
            assert_eq!(error.code(), ErrorCode::UnsafeServerValue, "{big_b}");
        }
    }

    #[test]
    fn what_is_printed_holds_no_secret() {
        let ephemeral = Ephemeral::new(Secret::new([0xab; 32]));
        assert!(format!("{ephemeral:?}").starts_with("Ephemeral { a: [redacted]"));
    }
}
