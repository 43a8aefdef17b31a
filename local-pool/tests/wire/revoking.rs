//! RevokeToken, GlobalSignOut, and what GetUser takes for an access token.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::pool::{PASSWORD, Pool, Tokens, error, not_authorized};

#[test]
fn get_user_tells_the_name_and_the_attributes() {
    let pool = Pool::new();
    let user = pool.get_user(&pool.tokens("web").access).unwrap();
    assert_eq!(user["Username"], "ada");
    let names: Vec<&str> =
        user["UserAttributes"].as_array().unwrap().iter().map(|one| one["Name"].as_str().unwrap()).collect();
    assert_eq!(names, ["sub", "email", "email_verified"]);
    assert_eq!(user["UserAttributes"][2]["Value"], "true", "attributes are text, claims are not");
}

#[test]
fn revocation_ends_every_token_of_the_sign_in_and_no_other() {
    let pool = Pool::new();
    let (ended, kept) = (pool.tokens("web"), pool.tokens("web"));
    let refreshed = Tokens::read(&pool.refresh("web", ended.refresh()).unwrap());
    assert_eq!(pool.revoke("web", ended.refresh()), Ok(json!({})));
    for access in [&ended.access, &refreshed.access] {
        assert_eq!(pool.get_user(access).err(), not_authorized("Access Token has been revoked"));
    }
    assert_eq!(pool.refresh("web", ended.refresh()).err(), not_authorized("Refresh Token has been revoked"));
    assert!(pool.get_user(&kept.access).is_ok());
    assert!(pool.refresh("web", kept.refresh()).is_ok());
}

#[test]
fn revoking_a_rotated_token_ends_what_it_was_rotated_into() {
    let pool = Pool::new();
    let first = pool.tokens("rotating");
    let second = Tokens::read(&pool.refresh("rotating", first.refresh()).unwrap());
    assert_eq!(pool.revoke("rotating", first.refresh()), Ok(json!({})));
    let refused = pool.refresh("rotating", second.refresh());
    assert_eq!(refused.err(), not_authorized("Refresh Token has been revoked"));
    assert_eq!(pool.get_user(&second.access).err(), not_authorized("Access Token has been revoked"));
}

#[test]
fn revoking_twice_or_revoking_nonsense_is_no_error() {
    let pool = Pool::new();
    let tokens = pool.tokens("web");
    for token in [tokens.refresh(), tokens.refresh(), "a.b.c.d.e", "unknown"] {
        assert_eq!(pool.revoke("web", token), Ok(json!({})));
    }
}

#[test]
fn only_refresh_tokens_of_the_same_client_can_be_revoked() {
    let pool = Pool::new();
    let tokens = pool.tokens("web");
    let others = error("UnauthorizedException", "The token was issued to another client");
    assert_eq!(pool.revoke("other", tokens.refresh()).err(), others);
    for token in [&tokens.access, &tokens.id] {
        assert_eq!(pool.revoke("web", token).err().unwrap().0, "UnsupportedTokenTypeException");
    }
    assert!(pool.get_user(&tokens.access).is_ok());
}

#[test]
fn global_sign_out_ends_every_sign_in_of_the_user_and_of_nobody_else() {
    let pool = Pool::new();
    let (here, there) = (pool.tokens("web"), pool.tokens("other"));
    let hers = Tokens::read(&pool.sign_in("web", "grace", PASSWORD).unwrap());
    assert_eq!(pool.call("GlobalSignOut", &json!({ "AccessToken": here.access })), Ok(json!({})));
    for (client, tokens) in [("web", &here), ("other", &there)] {
        assert_eq!(pool.get_user(&tokens.access).err(), not_authorized("Access Token has been revoked"));
        let refused = pool.refresh(client, tokens.refresh());
        assert_eq!(refused.err(), not_authorized("Refresh Token has been revoked"));
    }
    assert!(pool.get_user(&hers.access).is_ok());
    assert!(pool.get_user(&pool.tokens("web").access).is_ok(), "one can sign in again");
}

#[test]
fn a_token_that_this_pool_did_not_sign_for_this_use_is_refused() {
    let pool = Pool::new();
    let tokens = pool.tokens("web");
    let parts: Vec<&str> = tokens.access.split('.').collect();
    let [header, payload, signature] = parts[..] else { panic!() };
    let altered = |part: &str, alter: &dyn Fn(&mut Value)| {
        let mut value: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
        alter(&mut value);
        URL_SAFE_NO_PAD.encode(value.to_string())
    };
    let later = altered(payload, &|claims| claims["exp"] = json!(9_999_999_999i64));
    let as_grace = altered(payload, &|claims| claims["username"] = json!("grace"));
    let other_pool = altered(payload, &|claims| claims["iss"] = json!("https://x/eu-west-1_Else"));
    let unsigned = altered(header, &|header| header["alg"] = json!("none"));
    let shared = altered(header, &|header| header["alg"] = json!("HS256"));
    for token in [
        tokens.id.clone(),
        format!("{header}.{later}.{signature}"),
        format!("{header}.{as_grace}.{signature}"),
        format!("{header}.{other_pool}.{signature}"),
        format!("{unsigned}.{payload}.{signature}"),
        format!("{unsigned}.{payload}."),
        format!("{shared}.{payload}.{signature}"),
        format!("{header}.{payload}"),
        format!("{header}.{payload}.{signature}.x"),
        tokens.refresh().to_owned(),
        "....".to_owned(),
        "x".to_owned(),
        "A".repeat(60_000),
    ] {
        assert_eq!(pool.get_user(&token).err(), not_authorized("Invalid Access Token"), "{token:.80}");
    }
}
