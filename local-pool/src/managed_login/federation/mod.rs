//! Signing in with another identity provider: OpenID Connect as a client of theirs (code flow, with state, nonce and PKCE of
//! our own), or, for the kinds that have a name of their own (Google, Facebook, Amazon, Apple), a provider that is pretended
//! here and needs no network. SAML is refused.

mod callback;
mod endpoints;
mod exchange;
mod id_token;
mod pretended;

pub use callback::answer as answer_callback;
pub use pretended::{PATH as PRETENDED, answer as answer_pretended};

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use url::Url;

use super::authorization_request::AuthorizationRequest;
use super::cookies::{BROWSER, Cookie};
use super::place::Place;
use super::redirect::found;
use crate::call::Call;
use crate::http::Response;
use crate::random;
use crate::secret::Secret;
use crate::store::{Federation, IdentityProvider, ProviderKind};

/// Where providers send their answers.
pub const CALLBACK: &str = "/oauth2/idpresponse";
/// The pool itself among the providers of a client.
pub const OWN: &str = "COGNITO";

/// The provider that a request names, if its client may use it. The pool itself is none.
pub fn named(call: &Call<'_>, request: &AuthorizationRequest) -> Result<Option<Arc<IdentityProvider>>, ()> {
    let Some(name) = request.provider.as_deref().filter(|name| *name != OWN) else {
        return Ok(None);
    };
    let provider = call.store().provider(&request.pool().id, name);
    provider.filter(|provider| is_offered(request, &provider.name)).map(Some).ok_or(())
}

/// Those that the page offers.
pub fn offered(call: &Call<'_>, request: &AuthorizationRequest) -> Vec<Arc<IdentityProvider>> {
    let store = call.store();
    let rows = store.identity_providers.of_pool(&request.pool().id);
    rows.filter(|provider| is_offered(request, &provider.name)).cloned().collect()
}

/// Whether people may sign in with the pool's own passwords. A client that names no provider at all has the pool itself.
pub fn offers_own(request: &AuthorizationRequest) -> bool {
    let names = &request.client().settings.supported_identity_providers;
    names.is_empty() || names.iter().any(|name| name == OWN)
}

fn is_offered(request: &AuthorizationRequest, name: &str) -> bool {
    request.client().settings.supported_identity_providers.iter().any(|known| known == name)
}

/// Sends the browser to the provider, with what its answer will be checked against kept here.
pub async fn start(
    call: &Call<'_>,
    place: &Place,
    request: &AuthorizationRequest,
    provider: &IdentityProvider,
) -> Response {
    let cookie = Cookie::sent(call, BROWSER).unwrap_or_else(|| Cookie::new(call));
    let fresh = || URL_SAFE_NO_PAD.encode(random::bytes::<32>(call.random));
    let (state, nonce, verifier) = (fresh(), fresh(), fresh());
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
    let federation = Federation {
        pool_id: provider.pool_id.clone(),
        provider: provider.name.clone(),
        browser: cookie.hashed(),
        nonce: nonce.clone(),
        verifier: Secret::new(verifier),
        query: request.text.clone(),
        redirect_uri: format!("{}{CALLBACK}", place.origin),
    };
    let address = match provider.kind {
        ProviderKind::Saml => {
            return request.back.refusal("server_error", "local-pool has no SAML providers").response();
        }
        kind if kind.is_social() => format!("{PRETENDED}?state={state}"),
        _ => {
            let parameters = [
                ("client_id", provider.detail("client_id").unwrap_or_default()),
                ("redirect_uri", &federation.redirect_uri),
                ("scope", provider.detail("authorize_scopes").unwrap_or("openid")),
                ("response_type", "code"),
                ("state", &state),
                ("nonce", &nonce),
                ("code_challenge", &challenge),
                ("code_challenge_method", "S256"),
            ];
            match endpoints::of(call, provider).await {
                Ok(endpoints) => with(endpoints.authorize, &parameters, request),
                Err(why) => return request.back.refusal("server_error", &why).response(),
            }
        }
    };
    call.store().managed_login.federations.put(&state, federation, call.now);
    found(&address).with_header("set-cookie", cookie.set(BROWSER, place, None))
}

fn with(mut address: Url, parameters: &[(&str, &str)], request: &AuthorizationRequest) -> String {
    {
        let mut query = address.query_pairs_mut();
        query.extend_pairs(parameters);
        // What the app wishes of the sign-in is the provider's to do.
        let prompt = request.prompt.words();
        if !prompt.is_empty() {
            query.append_pair("prompt", &prompt);
        }
        if !request.login_hint.is_empty() {
            query.append_pair("login_hint", &request.login_hint);
        }
    }
    address.into()
}
