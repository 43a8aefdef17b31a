//! JSON Web Signature, compact, RS256 alone (RFC 7515): writing tokens, and reading back our own access tokens.
//! A token is never trusted for its header: the key is the pool's, the algorithm is RS256, whatever it says.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::clock::Instant;
use crate::keys::{Key, SigningKeys};
use crate::store::Pool;

pub fn sign(key: &Key, claims: &Value) -> String {
    let header = json!({ "kid": key.kid, "alg": "RS256" });
    let mut token = format!("{}.{}", encode(&header), encode(claims));
    let signature = URL_SAFE_NO_PAD.encode(key.sign(token.as_bytes()));
    token.push('.');
    token.push_str(&signature);
    token
}

/// What an operation needs of the access token that a user sent.
#[derive(Debug, Deserialize)]
pub struct AccessClaims {
    pub username: String,
    pub origin_jti: String,
    pub client_id: String,
    #[serde(default)]
    pub scope: String,
    iss: String,
    token_use: String,
    exp: i64,
}

#[derive(Debug, PartialEq, Eq)]
pub enum BadToken {
    Invalid,
    Expired,
}

pub fn read_access_token(pool: &Pool, keys: &SigningKeys, token: &str, now: Instant) -> Result<AccessClaims, BadToken> {
    let claims = verified(keys.access_token(), token)
        .and_then(|payload| serde_json::from_slice::<AccessClaims>(&payload).ok())
        .ok_or(BadToken::Invalid)?;
    if claims.iss != pool.issuer() || claims.token_use != "access" {
        return Err(BadToken::Invalid);
    }
    if claims.exp <= now.seconds() {
        return Err(BadToken::Expired);
    }
    Ok(claims)
}

/// The claims of an ID token of this pool, whatever client it is for.
pub fn read_id_token(
    pool: &Pool,
    keys: &SigningKeys,
    token: &str,
    now: Instant,
) -> Result<Map<String, Value>, BadToken> {
    let claims = verified(keys.id_token(), token)
        .and_then(|payload| serde_json::from_slice::<Map<String, Value>>(&payload).ok())
        .ok_or(BadToken::Invalid)?;
    let says = |name: &str, value: &str| claims.get(name).and_then(Value::as_str) == Some(value);
    if !says("iss", &pool.issuer()) || !says("token_use", "id") {
        return Err(BadToken::Invalid);
    }
    let expires = claims.get("exp").and_then(Value::as_i64).ok_or(BadToken::Invalid)?;
    if expires <= now.seconds() {
        return Err(BadToken::Expired);
    }
    Ok(claims)
}

/// The pool's id as a token claims it, unchecked: to find the pool whose key may verify it.
pub fn claimed_pool_id(token: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Issuer {
        iss: String,
    }
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    let Issuer { iss } = serde_json::from_slice(&payload).ok()?;
    iss.rsplit_once('/').map(|(_, id)| id.to_owned())
}

fn verified(key: &Key, token: &str) -> Option<Vec<u8>> {
    #[derive(Deserialize)]
    struct Header {
        kid: String,
        alg: String,
    }
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, payload) = signed.split_once('.')?;
    let header: Header = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    if header.alg != "RS256" || header.kid != key.kid || !key.verify(signed.as_bytes(), &signature) {
        return None;
    }
    URL_SAFE_NO_PAD.decode(payload).ok()
}

fn encode(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Counter;
    use crate::secret::Secret;
    use crate::store::PoolSettings;

    #[test]
    fn a_good_signature_does_not_make_up_for_wrong_claims_or_another_algorithm() {
        let keys = SigningKeys::generate(&Counter::default()).unwrap();
        let now = Instant::from_seconds(1_000);
        let pool = Pool::new("us-east-1_P".into(), "P".into(), PoolSettings::default(), now, Secret::new([0; 32]));
        let good = json!({
            "username": "ada", "origin_jti": "o", "jti": "j", "client_id": "web", "scope": "s", "auth_time": 1_000,
            "iss": pool.issuer(), "token_use": "access", "exp": 2_000,
        });
        let read = |token: &str| read_access_token(&pool, &keys, token, now).err();
        assert_eq!(read(&sign(keys.access_token(), &good)), None);
        assert_eq!(read(&sign(keys.id_token(), &good)), Some(BadToken::Invalid));
        for (claim, value, reason) in [
            ("token_use", json!("id"), BadToken::Invalid),
            ("iss", json!("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Q"), BadToken::Invalid),
            ("username", Value::Null, BadToken::Invalid),
            ("exp", json!(1_000), BadToken::Expired),
        ] {
            let mut claims = good.clone();
            claims[claim] = value;
            assert_eq!(read(&sign(keys.access_token(), &claims)), Some(reason), "{claim}");
        }
        for alg in ["none", "HS256", "RS512"] {
            let key = keys.access_token();
            let signed = format!("{}.{}", encode(&json!({ "kid": key.kid, "alg": alg })), encode(&good));
            let token = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(key.sign(signed.as_bytes())));
            assert_eq!(read(&token), Some(BadToken::Invalid), "{alg}");
        }
    }
}
