//! GetTokensFromRefreshToken: new tokens, and a new refresh token where the client rotates.
//! A token that was rotated out is good once more within the client's grace; after that it is RefreshTokenReuseException.

use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::store::{NotRefreshed, RefreshToken};
use crate::triggers::pre_token_generation::Source;
use crate::user_pool::ServiceError;
use crate::user_pool::members::{self, KnownClient};
use crate::user_pool::messages::ClientMetadata;
use crate::user_pool::sign_in::{AuthenticationResult, Issuing, issue, may_sign_in};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    client_id: Option<String>,
    client_secret: Option<String>,
    refresh_token: Option<String>,
    client_metadata: Option<ClientMetadata>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    authentication_result: AuthenticationResult,
}

pub async fn answer(call: &Call<'_>, input: Input) -> Result<Output, ServiceError> {
    let token = members::refresh_token(input.refresh_token, "refreshToken")?;
    let known = KnownClient::find(call, input.client_id)?;
    known.check_secret(input.client_secret.as_deref())?;
    Ok(Output {
        authentication_result: refresh(call, &known, &token, &input.client_metadata.unwrap_or_default()).await?,
    })
}

/// Also what InitiateAuth does with REFRESH_TOKEN_AUTH.
pub async fn refresh(
    call: &Call<'_>,
    known: &KnownClient,
    token: &RefreshToken,
    metadata: &ClientMetadata,
) -> Result<AuthenticationResult, ServiceError> {
    let successor = RefreshToken::new(call.random);
    let (grant, user) = {
        let mut store = call.store();
        let owner = store.grants.of_token(token).map(|grant| grant.username.clone());
        let user = owner.and_then(|owner| store.users.get(&known.pool.id, &owner).cloned());
        // Asked before the token is rotated, so that a refusal does not spend it.
        if let Some(user) = &user {
            may_sign_in(user)?;
        }
        let grant = store.grants.refresh(token, &known.client, &successor, call.now).map_err(refusal)?;
        (grant, user.ok_or_else(ServiceError::user_not_found)?)
    };
    let tokens =
        issue(call, known, &user, &grant, Issuing { source: Source::RefreshTokens, metadata, nonce: None }).await?;
    let successor = known.client.rotation().map(|_| successor);
    Ok(AuthenticationResult::new(tokens, successor, &known.client))
}

fn refusal(reason: NotRefreshed) -> ServiceError {
    match reason {
        NotRefreshed::Unknown => ServiceError::not_authorized("Invalid Refresh Token"),
        NotRefreshed::Expired => ServiceError::not_authorized("Refresh Token has expired"),
        NotRefreshed::Revoked => ServiceError::not_authorized("Refresh Token has been revoked"),
        NotRefreshed::Reused => ServiceError::refresh_token_reuse(),
    }
}
