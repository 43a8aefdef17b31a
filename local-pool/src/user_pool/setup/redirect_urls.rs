//! The addresses that managed login may send people back to: absolute, without a fragment, and by HTTPS unless they lead
//! to this machine or into an app (`myapp://`).

use url::{Host, Url};

use super::super::ServiceError;
use crate::store::ClientSettings;

pub fn check(settings: &ClientSettings) -> Result<(), ServiceError> {
    for url in settings.callback_urls.iter().chain(&settings.logout_urls) {
        check_one(url)?;
    }
    match &settings.default_redirect_uri {
        Some(default) if !settings.callback_urls.contains(default) => {
            Err(ServiceError::invalid_parameter("DefaultRedirectURI must be one of the CallbackURLs"))
        }
        _ => Ok(()),
    }
}

fn check_one(text: &str) -> Result<(), ServiceError> {
    let refuse = |what: &str| Err(ServiceError::invalid_parameter(format!("{text} {what}")));
    let Ok(url) = Url::parse(text) else {
        return refuse("is not an absolute URL.");
    };
    if url.fragment().is_some() {
        return refuse("cannot contain a fragment.");
    }
    let is_local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    if url.scheme() == "http" && !is_local {
        return refuse("cannot use the HTTP protocol.");
    }
    if matches!(url.scheme(), "javascript" | "data" | "vbscript") {
        return refuse("cannot use this scheme.");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_https_or_of_this_machine_or_of_an_app() {
        for good in [
            "https://example.com",
            "https://example.com/callback?x=1",
            "http://localhost:3000/",
            "http://127.0.0.1:8080/callback",
            "http://[::1]:8080",
            "myapp://example",
            "com.example.app:/callback",
        ] {
            assert!(check_one(good).is_ok(), "{good}");
        }
        for (bad, part) in [
            ("http://example.com", "HTTP protocol"),
            ("http://localhost.example.com/", "HTTP protocol"),
            ("https://example.com/#x", "fragment"),
            ("/callback", "absolute"),
            ("example.com", "absolute"),
            ("javascript:alert(1)", "scheme"),
        ] {
            let error = check_one(bad).expect_err(bad);
            assert!(error.message().contains(part), "{bad}: {}", error.message());
        }
    }
}
