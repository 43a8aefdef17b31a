//! A moment as people and machines read it: `2026-11-06 08:04:05` in UTC, in a time element.

use maud::{Markup, html};

use crate::clock::Instant;

pub(super) fn moment(at: Instant) -> Markup {
    let (date, time) = civil(at);
    html! { time datetime={ (date) "T" (time) "Z" } title={ (date) " " (time) " UTC" } { (date) " " span.clock { (time) } } }
}

/// As a browser's field for a date and a time sends it: `2026-11-06T08:04`, with or without seconds. Taken for UTC.
pub fn parse(text: &str) -> Option<Instant> {
    let (date, time) = text.split_once('T')?;
    let [year, month, day] = numbers(date, '-', &[4, 2, 2])?[..] else { return None };
    let time = if time.len() == 5 { format!("{time}:00") } else { time.to_owned() };
    let [hour, minute, second] = numbers(&time, ':', &[2, 2, 2])?[..] else { return None };
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    // The inverse of what follows; a day that is not there comes out as another.
    let (year, from_march) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let before = year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let days = before + (153 * from_march + 2) / 5 + day - 1 - 719_468;
    let at = Instant::from_seconds(days * 86_400 + hour * 3600 + minute * 60 + second);
    (civil(at).0 == date).then_some(at)
}

fn numbers(text: &str, between: char, lengths: &[usize]) -> Option<Vec<i64>> {
    let parts: Vec<&str> = text.split(between).collect();
    let plain = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let fit = parts.len() == lengths.len() && parts.iter().zip(lengths).all(|(part, length)| plain(part, *length));
    fit.then(|| parts.iter().filter_map(|part| part.parse().ok()).collect())
}

/// What `parse` takes.
pub(super) fn field_value(at: Instant) -> String {
    let (date, time) = civil(at);
    format!("{date}T{time}")
}

/// The proleptic Gregorian calendar, counted in eras of 400 years from 1 March.
fn civil(at: Instant) -> (String, String) {
    let (days, second) = (at.seconds().div_euclid(86_400), at.seconds().rem_euclid(86_400));
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    (format!("{year:04}-{month:02}-{day:02}"), format!("{hour:02}:{minute:02}:{second:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_the_calendar_day_it_falls_on() {
        let text = |seconds| {
            let (date, time) = civil(Instant::from_seconds(seconds));
            format!("{date} {time}")
        };
        assert_eq!(text(0), "1970-01-01 00:00:00");
        assert_eq!(text(-1), "1969-12-31 23:59:59");
        assert_eq!(text(951_782_400), "2000-02-29 00:00:00");
        assert_eq!(text(1_793_952_245), "2026-11-06 08:04:05");
        assert_eq!(text(4_107_542_399), "2100-02-28 23:59:59");
        assert_eq!(text(4_107_542_400), "2100-03-01 00:00:00");
    }

    #[test]
    fn what_a_field_sends_is_read_and_nothing_else() {
        for seconds in [0, -1, 951_782_400, 951_868_799, 1_793_952_245, 4_107_542_400] {
            let at = Instant::from_seconds(seconds);
            assert_eq!(parse(&field_value(at)), Some(at));
        }
        assert_eq!(parse("2026-11-06T08:04"), Some(Instant::from_seconds(1_793_952_240)));
        for text in [
            "",
            "2026-11-06",
            "2026-11-06 08:04",
            "2026-02-29T00:00",
            "2026-13-01T00:00",
            "2026-00-10T00:00",
            "2026-11-06T24:00",
            "2026-11-06T08:60",
            "26-11-06T08:04",
            "2026-11-06T08:04:05Z",
            "2026-11-06T08:04:05:06",
            "+026-11-06T08:04",
            "20266-11-06T08:04",
            "tomorrow",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn no_moment_is_too_far_away() {
        for millis in [i64::MIN, i64::MAX] {
            assert!(!moment(Instant::from_millis(millis)).into_string().is_empty());
        }
    }
}
