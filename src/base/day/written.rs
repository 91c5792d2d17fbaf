//! Dates as people write them. Year, month, day in this order are never ambiguous, whatever stands between them; any other order
//! is no date, but what was meant by it is said where there is only one possibility.

use super::{Day, Moment, SHANGHAI};
use crate::base::numeral;
use jiff::ToSpan;
use jiff::civil::Date;

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateError {
    /// It is like no date.
    Unreadable,
    /// It can only mean this.
    Meant(String),
    /// The year or the month has fewer days; how many the month has.
    NoSuchDay(i8),
    /// Year and month without a day.
    NoDay,
    /// The day is another day of the week, namely this one after 星期: `六`.
    OtherWeekday(&'static str),
    /// It says from when to when, as in `9:00-11:00`: each as a field takes it.
    FromTo(String, String),
}

/// A day: `2026-11-28`, `2026/11/28`, `2026.1.5`, `20261128`, `2026年11月28日`, `二〇二六年十一月二十八日`, full-width digits.
pub(super) fn day(text: &str) -> Result<Day, DateError> {
    let plain = narrow(text);
    let mut cursor = Cursor { rest: plain.trim() };
    let day = cursor.day().ok_or_else(|| meant(plain.trim()))?;
    cursor.weekday(day)?;
    if cursor.rest.trim().is_empty() {
        Ok(Day(day))
    } else {
        Err(meant(plain.trim()))
    }
}

/// A day, perhaps with a time: `14:00`, `9:00`, `14时30分`, `下午2点半`; an offset or `Z` is counted, so that the moment is
/// that of Shanghai. Seconds are dropped.
pub(super) fn moment(text: &str) -> Result<Moment, DateError> {
    let plain = narrow(text);
    let plain = plain.trim();
    let mut cursor = Cursor { rest: plain };
    let day = cursor.day().ok_or_else(|| meant(plain))?;
    cursor.weekday(day)?;
    if cursor.rest.trim().is_empty() {
        return Ok(Moment::day(Day(day)));
    }
    let minutes = cursor.time().ok_or_else(|| meant(plain))?;
    if let Some(end) = cursor.end(plain, minutes) {
        let at = |minutes: u16| format!("{day} {:02}:{:02}", minutes / 60, minutes % 60);
        return Err(DateError::FromTo(at(minutes), at(end)));
    }
    let offset = cursor.offset().unwrap_or(SHANGHAI.seconds() / 60);
    if !cursor.rest.trim().is_empty() {
        return Err(meant(plain));
    }
    let there = day.at(0, 0, 0, 0);
    let here = i64::from(minutes) + i64::from(SHANGHAI.seconds() / 60 - offset);
    let here = there
        .checked_add(here.minutes())
        .map_err(|_| DateError::Unreadable)?;
    Ok(Moment {
        day: Day(here.date()),
        minutes: Some(u16::from(here.hour().unsigned_abs()) * 60 + u16::from(here.minute().unsigned_abs())),
    })
}

/// Full-width signs as narrow ones, every dash as a hyphen, every space as a blank.
fn narrow(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => {
                char::from_u32(c as u32 - 0xFEE0).expect("full-width signs stand in the order of ASCII")
            }
            '‐' | '‑' | '–' | '—' | '−' => '-',
            '∶' => ':',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect()
}

struct Cursor<'t> {
    rest: &'t str,
}

impl<'t> Cursor<'t> {
    /// Takes a sign that comes next, blanks before it aside.
    fn take(&mut self, sign: &str) -> bool {
        match self.rest.trim_start().strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn take_one<'s>(&mut self, signs: &[&'s str]) -> Option<&'s str> {
        signs.iter().copied().find(|sign| self.take(sign))
    }

    /// Takes Arabic digits.
    fn digits(&mut self) -> Option<&'t str> {
        let start = self.rest.trim_start();
        let length = start.find(|c: char| !c.is_ascii_digit()).unwrap_or(start.len());
        let (digits, rest) = start.split_at(length);
        self.rest = if length > 0 { rest } else { self.rest };
        (length > 0).then_some(digits)
    }

    /// Takes one or two digits.
    fn two(&mut self) -> Option<i8> {
        let before = self.rest;
        let number = self.digits().filter(|digits| digits.len() <= 2);
        if number.is_none() {
            self.rest = before;
        }
        number?.parse().ok()
    }

    /// Takes a numeral, Chinese or Arabic, and the sign behind it.
    fn numeral(&mut self, signs: &[char]) -> Option<u32> {
        let (number, rest) = self.rest.split_once(signs)?;
        let value = numeral::parse(number)?;
        self.rest = rest;
        Some(value)
    }

    /// Takes a day, the year first.
    fn day(&mut self) -> Option<Date> {
        let before = self.rest;
        let (year, month, day) = self.parts_in_words().or_else(|| {
            self.rest = before;
            self.parts()
        })?;
        Date::new(year, month, day).ok()
    }

    /// `2026年11月28日`.
    fn parts_in_words(&mut self) -> Option<(i16, i8, i8)> {
        let year = self.numeral(&['年']).filter(|year| *year >= 1000)?;
        let month = self.numeral(&['月'])?;
        let day = self.numeral(&['日', '号'])?;
        Some((
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        ))
    }

    /// `2026-11-28`, `20261128`.
    fn parts(&mut self) -> Option<(i16, i8, i8)> {
        let digits = self.digits()?;
        if digits.len() == 8 {
            return Some((
                digits[..4].parse().ok()?,
                digits[4..6].parse().ok()?,
                digits[6..].parse().ok()?,
            ));
        }
        let year = digits.parse().ok().filter(|_| digits.len() == 4)?;
        let sign = self.take_one(&["-", "/", "."])?;
        let month = self.two()?;
        let day = self.take(sign).then(|| self.two())??;
        Some((year, month, day))
    }

    /// Takes `（星期六）`, `周六`; an error when the day is another one.
    fn weekday(&mut self, date: Date) -> Result<(), DateError> {
        let before = self.rest;
        let bracket = self.take("(");
        if self.take_one(&["星期", "礼拜", "周"]).is_none() {
            self.rest = before;
            return Ok(());
        }
        let said = self.take_one(&WEEKDAYS);
        if bracket {
            self.take(")");
        }
        let right = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
        let said = said.and_then(|said| WEEKDAYS.iter().position(|day| *day == said));
        match said {
            // 天 stands behind 日.
            Some(said) if said.min(6) == right => Ok(()),
            _ => Err(DateError::OtherWeekday(WEEKDAYS[right])),
        }
    }

    /// Takes a time of day: minutes after midnight.
    fn time(&mut self) -> Option<u16> {
        self.take("T");
        self.take("北京时间");
        let half = self.take_one(&["上午", "早上", "凌晨", "中午", "下午", "傍晚", "晚上"]);
        let hour = self.two()?;
        let minute = self.minute()?;
        let late = match half {
            Some("下午" | "傍晚" | "晚上") => hour < 12,
            Some("中午") => hour < 3,
            _ => false,
        };
        let hour = if late { hour + 12 } else { hour };
        ((0..24).contains(&hour) && (0..60).contains(&minute))
            .then(|| u16::from(hour.unsigned_abs()) * 60 + u16::from(minute.unsigned_abs()))
    }

    /// Takes what follows an hour: `:30`, `:30:15.5`, `时`, `时30分`, `点半`.
    fn minute(&mut self) -> Option<i8> {
        if self.take(":") {
            let minute = self.two()?;
            if self.take(":") {
                self.two().filter(|second| *second < 61)?;
                let _ = self.take(".") && self.digits().is_some();
            }
            return Some(minute);
        }
        self.take_one(&["时", "点"])?;
        if self.take("半") {
            return Some(30);
        }
        let minute = self.two();
        let _ = self.take_one(&["分", "整", "钟"]);
        Some(minute.unwrap_or(0))
    }

    /// The later time that a time goes on to: `9:00-11:00` is no offset of eleven hours. Programs write `T` before the time,
    /// and no range goes back: `15:04-07:00` is an offset.
    fn end(&self, whole: &str, begin: u16) -> Option<u16> {
        let mut rest = Cursor {
            rest: self.rest.trim_start(),
        };
        let sign = rest.take_one(&["-", "~", "至", "到"])?;
        rest.rest = rest.rest.trim_start();
        let mut hour = Cursor { rest: rest.rest };
        let bare = hour
            .two()
            .filter(|it| (0..24).contains(it) && hour.rest.trim().is_empty());
        let end = rest
            .time()
            .or_else(|| bare.map(|hour| u16::from(hour.unsigned_abs()) * 60));
        end.filter(|end| *end > begin && (sign != "-" || !whole.contains('T')))
    }

    /// Takes `Z`, `+08:00`, `-0700`, `+8`: minutes before universal time.
    fn offset(&mut self) -> Option<i32> {
        if self.take("Z") {
            return Some(0);
        }
        let before = self.rest;
        let sign = self.take_one(&["+", "-"])?;
        let found = self.digits().and_then(|digits| match digits.len() {
            1 | 2 => {
                let minutes = if self.take(":") { self.two()? } else { 0 };
                Some((digits.parse::<i32>().ok()?, i32::from(minutes)))
            }
            4 => Some((digits[..2].parse().ok()?, digits[2..].parse().ok()?)),
            _ => None,
        });
        let Some((hours, minutes)) = found.filter(|(hours, minutes)| *hours < 15 && *minutes < 60) else {
            self.rest = before;
            return None;
        };
        let size = hours * 60 + minutes;
        Some(if sign == "-" { -size } else { size })
    }
}

/// Days of the week, Monday first, as they follow 星期.
const WEEKDAYS: [&str; 8] = ["一", "二", "三", "四", "五", "六", "日", "天"];

/// What a text that is no date was meant to be.
fn meant(text: &str) -> DateError {
    let mut cursor = Cursor { rest: text };
    if let Some(date) = cursor.day() {
        // The day is right, so it is the time.
        return if cursor.rest.trim_start_matches(['T', ' ']) == "24:00" {
            DateError::Meant(format!("{date} 23:59"))
        } else {
            DateError::Unreadable
        };
    }
    let parts = Cursor { rest: text }
        .parts_in_words()
        .or_else(|| Cursor { rest: text }.parts());
    if let Some((year, month, day)) = parts {
        return match Date::new(year, month, 1) {
            Ok(first) if day > 0 => DateError::NoSuchDay(first.days_in_month()),
            _ => DateError::Unreadable,
        };
    }
    if let Some(date) = other_order(text) {
        return DateError::Meant(date.to_string());
    }
    if is_month(text) {
        return DateError::NoDay;
    }
    DateError::Unreadable
}

/// The day of a text in which the year comes last or has two digits; `None` when there are two possibilities.
fn other_order(text: &str) -> Option<Date> {
    for format in [
        "%d %b %Y",
        "%b %d, %Y",
        "%d %B %Y",
        "%B %d, %Y",
        "%b %d %Y",
        "%B %d %Y",
    ] {
        if let Ok(date) = Date::strptime(format, text) {
            return Some(date);
        }
    }
    let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月', '日']).collect();
    let numbers: Vec<i16> = parts.iter().map_while(|part| part.trim().parse().ok()).collect();
    let [first, second, third] = *numbers.get(..3)? else {
        return None;
    };
    if parts[3..].iter().any(|part| !part.is_empty()) {
        return None;
    }
    let date =
        |year, month: i16, day: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    match (parts[0].trim().len(), parts[2].trim().len()) {
        (1 | 2, 4) => {
            let (day_first, month_first) = (date(third, second, first), date(third, first, second));
            match (day_first, month_first) {
                (Some(one), None) | (None, Some(one)) => Some(one),
                (Some(one), Some(other)) if one == other => Some(one),
                _ => None,
            }
        }
        // 26-11-28; with a year that cannot be a day there is one possibility.
        (2, 1 | 2) if (20..100).contains(&first) => date(2000 + first, second, third),
        _ => None,
    }
}

/// Whether a text is a year and a month: `2026年6月`, `2026-06`.
fn is_month(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月']).map(str::trim).collect();
    let [year, month, rest @ ..] = parts.as_slice() else {
        return false;
    };
    let month = numeral::parse(month).is_some_and(|month| (1..13).contains(&month));
    month && numeral::parse(year).is_some_and(|year| year >= 1000) && rest.iter().all(|part| part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_however_it_is_written_when_the_year_comes_first() {
        for text in [
            "2026-11-28",
            "2026/11/28",
            "2026.11.28",
            "2026年11月28日",
            "2026 年 11 月 28 日",
            "2026年11月28号",
            "２０２６年１１月２８日",
            "２０２６－１１－２８",
            "20261128",
            "二〇二六年十一月二十八日",
            "2026年11月28日（星期六）",
            "2026-11-28 周六",
            "2026–11–28",
        ] {
            assert_eq!(
                day(text).map(|day| day.to_string()),
                Ok("2026-11-28".to_owned()),
                "{text}"
            );
        }
        assert_eq!(day("2026.1.5").unwrap().to_string(), "2026-01-05");
    }

    #[test]
    fn a_moment_is_that_of_shanghai() {
        for (text, right) in [
            ("2026-06-06 14:00", "2026-06-06T14:00+08:00"),
            ("2026-6-6 9:00", "2026-06-06T09:00+08:00"),
            ("2026年6月6日9:00", "2026-06-06T09:00+08:00"),
            ("2026年6月6日 下午2时30分", "2026-06-06T14:30+08:00"),
            ("2026年6月6日（星期六）上午9点半", "2026-06-06T09:30+08:00"),
            ("２０２６－０６－０６　１４：００", "2026-06-06T14:00+08:00"),
            ("2026-06-06T14:00:30.25", "2026-06-06T14:00+08:00"),
            ("2026-06-06T14:00:00+08:00", "2026-06-06T14:00+08:00"),
            ("2026-06-06T14:00:00Z", "2026-06-06T22:00+08:00"),
            ("2026-06-06T15:04-07:00", "2026-06-07T06:04+08:00"),
            ("2026-06-06 14:00 +0000", "2026-06-06T22:00+08:00"),
            ("2026-06-06", "2026-06-06"),
        ] {
            assert_eq!(
                moment(text).map(|moment| moment.iso()),
                Ok(right.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn from_when_to_when_is_no_offset() {
        for (text, from, to) in [
            ("2026-12-05 9:00-11:00", "2026-12-05 09:00", "2026-12-05 11:00"),
            ("2026-12-05 08:30 — 09:30", "2026-12-05 08:30", "2026-12-05 09:30"),
            (
                "2026-12-05 上午9:00-11:00",
                "2026-12-05 09:00",
                "2026-12-05 11:00",
            ),
            ("2026-12-05 9:00-14", "2026-12-05 09:00", "2026-12-05 14:00"),
            ("2026年12月5日9时至11时", "2026-12-05 09:00", "2026-12-05 11:00"),
            ("2026-12-05 14:00~16:30", "2026-12-05 14:00", "2026-12-05 16:30"),
        ] {
            let told = DateError::FromTo(from.to_owned(), to.to_owned());
            assert_eq!(moment(text), Err(told), "{text}");
        }
        for text in [
            "2026-06-06 15:04-07:00",
            "2026-06-06 09:00 +0800",
            "2026-06-06T09:00-10:00",
            "2026-06-06 05:00 -0700",
        ] {
            assert!(moment(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_told_with_what_was_meant() {
        let right = |text: &str| Err(DateError::Meant(text.to_owned()));
        assert_eq!(moment("28/11/2026").map(drop), right("2026-11-28"));
        assert_eq!(moment("11/28/2026").map(drop), right("2026-11-28"));
        assert_eq!(moment("26-11-28").map(drop), right("2026-11-28"));
        assert_eq!(moment("28 Nov 2026").map(drop), right("2026-11-28"));
        assert_eq!(moment("2026-11-28 24:00").map(drop), right("2026-11-28 23:59"));
        assert_eq!(moment("5/6/2026"), Err(DateError::Unreadable));
        assert_eq!(moment("2026-11-31"), Err(DateError::NoSuchDay(30)));
        assert_eq!(moment("2026年2月29日"), Err(DateError::NoSuchDay(28)));
        assert_eq!(moment("2026年6月"), Err(DateError::NoDay));
        assert_eq!(
            moment("2026年11月28日（星期五）"),
            Err(DateError::OtherWeekday("六"))
        );
        for text in [
            "",
            "明天",
            "2026-13-01",
            "2026-06-06 25:00",
            "2026-06-06 14",
            "2026-06/06",
            "2026-06-06 14:00 x",
        ] {
            assert_eq!(moment(text), Err(DateError::Unreadable), "{text}");
        }
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn any_text_is_a_date_or_none(text in "[0-9年月日 :/.T+Z－（周六\\-]{0,24}") {
            let _ = moment(&text);
            let _ = day(&text);
        }
    }
}
