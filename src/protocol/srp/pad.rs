//! PAD: how Cognito writes a number before it hashes it.
//!
//! Minimal big-endian bytes, with a leading 00 where the top bit is set (as a signed big integer is written).
//! The length shows how many leading zero bytes a number had; of a secret this protocol hashes S alone, once.

/// The padded form in two parts, so that no copy of the number is made; zero is one byte 00.
pub(super) fn pad(number: &[u8]) -> [&[u8]; 2] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    let minimal = number.get(zeros..).unwrap_or_default();
    let lead: &[u8] = if minimal.first().is_none_or(|top| top & 0x80 != 0) { &[0] } else { &[] };
    [lead, minimal]
}

#[cfg(test)]
mod tests {
    use super::pad;

    #[test]
    fn padding_is_minimal_and_never_looks_negative() {
        for (number, padded) in [
            (&[][..], &[0][..]),
            (&[0], &[0]),
            (&[0, 0], &[0]),
            (&[1], &[1]),
            (&[0x7f], &[0x7f]),
            (&[0x80], &[0, 0x80]),
            (&[0, 0x80], &[0, 0x80]),
            (&[0, 0, 0x7f, 0xff], &[0x7f, 0xff]),
        ] {
            assert_eq!(pad(number).concat(), padded);
        }
    }
}
