//! ASCII text, byte by byte: where it is cut, what it is made of, how digits are appended.
//!
//! The standard library's `split` finds any pattern in any script, which nothing here needs and every download would
//! pay for. What only one place needs does not belong here.

use alloc::string::String;

/// Before and after the first such byte.
#[inline(never)]
pub(crate) fn cut(text: &str, byte: u8) -> Option<(&str, &str)> {
    cut_at(text, text.bytes().position(|other| other == byte)?)
}

/// Before and after the last such byte.
#[inline(never)]
pub(crate) fn cut_last(text: &str, byte: u8) -> Option<(&str, &str)> {
    cut_at(text, text.bytes().rposition(|other| other == byte)?)
}

/// Whether there is text, and all of it is of this kind.
#[inline(never)]
pub(crate) fn is_all(text: &str, kind: fn(&u8) -> bool) -> bool {
    !text.is_empty() && text.as_bytes().iter().all(kind)
}

/// Appends a text. `String::push_str` would be compiled anew at every place that calls it.
#[inline(never)]
pub(crate) fn push(out: &mut String, text: &str) {
    out.push_str(text);
}

/// Appends a decimal number of at least `width` digits.
#[inline(never)]
pub(crate) fn push_decimal(out: &mut String, number: u64, width: u32) {
    if number >= 10 || width > 1 {
        push_decimal(out, number / 10, width.saturating_sub(1));
    }
    push_hex_digit(out, (number % 10) as u8);
}

/// Appends the lower half of a byte as a hexadecimal digit.
#[inline(never)]
pub(crate) fn push_hex_digit(out: &mut String, nibble: u8) {
    let nibble = nibble & 15;
    out.push(char::from(if nibble < 10 { b'0' + nibble } else { b'a' - 10 + nibble }));
}

fn cut_at(text: &str, at: usize) -> Option<(&str, &str)> {
    Some((text.get(..at)?, text.get(at + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::{cut, cut_last, is_all, push_decimal, push_hex_digit};

    #[test]
    fn a_text_is_cut_at_the_first_or_the_last_such_byte() {
        assert_eq!(cut("a:b:c", b':'), Some(("a", "b:c")));
        assert_eq!(cut_last("a:b:c", b':'), Some(("a:b", "c")));
        assert_eq!(cut(":", b':'), Some(("", "")));
        assert_eq!(cut_last("\u{e9}:\u{e9}", b':'), Some(("\u{e9}", "\u{e9}")));
        assert_eq!((cut("", b':'), cut_last("abc", b':')), (None, None));
    }

    #[test]
    fn numbers_are_written_in_digits() {
        let mut out = String::new();
        for (number, width) in [(0, 1), (7, 2), (2026, 1), (2026, 4), (u64::MAX, 1)] {
            push_decimal(&mut out, number, width);
            out.push(' ');
        }
        assert_eq!(out, "0 07 2026 2026 18446744073709551615 ");
        out.clear();
        (0..17).for_each(|nibble| push_hex_digit(&mut out, nibble));
        assert_eq!(out, "0123456789abcdef0");
    }

    #[test]
    fn no_text_is_of_no_kind() {
        assert!(is_all("12", u8::is_ascii_digit));
        assert!(!is_all("1x", u8::is_ascii_digit));
        assert!(!is_all("", |_| true));
    }
}
