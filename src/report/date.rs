//! A day of the calendar, as it is published: `YYYY-MM-DD`. It knows no clock.

use std::fmt;

use serde::{Deserialize, Serialize};

const SECONDS_A_DAY: u64 = 86_400;

/// A day that there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day written as `YYYY-MM-DD`; `None` where that is no day of the calendar.
    pub fn parse(text: &str) -> Option<Date> {
        let parts: Vec<&str> = text.split('-').collect();
        let [year, month, day] = parts[..] else { return None };
        let number = |part: &str, length: usize| {
            let digits = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
            if digits { part.parse::<u16>().ok() } else { None }
        };
        let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        (1..=days(year, month)).contains(&day).then_some(Date { year, month, day })
    }

    /// The day of a moment, in UTC, by seconds since 1970 began; `None` after the year 9999.
    pub fn of_seconds(seconds: u64) -> Option<Date> {
        let mut left = seconds / SECONDS_A_DAY;
        let mut take = |length: u64| {
            let whole = left >= length;
            left -= if whole { length } else { 0 };
            whole
        };
        let year = (1970..10_000).find(|&year| !take(if is_leap(year) { 366 } else { 365 }))?;
        let month = (1..=12).find(|&month| !take(u64::from(days(year, month))))?;
        Some(Date { year, month, day: u8::try_from(left).ok()? + 1 })
    }
}

/// How many days a month has; none where there is no such month.
fn days(year: u16, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl TryFrom<String> for Date {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Date, &'static str> {
        Date::parse(&text).ok_or("no day of the calendar")
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_one_of_the_calendar() {
        for (text, holds) in [
            ("2024-01-31", true),
            ("2024-02-29", true),
            ("2023-02-29", false),
            ("2024-1-31", false),
            ("2024-13-01", false),
            ("2024-01-00", false),
            ("2024-00-01", false),
            ("31.01.2024", false),
            ("+024-01-01", false),
        ] {
            assert_eq!(Date::parse(text).map(|date| date.to_string()).as_deref(), holds.then_some(text), "{text}");
        }
    }

    #[test]
    fn seconds_are_the_day_that_they_fall_on() {
        for (seconds, expected) in [
            (0, Some("1970-01-01")),
            (86_399, Some("1970-01-01")),
            (951_782_400, Some("2000-02-29")),
            (1_709_164_800, Some("2024-02-29")),
            (1_735_689_599, Some("2024-12-31")),
            (1_735_689_600, Some("2025-01-01")),
            (u64::MAX, None),
        ] {
            assert_eq!(Date::of_seconds(seconds).map(|date| date.to_string()).as_deref(), expected, "{seconds}");
        }
    }
}
