//! GetOpenIdToken: an OpenID token of the identity pool's own issuer, ten minutes long, for STS; and the key it is
//! signed with, where Cognito publishes it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::identities::{pool_of, settle};
use super::logins;
use crate::call::Call;
use crate::clock::Span;
use crate::http::Response;
use crate::tokens;
use crate::user_pool::ServiceError;
use crate::well_known;

pub const JWKS_PATH: &str = "/.well-known/jwks_uri";
const ISSUER: &str = "https://cognito-identity.amazonaws.com";
/// Where the service's keys are among those of user pools, which have `_` in their names.
const KEYS: &str = "cognito-identity";
const LIFETIME: Span = Span::minutes(10);

pub fn jwks(call: &Call<'_>) -> Response {
    match call.keys(KEYS) {
        Ok(keys) => well_known::jwks(&keys),
        Err(_) => crate::user_pool::internal_error(),
    }
}

pub mod get_open_id_token {
    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Input {
        identity_id: String,
        logins: Option<BTreeMap<String, String>>,
    }

    pub async fn answer(call: &Call<'_>, input: Input) -> Result<Value, ServiceError> {
        let pool = pool_of(call, &input.identity_id)?;
        let logins = logins::checked(call, &pool, input.logins.unwrap_or_default())?;
        let identity = settle(call, &pool, Some(&input.identity_id), &logins)?;
        let mut amr = vec![if logins.is_empty() { "unauthenticated" } else { "authenticated" }.to_owned()];
        for login in &logins {
            amr.push(login.provider.clone());
            amr.push(format!("{}:{}:{}", login.provider, login.client_id, login.subject));
        }
        let claims = json!({
            "iss": ISSUER,
            "aud": pool.id,
            "sub": identity.id,
            "amr": amr,
            "iat": call.now.seconds(),
            "exp": (call.now + LIFETIME).seconds(),
        });
        let keys = call.keys(KEYS).map_err(|_| ServiceError::internal())?;
        Ok(json!({ "IdentityId": identity.id, "Token": tokens::sign(keys.id_token(), &claims) }))
    }
}
