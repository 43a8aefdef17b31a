//! An account operation by name: whatever the input, what goes out is one object, authorized by the core alone.

use super::config::pool;
use poolkey::protocol::account_operation::{ACCOUNT_OPERATIONS, Authorization};
use poolkey::protocol::json;
use poolkey::protocol::user_pool::complete_web_authn_registration::PasskeyCredential;

pub const WORDS: &[&str] =
    &["\"AccessToken\":", "\"Access\\u0054oken\":", "\"ClientId\":", "\"Username\":\"ada\"", "\"UserPoolId\":", "{}"];

pub fn run(text: &str) {
    let _ = PasskeyCredential::from_json(text);
    for operation in &ACCOUNT_OPERATIONS {
        let Ok(request) = operation.request(text, Some(&"token-of-ours".into()), &pool()) else { continue };
        let body = &**request.body.expose();
        let read = json::read(body).expect("one object");
        let input = json::read(text).expect("an object was given");
        let (by, value) = match operation.authorization {
            Authorization::AccessToken => ("AccessToken", "token-of-ours"),
            Authorization::ClientId => ("ClientId", "1h57kf5cpq17m0eml12EXAMPLE"),
            Authorization::UserPoolId => ("UserPoolId", "eu-west-1_Ab3dEf9hK"),
        };
        assert_eq!(read.text(by).as_deref(), Some(value));
        assert_eq!(read.members().filter(|(name, _)| *name == by).count(), 1, "said once: {body}");
        assert!(read.is_object() && read.members().count() == input.members().count() + 1, "{body}");
    }
}
