//! Days that cannot be: not in the calendar, still to come for what is done, or one before the other.

use super::super::dates::{self, DATE_AHEAD, DATE_ORDER};
use super::written_day::{Written, is_digit, until, written};
use super::{GENERAL, InspectedText, Inspection};
use crate::base::{Day, Diagnostic, Level};
use crate::document::{Document, Role};
use crate::markdown::TextBlock;
use crate::message;
use crate::rule;

rule! { DATE_IMPOSSIBLE = "date-impossible", Veto, Error, adjustable: true;
    means "不可能的日期：没有这一天，不是那个星期几，已经做过的事在将来，结束早于开始，更新早于发布，解读早于它解读的政策", "A day that cannot be: not in the calendar, not that day of the week, to come for what is done, an end before its beginning, an update before its publication, an explainer before its policy";
    mend "核对年月日，改正", "Check year, month and day, and correct them";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: GENERAL,
    rules: &[&DATE_IMPOSSIBLE],
    text: Some(look),
    ..Inspection::NONE
};

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    if let (Some(page), Some(document)) = (inspected.page, inspected.document()) {
        report.extend(
            dates::told(inspected.site, page)
                .into_iter()
                .filter_map(|told| veto(document, told)),
        );
        report.extend(older_than_policy(inspected, document));
    }
    let known = inspected
        .site
        .date_filter
        .clock
        .max(inspected.site.date_filter.today);
    let news = inspected
        .document()
        .filter(|document| document.kind.name == "news");
    let news = news.and_then(|document| u32::try_from(document.date()?.day.parts().0).ok());
    for block in inspected.blocks().iter().filter(|block| block.is_prose()) {
        let dates = written(&block.text);
        for (first, last) in backwards(&block.text, &dates) {
            report.push(found(inspected, block, last, Wrong::Backwards(first)));
        }
        for mut date in dates {
            // 11月24日（星期三）in news is of its own year.
            let own = news.filter(|_| date.year.is_none() && date.weekday.is_some());
            date.year = date.year.or(own);
            if let Some(wrong) = wrong(&date, known) {
                report.push(found(inspected, block, &date, wrong));
            }
        }
    }
}

/// What a build tells of front matter and is a veto: days to come, and an update before the publication.
fn veto(document: &Document, told: Diagnostic) -> Option<Diagnostic> {
    let updated = document.day_of("updated").map(|day| document.place(&day.at));
    let grave = told.breaks(&DATE_AHEAD) || told.breaks(&DATE_ORDER) && told.place == updated;
    grave.then(|| Diagnostic {
        rule: (&DATE_IMPOSSIBLE).into(),
        level: Level::Error,
        ..told
    })
}

/// An explainer whose `date` is before the day of all that it explains.
fn older_than_policy(inspected: &InspectedText<'_>, document: &Document) -> Option<Diagnostic> {
    let date = document.day_of("date")?;
    let relations = &inspected.site.pages[inspected.page?].relations;
    let explained = relations
        .iter()
        .filter(|relation| relation.role == Role::Explains);
    let issued: Option<Vec<Day>> = explained
        .map(|relation| {
            let policy = &inspected.site.pages[relation.page].document;
            // A text that was amended is older than its last day.
            let first = policy.day_of("adopted").or_else(|| policy.day_of("issued"));
            first
                .filter(|_| policy.day_of("amended").is_none())
                .map(|found| found.day)
        })
        .collect();
    let first = issued?.into_iter().min()?;
    let day = date.day;
    (day < first).then(|| {
        Diagnostic::new(
            &DATE_IMPOSSIBLE,
            document.place(&date.at),
            message!(
                "解读写的是 {day}，政策 {first} 才有",
                "the explainer is of {day}, its policy of {first}"
            ),
        )
        .hint(message!("核对两个日期", "check both days"))
    })
}

/// Times that end before they begin, where both days are said in full or are of one month.
fn backwards<'w>(text: &str, dates: &'w [Written]) -> Vec<(Day, &'w Written)> {
    let day = |date: &Written| {
        let year = date.year.filter(|year| *year >= 1000)?;
        format!("{year:04}-{:02}-{:02}", date.month, date.day)
            .parse::<Day>()
            .ok()
    };
    let pairs = dates.windows(2).filter_map(|pair| {
        let [first, last] = pair else { return None };
        let between = text.get(first.at.end..last.at.start)?;
        let joined = until(between).is_some_and(str::is_empty);
        let (begin, end) = (day(first)?, day(last)?);
        (joined && end < begin).then_some((begin, last))
    });
    pairs.collect()
}

/// As English calls them.
const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// What is wrong with a day.
enum Wrong {
    NoSuchDay,
    ToCome(Day),
    Weekday(Day),
    /// A time ends with it that begins on this day.
    Backwards(Day),
}

fn wrong(date: &Written, known: Day) -> Option<Wrong> {
    // A day without a year may be the 29th of February; a year of two digits is none that can be known.
    let year = match date.year {
        None => 2000,
        Some(year @ 1000..) => year,
        Some(_) => return None,
    };
    let written = format!("{year:04}-{:02}-{:02}", date.month, date.day);
    match written.parse::<Day>() {
        Err(_) => Some(Wrong::NoSuchDay),
        Ok(_) if date.year.is_none() => None,
        Ok(day) if date.done && day > known => Some(Wrong::ToCome(day)),
        Ok(day) => {
            let other = |weekday| weekday != of_week(day);
            date.weekday.is_some_and(other).then_some(Wrong::Weekday(day))
        }
    }
}

/// The day of the week, Monday being 0.
fn of_week(day: Day) -> u32 {
    // 1 January 1970 was a Thursday.
    (day.since_epoch() + 3).rem_euclid(7).unsigned_abs()
}

fn found(inspected: &InspectedText<'_>, block: &TextBlock, date: &Written, wrong: Wrong) -> Diagnostic {
    let mut words = block.text[date.at.clone()].to_owned();
    // The end of 6月6日至31日 says its month before.
    if words.chars().rev().skip(1).all(is_digit) {
        words = format!("{}月{words}", date.month);
    }
    let message = match wrong {
        Wrong::NoSuchDay => message!("没有“{words}”这一天", "there is no day “{words}”"),
        Wrong::ToCome(day) => message!(
            "{day} 还没有到，不会已经印发、公布",
            "{day} is still to come, and this is said to be done"
        ),
        Wrong::Backwards(begin) => message!(
            "“{words}”在开始的 {begin} 之前",
            "“{words}” is before {begin}, on which the time begins"
        ),
        Wrong::Weekday(day) => {
            let weekday = "一二三四五六日"
                .chars()
                .nth(of_week(day) as usize)
                .unwrap_or('日');
            let english = DAYS[of_week(day) as usize % 7];
            message!("{words}是星期{weekday}", "{words} is a {english}")
        }
    };
    Diagnostic::new(&DATE_IMPOSSIBLE, inspected.span(block, date.at.clone()), message)
        .hint(message!("核对年月日", "check year, month and day"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrongs(text: &str) -> Vec<String> {
        let known = "2026-11-28".parse().unwrap();
        let found = written(text)
            .into_iter()
            .filter(|date| wrong(date, known).is_some());
        found.map(|date| text[date.at].to_owned()).collect()
    }

    #[test]
    fn days_that_are_not_in_the_calendar_or_to_come_are_found() {
        for (text, expected) in [
            ("2021年2月30日印发", vec!["2021年2月30日"]),
            ("２０２１年１３月５日", vec!["２０２１年１３月５日"]),
            ("二〇二一年九月三十一日", vec!["二〇二一年九月三十一日"]),
            ("9月31日截止", vec!["9月31日"]),
            ("2027年3月1日印发", vec!["2027年3月1日"]),
            ("自2027年3月1日起施行", vec![]),
            ("2027年3月1日，我县已经举办了集体婚礼。", vec!["2027年3月1日"]),
            ("会议于2027年3月1日召开了。", vec!["2027年3月1日"]),
            ("文件已于2027年3月1日送达。", vec!["2027年3月1日"]),
            ("2027年3月1日前举办了婚礼的，可以报名。", vec![]),
            ("2027年3月1日，我县将举办婚礼。去年举行了婚礼。", vec![]),
            ("2027年3月1日，举行了婚礼的新人参加活动。", vec![]),
            ("2027年3月1日，会议召开。", vec![]),
            ("2月29日、2024年2月29日", vec![]),
            ("2023年2月29日", vec!["2023年2月29日"]),
            ("农历二月三十日", vec![]),
            ("2021年8月18日印发", vec![]),
            ("三个月内二十日前", vec![]),
            ("到2026 年 2 月 30 日为止", vec!["2026 年 2 月 30 日"]),
            ("2月30号", vec!["2月30号"]),
            (
                "2026-02-30、2026/4/31和2026.2.29。",
                vec!["2026-02-30", "2026/4/31", "2026.2.29"],
            ),
            (
                "1.2026-02-30、v2026.2.30、GB 2026-13-1、2026-02-30/1、138-2026-0230",
                vec![],
            ),
            ("2026年11月28日（星期五）上午", vec!["2026年11月28日"]),
            ("2026年11月28日 周五", vec!["2026年11月28日"]),
            ("2026年11月29日（礼拜天）、2026年11月28日（星期六）", vec![]),
            ("2026年11月28日，周一至周五上班；2026年11月28日周日常工作", vec![]),
            ("11月28日（星期五）", vec![]),
            ("2026年6月6日至31日", vec!["31日"]),
            ("2026年2月28日至30日、2月28日—30日", vec!["30日", "30日"]),
            ("6月1日至30日、6月1日至10号", vec![]),
            ("6月6至31日、2026年2月28至30日", vec!["31日", "30日"]),
            (
                "6月30日至31日、11月28—31日、11月28-31日",
                vec!["31日", "31日", "31日"],
            ),
            ("六月六至三十一日", vec!["三十一日"]),
            ("2026年6月6日（星期六）至31日", vec!["31日"]),
            ("2月30至3月1日", vec!["2月30"]),
            ("6月29、30、31日，6月30和31日", vec!["31日", "31日"]),
            ("6月6至8日、6月29至7月2日、6月5、6、8日", vec![]),
            ("6月31至40人、6月6日、90日内、6月30日和60个工作日", vec![]),
            ("3月至5月31日、每月1至31日、2月28至3月30日", vec![]),
        ] {
            assert_eq!(wrongs(text), expected, "{text}");
        }
    }

    #[test]
    fn a_time_does_not_end_before_it_begins() {
        let found = |text: &str| {
            let dates = written(text);
            let all = backwards(text, &dates).into_iter();
            all.map(|(_, last)| text[last.at.clone()].to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(found("2026年6月1日至2026年5月1日"), ["2026年5月1日"]);
        assert_eq!(found("2026-06-01 — 2026-05-01"), ["2026-05-01"]);
        assert_eq!(found("2026年6月20日至5日"), ["5日"]);
        assert_eq!(found("2026年6月20至5日"), ["5日"]);
        assert_eq!(found("2026年6月6日（星期六）至2026年5月1日"), ["2026年5月1日"]);
        for text in [
            "2026年12月20日至1月5日",
            "2026年6月1日至2026年6月5日",
            "2026年6月1日通过，2026年5月1日起草",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
