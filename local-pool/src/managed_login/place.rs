//! Where a request arrived: the origin that the browser or app addressed, and whether a domain in it names a pool.
//! On any other host (127.0.0.1, localhost) the client_id alone says which pool is meant.

use std::sync::Arc;

use url::Url;

use crate::call::Call;
use crate::store::Pool;

/// An origin without a slash at the end: `https://localhost:4601`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub origin: String,
    pub secure: bool,
    host: String,
}

impl Place {
    pub fn of(call: &Call<'_>) -> Self {
        // Over TLS the shell says so in this header, as a proxy in front would.
        let secure = match call.request.header("x-forwarded-proto") {
            Some(scheme) => scheme == "https",
            None => call.request.header("host").is_none() && call.base_url.starts_with("https:"),
        };
        let scheme = if secure { "https" } else { "http" };
        let addressed = call.request.header("host").and_then(|host| origin(&format!("{scheme}://{host}")));
        let (origin, host) = addressed.or_else(|| origin(call.base_url)).unwrap_or_default();
        Self { origin, secure, host }
    }

    /// Whether `Origin`, as a browser sends it with a form, is this one.
    pub fn is(&self, sent: &str) -> bool {
        origin(sent).is_some_and(|(origin, _)| origin == self.origin)
    }

    /// The pool whose domain this is. None if it is nobody's; then any client may be meant.
    pub fn pool(&self, call: &Call<'_>) -> Option<Arc<Pool>> {
        let store = call.store();
        let domain = store.domains.iter().map(|(_, domain)| domain).find(|domain| {
            let region = domain.pool_id.split_once('_').map_or("", |(region, _)| region);
            let local = domain.custom.is_none() && self.host.strip_suffix(".localhost") == Some(&domain.name);
            local || domain.host(region) == self.host
        })?;
        store.pool(&domain.pool_id)
    }
}

/// Reads an origin and nothing more: what carries a path, a query or a name is none.
fn origin(text: &str) -> Option<(String, String)> {
    let url = Url::parse(text).ok()?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    plain.then(|| url.host_str().map(|host| (url.origin().ascii_serialization(), host.to_owned()))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_read_and_nothing_that_carries_more() {
        let read = |text| origin(text).map(|(origin, _)| origin);
        assert_eq!(read("http://127.0.0.1:4600").as_deref(), Some("http://127.0.0.1:4600"));
        assert_eq!(read("https://LOCALHOST:443").as_deref(), Some("https://localhost"));
        for bad in ["null", "", "http://a/b", "http://a?b", "http://a#b", "http://u@a", "ftp://a", "http://a b", "//a"]
        {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
