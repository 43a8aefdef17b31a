//! The claims of Cognito's two tokens. An access token has client_id and scope and no aud; an ID token has aud,
//! cognito:username and the user's attributes, of which `email_verified` and `phone_number_verified` are booleans.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::scopes::shows;
use crate::clock::{Instant, Span};
use crate::random::{self, Random};
use crate::store::{Client, Grant, Group, Pool, User};

/// What every token of the user pool API may do: call the operations that a user calls for themselves.
pub const API_SCOPE: &str = "aws.cognito.signin.user.admin";

/// Whom tokens are for, and by which sign-in.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    pub pool: &'a Pool,
    pub client: &'a Client,
    pub user: &'a User,
    /// In the order of precedence.
    pub groups: &'a [Arc<Group>],
    pub grant: &'a Grant,
    /// Sent back in the first ID token of a sign-in at managed login.
    pub nonce: Option<&'a str>,
}

pub struct TokenClaims {
    pub id: Map<String, Value>,
    pub access: Map<String, Value>,
    /// Whether the ID token says which access token came with it (at_hash), as those of the token endpoint do.
    pub names_access_token: bool,
}

impl TokenClaims {
    pub fn new(subject: Subject<'_>, now: Instant, random: &dyn Random) -> Self {
        Self {
            id: id_token(subject, now, random),
            access: access_token(subject, now, random),
            names_access_token: subject.grant.issued_by == crate::store::IssuedBy::TokenEndpoint,
        }
    }
}

fn access_token(subject: Subject<'_>, now: Instant, random: &dyn Random) -> Map<String, Value> {
    let Subject { client, user, grant, .. } = subject;
    let mut claims = common(subject, random, now, client.access_token());
    claims.insert("token_use".into(), "access".into());
    claims.insert("client_id".into(), client.id.as_str().into());
    claims.insert("scope".into(), grant.scopes.join(" ").into());
    claims.insert("username".into(), user.username.as_str().into());
    if grant.issued_by == crate::store::IssuedBy::TokenEndpoint {
        claims.insert("version".into(), 2.into());
    }
    if let Some(device) = &grant.device_key {
        claims.insert("device_key".into(), device.as_str().into());
    }
    claims
}

fn id_token(subject: Subject<'_>, now: Instant, random: &dyn Random) -> Map<String, Value> {
    let Subject { client, user, groups, nonce, grant, .. } = subject;
    let mut claims = Map::new();
    for (name, value) in &user.attributes {
        if !client.may_read(name) || !shows(&grant.scopes, name) {
            continue;
        }
        let boolean = matches!(name.as_str(), "email_verified" | "phone_number_verified");
        let value = if boolean { Value::Bool(value == "true") } else { value.as_str().into() };
        claims.insert(name.clone(), value);
    }
    // The pool's own claims are written last: no attribute can stand in for one.
    claims.append(&mut common(subject, random, now, client.id_token()));
    claims.insert("token_use".into(), "id".into());
    claims.insert("aud".into(), client.id.as_str().into());
    claims.insert("cognito:username".into(), user.username.as_str().into());
    let roles: Vec<&str> = groups.iter().filter_map(|group| group.role_arn.as_deref()).collect();
    if !roles.is_empty() {
        claims.insert("cognito:roles".into(), json!(roles));
    }
    if let Some(role) = preferred_role(groups) {
        claims.insert("cognito:preferred_role".into(), role.into());
    }
    if !user.identities.is_empty() {
        claims.insert("identities".into(), user.identities.iter().map(crate::store::LinkedIdentity::claim).collect());
    }
    if let Some(nonce) = nonce {
        claims.insert("nonce".into(), nonce.into());
    }
    claims
}

/// The role of the group of lowest precedence; where two groups share it with different roles, none is preferred.
pub fn preferred_role(groups: &[Arc<Group>]) -> Option<&str> {
    let ranked = || groups.iter().filter_map(|group| Some((group.precedence?, group.role_arn.as_deref()?)));
    let lowest = ranked().map(|(precedence, _)| precedence).min()?;
    let mut roles = ranked().filter(|(precedence, _)| *precedence == lowest).map(|(_, role)| role);
    let first = roles.next()?;
    roles.all(|role| role == first).then_some(first)
}

fn common(subject: Subject<'_>, random: &dyn Random, now: Instant, lifetime: Span) -> Map<String, Value> {
    let Subject { pool, user, groups, grant, .. } = subject;
    let mut claims = Map::new();
    claims.insert("sub".into(), user.sub.as_str().into());
    if !groups.is_empty() {
        claims.insert("cognito:groups".into(), groups.iter().map(|group| group.name.as_str()).collect());
    }
    claims.insert("iss".into(), pool.issuer().into());
    claims.insert("origin_jti".into(), grant.origin_jti.as_str().into());
    claims.insert("event_id".into(), grant.event_id.as_str().into());
    if let Some(acr) = &grant.acr {
        claims.insert("acr".into(), acr.as_str().into());
    }
    if !grant.amr.is_empty() {
        claims.insert("amr".into(), json!(grant.amr));
    }
    claims.insert("auth_time".into(), grant.auth_time.seconds().into());
    claims.insert("iat".into(), now.seconds().into());
    claims.insert("exp".into(), (now + lifetime).seconds().into());
    claims.insert("jti".into(), random::uuid(random).into());
    claims
}
