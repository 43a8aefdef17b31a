//! Which pages may use the pool's passkeys: https, or http on localhost, with a host that is the relying party id or below
//! it (WebAuthn Level 3, section 13.4.9). The port is free. Apps on Android send `android:apk-key-hash:...`, whose link to
//! the domain only Google's asset links tell: refused here.

use url::Url;

use super::ceremony::RelyingPartyId;

pub fn is_allowed(origin: &str, relying_party: &RelyingPartyId) -> bool {
    let Ok(url) = Url::parse(origin) else { return false };
    // The text is what a browser writes for the origin, and no other URL with the same one.
    if url.origin().ascii_serialization() != origin {
        return false;
    }
    let Some(url::Host::Domain(host)) = url.host() else { return false };
    let secure = match url.scheme() {
        "https" => true,
        "http" => host == "localhost" || host.ends_with(".localhost"),
        _ => false,
    };
    secure && relying_party.covers(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(origin: &str, relying_party: &str) -> bool {
        is_allowed(origin, &RelyingPartyId::try_from(relying_party.to_owned()).unwrap())
    }

    #[test]
    fn the_relying_party_and_what_is_below_it_are_allowed() {
        for origin in
            ["https://example.org", "https://example.org:8443", "https://login.example.org", "https://a.b.example.org"]
        {
            assert!(allowed(origin, "example.org"), "{origin}");
        }
        for origin in ["http://localhost", "http://localhost:5173", "https://localhost", "http://app.localhost:3000"] {
            assert!(allowed(origin, "localhost"), "{origin}");
        }
    }

    #[test]
    fn every_other_page_is_refused() {
        for origin in [
            "",
            "null",
            "example.org",
            "http://example.org",
            "https://example.com",
            "https://evilexample.org",
            "https://example.org.evil.com",
            "https://org",
            "https://example.org/",
            "https://example.org/path",
            "https://user@example.org",
            "https://EXAMPLE.org",
            "https://example.org:443",
            "https://example.org.",
            "ftp://example.org",
            "file://example.org",
            "android:apk-key-hash:AAAA",
        ] {
            assert!(!allowed(origin, "example.org"), "{origin}");
        }
        for origin in ["http://127.0.0.1", "https://127.0.0.1:4600", "https://[::1]", "http://evillocalhost"] {
            assert!(!allowed(origin, "localhost"), "{origin}");
        }
        assert!(!allowed("https://example.org", "login.example.org"));
    }
}
