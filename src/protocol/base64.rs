//! Reads base64 (RFC 4648): section 4 with padding, section 5 (for URLs) without.
//!
//! Refused: other characters, white space, padding of the wrong length, and bits left over that are not zero, so that
//! bytes have one spelling only. Not for secrets: how long it takes depends on the text. Those are written, and
//! constant-time, by base64ct, whose reader is a kilobyte larger to download.

use alloc::vec::Vec;

/// Section 4, with padding.
pub(super) fn read(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_suffix("==").or(text.strip_suffix('=')).unwrap_or(text);
    if text.len().is_multiple_of(4) { read_digits(digits, b'+', b'/') } else { None }
}

/// Section 5, without padding.
pub(super) fn read_url(text: &str) -> Option<Vec<u8>> {
    read_digits(text, b'-', b'_')
}

#[inline(never)]
fn read_digits(text: &str, digit_62: u8, digit_63: u8) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut bits, mut left_over) = (0u32, 0);
    for byte in text.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            _ if byte == digit_62 => 62,
            _ if byte == digit_63 => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(digit);
        left_over += 6;
        if left_over >= 8 {
            left_over -= 8;
            bytes.push((bits >> left_over) as u8);
        }
    }
    (left_over < 6 && bits & ((1 << left_over) - 1) == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{read, read_url};
    use base64::Engine;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_written_is_read(bytes: Vec<u8>) {
            prop_assert_eq!(read(&STANDARD.encode(&bytes)), Some(bytes.clone()));
            prop_assert_eq!(read_url(&URL_SAFE_NO_PAD.encode(&bytes)), Some(bytes));
        }

        #[test]
        fn what_another_reader_refuses_is_refused(text in "[AQgwz09+/=_ \u{e9}-]{0,9}|[AQw/]{2,3}={0,3}") {
            prop_assert_eq!(read(&text), STANDARD.decode(&text).ok());
            prop_assert_eq!(read_url(&text), URL_SAFE_NO_PAD.decode(&text).ok());
        }
    }
}
