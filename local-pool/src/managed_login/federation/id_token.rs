//! A provider's ID token (OpenID Connect Core, 3.1.3.7): RS256 by one of its published keys, its issuer, our client id, our
//! nonce, not expired. Whatever the header says, no other algorithm and no key from elsewhere counts.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rsa::pkcs1v15::{Signature, VerifyingKey};
use rsa::signature::Verifier;
use rsa::{BoxedUint, RsaPublicKey};
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::Sha256;

use crate::clock::Instant;

/// Clocks differ.
const LEEWAY_SECONDS: i64 = 60;

pub struct Expected<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub nonce: &'a str,
    pub now: Instant,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
}

pub fn verify(token: &str, jwks: &Value, expected: &Expected<'_>) -> Result<Map<String, Value>, &'static str> {
    let (signed, signature) = token.rsplit_once('.').ok_or("The ID token is no JWT")?;
    let (header, payload) = signed.split_once('.').ok_or("The ID token is no JWT")?;
    let header: Header =
        decode(header).and_then(|json| serde_json::from_slice(&json).ok()).ok_or("The ID token is no JWT")?;
    if header.alg != "RS256" {
        return Err("The ID token is not signed with RS256");
    }
    let signature = decode(signature).ok_or("The ID token is no JWT")?;
    let keys = keys(jwks, header.kid.as_deref());
    let good = Signature::try_from(signature.as_slice())
        .is_ok_and(|signature| keys.iter().any(|key| key.verify(signed.as_bytes(), &signature).is_ok()));
    if !good {
        return Err("The ID token's signature is by none of the provider's keys");
    }
    let claims = decode(payload).and_then(|json| serde_json::from_slice::<Map<String, Value>>(&json).ok());
    let claims = claims.ok_or("The ID token is no JWT")?;
    check(&claims, expected)?;
    Ok(claims)
}

fn check(claims: &Map<String, Value>, expected: &Expected<'_>) -> Result<(), &'static str> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if text("iss") != Some(expected.issuer) {
        return Err("The ID token is by another issuer");
    }
    let audience: Vec<&str> = match claims.get("aud") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let party = text("azp");
    let for_us = audience.contains(&expected.client_id) && party.is_none_or(|party| party == expected.client_id);
    if !for_us || (audience.len() > 1 && party.is_none()) {
        return Err("The ID token is for another client");
    }
    if text("nonce") != Some(expected.nonce) {
        return Err("The ID token does not have the nonce of this sign-in");
    }
    let seconds = |name: &str| claims.get(name).and_then(Value::as_f64).map(|seconds| seconds as i64);
    let now = expected.now.seconds();
    if seconds("exp").is_none_or(|expires| expires.saturating_add(LEEWAY_SECONDS) <= now) {
        return Err("The ID token has expired");
    }
    if seconds("nbf").is_some_and(|begins| begins > now.saturating_add(LEEWAY_SECONDS)) {
        return Err("The ID token is not valid yet");
    }
    if text("sub").is_none_or(|sub| sub.is_empty() || sub.len() > 255) {
        return Err("The ID token names nobody");
    }
    Ok(())
}

/// RSA keys for signatures: the one of this id, or, where the header names none, each of them.
fn keys(jwks: &Value, kid: Option<&str>) -> Vec<VerifyingKey<Sha256>> {
    let all = jwks.get("keys").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let text = |key: &Value, name: &str| key.get(name).and_then(Value::as_str).map(str::to_owned);
    let fitting = all.iter().filter(|key| {
        text(key, "kty").as_deref() == Some("RSA")
            && text(key, "use").is_none_or(|purpose| purpose == "sig")
            && text(key, "alg").is_none_or(|alg| alg == "RS256")
            && kid.is_none_or(|kid| text(key, "kid").as_deref() == Some(kid))
    });
    // A set of keys has a few.
    fitting.take(16).filter_map(|key| public_key(&text(key, "n")?, &text(key, "e")?)).collect()
}

fn public_key(n: &str, e: &str) -> Option<VerifyingKey<Sha256>> {
    let number = |text: &str| Some(BoxedUint::from_be_slice_vartime(&decode(text)?));
    let key = RsaPublicKey::new_with_size_limits(number(n)?, number(e)?, 2048..=8192).ok()?;
    Some(VerifyingKey::new(key))
}

fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::SigningKeys;
    use crate::random::Counter;
    use crate::tokens::sign;
    use serde_json::json;

    const NOW: Instant = Instant::from_seconds(1_800_000_000);

    #[test]
    fn a_token_counts_only_with_every_claim_and_a_key_of_the_provider() {
        let keys = SigningKeys::generate(&Counter::default()).unwrap();
        let expected = Expected { issuer: "https://idp.example", client_id: "us", nonce: "n", now: NOW };
        let good = json!({
            "iss": "https://idp.example", "aud": "us", "nonce": "n", "sub": "1", "exp": NOW.seconds() + 10,
        });
        let jwks = keys.jwks();
        let verified = |claims: &Value, jwks: &Value| verify(&sign(keys.id_token(), claims), jwks, &expected);
        assert_eq!(verified(&good, &jwks).unwrap()["sub"], "1");
        for (claim, value) in [
            ("iss", json!("https://idp.example/")),
            ("iss", Value::Null),
            ("aud", json!("them")),
            ("aud", json!(["us", "them"])),
            ("azp", json!("them")),
            ("nonce", json!("m")),
            ("nonce", Value::Null),
            ("exp", json!(NOW.seconds() - 61)),
            ("exp", Value::Null),
            ("nbf", json!(NOW.seconds() + 61)),
            ("sub", json!("")),
            ("sub", json!(7)),
        ] {
            let mut claims = good.clone();
            claims[claim] = value;
            assert!(verified(&claims, &jwks).is_err(), "{claim}: {claims}");
        }
        let mut several = good.clone();
        several["aud"] = json!(["us", "them"]);
        several["azp"] = json!("us");
        assert!(verified(&several, &jwks).is_ok());

        let others = SigningKeys::generate(&Counter::default()).unwrap();
        let _ = &others;
        for bad in [json!({}), json!({ "keys": [] }), json!({ "keys": [{ "kty": "RSA", "n": "AQAB", "e": "AQAB" }] })] {
            assert!(verified(&good, &bad).is_err(), "{bad}");
        }
        let mut renamed = jwks.clone();
        for key in renamed["keys"].as_array_mut().unwrap() {
            key["kid"] = json!("other");
        }
        assert!(verified(&good, &renamed).is_err(), "the header names the key");
    }

    #[test]
    fn another_algorithm_is_refused_whatever_it_is_signed_with() {
        let keys = SigningKeys::generate(&Counter::default()).unwrap();
        let expected = Expected { issuer: "i", client_id: "us", nonce: "n", now: NOW };
        let token = sign(keys.id_token(), &json!({ "sub": "1" }));
        let rest = token.split_once('.').unwrap().1;
        for header in [r#"{"alg":"none"}"#, r#"{"alg":"HS256"}"#, r#"{"alg":"RS512"}"#, "[]", "{}"] {
            let forged = format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header));
            assert!(verify(&forged, &keys.jwks(), &expected).is_err(), "{header}");
        }
        for nonsense in ["", ".", "..", "a.b.c", "a.b"] {
            assert!(verify(nonsense, &keys.jwks(), &expected).is_err());
        }
    }
}
