//! PAD: how Cognito writes a number before it hashes it.
//!
//! Minimal big-endian bytes, with a leading 00 where the top bit is set (as a signed big integer is written).
//! The length shows how many leading zero bytes a number had; of a secret this protocol hashes S alone, once.

use core::iter;

/// The padded form, byte by byte; zero is one byte 00.
pub(super) fn pad(number: &[u8]) -> Padded<'_> {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    let minimal = number.get(zeros..).unwrap_or_default();
    Padded { lead: minimal.first().is_none_or(|top| top & 0x80 != 0), minimal }
}

/// A number in padded form, without a copy of it.
pub(super) struct Padded<'a> {
    lead: bool,
    minimal: &'a [u8],
}

impl Padded<'_> {
    pub(super) fn iter(&self) -> impl Iterator<Item = &u8> {
        iter::repeat_n(&0, usize::from(self.lead)).chain(self.minimal)
    }

    /// Feeds the padded bytes to a hash or a MAC.
    pub(super) fn feed(&self, update: &mut impl FnMut(&[u8])) {
        if self.lead {
            update(&[0]);
        }
        update(self.minimal);
    }
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
            let mut fed = Vec::new();
            pad(number).feed(&mut |bytes| fed.extend_from_slice(bytes));
            assert_eq!(fed, padded);
            assert!(pad(number).iter().eq(padded));
        }
    }
}
