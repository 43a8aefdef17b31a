//! The static files of the pages, compiled in: one stylesheet, a few small scripts, one picture.
//! Nothing is read from a disk, so no path can lead anywhere else.

use sha2::{Digest, Sha256};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    pub content_type: &'static str,
    pub body: &'static str,
    /// Strong, with its quotes: ready for the ETag header.
    pub etag: String,
}

/// The file at a path of the server: `/assets/pages.css`.
pub fn asset(path: &str) -> Option<Asset> {
    let name = path.strip_prefix("/assets/")?;
    let (_, content_type, body) = FILES.iter().find(|(known, _, _)| *known == name)?;
    let digest = Sha256::digest(body.as_bytes());
    let etag = digest.iter().take(8).fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    Some(Asset { content_type, body, etag: format!("\"{etag}\"") })
}

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

const FILES: [(&str, &str, &str); 6] = [
    ("pages.css", CSS, include_str!("assets/pages.css")),
    ("copy.js", SCRIPT, include_str!("assets/copy.js")),
    ("live.js", SCRIPT, include_str!("assets/live.js")),
    ("passkey.js", SCRIPT, include_str!("assets/passkey.js")),
    ("password.js", SCRIPT, include_str!("assets/password.js")),
    ("icon.svg", SVG, include_str!("assets/icon.svg")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_name_alone() {
        let css = asset("/assets/pages.css").unwrap();
        assert_eq!(css.content_type, "text/css; charset=utf-8");
        assert_eq!(css.etag.len(), 18);
        assert_ne!(css.etag, asset("/assets/copy.js").unwrap().etag);
        for path in ["/assets/", "/assets/../mod.rs", "/assets/PAGES.CSS", "pages.css", "/assets//pages.css", ""] {
            assert_eq!(asset(path), None, "{path}");
        }
    }

    #[test]
    fn no_file_asks_another_host() {
        for (name, _, body) in FILES {
            let elsewhere = body.replace("http://www.w3.org/2000/svg", "").contains("://");
            assert!(!elsewhere && !body.contains("@import") && !body.contains("innerHTML"), "{name}");
        }
    }
}
