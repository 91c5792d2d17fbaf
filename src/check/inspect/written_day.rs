//! The days that a text writes, and which of them a time goes on to.

use crate::base::numeral;
use std::ops::Range;

/// A day as a text writes it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// The year, where it is said.
    pub year: Option<u32>,
    /// The month, as it is written.
    pub month: u32,
    /// The day, as it is written.
    pub day: u32,
    /// Where it stands in the text.
    pub at: Range<usize>,
    /// What follows says that it is done: 印发, 公布.
    pub done: bool,
    /// The day of the week that follows, Monday being 0.
    pub weekday: Option<u32>,
}

/// Words that say that something was done on the day before them.
const DONE: [&str; 5] = ["印发", "发布", "公布", "通过", "签发"];

/// Verbs that with 了 say that something has happened.
const HAPPENED: [&str; 12] = [
    "举办了",
    "举行了",
    "召开了",
    "开展了",
    "启动了",
    "出席了",
    "参加了",
    "成立了",
    "完成了",
    "印发了",
    "发布了",
    "公布了",
];

/// Words of a sentence that tells of what is to come, or of what holds when something has happened.
const TO_COME: [&str; 14] = [
    "将", "拟", "计划", "预计", "届时", "可以", "可凭", "应当", "须", "如", "若", "凡", "假设", "前",
];

/// Whether the words around a day say that what they tell of is done: `印发` behind it, `已于` before it, or a sentence like
/// `，我县举行了婚礼。`
fn is_done(before: &str, behind: &str) -> bool {
    let stop = ['。', '；', '！', '？', '\n'];
    let head = before.rsplit(stop).next().unwrap_or(before);
    let tail = behind.split(stop).next().unwrap_or(behind);
    // 起, 后, 至 and 的 make the day a part of something else.
    if DONE.iter().any(|word| behind.starts_with(word)) {
        return true;
    }
    let other = tail.starts_with([
        '起', '后', '至', '到', '止', '以', '之', '的', '—', '-', '～', '、',
    ]);
    let to_come = TO_COME
        .iter()
        .any(|word| head.contains(word) || tail.contains(word));
    let happened = HAPPENED.iter().any(|word| {
        // 举办了婚礼的新人 is whoever will have.
        tail.split_once(word)
            .is_some_and(|(_, rest)| !rest.contains('的') && !rest.contains('月'))
    });
    !other && !to_come && (happened || head.ends_with("已于") || head.ends_with("已经于"))
}

/// The days of a text in the form 2021年8月18日, in Arabic or Chinese numerals, with the year or without.
pub(super) fn written(text: &str) -> Vec<Written> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('月') {
        let (Some((month, start)), Some((day, end))) =
            (number_before(text, at), number_after(text, at + '月'.len_utf8()))
        else {
            continue;
        };
        let Some(end) = end_of_day(text, end).or_else(|| goes_on(text, end).then_some(end)) else {
            continue;
        };
        let behind = &text[end..];
        let year = text[..start]
            .trim_end_matches(BLANKS)
            .strip_suffix('年')
            .and_then(|before| number_before(text, before.len()));
        let start = year.map_or(start, |(_, start)| start);
        let lunar = ["农历", "阴历", "旧历", "正", "闰", "腊", "冬"];
        if lunar.iter().any(|word| text[..start].ends_with(word)) {
            continue;
        }
        let first = Written {
            year: year.map(|(year, _)| year),
            month,
            day,
            at: start..end,
            done: is_done(&text[..start], behind),
            weekday: weekday(behind),
        };
        found.extend(others_of_month(text, &first));
        found.push(first);
    }
    found.extend(in_digits(text));
    found.sort_by_key(|date| date.at.start);
    found
}

/// What stands between the first and the last day of a time.
const UNTIL: [&str; 9] = ["至", "到", "—", "－", "–", "-", "～", "~", "起至"];

/// What stands between days that are told one by one: 6月5、6、8日.
const AND: [&str; 4] = ["、", "和", "及", "与"];

/// The end of a day whose number ends at a byte, when 日 or 号 is behind it.
fn end_of_day(text: &str, number: usize) -> Option<usize> {
    let rest = text[number..].trim_start_matches(BLANKS);
    let behind = rest.strip_prefix(['日', '号'])?;
    Some(text.len() - behind.len())
}

/// Whether a number is a day without a 日 of its own, for another day follows that has one: 6月6至8日, 6月6、8日, 6月30至7月2日.
fn goes_on(text: &str, number: usize) -> bool {
    let mut at = number;
    while let Some(rest) = until(&text[at..]).or_else(|| and(&text[at..])) {
        let Some((_, end)) = number_after(text, text.len() - rest.len()) else {
            return false;
        };
        if end_of_day(text, end).is_some() {
            return true;
        }
        if let Some(day) = text[end..].trim_start_matches(BLANKS).strip_prefix('月') {
            let day = number_after(text, text.len() - day.len());
            return day.is_some_and(|(_, end)| end_of_day(text, end).is_some());
        }
        at = end;
    }
    false
}

/// The words behind a day that say until when, without what joins them.
pub(super) fn until(behind: &str) -> Option<&str> {
    let rest = behind.trim_start_matches(BLANKS);
    let rest = behind_weekday(rest).unwrap_or(rest).trim_start_matches(BLANKS);
    let rest = UNTIL.iter().find_map(|word| rest.strip_prefix(word))?;
    Some(rest.trim_start_matches(['—', '-']).trim_start_matches(BLANKS))
}

/// What follows a day of the week in brackets: 6月6日（星期六）至8日.
fn behind_weekday(behind: &str) -> Option<&str> {
    let inner = behind.strip_prefix(['（', '('])?;
    weekday(inner)?;
    inner.split_once(['）', ')']).map(|(_, rest)| rest)
}

/// The words behind a day that name one more.
fn and(behind: &str) -> Option<&str> {
    let rest = behind.trim_start_matches(BLANKS);
    AND.iter().find_map(|word| rest.strip_prefix(word))
}

/// The further days of a time, or of a list, that goes on in the month in which it begins: 6月6日至31日, 6月29、30、31日. Of a
/// list only the last one has a 日.
fn others_of_month(text: &str, first: &Written) -> Vec<Written> {
    let mut found: Vec<Written> = Vec::new();
    loop {
        let at = found.last().map_or(first.at.end, |last| last.at.end);
        let closed = text[..at].ends_with(['日', '号']);
        let rest = until(&text[at..]).filter(|_| !closed || found.is_empty());
        let Some(rest) = rest.or_else(|| and(&text[at..]).filter(|_| !closed)) else {
            return found;
        };
        let start = text.len() - rest.len();
        let Some((day, number)) = number_after(text, start) else {
            return found;
        };
        let Some(end) = end_of_day(text, number).or_else(|| goes_on(text, number).then_some(number)) else {
            return found;
        };
        found.push(Written {
            day,
            at: start..end,
            done: false,
            weekday: weekday(&text[end..]),
            ..*first
        });
    }
}

/// Blanks that stand between digits and 年, 月, 日 where digits are set apart.
const BLANKS: [char; 3] = [' ', '\u{a0}', '\u{3000}'];

/// `2026-02-30`, `2026/2/30`, `2026.2.30`, where month and day could be such.
fn in_digits(text: &str) -> Vec<Written> {
    let mut found = Vec::new();
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.' | '_' | '=' | '%');
    let mut end = 0;
    while let Some(begin) = text[end..].find(inner) {
        let at = end + begin;
        let length = text[at..].find(|c| !inner(c)).unwrap_or(text.len() - at);
        end = at + length;
        let run = text[at..end].trim_end_matches('.');
        let day = ['-', '/', '.'].into_iter().find_map(|apart| parts(run, apart));
        found.extend(day.map(|(year, month, day)| Written {
            year: Some(year),
            month,
            day,
            at: at..at + run.len(),
            done: false,
            weekday: weekday(&text[at + run.len()..]),
        }));
    }
    found
}

/// Year, month and day of three numbers that can hardly be anything else.
fn parts(run: &str, apart: char) -> Option<(u32, u32, u32)> {
    let mut numbers = run.split(apart);
    let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let digits =
        |text: &str, most: usize| text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
    if numbers.next().is_some() || year.len() != 4 || !(digits(year, 4) && digits(month, 2) && digits(day, 2))
    {
        return None;
    }
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    ((1949..=2099).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day))
        .then_some((year, month, day))
}

/// The day of the week behind a date, Monday being 0: `（星期五）`, `，周日`.
fn weekday(behind: &str) -> Option<u32> {
    let inner = behind.trim_start_matches(|c| BLANKS.contains(&c) || matches!(c, '（' | '(' | '，' | ','));
    let named = ["星期", "礼拜", "周"]
        .into_iter()
        .find_map(|word| inner.strip_prefix(word))?;
    let mut rest = named.chars();
    let day = "一二三四五六日"
        .chars()
        .position(|day| Some(day) == rest.clone().next().map(|c| if c == '天' { '日' } else { c }))?;
    rest.next();
    // 周一至周五 is a time of opening, 周日常 is no day.
    let ends = !matches!(
        rest.next(),
        Some('至' | '到' | '—' | '-' | '~' | '、' | '常' | '起')
    );
    u32::try_from(day).ok().filter(|_| ends)
}

pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
        || ('０'..='９').contains(&c)
        || numeral::is_numeral(c)
        || matches!(c, '〇' | '○' | '零')
}

/// The number that ends at a byte, and where it begins.
fn number_before(text: &str, end: usize) -> Option<(u32, usize)> {
    let end = text[..end].trim_end_matches(BLANKS).len();
    let start = text[..end]
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_digit(*c))
        .last()?
        .0;
    Some((value(&text[start..end])?, start))
}

/// The number that begins at a byte, and where it ends.
fn number_after(text: &str, start: usize) -> Option<(u32, usize)> {
    let start = text.len() - text[start..].trim_start_matches(BLANKS).len();
    let length: usize = text[start..]
        .chars()
        .take_while(|c| is_digit(*c))
        .map(char::len_utf8)
        .sum();
    let end = start + length;
    Some((value(&text[start..end])?, end))
}

fn value(digits: &str) -> Option<u32> {
    numeral::parse(digits).filter(|number| *number < 10_000)
}
