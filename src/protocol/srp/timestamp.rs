//! The timestamp that the proof signs: `Fri Nov 6 08:04:05 UTC 2026`, always in English, the day not padded.

use crate::ascii::{push, push_decimal};
use crate::protocol::session::UnixMillis;
use alloc::string::String;

/// Writes a time the way Cognito reads it.
#[must_use]
pub fn timestamp(now: UnixMillis) -> String {
    let seconds = now.0 / 1000;
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil(days);
    let mut out = String::with_capacity(28);
    // 1970-01-01 was a Thursday.
    push(&mut out, ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"].get((days % 7) as usize).unwrap_or(&""));
    push(&mut out, " ");
    push(
        &mut out,
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            .get(month as usize)
            .unwrap_or(&""),
    );
    push(&mut out, " ");
    push_decimal(&mut out, day, 1);
    push(&mut out, " ");
    push_decimal(&mut out, second / 3600, 2);
    push(&mut out, ":");
    push_decimal(&mut out, second / 60 % 60, 2);
    push(&mut out, ":");
    push_decimal(&mut out, second % 60, 2);
    push(&mut out, " UTC ");
    push_decimal(&mut out, year, 4);
    out
}

/// Year, month (0 is January) and day (1 is the first) of a day since 1970-01-01 in the Gregorian calendar.
fn civil(mut days: u64) -> (u64, u64, u64) {
    let mut year = 1970;
    loop {
        let length = 365 + u64::from(is_leap(year));
        if days < length {
            break;
        }
        days -= length;
        year += 1;
    }
    let mut month = 0;
    for length in [31, 28 + u64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    (year, month, days + 1)
}

const fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

#[cfg(test)]
mod tests {
    use super::timestamp;
    use crate::protocol::session::UnixMillis;

    #[test]
    fn times_are_written_in_english_with_the_day_not_padded() {
        // Each is what `date -u -d @SECONDS '+%a %b %-d %H:%M:%S UTC %Y'` prints.
        for (seconds, text) in [
            (0, "Thu Jan 1 00:00:00 UTC 1970"),
            (951_782_399, "Mon Feb 28 23:59:59 UTC 2000"),
            (951_782_400, "Tue Feb 29 00:00:00 UTC 2000"),
            (951_868_800, "Wed Mar 1 00:00:00 UTC 2000"),
            (1_709_164_800, "Thu Feb 29 00:00:00 UTC 2024"),
            (1_735_689_599, "Tue Dec 31 23:59:59 UTC 2024"),
            (1_793_952_245, "Fri Nov 6 08:04:05 UTC 2026"),
            (4_107_542_400, "Mon Mar 1 00:00:00 UTC 2100"),
            (4_107_542_399, "Sun Feb 28 23:59:59 UTC 2100"),
        ] {
            assert_eq!(timestamp(UnixMillis(seconds * 1000 + 999)), text);
        }
    }
}
