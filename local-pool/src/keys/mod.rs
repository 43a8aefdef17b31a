//! A pool's two RSA keys, one for ID tokens and one for access tokens, as Cognito has two.
//! They are made on this machine, and leave it only in the file of `--data`, where they keep tokens good over a restart.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rsa::RsaPrivateKey;
use rsa::pkcs1v15::{Signature, SigningKey, VerifyingKey};
use rsa::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use rsa::signature::{Keypair, SignatureEncoding, Signer, Verifier};
use rsa::traits::PublicKeyParts;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::random::{self, Generator, Random};

const BITS: usize = 2048;

#[derive(Debug, Serialize, Deserialize)]
pub struct SigningKeys {
    id_token: Key,
    access_token: Key,
}

#[derive(Debug)]
pub enum KeyError {
    NotMade(rsa::Error),
    /// The pool was deleted meanwhile.
    Lost,
}

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

#[derive(Serialize, Deserialize)]
#[serde(try_from = "SavedKey", into = "SavedKey")]
#[derive(Clone)]
pub struct Key {
    pub kid: String,
    signing: SigningKey<Sha256>,
    verifying: VerifyingKey<Sha256>,
}

impl Key {
    fn generate(random: &dyn Random) -> Result<Self, KeyError> {
        let private = RsaPrivateKey::new(&mut Generator(random), BITS).map_err(KeyError::NotMade)?;
        Ok(Self::new(STANDARD.encode(random::bytes::<32>(random)), private))
    }

    fn new(kid: String, private: RsaPrivateKey) -> Self {
        let signing = SigningKey::new(private);
        let verifying = signing.verifying_key();
        Self { kid, signing, verifying }
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

/// A key as it is written down: PKCS #8, in base64.
#[derive(Serialize, Deserialize)]
struct SavedKey {
    kid: String,
    pkcs8: String,
}

impl From<Key> for SavedKey {
    fn from(key: Key) -> Self {
        let private: &RsaPrivateKey = key.signing.as_ref();
        // A key that was made here can be written; were it not so, reading back fails and says so.
        let der = private.to_pkcs8_der().map(|der| STANDARD.encode(der.as_bytes())).unwrap_or_default();
        Self { kid: key.kid, pkcs8: der }
    }
}

impl TryFrom<SavedKey> for Key {
    type Error = &'static str;

    fn try_from(saved: SavedKey) -> Result<Self, Self::Error> {
        let der = STANDARD.decode(saved.pkcs8).map_err(|_| "a key that is not base64")?;
        let private = RsaPrivateKey::from_pkcs8_der(&der).map_err(|_| "a key that is not PKCS #8")?;
        Ok(Self::new(saved.kid, private))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key {}", self.kid)
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotMade(error) => write!(f, "no RSA key could be made: {error}"),
            Self::Lost => f.write_str("the pool is gone"),
        }
    }
}

impl std::error::Error for KeyError {}
