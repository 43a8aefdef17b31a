//! The tokens of a sign-in: an ID token and an access token, RS256 (RFC 7519, RFC 7515), with Cognito's claims.
//! First the claims, which a trigger may change, then the signatures.

mod claims;
mod jwt;

pub use claims::{API_SCOPE, Subject, TokenClaims, preferred_role};
pub use jwt::{AccessClaims, BadToken, claimed_pool_id, read_access_token, read_id_token, sign};

use serde_json::Value;

use crate::keys::SigningKeys;

pub struct TokenPair {
    pub id_token: String,
    pub access_token: String,
}

impl TokenPair {
    /// Signing takes milliseconds: never call it while the store is locked.
    pub fn sign(keys: &SigningKeys, claims: TokenClaims) -> Self {
        let access_token = jwt::sign(keys.access_token(), &Value::Object(claims.access));
        Self { id_token: jwt::sign(keys.id_token(), &Value::Object(claims.id)), access_token }
    }
}
