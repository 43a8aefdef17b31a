//! What is not the API: JWKS, discovery, health, the preflight, and paths that lead nowhere.

use local_pool::http::Request;
use serde_json::{Value, json};

use crate::pool::{POOL_ID, Pool};

#[test]
fn the_published_keys_are_public_and_two() {
    let pool = Pool::new();
    let response = pool.get(&format!("/{POOL_ID}/.well-known/jwks.json"));
    assert_eq!((response.status, response.header("content-type")), (200, Some("application/json")));
    let jwks: Value = serde_json::from_slice(&response.body).unwrap();
    let keys = jwks["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 2);
    for key in keys {
        let members: Vec<&str> = key.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["alg", "e", "kid", "kty", "n", "use"], "nothing of the private key");
        assert_eq!((&key["alg"], &key["e"], &key["kty"]), (&json!("RS256"), &json!("AQAB"), &json!("RSA")));
    }
    assert_ne!(keys[0]["n"], keys[1]["n"]);
}

#[test]
fn discovery_names_cognitos_issuer_and_the_local_keys() {
    let pool = Pool::new();
    let response = pool.get(&format!("/{POOL_ID}/.well-known/openid-configuration"));
    let document: Value = serde_json::from_slice(&response.body).unwrap();
    assert_eq!(document["issuer"], format!("https://cognito-idp.eu-west-1.amazonaws.com/{POOL_ID}"));
    assert_eq!(document["jwks_uri"], format!("http://pool.test/{POOL_ID}/.well-known/jwks.json"));
    for (name, path) in [
        ("authorization_endpoint", "/oauth2/authorize"),
        ("token_endpoint", "/oauth2/token"),
        ("userinfo_endpoint", "/oauth2/userInfo"),
        ("revocation_endpoint", "/oauth2/revoke"),
        ("end_session_endpoint", "/logout"),
    ] {
        assert_eq!(document[name], format!("http://pool.test{path}"));
    }
}

#[test]
fn health_says_which_pools_there_are() {
    let response = Pool::new().get("/_local/health");
    let health: Value = serde_json::from_slice(&response.body).unwrap();
    assert_eq!((&health["status"], &health["pools"]), (&json!("ok"), &json!([POOL_ID])));
}

#[test]
fn a_preflight_allows_what_clients_send() {
    let pool = Pool::new();
    for path in ["/", "/anything"] {
        let response = pool.answer(&Request {
            method: "OPTIONS".into(),
            path: path.into(),
            query: String::new(),
            headers: vec![("origin".into(), "https://app.example".into())],
            body: Vec::new(),
        });
        assert_eq!(response.status, 204);
        assert_eq!(response.header("access-control-allow-origin"), Some("*"));
        let allowed = response.header("access-control-allow-headers").unwrap();
        let allowed: Vec<&str> = allowed.split(',').map(str::trim).collect();
        for header in ["authorization", "cache-control", "content-type", "x-amz-target", "x-amz-user-agent"] {
            assert!(allowed.contains(&header), "{header}");
        }
        assert!(response.header("access-control-allow-methods").unwrap().contains("POST"));
    }
}

#[test]
fn a_browser_may_read_what_errors_are_told_apart_by() {
    let response = Pool::new().send("GetUser", "{}");
    let exposed = response.header("access-control-expose-headers").unwrap();
    for header in ["date", "x-amzn-errortype", "x-amzn-requestid"] {
        assert!(exposed.split(',').any(|name| name == header), "{header}");
    }
}

#[test]
fn other_paths_and_methods_are_refused() {
    let pool = Pool::new();
    for path in ["/x", "/_local/x", "/us-east-1_Else/.well-known/jwks.json", "//.well-known/jwks.json", "", "*"] {
        assert_eq!(pool.get(path).status, 404, "{path}");
    }
    for (method, path) in [("PUT", "/"), ("DELETE", "/"), ("POST", "/x"), ("BREW", "/coffee")] {
        let request = Request {
            method: method.into(),
            path: path.into(),
            query: String::new(),
            headers: Vec::new(),
            body: Vec::new(),
        };
        assert_eq!(pool.answer(&request).status, 405, "{method} {path}");
    }
}
