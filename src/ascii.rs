//! ASCII text, byte by byte: where it is cut, and what it is made of.
//!
//! The standard library's `split` and `char::to_digit` find any pattern in any script, which nothing here needs and
//! every download would pay for. Nothing else about text belongs here.

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
pub(crate) fn is_all(text: &str, kind: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(kind)
}

fn cut_at(text: &str, at: usize) -> Option<(&str, &str)> {
    Some((text.get(..at)?, text.get(at + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::{cut, cut_last, is_all};

    #[test]
    fn a_text_is_cut_at_the_first_or_the_last_such_byte() {
        assert_eq!(cut("a:b:c", b':'), Some(("a", "b:c")));
        assert_eq!(cut_last("a:b:c", b':'), Some(("a:b", "c")));
        assert_eq!(cut(":", b':'), Some(("", "")));
        assert_eq!(cut_last("\u{e9}:\u{e9}", b':'), Some(("\u{e9}", "\u{e9}")));
        assert_eq!((cut("", b':'), cut_last("abc", b':')), (None, None));
    }

    #[test]
    fn no_text_is_of_no_kind() {
        assert!(is_all("12", |byte| byte.is_ascii_digit()));
        assert!(!is_all("1x", |byte| byte.is_ascii_digit()));
        assert!(!is_all("", |_| true));
    }
}
