//! The claims of Cognito's two tokens. An access token has client_id and scope and no aud; an ID token has aud,
//! cognito:username and the user's attributes, of which `email_verified` and `phone_number_verified` are booleans.

use serde_json::{Map, Value, json};

use crate::clock::{Instant, Span};
use crate::random::{self, Random};
use crate::store::{Client, Grant, PoolFacts, User};

/// What every token of the user pool API may do: call the operations that a user calls for themselves.
pub const SCOPE: &str = "aws.cognito.signin.user.admin";

pub fn access_token(
    pool: &PoolFacts,
    client: &Client,
    user: &User,
    grant: &Grant,
    now: Instant,
    random: &dyn Random,
) -> Value {
    let mut claims = common(pool, user, grant, random, now, client.access_token);
    claims.insert("token_use".into(), "access".into());
    claims.insert("client_id".into(), client.id.as_str().into());
    claims.insert("scope".into(), SCOPE.into());
    claims.insert("username".into(), user.username.as_str().into());
    Value::Object(claims)
}

pub fn id_token(
    pool: &PoolFacts,
    client: &Client,
    user: &User,
    grant: &Grant,
    now: Instant,
    random: &dyn Random,
) -> Value {
    let mut claims = Map::new();
    for (name, value) in &user.attributes {
        let boolean = matches!(name.as_str(), "email_verified" | "phone_number_verified");
        let value = if boolean { Value::Bool(value == "true") } else { value.as_str().into() };
        claims.insert(name.clone(), value);
    }
    // The pool's own claims are written last: no attribute can stand in for one.
    claims.append(&mut common(pool, user, grant, random, now, client.id_token));
    claims.insert("token_use".into(), "id".into());
    claims.insert("aud".into(), client.id.as_str().into());
    claims.insert("cognito:username".into(), user.username.as_str().into());
    Value::Object(claims)
}

fn common(
    pool: &PoolFacts,
    user: &User,
    grant: &Grant,
    random: &dyn Random,
    now: Instant,
    lifetime: Span,
) -> Map<String, Value> {
    let mut claims = Map::new();
    claims.insert("sub".into(), user.sub.as_str().into());
    if !user.groups.is_empty() {
        claims.insert("cognito:groups".into(), json!(user.groups));
    }
    claims.insert("iss".into(), pool.issuer().into());
    claims.insert("origin_jti".into(), grant.origin_jti.as_str().into());
    claims.insert("event_id".into(), grant.event_id.as_str().into());
    claims.insert("auth_time".into(), grant.auth_time.seconds().into());
    claims.insert("iat".into(), now.seconds().into());
    claims.insert("exp".into(), (now + lifetime).seconds().into());
    claims.insert("jti".into(), random::uuid(random).into());
    claims
}
