//! Base64URLString of WebAuthn (Level 3, section 5.1): base64url without padding, RFC 4648, section 5.
//! Padding, other alphabets and bits left over are refused; nothing longer than its limit is decoded.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

#[derive(Clone, Copy)]
pub struct Limit(pub usize);

pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// None if the text is not base64url, or is of more bytes than the limit.
pub fn decode(text: &str, Limit(limit): Limit) -> Option<Vec<u8>> {
    if text.len() > limit.saturating_mul(4).div_ceil(3) {
        return None;
    }
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_one_text_of_the_bytes_is_taken() {
        assert_eq!(decode(&encode(&[0xfb, 0xff, 0]), Limit(3)), Some(vec![0xfb, 0xff, 0]));
        assert_eq!(decode("", Limit(0)), Some(vec![]));
        for text in ["-_8=", "+/8", "-_9", "A", "AA A", "AA\n"] {
            assert_eq!(decode(text, Limit(10)), None, "{text}");
        }
        assert_eq!(decode(&encode(&[0; 11]), Limit(10)), None);
    }
}
