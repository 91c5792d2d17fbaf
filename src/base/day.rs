//! Days and moments as offices write them. A moment is always in Asia/Shanghai (UTC+8, no summer time
//! since 1991), so no time-zone data is needed.

mod written;

pub use written::DateError;

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(Date);

impl Day {
    /// The day in Shanghai at an instant.
    pub fn in_shanghai(now: Timestamp) -> Self {
        Self(SHANGHAI.to_datetime(now).date())
    }

    /// Today in Shanghai: for the doors only; every stage is handed its day.
    pub fn today_in_shanghai() -> Self {
        Self::in_shanghai(Timestamp::now())
    }

    /// The day in Shanghai at a time of this machine, as of a file; `None` for a time that no calendar has.
    pub fn of_time(time: std::time::SystemTime) -> Option<Self> {
        Timestamp::try_from(time).ok().map(Self::in_shanghai)
    }

    /// `2021年8月18日`.
    pub fn in_words(self) -> String {
        let date = self.0;
        format!("{}年{}月{}日", date.year(), date.month(), date.day())
    }

    /// The day after.
    pub fn next(self) -> Self {
        Self(self.0.tomorrow().unwrap_or(self.0))
    }

    /// The day so many days after; before, for a number below 0.
    pub fn after(self, days: i32) -> Self {
        Self(self.0.saturating_add(days.days()))
    }

    /// Days from this one to another.
    pub fn days_to(self, other: Self) -> i32 {
        self.0.until(other.0).map_or(0, |span| span.get_days())
    }

    /// Days since 1 January 1970.
    pub fn since_epoch(self) -> i32 {
        let start = jiff::civil::date(1970, 1, 1);
        self.0.since(start).map_or(0, |span| span.get_days())
    }

    /// Year, month, day.
    pub fn parts(self) -> (i16, i8, i8) {
        (self.0.year(), self.0.month(), self.0.day())
    }
}

const SHANGHAI: Offset = Offset::constant(8);

impl FromStr for Day {
    type Err = DateError;

    /// `2021-08-18`, `2021年8月18日` and the like, always the year first: an ambiguous date is worse than none.
    fn from_str(text: &str) -> Result<Self, DateError> {
        written::day(text)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A day, perhaps with a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment {
    /// The day.
    pub day: Day,
    /// Hours and minutes after midnight, when it is said.
    pub minutes: Option<u16>,
}

impl Moment {
    /// A whole day.
    pub fn day(day: Day) -> Self {
        Self { day, minutes: None }
    }

    /// For `<time datetime>`: `2021-08-18`, `2026-06-06T14:00+08:00`.
    pub fn iso(&self) -> String {
        match self.minutes {
            None => self.day.to_string(),
            Some(m) => format!("{}T{:02}:{:02}+08:00", self.day, m / 60, m % 60),
        }
    }

    /// For feeds (RFC 3339): a day without a time begins at midnight.
    pub fn instant(&self) -> String {
        let m = self.minutes.unwrap_or(0);
        format!("{}T{:02}:{:02}:00+08:00", self.day, m / 60, m % 60)
    }

    /// For calendars (RFC 5545), as the clock on the wall shows it: `20260606T140000`; a day begins at midnight.
    pub fn local_time(&self) -> String {
        let (y, month, d) = self.day.parts();
        let m = self.minutes.unwrap_or(0);
        format!("{y:04}{month:02}{d:02}T{:02}{:02}00", m / 60, m % 60)
    }

    /// The same instant in universal time: `20260606T060000Z`.
    pub fn utc(&self) -> String {
        let minutes = i64::from(self.minutes.unwrap_or(0)) - 8 * 60;
        let midnight = self.day.0.at(0, 0, 0, 0);
        let there = midnight.saturating_add(minutes.minutes());
        there.strftime("%Y%m%dT%H%M%SZ").to_string()
    }

    /// `2021年8月18日`, `2026年6月6日 14:00`.
    pub fn in_words(&self) -> String {
        match self.minutes {
            None => self.day.in_words(),
            Some(m) => format!("{} {}:{:02}", self.day.in_words(), m / 60, m % 60),
        }
    }
}

impl FromStr for Moment {
    type Err = DateError;

    /// A day, perhaps with a time, perhaps with an offset: `2026-06-06`, `2026-06-06 14:00`, `2026-06-06T14:00Z`.
    fn from_str(text: &str) -> Result<Self, DateError> {
        written::moment(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_never_guessed() {
        assert_eq!("2021-08-18".parse::<Day>().unwrap().in_words(), "2021年8月18日");
        for wrong in ["2021-02-30", "18-08-2021", "2021-08", ""] {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_moment_is_in_shanghai() {
        let moment: Moment = "2026-06-06 14:00".parse().unwrap();
        assert_eq!(moment.iso(), "2026-06-06T14:00+08:00");
        assert_eq!(moment.in_words(), "2026年6月6日 14:00");
        assert_eq!(moment.local_time(), "20260606T140000");
        assert_eq!(moment.utc(), "20260606T060000Z");
        let day = Moment::day("2026-01-01".parse().unwrap());
        assert_eq!(day.utc(), "20251231T160000Z");
        assert_eq!(day.day.next().to_string(), "2026-01-02");
        assert_eq!(day.day.days_to(moment.day), 156);
    }
}
