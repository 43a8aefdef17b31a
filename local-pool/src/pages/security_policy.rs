//! The Content-Security-Policy of the pages (W3C CSP 3): nothing inline, nothing from elsewhere, in nobody's frame.
//! Chromium applies `form-action` to the redirects after a POST too, and a sign-in ends with a redirect to the app: so a page
//! whose form may end there names the app's origin. An address without an origin that a policy can name is refused.

use std::fmt;

use url::Url;

/// A source that `form-action` can name: an origin, or the scheme of an app on a phone (`myapp:`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// Of an address such as a redirect URI.
    pub fn of(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        match url.scheme() {
            // Opaque origins serialize to "null", which is no source; a URL's host and port hold no space or semicolon.
            "http" | "https" => Some(Self(url.origin().ascii_serialization())),
            // These would let a form run script or write a page. No app receives a redirect by them.
            "javascript" | "data" | "blob" | "file" | "about" | "filesystem" | "ws" | "wss" => None,
            scheme => Some(Self(format!("{scheme}:"))),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The header's value for a page whose forms may end at these origins besides its own.
pub fn content_security_policy(form_targets: &[Origin]) -> String {
    let mut targets = String::from("'self'");
    for origin in form_targets {
        targets.push(' ');
        targets.push_str(&origin.0);
    }
    format!(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
         form-action {targets}; frame-ancestors 'none'; base-uri 'none'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_the_origin_that_a_sign_in_ends_at() {
        let targets = [
            Origin::of("https://App.example:8443/callback?x=1#y").unwrap(),
            Origin::of("http://localhost:3000/").unwrap(),
            Origin::of("myapp://callback").unwrap(),
        ];
        assert!(content_security_policy(&targets).contains(
            "; form-action 'self' https://app.example:8443 http://localhost:3000 myapp:; frame-ancestors 'none';"
        ));
        assert!(content_security_policy(&[]).contains("; form-action 'self'; "));
    }

    #[test]
    fn no_address_can_add_a_directive() {
        for hostile in
            ["https://a; script-src *", "javascript:alert(1)", "data:text/html,x", "", "/callback", "https://"]
        {
            assert_eq!(Origin::of(hostile), None, "{hostile}");
        }
        for odd in ["https://a.example/;script-src%20*", "x-y://a b;c", "https://[::1]:8080/"] {
            let Some(origin) = Origin::of(odd) else { continue };
            assert!(!origin.to_string().contains([' ', ';', ',', '*', '\'']), "{origin}");
        }
    }
}
