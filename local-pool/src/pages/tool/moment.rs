//! A moment as people and machines read it: `2026-11-06 08:04:05` in UTC, in a time element.

use maud::{Markup, html};

use crate::clock::Instant;

pub(super) fn moment(at: Instant) -> Markup {
    let (date, time) = civil(at);
    html! { time datetime={ (date) "T" (time) "Z" } title={ (date) " " (time) " UTC" } { (date) " " span.clock { (time) } } }
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
    fn no_moment_is_too_far_away() {
        for millis in [i64::MIN, i64::MAX] {
            assert!(!moment(Instant::from_millis(millis)).into_string().is_empty());
        }
    }
}
