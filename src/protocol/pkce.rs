//! Proof Key for Code Exchange, method S256 (RFC 7636). The method `plain` does not exist here.
//!
//! Randomness is an argument: 32 bytes give a verifier of 43 characters without modulo bias, as section 4.1 recommends.

use crate::secret::Secret;
use alloc::string::String;
use base64ct::{Base64UrlUnpadded, Encoding};
use sha2::{Digest, Sha256};

/// A verifier that stays here and the challenge that travels ahead of it.
#[derive(Debug)]
pub struct Pkce {
    verifier: Secret<String>,
    challenge: String,
}

impl Pkce {
    /// A fresh pair from 32 random bytes.
    #[must_use]
    pub fn new(random: &Secret<[u8; 32]>) -> Self {
        // Exposed: the encoding of the random bytes is the verifier (RFC 7636, section 4.1).
        let verifier = Secret::new(Base64UrlUnpadded::encode_string(random.expose()));
        // Exposed: challenge = BASE64URL(SHA256(ASCII(verifier))) (section 4.2).
        let challenge = Base64UrlUnpadded::encode_string(&Sha256::digest(verifier.expose().as_bytes()));
        Self { verifier, challenge }
    }

    /// What proves at the token endpoint that we began.
    #[must_use]
    pub const fn verifier(&self) -> &Secret<String> {
        &self.verifier
    }

    /// What the authorization request says of it.
    #[must_use]
    pub fn challenge(&self) -> &str {
        &self.challenge
    }
}

#[cfg(test)]
mod tests {
    use super::Pkce;
    use crate::secret::Secret;

    #[test]
    fn rfc_7636_appendix_b() {
        let random = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191,
            240, 91, 88, 5, 88, 83, 132, 141, 121,
        ];
        let pkce = Pkce::new(&Secret::new(random));
        assert_eq!(pkce.verifier().expose(), "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(pkce.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn a_verifier_is_43_unreserved_characters_and_is_not_printed() {
        let pkce = Pkce::new(&Secret::new([0xff; 32]));
        let verifier = pkce.verifier().expose().clone();
        assert_eq!(verifier.len(), 43);
        assert!(verifier.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b)));
        assert!(!format!("{pkce:?}").contains(&verifier));
    }
}
