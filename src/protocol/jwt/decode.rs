//! The payload of a compact JWS (RFC 7515, section 3.1) as text. No signature is checked here: the tokens that come
//! this way arrive over TLS from the user pool itself.

use crate::ascii::cut;
use crate::protocol::base64;
use alloc::string::String;

/// The second of three parts, decoded. `None` where it is no token.
pub(super) fn payload(token: &str) -> Option<String> {
    let (_header, rest) = cut(token, b'.')?;
    let (payload, signature) = cut(rest, b'.')?;
    if cut(signature, b'.').is_some() {
        return None;
    }
    String::from_utf8(base64::read_url(payload)?).ok()
}
