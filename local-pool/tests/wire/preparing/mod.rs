//! The operations that prepare a pool, right and wrong. Each reply is held to the model by `Pool::admin`.

mod attributes;
mod clients;
mod deleting;
mod domains;
mod factors;
mod groups;
mod kept;
mod pools;
mod providers;
mod resource_servers;

use serde_json::{Value, json};

use crate::pool::{Pool, text};

/// A pool that was made by the API, in a core that has another one.
fn new_pool(pool: &Pool) -> String {
    made(pool, &json!({ "PoolName": "shop" }))
}

fn made(pool: &Pool, input: &Value) -> String {
    text(&pool.admin("CreateUserPool", input).expect("a pool"), "/UserPool/Id")
}

fn new_client(pool: &Pool, pool_id: &str) -> String {
    let input = json!({ "UserPoolId": pool_id, "ClientName": "web" });
    text(&pool.admin("CreateUserPoolClient", &input).expect("a client"), "/UserPoolClient/ClientId")
}

/// Holds that an operation refuses an input with this error, in words that have this part.
fn refuses(pool: &Pool, operation: &str, input: &Value, (name, part): (&str, &str)) {
    let (refused, message) = pool.admin(operation, input).expect_err(&format!("{operation} {input}"));
    assert_eq!(refused, name, "{operation} {input}: {message}");
    assert!(message.contains(part), "{operation} {input}: {message:?} lacks {part:?}");
}

fn invalid(pool: &Pool, operation: &str, input: &Value, part: &str) {
    refuses(pool, operation, input, ("InvalidParameterException", part));
}

/// One object laid over another.
fn with(base: &Value, more: Value) -> Value {
    let mut all = base.clone();
    for (member, value) in more.as_object().expect("an object") {
        all[member] = value.clone();
    }
    all
}

/// Every member that was sent is told as it was sent.
fn tells(told: &Value, sent: &Value) {
    for (member, value) in sent.as_object().expect("an object") {
        assert_eq!(told.get(member), Some(value), "{member}");
    }
}
