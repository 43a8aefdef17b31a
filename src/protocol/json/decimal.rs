//! Numbers that say a moment: seconds since 1970 as AWS writes them, `1700000000`, `1700000000.123` or `1.700000000123E9`.
//!
//! Worked out digit by digit: a float would round, and the standard library's parser of floats would weigh more than the
//! rest of this reader.

use crate::ascii::cut;

/// Seconds, in milliseconds; what is finer is cut off. `None` where this is no number, is negative, or is out of reach.
pub(super) fn millis(seconds: &str) -> Option<u64> {
    let (mantissa, exponent) = match cut(seconds, b'e').or_else(|| cut(seconds, b'E')) {
        Some((mantissa, exponent)) => (mantissa, small(exponent)?),
        None => (seconds, 0),
    };
    let (whole, fraction) = cut(mantissa, b'.').unwrap_or((mantissa, ""));
    // So many digits stand before the point once it is moved by the exponent, and by three for the milliseconds.
    let kept = i32::try_from(whole.len()).ok()? + exponent + 3;
    let digits = whole.bytes().chain(fraction.bytes()).chain(core::iter::repeat(b'0'));
    let mut millis = 0u64;
    // A text is no number, so its first byte is no digit even where nothing of it is kept.
    whole.bytes().next().filter(u8::is_ascii_digit)?;
    for byte in digits.take(usize::try_from(kept).unwrap_or_default()) {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        millis = millis.checked_mul(10)?.checked_add(digit.into())?;
    }
    Some(millis)
}

/// An exponent of at most two digits; no moment needs more.
fn small(exponent: &str) -> Option<i32> {
    let (negative, digits) = match exponent.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, exponent.strip_prefix('+').unwrap_or(exponent)),
    };
    if digits.is_empty() || digits.len() > 2 {
        return None;
    }
    let mut value = 0;
    for byte in digits.bytes() {
        value = value * 10 + i32::from(byte.checked_sub(b'0').filter(|digit| *digit < 10)?);
    }
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::millis;
    use proptest::prelude::*;

    #[test]
    fn a_moment_is_read_in_each_of_the_ways_that_it_is_written() {
        for (text, expected) in [
            ("1700000000", 1_700_000_000_000),
            ("1700000000.0", 1_700_000_000_000),
            ("1700000000.123", 1_700_000_000_123),
            ("1700000000.1239", 1_700_000_000_123),
            ("1.700000000123E9", 1_700_000_000_123),
            ("1.7e+9", 1_700_000_000_000),
            ("17000000001230e-4", 1_700_000_000_123),
            ("0", 0),
            ("0.0005", 0),
            ("12e-9", 0),
        ] {
            assert_eq!(millis(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in
            ["-1", "null", "true", "\"1700000000\"", "[1]", "{}", "", "1e99", "1e999999999", "99999999999999999999"]
        {
            assert_eq!(millis(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_spelling_of_a_number_of_milliseconds_reads_as_that_number(number in 0u64..100_000_000_000_000_000, point in 0usize..20) {
            let digits = format!("{number:0>21}");
            let (whole, fraction) = digits.split_at(21 - point);
            let exponent = i32::try_from(point).unwrap() - 3;
            prop_assert_eq!(millis(&format!("{whole}.{fraction}0E{exponent}")), Some(number));
        }
    }
}
