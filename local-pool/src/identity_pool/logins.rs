//! Logins: a provider's name and a token of it, for each provider that the caller is signed in at. Here the only provider
//! whose tokens can be checked is a user pool of this server; the token's signature, issuer, audience and time are.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::call::Call;
use crate::store::{IdentityPool, UserPoolProvider};
use crate::tokens::{self, BadToken};
use crate::user_pool::ServiceError;

/// A login whose token was checked.
pub struct Login {
    /// `cognito-idp.<region>.amazonaws.com/<poolId>`
    pub provider: String,
    pub client_id: String,
    /// `sub`, who it is at the provider.
    pub subject: String,
    pub claims: Map<String, Value>,
}

/// Checks every token. A single bad one refuses them all.
pub fn checked(
    call: &Call<'_>,
    pool: &IdentityPool,
    logins: BTreeMap<String, String>,
) -> Result<Vec<Login>, ServiceError> {
    logins.into_iter().map(|(provider, token)| check(call, pool, provider, &token)).collect()
}

fn check(call: &Call<'_>, pool: &IdentityPool, provider: String, token: &str) -> Result<Login, ServiceError> {
    let trusted: Vec<&UserPoolProvider> =
        pool.settings.cognito_identity_providers.iter().filter(|known| known.provider_name == provider).collect();
    if trusted.is_empty() {
        return Err(ServiceError::not_authorized("Token is not from a supported provider of this identity pool."));
    }
    let invalid = |why: &str| ServiceError::not_authorized(format!("Invalid login token. {why}"));
    let unreadable = || invalid("Can't parse the token.");
    let pool_id = provider.rsplit_once('/').map(|(_, pool_id)| pool_id).ok_or_else(unreadable)?;
    if tokens::claimed_pool_id(token).ok_or_else(unreadable)? != pool_id {
        return Err(invalid("Issuer doesn't match providerName"));
    }
    let user_pool = call.store().pool(pool_id).ok_or_else(|| invalid("Couldn't verify signed token."))?;
    let keys = call.keys(pool_id).map_err(|_| ServiceError::internal())?;
    let claims = tokens::read_id_token(&user_pool, &keys, token, call.now).map_err(|bad| match bad {
        BadToken::Invalid => invalid("Couldn't verify signed token."),
        BadToken::Expired => invalid("Token expired."),
    })?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned).ok_or_else(unreadable);
    let (client_id, subject) = (text("aud")?, text("sub")?);
    let known = trusted.iter().find(|known| known.client_id == client_id);
    let known = known.ok_or_else(|| invalid("Incorrect token audience."))?;
    if known.server_side_token_check {
        still_signed_in(call, pool_id, &text("cognito:username")?, &text("origin_jti")?)?;
    }
    Ok(Login { provider, client_id, subject, claims })
}

/// ServerSideTokenCheck: the user pool is asked whether the user is there and the sign-in counts.
fn still_signed_in(call: &Call<'_>, pool_id: &str, username: &str, origin_jti: &str) -> Result<(), ServiceError> {
    let store = call.store();
    let enabled = store.users.get(pool_id, username).is_some_and(|user| user.enabled);
    match enabled && store.grants.by_origin(origin_jti).is_some() {
        true => Ok(()),
        false => Err(ServiceError::not_authorized("Invalid login token. The token has been revoked.")),
    }
}
