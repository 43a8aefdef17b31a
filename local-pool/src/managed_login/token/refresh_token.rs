//! grant_type=refresh_token. Where tokens rotate only GetTokensFromRefreshToken refreshes; where devices are tracked, a
//! token that the API issued is refreshed by the API, which asks for the device. No new refresh token is given.

use serde_json::{Map, Value};

use super::Refusal;
use crate::call::Call;
use crate::managed_login::issuing;
use crate::managed_login::parameters::Parameters;
use crate::store::{IssuedBy, NotRefreshed, RefreshToken};
use crate::triggers::pre_token_generation::Source;
use crate::user_pool::{KnownClient, may_sign_in};

pub async fn exchange(call: &Call<'_>, known: &KnownClient, form: &Parameters) -> Result<Map<String, Value>, Refusal> {
    let token =
        form.owned("refresh_token").ok_or_else(|| Refusal::new("invalid_request", "There is no refresh_token"))?;
    if known.client.rotation().is_some() {
        let why = "The client rotates refresh tokens, which GetTokensFromRefreshToken alone does";
        return Err(Refusal::new("unauthorized_client", why));
    }
    let token = RefreshToken(token);
    let (grant, user) = {
        let store = call.store();
        let grant = store.grants.of_token(&token).filter(|grant| grant.client_id == known.client.id).cloned();
        let grant =
            grant.ok_or_else(|| Refusal::new("invalid_grant", "This client was given no such refresh token"))?;
        let tracks_devices = known.pool.settings.device_configuration.is_some();
        if tracks_devices && grant.issued_by == IssuedBy::Api {
            let why = "The pool tracks devices: a token that the API gave is refreshed by the API";
            return Err(Refusal::new("invalid_grant", why));
        }
        let user = store.users.get(&grant.pool_id, &grant.username).cloned();
        let gone = || Refusal::new("invalid_grant", "The user is gone, or may not sign in any more");
        let user = user.filter(|user| may_sign_in(user).is_ok()).ok_or_else(gone)?;
        let grant = store.grants.check(&token, &known.client, call.now);
        (grant.map_err(not_refreshed)?.clone(), user)
    };
    let issued = issuing::tokens(call, known, &user, &grant, Source::RefreshTokens, None).await;
    let issued = issued.map_err(|error| Refusal::of(&error))?;
    // Without rotation there is no successor: the one that is asked for here is given to nobody.
    let unused = RefreshToken::new(call.random);
    let used = call.store().grants.refresh(&token, &known.client, &unused, call.now);
    used.map_err(not_refreshed)?;
    Ok(issued.body(None))
}

fn not_refreshed(why: NotRefreshed) -> Refusal {
    let why = match why {
        NotRefreshed::Unknown => "This client was given no such refresh token",
        NotRefreshed::Expired => "The refresh token has expired",
        NotRefreshed::Revoked => "The refresh token was revoked",
        NotRefreshed::Reused => "The refresh token was rotated out",
    };
    Refusal::new("invalid_grant", why)
}
