//! A provider's addresses: as ProviderDetails has them, or by its discovery document (OpenID Connect Discovery, 4), whose
//! issuer must be the one that was configured, letter by letter.

use serde_json::Value;
use url::Url;

use crate::call::Call;
use crate::clock::Span;
use crate::outbound::OutboundRequest;
use crate::store::IdentityProvider;

pub struct Endpoints {
    pub issuer: String,
    pub authorize: Url,
    pub token: Url,
    pub attributes: Option<Url>,
    pub jwks: Url,
}

const TIMEOUT: Span = Span::seconds(5);

pub async fn of(call: &Call<'_>, provider: &IdentityProvider) -> Result<Endpoints, String> {
    let issuer = provider.detail("oidc_issuer").ok_or("The provider has no oidc_issuer")?.to_owned();
    let explicit = ["authorize_url", "token_url", "jwks_uri"].iter().all(|name| provider.detail(name).is_some());
    let document = if explicit { Value::Null } else { discover(call, &issuer).await? };
    let address = |detail: &str, member: &str| {
        let own = provider.detail(detail);
        own.or_else(|| document.get(member).and_then(Value::as_str)).and_then(web)
    };
    let needed = |detail: &str, member: &str| {
        address(detail, member).ok_or_else(|| format!("The provider has no {detail}, nor has its discovery document"))
    };
    Ok(Endpoints {
        authorize: needed("authorize_url", "authorization_endpoint")?,
        token: needed("token_url", "token_endpoint")?,
        attributes: address("attributes_url", "userinfo_endpoint"),
        jwks: needed("jwks_uri", "jwks_uri")?,
        issuer,
    })
}

async fn discover(call: &Call<'_>, issuer: &str) -> Result<Value, String> {
    let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let address = web(&address).ok_or("oidc_issuer is no web address")?;
    let document = fetch(call, "GET", &address, Vec::new(), Vec::new()).await?;
    match document.get("issuer").and_then(Value::as_str) {
        Some(named) if named == issuer => Ok(document),
        _ => Err("The provider's discovery document names another issuer".to_owned()),
    }
}

/// JSON from one of the provider's addresses. What it says of an error is not passed on: it may hold anything.
pub async fn fetch(
    call: &Call<'_>,
    method: &'static str,
    address: &Url,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
) -> Result<Value, String> {
    let mut headers = headers;
    headers.push(("accept", "application/json".to_owned()));
    let request = OutboundRequest { method, url: address.to_string(), headers, body, timeout: TIMEOUT };
    let named = address.origin().ascii_serialization();
    let answered = call.outbound.send(request).await.map_err(|error| format!("{named}: {error}"))?;
    if answered.status != 200 {
        return Err(format!("{named} answered with status {}", answered.status));
    }
    serde_json::from_slice(&answered.body).map_err(|_| format!("{named} did not answer with JSON"))
}

fn web(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}
