//! GetTokensFromRefreshToken: new tokens, and a new refresh token where the client rotates.
//! A token that was rotated out is good once more within the client's grace; after that it is RefreshTokenReuseException.

use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::store::{NotRefreshed, RefreshToken};
use crate::triggers::pre_token_generation::Source;
use crate::user_pool::ServiceError;
use crate::user_pool::devices;
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
    device_key: Option<String>,
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
    let offer = Offer { token, device_key: input.device_key };
    Ok(Output {
        authentication_result: refresh(call, &known, &offer, &input.client_metadata.unwrap_or_default()).await?,
    })
}

/// What is offered for new tokens.
pub struct Offer {
    pub token: RefreshToken,
    /// Of the device that signed in, where the pool tracks devices.
    pub device_key: Option<String>,
}

/// Also what InitiateAuth does with REFRESH_TOKEN_AUTH.
pub async fn refresh(
    call: &Call<'_>,
    known: &KnownClient,
    offer: &Offer,
    metadata: &ClientMetadata,
) -> Result<AuthenticationResult, ServiceError> {
    let Offer { token, device_key } = offer;
    let (grant, user) = {
        let store = call.store();
        let offered = store.grants.of_token(token).cloned();
        let owner = offered.as_ref().map(|grant| &grant.username);
        let user = owner.and_then(|owner| store.users.get(&known.pool.id, owner).cloned());
        if let Some(user) = &user {
            may_sign_in(user)?;
            let elsewhere = |grant| !devices::may_refresh(&known.pool, user, grant, device_key.as_deref());
            if offered.as_ref().is_some_and(elsewhere) {
                return Err(refusal(NotRefreshed::Unknown));
            }
        }
        let grant = store.grants.check(token, &known.client, call.now).map_err(refusal)?.clone();
        (grant, user.ok_or_else(ServiceError::user_not_found)?)
    };
    let tokens =
        issue(call, known, &user, &grant, Issuing { source: Source::RefreshTokens, metadata, nonce: None }).await?;
    // Only now is the token spent: what was refused, by us or by a trigger, may be tried again.
    let successor = RefreshToken::new(call.random);
    call.store().grants.refresh(token, &known.client, &successor, call.now).map_err(refusal)?;
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
