//! What comes again: when each time of it is.

use super::{Event, Repeat};
use crate::base::{Day, Moment};

/// One time that something takes place: its first day, and its last one when it says an end.
pub type Occurrence = (Day, Option<Day>);

impl Repeat {
    /// The fewest days from one time to the next.
    pub fn fewest_days(self) -> i32 {
        match self {
            Self::Yearly => 365,
            Self::Monthly => 28,
            Self::Weekly => 7,
        }
    }
}

impl Event {
    /// The end of what comes again, when `end` says it: what comes again before it is over is a series, and `end` the last
    /// day of it.
    pub fn series_end(&self) -> Option<Moment> {
        let (start, days) = (self.start?, self.repeat?.fewest_days());
        self.end.filter(|end| start.day.days_to(end.day) >= days)
    }

    /// The day on which it begins next, from a day on: of what comes again, that of the next time; else that on which it
    /// begins, also when that was before. `None` when it has no dates or no more times.
    pub fn next_day(&self, from: Day) -> Option<Day> {
        /// Nothing comes again later than after a leap year that was left out.
        const LONGEST: i32 = 8 * 366;
        if self.repeat.is_none() {
            return Some(self.start.or(self.end)?.day);
        }
        let from = self.start.map_or(from, |start| start.day.max(from));
        let times = self.occurrences(from, from.after(LONGEST));
        times.first().map(|(first, _)| *first)
    }

    /// Each time that it begins or ends from a day to another one. A month or a year without its day is left out, as
    /// calendars do.
    pub fn occurrences(&self, from: Day, to: Day) -> Vec<Occurrence> {
        let Some(start) = self.start else {
            let end = self.end.map(|end| (end.day, Some(end.day)));
            return end.into_iter().collect();
        };
        let last = self.series_end();
        let end = self.end.filter(|end| *end != start);
        // Of a series, `end` is the hour at which each time ends.
        let length = match last {
            Some(last) => last.minutes.map(|_| 0),
            None => end.map(|end| start.day.days_to(end.day)),
        };
        let time = |day: Day| (day, length.map(|days| day.after(days)));
        let Some(repeat) = self.repeat else {
            return vec![time(start.day)];
        };
        let first = from.after(-length.unwrap_or(0)).max(start.day);
        let to = last.map_or(to, |last| last.day.min(to));
        let mut days = std::iter::successors(Some(first), |day| (*day < to).then(|| day.next()));
        let mut times = Vec::new();
        while let Some(day) = days.next().filter(|day| *day <= to) {
            if comes(repeat, start.day, day) {
                times.push(time(day));
            }
        }
        times
    }
}

/// Whether what began on a day comes again on a later one.
fn comes(repeat: Repeat, start: Day, day: Day) -> bool {
    let ((_, month, date), (_, now, today)) = (start.parts(), day.parts());
    match repeat {
        Repeat::Weekly => start.days_to(day) % 7 == 0,
        Repeat::Monthly => date == today,
        Repeat::Yearly => (month, date) == (now, today),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(start: &str, end: Option<&str>, repeat: Option<Repeat>) -> Vec<String> {
        let day = |day: &str| day.parse::<Day>().unwrap();
        let moment = |text: &str| text.parse::<Moment>().unwrap();
        let event = Event {
            title: None,
            start: Some(moment(start)),
            end: end.map(moment),
            repeat,
            venue: None,
            contact: None,
            whole: true,
            is_span: false,
        };
        let all = event
            .occurrences(day("2026-01-10"), day("2026-03-31"))
            .into_iter();
        all.map(|(day, end)| end.map_or_else(|| day.to_string(), |end| format!("{day}/{end}")))
            .collect()
    }

    #[test]
    fn what_comes_again_comes_as_calendars_say() {
        assert_eq!(times("2025-05-15", None, None), ["2025-05-15"]);
        assert_eq!(
            times("2025-05-31", None, Some(Repeat::Monthly)),
            ["2026-01-31", "2026-03-31"]
        );
        assert_eq!(times("2026-02-03", None, Some(Repeat::Yearly)), ["2026-02-03"]);
        assert_eq!(times("2027-02-03", None, Some(Repeat::Yearly)), [""; 0]);
        assert_eq!(
            times("2025-12-30", Some("2026-01-20"), Some(Repeat::Weekly)),
            ["2026-01-13", "2026-01-20"]
        );
        assert_eq!(
            times("2025-12-08", Some("2025-12-12"), Some(Repeat::Monthly)),
            [
                "2026-01-08/2026-01-12",
                "2026-02-08/2026-02-12",
                "2026-03-08/2026-03-12"
            ]
        );
    }
}
