//! /oauth2/userInfo (OpenID Connect Core, 5.3): the attributes that an access token's scopes show.
//! Refusals are in WWW-Authenticate (RFC 6750, 3). Cognito writes the two verified flags as text here.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::place::Place;
use super::token;
use crate::call::Call;
use crate::http::Response;
use crate::store::{Client, Grant, User};
use crate::tokens::{self, shows};

struct Refused {
    status: u16,
    error: &'static str,
    description: &'static str,
}

const BAD_REQUEST: Refused =
    Refused { status: 400, error: "invalid_request", description: "Bad OAuth2 request at UserInfo Endpoint" };
const BAD_TOKEN: Refused = Refused {
    status: 401,
    error: "invalid_token",
    description: "Access token is expired, disabled, or deleted, or the user has globally signed out.",
};
const NO_OPENID: Refused =
    Refused { status: 401, error: "invalid_token", description: "Access token does not contain openid scope" };

pub fn answer(call: &Call<'_>, place: &Place) -> Response {
    match attributes(call, place) {
        Ok(body) => token::json(200, body.into()),
        Err(Refused { status, error, description }) => {
            let body = serde_json::json!({ "error": error, "error_description": description });
            let challenge = format!("Bearer error=\"{error}\", error_description=\"{description}\"");
            token::json(status, body).with_header("www-authenticate", challenge).because(error, Some(description))
        }
    }
}

fn attributes(call: &Call<'_>, place: &Place) -> Result<Map<String, Value>, Refused> {
    let header = call.request.header("authorization").ok_or(BAD_REQUEST)?;
    let (scheme, token) = header.split_once(' ').ok_or(BAD_REQUEST)?;
    if !scheme.eq_ignore_ascii_case("bearer") || token.trim().is_empty() {
        return Err(BAD_REQUEST);
    }
    let pool_id = tokens::claimed_pool_id(token).ok_or(BAD_TOKEN)?;
    let pool = call.store().pool(&pool_id).ok_or(BAD_TOKEN)?;
    if place.pool(call).is_some_and(|here| here.id != pool.id) {
        return Err(BAD_TOKEN);
    }
    let keys = call.keys(&pool_id).map_err(|_| BAD_TOKEN)?;
    let claims = tokens::read_access_token(&pool, &keys, token.trim(), call.now).map_err(|_| BAD_TOKEN)?;
    if !claims.scope.split(' ').any(|scope| scope == "openid") {
        return Err(NO_OPENID);
    }
    let (grant, user, client) = {
        let store = call.store();
        let grant = store.grants.by_origin(&claims.origin_jti).cloned().ok_or(BAD_TOKEN)?;
        let user = store.users.get(&pool_id, &claims.username).cloned().ok_or(BAD_TOKEN)?;
        let client = store.client(&claims.client_id).ok_or(BAD_TOKEN)?;
        (grant, user, client)
    };
    if !user.enabled {
        return Err(BAD_TOKEN);
    }
    Ok(shown(&user, &client, &grant))
}

fn shown(user: &Arc<User>, client: &Client, grant: &Grant) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert("sub".into(), user.sub.as_str().into());
    for (name, value) in &user.attributes {
        if client.may_read(name) && shows(&grant.scopes, name) {
            body.insert(name.clone(), value.as_str().into());
        }
    }
    if !user.identities.is_empty() && shows(&grant.scopes, "identities") {
        let identities: Value = user.identities.iter().map(crate::store::LinkedIdentity::claim).collect();
        body.insert("identities".into(), identities.to_string().into());
    }
    body.insert("username".into(), user.username.as_str().into());
    body
}
