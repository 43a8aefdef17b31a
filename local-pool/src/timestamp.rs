//! The TIMESTAMP of a password claim: `Fri Nov 6 08:04:05 UTC 2026`, English, the day not padded.
//! Cognito reads a padded day too, but signs the unpadded form, so that such a client fails by its signature;
//! so does this. Any other zone or order of fields is refused.

use crate::clock::Instant;

const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A time that was read, which `text()` writes in the one form that is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timestamp {
    year: i64,
    month: i64,
    day: i64,
    second_of_day: i64,
}

impl Timestamp {
    pub fn parse(text: &str) -> Option<Self> {
        let mut fields = text.split(' ');
        let mut next = || fields.next();
        let (weekday, month, day, time, zone, year) = (next()?, next()?, next()?, next()?, next()?, next()?);
        if fields.next().is_some() || zone != "UTC" {
            return None;
        }
        let mut clock = time.split(':');
        let (hour, minute, second) =
            (number(clock.next()?, 2, 2)?, number(clock.next()?, 2, 2)?, number(clock.next()?, 2, 2)?);
        if clock.next().is_some() || hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let timestamp = Self {
            year: number(year, 4, 4)?,
            month: index_of(&MONTHS, month)? + 1,
            day: number(day, 1, 2)?,
            second_of_day: hour * 3600 + minute * 60 + second,
        };
        let days_in_month = match timestamp.month {
            4 | 6 | 9 | 11 => 30,
            2 if timestamp.year % 4 == 0 && (timestamp.year % 100 != 0 || timestamp.year % 400 == 0) => 29,
            2 => 28,
            _ => 31,
        };
        let real = (1..=days_in_month).contains(&timestamp.day) && timestamp.weekday() == weekday;
        real.then_some(timestamp)
    }

    pub fn instant(self) -> Instant {
        Instant::from_seconds(self.days_since_1970() * 86_400 + self.second_of_day)
    }

    pub fn text(self) -> String {
        let Self { year, month, day, second_of_day } = self;
        let (hour, minute, second) = (second_of_day / 3600, second_of_day / 60 % 60, second_of_day % 60);
        let month = usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)).unwrap_or(&"");
        format!("{} {month} {day} {hour:02}:{minute:02}:{second:02} UTC {year:04}", self.weekday())
    }

    fn weekday(self) -> &'static str {
        let index = usize::try_from(self.days_since_1970().rem_euclid(7)).unwrap_or(0);
        DAYS.get(index).unwrap_or(&"")
    }

    /// Days in the Gregorian calendar, counted in years that begin in March, so that a leap day ends its year.
    fn days_since_1970(self) -> i64 {
        let (year, month) = if self.month > 2 { (self.year, self.month - 3) } else { (self.year - 1, self.month + 9) };
        let before_this_year = year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        let before_this_month = (153 * month + 2) / 5;
        before_this_year + before_this_month + self.day - 1 - 719_468
    }
}

fn number(text: &str, shortest: usize, longest: usize) -> Option<i64> {
    let plain = (shortest..=longest).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok())?
}

fn index_of(names: &[&str], name: &str) -> Option<i64> {
    names.iter().position(|known| *known == name).and_then(|index| i64::try_from(index).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_is_read_and_written() {
        for (text, seconds) in [
            ("Thu Jan 1 00:00:00 UTC 1970", 0),
            ("Tue Feb 29 23:59:59 UTC 2000", 951_868_799),
            ("Fri Nov 6 08:04:05 UTC 2026", 1_793_952_245),
            ("Thu Dec 31 12:00:00 UTC 2037", 2_145_873_600),
        ] {
            let timestamp = Timestamp::parse(text).unwrap();
            assert_eq!(timestamp.instant().seconds(), seconds, "{text}");
            assert_eq!(timestamp.text(), text);
        }
    }

    #[test]
    fn a_padded_day_is_read_but_written_without_padding() {
        let timestamp = Timestamp::parse("Fri Nov 06 08:04:05 UTC 2026").unwrap();
        assert_eq!(timestamp.text(), "Fri Nov 6 08:04:05 UTC 2026");
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "2026-11-06T08:04:05Z",
            "Fri Nov 6 08:04:05 IST 2026",
            "Fri Nov 6 8:04:05 UTC 2026",
            "Mon Nov 6 08:04:05 UTC 2026",
            "Fri Nov 31 08:04:05 UTC 2026",
            "Fri Feb 29 08:04:05 UTC 2026",
            "Fri Nov 6 24:04:05 UTC 2026",
            "Fri Nov  6 08:04:05 UTC 2026",
            "Fri Nov 6 08:04:05 UTC 2026 ",
            "Fre Nov 6 08:04:05 UTC 2026",
            "Fri Nov +6 08:04:05 UTC 2026",
            "Fri Nov 6 08:04:05 UTC 99999999999999999999",
        ] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }
}
