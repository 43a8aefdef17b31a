//! What administrators do with users, right and wrong. Each reply is held to the model by `Pool::admin`.

mod attributes;
mod creating;
mod devices;
mod factors;
mod groups;
mod listing;
mod passwords;
mod providers;
mod refusals;
mod sessions;
mod states;
mod triggers;

use serde_json::{Value, json};

use crate::pool::{POOL_ID, Pool, text};

/// An input that names a user of the pool that every test begins with.
fn of(username: &str) -> Value {
    json!({ "UserPoolId": POOL_ID, "Username": username })
}

fn with(base: &Value, more: Value) -> Value {
    let mut all = base.clone();
    for (member, value) in more.as_object().expect("an object") {
        all[member] = value.clone();
    }
    all
}

fn attributes(list: &[(&str, &str)]) -> Value {
    list.iter().map(|(name, value)| json!({ "Name": name, "Value": value })).collect()
}

/// A pool that was made by the API, with a client that takes passwords.
fn new_pool(pool: &Pool, settings: Value) -> String {
    let input = with(&json!({ "PoolName": "shop" }), settings);
    text(&pool.admin("CreateUserPool", &input).expect("a pool"), "/UserPool/Id")
}

fn new_client(pool: &Pool, pool_id: &str) -> String {
    let flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
    let input = json!({ "UserPoolId": pool_id, "ClientName": "web", "ExplicitAuthFlows": flows });
    text(&pool.admin("CreateUserPoolClient", &input).expect("a client"), "/UserPoolClient/ClientId")
}

/// The answer to a password: tokens or a challenge.
fn by_password(pool: &Pool, client_id: &str, username: &str, password: &str) -> Result<Value, (String, String)> {
    let input = json!({
        "AuthFlow": "USER_PASSWORD_AUTH",
        "ClientId": client_id,
        "AuthParameters": { "USERNAME": username, "PASSWORD": password },
    });
    pool.call("InitiateAuth", &input)
}

fn get(pool: &Pool, input: &Value) -> Value {
    pool.admin("AdminGetUser", input).expect("a user")
}

fn status(pool: &Pool, input: &Value) -> String {
    text(&get(pool, input), "/UserStatus")
}

/// One attribute of what AdminGetUser told.
fn attribute(told: &Value, name: &str) -> Option<String> {
    let list = told.get("UserAttributes").or_else(|| told.get("Attributes")).and_then(Value::as_array);
    let found = list.expect("attributes").iter().find(|one| one["Name"] == name)?;
    Some(text(found, "/Value"))
}

fn refuses(pool: &Pool, operation: &str, input: &Value, (name, part): (&str, &str)) {
    let (refused, message) = pool.admin(operation, input).expect_err(&format!("{operation} {input}"));
    assert_eq!(refused, name, "{operation} {input}: {message}");
    assert!(message.contains(part), "{operation} {input}: {message:?} lacks {part:?}");
}

fn invalid(pool: &Pool, operation: &str, input: &Value, part: &str) {
    refuses(pool, operation, input, ("InvalidParameterException", part));
}

/// The messages in the outbox, the oldest first.
fn outbox(pool: &Pool) -> Vec<Value> {
    let response = pool.get("/_local/outbox");
    let told: Value = serde_json::from_slice(&response.body).expect("JSON");
    let list = &told["messages"];
    list.as_array().expect("messages").clone()
}
