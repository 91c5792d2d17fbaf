//! The moment of a request, as stores want it written.

use std::time::{SystemTime, UNIX_EPOCH};

/// A moment, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment(u64);

impl Moment {
    /// So many seconds after the beginning of 1970.
    #[cfg(test)]
    pub fn of(seconds: u64) -> Self {
        Self(seconds)
    }

    /// This moment, by the clock of this machine.
    pub fn now() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        Self(since.map_or(0, |since| since.as_secs()))
    }

    /// `20261129`.
    pub fn date(self) -> String {
        let (year, month, day) = civil(self.0 / 86_400);
        format!("{year:04}{month:02}{day:02}")
    }

    /// `20261129T083000Z`.
    pub fn stamp(self) -> String {
        let second = self.0 % 86_400;
        let (hour, minute) = (second / 3600, second / 60 % 60);
        format!("{}T{hour:02}{minute:02}{:02}Z", self.date(), second % 60)
    }
}

/// Year, month and day of a day since 1970: eras of 400 years that begin in March, so that the leap day comes last.
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(Moment::of(0).stamp(), "19700101T000000Z");
        assert_eq!(Moment::of(951_782_400).date(), "20000229");
        assert_eq!(Moment::of(1_795_941_154).stamp(), "20261129T083234Z");
    }
}
