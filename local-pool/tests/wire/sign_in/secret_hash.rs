//! A client with a secret proves itself in every step; one without is not asked.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::steps::*;
use crate::pool::{PASSWORD, Pool, text};
use crate::srp_client::SrpClient;

const SECRET: &str = "1example2345example6789example";

fn confidential() -> Pool {
    let secrets = json!({ "secrets": [{ "id": "s", "secret": SECRET, "created": 0 }] });
    Pool::arranged(PEOPLE, &[client("web", secrets), mfa("OPTIONAL"), ada(prefers(&["SMS_MFA"], None))])
}

fn hash(username: &str, secret: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{username}web").as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

fn bad_hashes() -> [Option<String>; 5] {
    [None, Some(String::new()), Some("!".into()), Some(hash("ada", "other")), Some(hash("grace", SECRET))]
}

fn with_hash(mut parameters: Value, hash: Option<String>) -> Value {
    if let Some(hash) = hash {
        parameters["SECRET_HASH"] = hash.into();
    }
    parameters
}

#[test]
fn no_flow_begins_and_no_challenge_is_answered_without_it() {
    let pool = confidential();
    let srp = SrpClient::new("ada", PASSWORD);
    let flows = [
        ("USER_PASSWORD_AUTH", json!({ "USERNAME": "ada", "PASSWORD": PASSWORD })),
        ("USER_SRP_AUTH", json!({ "USERNAME": "ada", "SRP_A": srp.a_hex() })),
        ("USER_AUTH", json!({ "USERNAME": "ada" })),
    ];
    for (flow, parameters) in flows {
        for bad in bad_hashes() {
            let refused = pool.initiate("web", flow, with_hash(parameters.clone(), bad));
            assert_eq!(refused.err().unwrap().0, "NotAuthorizedException", "{flow}");
        }
        assert!(pool.initiate("web", flow, with_hash(parameters, Some(hash("ada", SECRET)))).is_ok(), "{flow}");
    }
    let begin = with_hash(json!({ "USERNAME": "ada", "PASSWORD": PASSWORD }), Some(hash("ada", SECRET)));
    let session = asked(pool.initiate("web", "USER_PASSWORD_AUTH", begin), "SMS_MFA");
    let responses = json!({ "USERNAME": "ada", "SMS_MFA_CODE": pool.newest_code() });
    for bad in bad_hashes() {
        let refused = pool.reply("SMS_MFA", &session, with_hash(responses.clone(), bad));
        assert_eq!(refused.err().unwrap().0, "NotAuthorizedException");
    }
    let result = signed_in(pool.reply("SMS_MFA", &session, with_hash(responses, Some(hash("ada", SECRET)))));
    let refresh = json!({ "REFRESH_TOKEN": result["RefreshToken"] });
    for bad in bad_hashes() {
        let refused = pool.initiate("web", "REFRESH_TOKEN_AUTH", with_hash(refresh.clone(), bad));
        assert_eq!(refused.err().unwrap().0, "NotAuthorizedException");
    }
    signed_in(pool.initiate("web", "REFRESH_TOKEN_AUTH", with_hash(refresh, Some(hash("ada", SECRET)))));
    let token = text(&result, "/RefreshToken");
    for (secret, good) in [(None, false), (Some("2example2345example6789example"), false), (Some(SECRET), true)] {
        let input = |member: &str| {
            let mut input = json!({ "ClientId": "web", member: token });
            if let Some(secret) = secret {
                input["ClientSecret"] = secret.into();
            }
            input
        };
        assert_eq!(pool.call("GetTokensFromRefreshToken", &input("RefreshToken")).is_ok(), good, "{secret:?}");
        assert_eq!(pool.call("RevokeToken", &input("Token")).is_ok(), good, "{secret:?}");
    }
}

#[test]
fn a_wrong_hash_is_told_before_anything_about_the_user() {
    let pool = confidential();
    for username in ["ada", "nobody"] {
        let parameters = json!({ "USERNAME": username, "PASSWORD": "guess", "SECRET_HASH": "AAAA" });
        let (name, message) = pool.initiate("web", "USER_PASSWORD_AUTH", parameters).err().unwrap();
        assert_eq!(name, "NotAuthorizedException");
        assert_eq!(message, "Unable to verify secret hash for client web");
    }
    assert_eq!(pool.row("ada")["lockout"]["failures"], 0);
}
