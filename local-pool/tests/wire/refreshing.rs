//! REFRESH_TOKEN_AUTH and GetTokensFromRefreshToken, with and without rotation.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::pool::{Pool, START, Tokens, not_authorized};

#[test]
fn without_rotation_the_refresh_token_stays_and_is_not_sent_again() {
    let pool = Pool::new();
    let first = pool.tokens("web");
    pool.wait(600);
    let second = Tokens::read(&pool.refresh("web", first.refresh()).unwrap());
    let third = Tokens::read(&initiate(&pool, "web", first.refresh()).unwrap());
    for later in [&second, &third] {
        assert_eq!(later.refresh, None);
        for (new, old) in [(&later.access, &first.access), (&later.id, &first.id)] {
            let (new, old) = (payload(new), payload(old));
            for kept in ["sub", "origin_jti", "event_id", "auth_time", "token_use", "iss"] {
                assert_eq!(new[kept], old[kept], "{kept}");
            }
            assert_ne!(new["jti"], old["jti"]);
            assert_eq!((&new["iat"], &new["exp"]), (&json!(START + 600), &json!(START + 600 + 3600)));
        }
        assert!(pool.get_user(&later.access).is_ok());
    }
    assert!(pool.get_user(&first.access).is_ok(), "a refresh does not end earlier access tokens");
}

#[test]
fn with_rotation_each_refresh_gives_the_next_token() {
    let pool = Pool::new();
    let mut token = pool.tokens("rotating").refresh().to_owned();
    for _ in 0..40 {
        let next = Tokens::read(&pool.refresh("rotating", &token).unwrap()).refresh().to_owned();
        assert_ne!(next, token);
        token = next;
    }
}

#[test]
fn a_rotated_token_stays_good_within_the_grace() {
    let pool = Pool::new();
    let first = pool.tokens("rotating").refresh().to_owned();
    let second = Tokens::read(&pool.refresh("rotating", &first).unwrap());
    pool.wait(29);
    let repeated = Tokens::read(&pool.refresh("rotating", &first).unwrap());
    assert_ne!(repeated.refresh, second.refresh);
    assert!((0..10).all(|_| pool.refresh("rotating", &first).is_ok()), "tabs refresh all at once");
    pool.wait(1);
    assert_eq!(pool.refresh("rotating", &first).err().unwrap().0, "RefreshTokenReuseException");
    assert!(pool.refresh("rotating", second.refresh()).is_ok(), "reuse does not end what came of it");
    assert!(pool.refresh("rotating", repeated.refresh()).is_ok());
}

#[test]
fn a_rotated_token_is_reuse_after_the_grace() {
    let pool = Pool::new();
    let first = pool.tokens("rotating").refresh().to_owned();
    assert!(pool.refresh("rotating", &first).is_ok());
    pool.wait(30);
    assert_eq!(pool.refresh("rotating", &first).err().unwrap().0, "RefreshTokenReuseException");
}

#[test]
fn with_rotation_only_get_tokens_from_refresh_token_refreshes() {
    let pool = Pool::new();
    let tokens = pool.tokens("rotating");
    assert_eq!(initiate(&pool, "rotating", tokens.refresh()).err().unwrap().0, "InvalidParameterException");
    assert!(pool.refresh("rotating", tokens.refresh()).is_ok(), "the refusal did not spend it");
}

#[test]
fn rotation_does_not_make_a_sign_in_last_longer() {
    let pool = Pool::new();
    let mut token = pool.tokens("rotating").refresh().to_owned();
    for _ in 0..2 {
        pool.wait(14 * 86_400);
        token = Tokens::read(&pool.refresh("rotating", &token).unwrap()).refresh().to_owned();
    }
    pool.wait(2 * 86_400);
    assert_eq!(pool.refresh("rotating", &token).err(), not_authorized("Refresh Token has expired"));
}

#[test]
fn a_refresh_token_expires_by_its_clients_setting() {
    let pool = Pool::new();
    let tokens = pool.tokens("other");
    pool.wait(86_399);
    assert!(pool.refresh("other", tokens.refresh()).is_ok());
    pool.wait(1);
    assert_eq!(pool.refresh("other", tokens.refresh()).err(), not_authorized("Refresh Token has expired"));
}

#[test]
fn an_access_token_expires_by_its_clients_setting() {
    let pool = Pool::new();
    let tokens = pool.tokens("other");
    pool.wait(299);
    assert!(pool.get_user(&tokens.access).is_ok());
    pool.wait(1);
    assert_eq!(pool.get_user(&tokens.access).err(), not_authorized("Access Token has expired"));
}

#[test]
fn another_clients_refresh_token_is_refused() {
    let pool = Pool::new();
    let tokens = pool.tokens("web");
    for client in ["other", "rotating"] {
        let refused = pool.refresh(client, tokens.refresh());
        assert_eq!(refused.err(), not_authorized("Invalid Refresh Token"));
    }
    assert!(pool.refresh("web", tokens.refresh()).is_ok());
}

fn initiate(pool: &Pool, client_id: &str, token: &str) -> Result<Value, (String, String)> {
    let parameters = json!({ "REFRESH_TOKEN": token });
    pool.call(
        "InitiateAuth",
        &json!({ "AuthFlow": "REFRESH_TOKEN_AUTH", "ClientId": client_id, "AuthParameters": parameters }),
    )
}

pub fn payload(token: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap()).unwrap()
}
