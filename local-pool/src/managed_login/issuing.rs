//! Tokens for a sign-in at managed login: a grant of the token endpoint, with the scopes of its request.

use serde_json::{Map, Value};

use crate::call::Call;
use crate::random;
use crate::store::{AuthorizationCode, Grant, IssuedBy, RefreshToken, User};
use crate::triggers::pre_token_generation::Source;
use crate::user_pool::{ClientMetadata, Issuing, KnownClient, ServiceError, issue};

pub struct Issued {
    pub access_token: String,
    /// With the scope openid alone.
    pub id_token: Option<String>,
    pub expires_in: i64,
}

impl Issued {
    /// The token response (RFC 6749, 5.1; OpenID Connect Core, 3.1.3.3).
    pub fn body(self, refresh_token: Option<RefreshToken>) -> Map<String, Value> {
        let mut body = Map::new();
        if let Some(id_token) = self.id_token {
            body.insert("id_token".into(), id_token.into());
        }
        body.insert("access_token".into(), self.access_token.into());
        if let Some(RefreshToken(text)) = refresh_token {
            body.insert("refresh_token".into(), text.into());
        }
        body.insert("expires_in".into(), self.expires_in.into());
        body.insert("token_type".into(), "Bearer".into());
        body
    }
}

/// The grant that a code stands for.
pub fn grant_of(call: &Call<'_>, known: &KnownClient, code: &AuthorizationCode, origin_jti: String) -> Grant {
    Grant {
        origin_jti,
        event_id: random::uuid(call.random),
        pool_id: code.pool_id.clone(),
        client_id: code.client_id.clone(),
        username: code.username.clone(),
        auth_time: code.auth_time,
        expires: call.now + known.client.refresh_token(),
        scopes: code.scopes.clone(),
        issued_by: IssuedBy::TokenEndpoint,
        device_key: code.device_key.clone(),
        last_used: call.now,
        factors: code.factors.clone(),
        sso: code.sso.clone(),
        // The pages ask for no level.
        acr: None,
        amr: Vec::new(),
    }
}

pub async fn tokens(
    call: &Call<'_>,
    known: &KnownClient,
    user: &User,
    grant: &Grant,
    why: Source,
    nonce: Option<&str>,
) -> Result<Issued, ServiceError> {
    let pair =
        issue(call, known, user, grant, Issuing { source: why, metadata: &ClientMetadata::new(), nonce }).await?;
    // The API's sign-ins have an ID token without openid.
    let openid = grant.issued_by == IssuedBy::Api || grant.scopes.iter().any(|scope| scope == "openid");
    Ok(Issued {
        access_token: pair.access_token,
        id_token: openid.then_some(pair.id_token),
        expires_in: known.client.access_token().whole_seconds(),
    })
}

/// Tokens without a code between. The refresh token of such a grant is given to nobody.
pub async fn implicit(
    call: &Call<'_>,
    known: &KnownClient,
    user: &User,
    code: &AuthorizationCode,
) -> Result<Issued, ServiceError> {
    let grant = grant_of(call, known, code, random::uuid(call.random));
    let issued = tokens(call, known, user, &grant, Source::HostedAuth, code.nonce.as_deref()).await?;
    call.store().add_grant(grant, &RefreshToken::new(call.random), call.now);
    Ok(issued)
}
