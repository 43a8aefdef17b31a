//! RevokeToken: ends a refresh token, those it was rotated into, and the access tokens of the same sign-in.
//! A token that nobody knows is answered like one that was revoked (RFC 7009, section 2.2).

use serde::Deserialize;
use serde_json::{Value, json};

use super::session_list::{Linked, revoke_grant};
use crate::call::Call;
use crate::store::RefreshToken;
use crate::user_pool::ServiceError;
use crate::user_pool::members::{self, KnownClient};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    client_id: Option<String>,
    client_secret: Option<String>,
    token: Option<String>,
    revoke_associated_sessions: Option<String>,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
    let token = members::refresh_token(input.token, "token")?;
    // The model knows no missing resource here.
    let known = KnownClient::find(call, input.client_id)
        .map_err(|missing| ServiceError::invalid_parameter(missing.message()))?;
    known
        .check_secret(input.client_secret.as_deref())
        .map_err(|refused| ServiceError::new("UnauthorizedException", refused.message()))?;
    if !known.client.can_revoke() {
        let message = "Token revocation is not enabled for this client";
        return Err(ServiceError::new("UnsupportedOperationException", message));
    }
    if is_jwt(&token) {
        return Err(ServiceError::not_a_refresh_token());
    }
    let mut store = call.store();
    let Some(grant) = store.grants.of_token(&token).cloned() else {
        return Ok(json!({}));
    };
    if grant.client_id != known.client.id {
        return Err(ServiceError::other_clients_token());
    }
    revoke_grant(&mut store, &grant, Linked::read(input.revoke_associated_sessions.as_deref()));
    Ok(json!({}))
}

/// ID and access tokens are signed, in three parts; refresh tokens are encrypted, in five.
fn is_jwt(RefreshToken(text): &RefreshToken) -> bool {
    text.split('.').count() == 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Counter;

    #[test]
    fn a_refresh_token_is_not_taken_for_a_jwt() {
        assert!(!is_jwt(&RefreshToken::new(&Counter::default())));
        assert!(is_jwt(&RefreshToken("header.payload.signature".into())));
    }
}
