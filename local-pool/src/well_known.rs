//! What a pool publishes about itself: JWKS (RFC 7517) and OpenID Connect discovery.
//! The issuer is Cognito's, as tokens carry it; the addresses are local, so that they can be fetched.

use serde_json::json;

use crate::http::Response;
use crate::keys::SigningKeys;
use crate::store::Pool;

pub fn jwks(keys: &SigningKeys) -> Response {
    public(Response::new(200, "application/json", keys.jwks().to_string().into_bytes()))
}

pub fn discovery(pool: &Pool, base_url: &str) -> Response {
    let document = json!({
        "id_token_signing_alg_values_supported": ["RS256"],
        "issuer": pool.issuer(),
        "jwks_uri": format!("{base_url}/{}/.well-known/jwks.json", pool.id),
        "response_types_supported": ["code"],
        "scopes_supported": ["openid", "email", "phone", "profile"],
        "subject_types_supported": ["public"],
    });
    public(Response::new(200, "application/json", document.to_string().into_bytes()))
}

/// Cognito lets these be kept for a day; here keys are new at every start, so nothing keeps them.
fn public(response: Response) -> Response {
    response.with_header("cache-control", "no-store")
}
