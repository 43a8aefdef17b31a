//! Pools and people that these tests share, and the calls that they make.

use local_pool::outbound::{Outbound, OutboundError, OutboundRequest, Sending};
use serde_json::{Value, json};

use crate::pool::{Pool, Tokens};

pub type Outcome = Result<Value, (String, String)>;

pub const MISMATCH: &str = "Invalid verification code provided, please try again.";
pub const EXPIRED: &str = "Invalid code provided, please request a code again.";
pub const TOO_OFTEN: &str = "Attempt limit exceeded, please try after some time.";
pub const WRONG: &str = "Incorrect username or password.";

pub const DAY: i64 = 86_400;
pub const HOUR: i64 = 3_600;

const CLIENTS: &str = r#"
[[clients]]
id = "web"
explicit_auth_flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH"]
[[clients]]
id = "telling"
prevent_user_existence_errors = "LEGACY"
[[clients]]
id = "narrow"
read_attributes = ["email", "name"]
write_attributes = ["name"]
[[clients]]
id = "confidential"
secret = "0123456789abcdefghijklmnop"
token_revocation = false
[[users]]
username = "ada"
password = "Correct-horse-7"
attributes = { email = "ada@example.com", email_verified = "true", name = "Ada" }
[[users]]
username = "grace"
password = "Correct-horse-7"
attributes = { email = "grace@example.com", email_verified = "true", phone_number = "+12065550100", phone_number_verified = "true" }
"#;

struct Nobody;

impl Outbound for Nobody {
    fn send(&self, _request: OutboundRequest) -> Sending<'_> {
        Box::pin(async { Err(OutboundError::Unreachable("nobody is there".to_owned())) })
    }
}

/// A pool with these settings, four clients, Ada and Grace.
pub fn pool(settings: &str) -> Pool {
    Pool::with(&format!("[pool]\nid = \"eu-west-1_Wire0001\"\n{settings}\n{CLIENTS}"), Box::new(Nobody))
}

/// As `pool`, without people.
pub fn empty_pool(settings: &str) -> Pool {
    let clients = CLIENTS.split("[[users]]").next().unwrap_or_default();
    Pool::with(&format!("[pool]\nid = \"eu-west-1_Wire0001\"\n{settings}\n{clients}"), Box::new(Nobody))
}

/// A pool that verifies email addresses.
pub fn verifying() -> Pool {
    pool("auto_verified_attributes = [\"email\"]")
}

pub fn attributes(list: &[(&str, &str)]) -> Value {
    list.iter().map(|(name, value)| json!({ "Name": name, "Value": value })).collect()
}

pub fn sign_up(pool: &Pool, username: &str, list: &[(&str, &str)]) -> Outcome {
    let password = "Correct-horse-7";
    pool.call(
        "SignUp",
        &json!({ "ClientId": "web", "Username": username, "Password": password, "UserAttributes": attributes(list) }),
    )
}

pub fn confirm(pool: &Pool, username: &str, code: &str) -> Outcome {
    pool.call("ConfirmSignUp", &json!({ "ClientId": "web", "Username": username, "ConfirmationCode": code }))
}

/// A call with an access token.
pub fn own(pool: &Pool, operation: &str, tokens: &Tokens, more: Value) -> Outcome {
    let mut input = json!({ "AccessToken": tokens.access });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    pool.call(operation, &input)
}

pub fn signed_in(pool: &Pool, username: &str) -> Tokens {
    signed_in_at(pool, "web", username)
}

pub fn signed_in_at(pool: &Pool, client: &str, username: &str) -> Tokens {
    Tokens::read(&pool.sign_in(client, username, "Correct-horse-7").expect("a sign-in"))
}

/// A user's attribute, as GetUser tells it.
pub fn attribute(pool: &Pool, tokens: &Tokens, name: &str) -> Option<String> {
    let user = pool.get_user(&tokens.access).expect("a user");
    let list = user["UserAttributes"].as_array().unwrap().clone();
    list.into_iter().find(|one| one["Name"] == name).map(|one| one["Value"].as_str().unwrap().to_owned())
}

/// The messages that went to an address, the oldest first.
pub fn mail(pool: &Pool, to: &str) -> Vec<Value> {
    let rows = pool.core.all_rows().into_iter().filter(|row| row.table == "outbox");
    rows.filter_map(|row| row.value).filter(|message| message["to"] == to).collect()
}

/// The newest code that went there.
pub fn code(pool: &Pool, to: &str) -> String {
    let messages = mail(pool, to);
    messages.last().unwrap_or_else(|| panic!("no message to {to}"))["code"].as_str().unwrap().to_owned()
}

/// Six digits, and another six than these.
pub fn not(code: &str) -> String {
    let digit = if code.starts_with('0') { '1' } else { '0' };
    format!("{digit}{}", &code[1..])
}

pub fn refused(outcome: Outcome) -> String {
    outcome.expect_err("a refusal").0
}
