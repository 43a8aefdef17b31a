//! grant_type=client_credentials (RFC 6749, 4.4): an access token for a machine, which proved itself by its secret.
//! Its scopes are those of resource servers; there is no user, no ID token and no refresh token. A pre token generation
//! trigger of version 3 may change its claims.

use serde_json::{Map, Value};

use super::Refusal;
use crate::call::Call;
use crate::managed_login::parameters::Parameters;
use crate::managed_login::scope;
use crate::random;
use crate::tokens;
use crate::user_pool::{KnownClient, machine_token_generation};

pub async fn exchange(call: &Call<'_>, known: &KnownClient, form: &Parameters) -> Result<Map<String, Value>, Refusal> {
    let KnownClient { pool, client } = known;
    let settings = &client.settings;
    let allowed = client.is_confidential()
        && settings.allowed_oauth_flows_user_pool_client
        && settings.allowed_oauth_flows.iter().any(|flow| flow == "client_credentials");
    if !allowed {
        return Err(Refusal::new("unauthorized_client", "The client is not allowed client_credentials"));
    }
    let scopes = scope::of_machine(call, client, form.get("scope").map(scope::words));
    let scopes = scopes
        .ok_or_else(|| Refusal::new("invalid_scope", "The client may have no scope, or not all that it asks for"))?;
    let metadata = super::metadata(form)?;
    let mut claims = Map::new();
    claims.insert("sub".into(), client.id.as_str().into());
    claims.insert("token_use".into(), "access".into());
    claims.insert("scope".into(), scopes.join(" ").into());
    claims.insert("auth_time".into(), call.now.seconds().into());
    claims.insert("iss".into(), pool.issuer().into());
    claims.insert("exp".into(), (call.now + client.access_token()).seconds().into());
    claims.insert("iat".into(), call.now.seconds().into());
    claims.insert("version".into(), 2.into());
    claims.insert("jti".into(), random::uuid(call.random).into());
    claims.insert("client_id".into(), client.id.as_str().into());
    let changed = machine_token_generation(call, known, &scopes, &metadata, &mut claims).await;
    changed.map_err(|error| Refusal::of(&error))?;
    let keys = call.keys(&pool.id).map_err(|_| Refusal::new("server_error", "The pool's keys could not be made"))?;
    let mut body = Map::new();
    body.insert("access_token".into(), tokens::sign(keys.access_token(), &claims.into()).into());
    body.insert("expires_in".into(), client.access_token().whole_seconds().into());
    body.insert("token_type".into(), "Bearer".into());
    Ok(body)
}
