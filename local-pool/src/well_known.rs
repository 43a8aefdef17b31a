//! What a pool publishes about itself: JWKS (RFC 7517) and OpenID Connect discovery.
//! The issuer is Cognito's, as tokens carry it; the addresses are local, so that they can be fetched.

use serde_json::json;

use crate::http::Response;
use crate::keys::SigningKeys;
use crate::store::Pool;

pub fn jwks(keys: &SigningKeys) -> Response {
    public(Response::new(200, "application/json", keys.jwks().to_string().into_bytes()))
}

/// `origin` is where the request came: whoever asked over TLS goes on over TLS.
pub fn discovery(pool: &Pool, origin: &str) -> Response {
    let document = json!({
        "authorization_endpoint": format!("{origin}/oauth2/authorize"),
        "end_session_endpoint": format!("{origin}/logout"),
        "id_token_signing_alg_values_supported": ["RS256"],
        "issuer": pool.issuer(),
        "jwks_uri": format!("{origin}/{}/.well-known/jwks.json", pool.id),
        "response_types_supported": ["code", "token"],
        "revocation_endpoint": format!("{origin}/oauth2/revoke"),
        "scopes_supported": ["openid", "email", "phone", "profile"],
        "subject_types_supported": ["public"],
        "token_endpoint": format!("{origin}/oauth2/token"),
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "userinfo_endpoint": format!("{origin}/oauth2/userInfo"),
    });
    public(Response::new(200, "application/json", document.to_string().into_bytes()))
}

/// Cognito lets these be kept for a day; here keys are new at every start, so nothing keeps them.
fn public(response: Response) -> Response {
    response.with_header("cache-control", "no-store")
}
