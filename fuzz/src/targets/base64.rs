//! Base64, through the two doors that read it: SECRET_BLOCK (with padding) and the claims of a token (for URLs).

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use poolkey::protocol::json;
use poolkey::protocol::jwt::claims::User;
use poolkey::protocol::srp::ServerChallenge;
use serde_json::{Value, json};

/// What another reader takes is taken, and no other; it comes back as it was written.
pub fn run(text: &str) {
    let parameters = json!({ "SALT": "1", "SRP_B": "2", "SECRET_BLOCK": text }).to_string();
    let ours = ServerChallenge::from_parameters(json::read(&parameters).expect("JSON"));
    let theirs = STANDARD.decode(text).ok().filter(|block| !block.is_empty());
    assert_eq!(ours.is_ok(), theirs.is_some());
    assert!(ours.is_ok_and(|server| server.secret_block() == text) || theirs.is_none());
    token(text);
}

/// The text as a whole token, and as the claims of one.
pub fn claims(text: &str) {
    if let Ok(user) = User::from_id_token(&text.into()) {
        assert!(text.split('.').count() == 3 && user.claims_json().contains("sub"));
    }
    token(&URL_SAFE_NO_PAD.encode(text));
}

fn token(payload: &str) {
    let ours = User::from_id_token(&(&*format!("e30.{payload}.c2ln")).into());
    let text = URL_SAFE_NO_PAD.decode(payload).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let theirs = text.and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let subject = theirs.as_ref().and_then(|claims| claims["sub"].as_str());
    match ours {
        Ok(user) => {
            let theirs = theirs.as_ref().expect("claims");
            assert_eq!(Some(user.subject()), subject);
            assert_eq!(user.username(), theirs["cognito:username"].as_str().unwrap_or(user.subject()));
            assert_eq!(format!("{user:?}"), format!("User {{ subject: {:?}, .. }}", user.subject()));
        }
        Err(_) => assert!(subject.is_none() || payload.len() > 100, "refused"),
    }
}
