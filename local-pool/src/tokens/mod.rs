//! The tokens of a sign-in: an ID token and an access token, RS256 (RFC 7519, RFC 7515), with Cognito's claims.
//! First the claims, which a trigger may change, then the signatures.

mod claims;
mod jwt;
mod scopes;

pub use claims::{API_SCOPE, Subject, TokenClaims, preferred_role};
pub use jwt::{AccessClaims, BadToken, claimed_pool_id, read_access_token, read_id_token, sign};
pub use scopes::shows;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::keys::SigningKeys;

pub struct TokenPair {
    pub id_token: String,
    pub access_token: String,
}

impl TokenPair {
    /// Signing takes milliseconds: never call it while the store is locked.
    pub fn sign(keys: &SigningKeys, claims: TokenClaims) -> Self {
        let TokenClaims { mut id, access, names_access_token } = claims;
        let access_token = jwt::sign(keys.access_token(), &Value::Object(access));
        if names_access_token {
            id.insert("at_hash".to_owned(), at_hash(&access_token).into());
        }
        Self { id_token: jwt::sign(keys.id_token(), &Value::Object(id)), access_token }
    }
}

/// OpenID Connect Core, 3.1.3.6: the left half of the hash of the access token, by the hash of the signature.
fn at_hash(access_token: &str) -> String {
    let hash = Sha256::digest(access_token);
    let (left, _) = hash.split_at(16);
    URL_SAFE_NO_PAD.encode(left)
}
