//! Which user pool and which app client to talk to: parsed once, then trusted.
//!
//! Every address the crate ever sends to is derived here and nowhere else. Addresses are https; plain http is
//! accepted for loopback alone. A client with a secret cannot be used from a browser and has no place here.

use crate::ascii::{cut, cut_last, is_all, push};
use crate::error::{Error, ErrorCode, Result};
use alloc::string::String;

/// A user pool, an app client, and where they are reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolConfig {
    pool_id: String,
    region_len: usize,
    client_id: String,
    endpoint: String,
    identity_pool_id: Option<String>,
    identity_endpoint: String,
}

impl PoolConfig {
    /// Reads a pool id such as `eu-west-1_AbCdEfGhI` and an app client id.
    ///
    /// # Errors
    /// `invalid_config` where one of them has not the form that Cognito gives out.
    pub fn new(pool_id: &str, client_id: &str) -> Result<Self> {
        let Some((region, name)) = cut(pool_id, b'_') else { return Err(bad_pool_id()) };
        if !is_region(region) || pool_id.len() > 55 || !is_all(name, u8::is_ascii_alphanumeric) {
            return Err(bad_pool_id());
        }
        if client_id.len() > 128 || !is_all(client_id, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'+')) {
            return Err(Error::new(
                ErrorCode::InvalidConfig,
                "The app client id has not the form that Cognito gives out: letters and digits, about 26 of them. Copy it from the user pool's list of app clients.",
            ));
        }
        Ok(Self {
            region_len: region.len(),
            pool_id: pool_id.into(),
            client_id: client_id.into(),
            endpoint: service("https://cognito-idp.", region),
            identity_pool_id: None,
            identity_endpoint: service("https://cognito-identity.", region),
        })
    }

    /// The identity pool that gives AWS credentials to the user, such as `eu-west-1:1ce2a7d6-0000-4000-8000-c0ffee000000`.
    ///
    /// # Errors
    /// `invalid_config` where it has not the form that Cognito gives out.
    pub fn with_identity_pool(mut self, identity_pool_id: &str) -> Result<Self> {
        let region = cut(identity_pool_id, b':')
            .filter(|(region, id)| is_region(region) && is_all(id, |b| b.is_ascii_hexdigit() || *b == b'-'))
            .map(|(region, _)| region);
        let Some(region) = region.filter(|_| identity_pool_id.len() <= 55) else {
            return Err(Error::new(
                ErrorCode::InvalidConfig,
                "The identity pool id has not the form region:id, such as eu-west-1:1ce2a7d6-0000-4000-8000-c0ffee000000. Copy it from the identity pool's overview.",
            ));
        };
        self.identity_endpoint = service("https://cognito-identity.", region);
        self.identity_pool_id = Some(identity_pool_id.into());
        Ok(self)
    }

    /// Sends identity pool calls to another address. Set it after the identity pool.
    ///
    /// # Errors
    /// As [`PoolConfig::with_endpoint`].
    pub fn with_identity_endpoint(mut self, endpoint: &str) -> Result<Self> {
        self.identity_endpoint = parse_endpoint(endpoint)?;
        Ok(self)
    }

    /// Sends user pool calls to another address: a proxy of your own, or a pool on this machine.
    ///
    /// # Errors
    /// `invalid_config` where the address is not https (or http on loopback), or carries credentials, a query or a fragment.
    pub fn with_endpoint(mut self, endpoint: &str) -> Result<Self> {
        self.endpoint = parse_endpoint(endpoint)?;
        Ok(self)
    }

    /// The whole pool id.
    #[must_use]
    pub fn pool_id(&self) -> &str {
        &self.pool_id
    }

    /// The region, the part of the pool id before the underscore.
    #[must_use]
    pub fn region(&self) -> &str {
        self.pool_id.get(..self.region_len).unwrap_or_default()
    }

    /// The part of the pool id after the underscore, which the SRP proof is bound to.
    #[must_use]
    pub fn pool_name(&self) -> &str {
        self.pool_id.get(self.region_len + 1..).unwrap_or_default()
    }

    /// The app client id.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The identity pool, if there is one.
    #[must_use]
    pub fn identity_pool_id(&self) -> Option<&str> {
        self.identity_pool_id.as_deref()
    }

    /// Where identity pool calls go.
    #[must_use]
    pub fn identity_endpoint(&self) -> &str {
        &self.identity_endpoint
    }

    /// What an identity pool calls the user pool: the key of its token in `Logins`.
    #[must_use]
    pub fn login_provider(&self) -> String {
        let mut provider = service("cognito-idp.", self.region());
        push(&mut provider, &self.pool_id);
        provider
    }

    /// Where user pool calls go.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }
}

/// Where a service of AWS is reached in a region.
fn service(prefix: &str, region: &str) -> String {
    let mut endpoint = String::with_capacity(64);
    push(&mut endpoint, prefix);
    push(&mut endpoint, region);
    push(&mut endpoint, ".amazonaws.com");
    if region.starts_with("cn-") {
        push(&mut endpoint, ".cn");
    }
    push(&mut endpoint, "/");
    endpoint
}

/// `eu-west-1`, `us-gov-west-1`, `ap-southeast-7`: words of lowercase letters, then a number.
fn is_region(region: &str) -> bool {
    let (mut words, mut rest) = (0, region);
    while let Some((word, after)) = cut(rest, b'-') {
        if !is_all(word, u8::is_ascii_lowercase) {
            return false;
        }
        (words, rest) = (words + 1, after);
    }
    words >= 2 && is_all(rest, u8::is_ascii_digit)
}

fn bad_pool_id() -> Error {
    Error::new(
        ErrorCode::InvalidConfig,
        "The user pool id has not the form region_name, such as eu-west-1_AbCdEfGhI. Copy the id, not the name, from the pool's overview.",
    )
}

/// Scheme, host, optional port and path; ends in a slash. No credentials, query, fragment, space or control character.
fn parse_endpoint(text: &str) -> Result<String> {
    let bad = || {
        Error::new(
            ErrorCode::InvalidConfig,
            "The endpoint must be an https address without credentials, query or fragment. Plain http works for localhost, 127.0.0.1 and [::1] alone.",
        )
    };
    let (rest, plain) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
        (Some(rest), _) => (rest, false),
        (_, Some(rest)) => (rest, true),
        _ => return Err(bad()),
    };
    let authority = cut(rest, b'/').map_or(rest, |(authority, _)| authority);
    let clean = is_all(text, |b| b.is_ascii_graphic() && !matches!(b, b'@' | b'?' | b'#' | b'\\'));
    if !clean || authority.is_empty() || (plain && !is_loopback(authority)) {
        return Err(bad());
    }
    let mut endpoint = String::from(text);
    if !endpoint.ends_with('/') {
        push(&mut endpoint, "/");
    }
    Ok(endpoint)
}

/// Whether a `host[:port]` is this machine.
fn is_loopback(authority: &str) -> bool {
    let host = match cut_last(authority, b':') {
        Some((host, port)) if is_all(port, u8::is_ascii_digit) => host,
        _ => authority,
    };
    let below = |name| is_all(name, |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'));
    matches!(host, "localhost" | "127.0.0.1" | "[::1]") || host.strip_suffix(".localhost").is_some_and(below)
}

#[cfg(test)]
mod tests {
    use super::PoolConfig;
    use crate::error::ErrorCode;

    const CLIENT: &str = "1h57kf5cpq17m0eml12EXAMPLE";

    #[test]
    fn the_pool_id_gives_region_name_and_endpoint() {
        let config = PoolConfig::new("us-gov-west-1_AbC123", CLIENT).unwrap();
        assert_eq!(config.region(), "us-gov-west-1");
        assert_eq!(config.pool_name(), "AbC123");
        assert_eq!(config.endpoint(), "https://cognito-idp.us-gov-west-1.amazonaws.com/");
        assert_eq!(
            PoolConfig::new("cn-north-1_A", CLIENT).unwrap().endpoint(),
            "https://cognito-idp.cn-north-1.amazonaws.com.cn/"
        );
    }

    #[test]
    fn ids_of_the_wrong_form_are_refused() {
        for id in [
            "",
            "eu-west-1",
            "_",
            "eu-west-1_",
            "eu-west_Ab",
            "eu-1_Ab",
            "EU-west-1_Ab",
            "eu-west-1_A b",
            "eu-west-1_A.evil.com/",
            "eu-west-1@evil.com/-1_A",
            "my pool",
        ] {
            assert_eq!(PoolConfig::new(id, CLIENT).unwrap_err().code(), ErrorCode::InvalidConfig, "{id}");
        }
        for client in ["", "a b", "abc/def", &"a".repeat(129)] {
            assert_eq!(
                PoolConfig::new("eu-west-1_Ab", client).unwrap_err().code(),
                ErrorCode::InvalidConfig,
                "{client}"
            );
        }
    }

    #[test]
    fn an_endpoint_is_https_or_loopback() {
        let config = PoolConfig::new("eu-west-1_Ab", CLIENT).unwrap();
        for good in [
            "https://auth.example.com",
            "https://auth.example.com:8443/cognito/",
            "http://localhost:4600",
            "http://127.0.0.1:9",
            "http://[::1]:80/",
            "http://pool.localhost:1",
        ] {
            assert!(config.clone().with_endpoint(good).unwrap().endpoint().ends_with('/'), "{good}");
        }
        for bad in [
            "",
            "ftp://localhost",
            "http://example.com",
            "http://localhost.evil.com",
            "http://127.0.0.1.evil.com",
            "http://127.0.0.1@evil.com",
            "http://evil.com:80.localhost",
            "http://evil.com%2f.localhost",
            "http://.localhost",
            "https://user:pw@example.com",
            "https://",
            "https:///x",
            "https://a.com/?x",
            "https://a.com/#x",
            "https://a.com\\@evil.com",
            "https://a.com/ b",
            "//a.com",
            "javascript:alert(1)",
        ] {
            assert_eq!(config.clone().with_endpoint(bad).unwrap_err().code(), ErrorCode::InvalidConfig, "{bad}");
        }
    }
}
