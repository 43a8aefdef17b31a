//! POST /oauth2/revoke (RFC 7009): ends a refresh token and the access tokens of the same sign-in.
//! A token that nobody knows is answered like one that was revoked: 200 and nothing else.

use super::place::Place;
use super::token::{self, Refusal};
use crate::call::Call;
use crate::http::Response;
use crate::store::RefreshToken;

pub fn answer(call: &Call<'_>, place: &Place) -> Response {
    match revoke(call, place) {
        Ok(()) => Response::empty(200).with_header("cache-control", "no-store"),
        Err(refusal) => refusal.response(),
    }
}

fn revoke(call: &Call<'_>, place: &Place) -> Result<(), Refusal> {
    let form = token::read(call)?;
    let known = token::authenticated(call, place, &form)?;
    let text = form.owned("token").ok_or_else(|| Refusal::new("invalid_request", "There is no token"))?;
    if !known.client.can_revoke() {
        return Err(Refusal::new("invalid_request", "Token revocation is turned off for this client"));
    }
    // Signed tokens have three parts; refresh tokens are encrypted, in five.
    if text.split('.').count() == 3 {
        return Err(Refusal::new("unsupported_token_type", "Only refresh tokens can be revoked"));
    }
    let token = RefreshToken(text);
    let mut store = call.store();
    match store.grants.of_token(&token).map(|grant| (grant.client_id.clone(), grant.origin_jti.clone())) {
        None => Ok(()),
        Some((client_id, origin_jti)) if client_id == known.client.id => {
            store.grants.revoke(&origin_jti);
            Ok(())
        }
        Some(_) => Err(Refusal::new("unauthorized_client", "The refresh token is another client's")),
    }
}
