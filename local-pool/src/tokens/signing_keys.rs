//! The pool's two RSA keys, one for ID tokens and one for access tokens, as Cognito has two.
//! They are made at start and live in memory: there is no way to write one out.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rsa::RsaPrivateKey;
use rsa::pkcs1v15::{Signature, SigningKey, VerifyingKey};
use rsa::signature::{Keypair, SignatureEncoding, Signer, Verifier};
use rsa::traits::PublicKeyParts;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::random::{self, Generator, Random};

const BITS: usize = 2048;

#[derive(Debug)]
pub struct SigningKeys {
    id_token: Key,
    access_token: Key,
}

#[derive(Debug)]
pub struct KeyError(rsa::Error);

impl SigningKeys {
    pub fn generate(random: &dyn Random) -> Result<Self, KeyError> {
        Ok(Self { id_token: Key::generate(random)?, access_token: Key::generate(random)? })
    }

    pub fn id_token(&self) -> &Key {
        &self.id_token
    }

    pub fn access_token(&self) -> &Key {
        &self.access_token
    }

    /// RFC 7517: the public halves.
    pub fn jwks(&self) -> Value {
        json!({ "keys": [self.id_token.jwk(), self.access_token.jwk()] })
    }
}

pub struct Key {
    pub kid: String,
    signing: SigningKey<Sha256>,
    verifying: VerifyingKey<Sha256>,
}

impl Key {
    fn generate(random: &dyn Random) -> Result<Self, KeyError> {
        let private = RsaPrivateKey::new(&mut Generator(random), BITS).map_err(KeyError)?;
        let signing = SigningKey::new(private);
        let verifying = signing.verifying_key();
        Ok(Self { kid: STANDARD.encode(random::bytes::<32>(random)), signing, verifying })
    }

    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.signing.sign(message).to_vec()
    }

    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::try_from(signature).is_ok_and(|signature| self.verifying.verify(message, &signature).is_ok())
    }

    fn jwk(&self) -> Value {
        let public = self.verifying.as_ref();
        json!({
            "alg": "RS256",
            "e": URL_SAFE_NO_PAD.encode(public.e_bytes()),
            "kid": self.kid,
            "kty": "RSA",
            "n": URL_SAFE_NO_PAD.encode(public.n_bytes()),
            "use": "sig",
        })
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key {}", self.kid)
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no RSA key could be made: {}", self.0)
    }
}

impl std::error::Error for KeyError {}
