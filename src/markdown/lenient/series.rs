//! Lines that belong to a row of their like, whose marks Markdown does not know: `第一，甲`, `a.甲`, `Ⅰ.甲`, `★甲`, `📍甲`.

use super::list::enclosed;
use super::signs::is_blank;
use crate::base::han::is_han;
use crate::base::numeral;
use crate::markdown::annex::AnnexLine;

/// The mark of a line in a row of its like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Series {
    /// ★, √, an emoji, `——`.
    Sign,
    /// `最后，`
    Last,
    /// `第一，`, `首先，`, and the number.
    Ordinal(u32),
    /// `一是`, and the number.
    Being(u32),
    /// `其一，`, and the number.
    Of(u32),
    /// `①`, `⑴`, `1️⃣`, and the number.
    Circled(u32),
    /// `a.`, `B)`
    Letter(char),
    /// `Ⅱ.`, `II.`, and the number.
    Roman(u32),
    /// `9:30 开幕`, the minutes of the day.
    Time(u32),
    /// `3月8日 集中宣传`, a day of the year.
    Day(u32),
    /// `附件1 申请表`, and the number.
    Annex(u32),
}

/// What is said instead of a number.
const ORDINALS: [(&str, u32); 2] = [("首先", 1), ("其次", 2)];

/// Numbers as Latin letters.
const ROMAN: [&str; 12] = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
];

impl Series {
    /// The mark that a line begins with.
    pub fn of(line: &str) -> Option<Self> {
        let first = line.chars().next()?;
        let behind = &line[first.len_utf8()..];
        if line
            .strip_prefix("——")
            .is_some_and(|words| words.starts_with(is_han))
        {
            return Some(Self::Sign);
        }
        if line.starts_with("最后，") {
            return Some(Self::Last);
        }
        if let Some((n, ..)) = enclosed(line) {
            return Some(Self::Circled(n));
        }
        if is_sign(first) {
            return (!behind.trim().is_empty()).then_some(Self::Sign);
        }
        match first {
            'Ⅰ'..='Ⅻ' => is_point(behind).then_some(Self::Roman(first as u32 - 'Ⅰ' as u32 + 1)),
            '第' => numbered(behind, "，、")
                .or_else(|| step(behind))
                .map(Self::Ordinal),
            '其' if !line.starts_with("其次") => numbered(behind, "，").map(Self::Of),
            '附' => annex(line),
            c if c.is_ascii_digit() => scheduled(line),
            c if c.is_ascii_alphabetic() => lettered(line),
            _ => spoken(line),
        }
    }

    /// Whether another line is right behind this one in their row.
    fn leads_to(self, next: Self) -> bool {
        match (self, next) {
            (Self::Sign, Self::Sign) | (Self::Ordinal(_), Self::Last) => true,
            (Self::Ordinal(a), Self::Ordinal(b))
            | (Self::Being(a), Self::Being(b))
            | (Self::Of(a), Self::Of(b))
            | (Self::Annex(a), Self::Annex(b))
            | (Self::Circled(a), Self::Circled(b)) => a + 1 == b,
            (Self::Time(a), Self::Time(b)) | (Self::Day(a), Self::Day(b)) => a < b,
            (Self::Letter(a), Self::Letter(b)) if a as u32 + 1 == b as u32 => true,
            (a, b) => a.roman().zip(b.roman()).is_some_and(|(a, b)| a + 1 == b),
        }
    }

    /// Whether two lines stand in one row, one right behind the other.
    pub fn is_beside(self, other: Self) -> bool {
        self.leads_to(other) || other.leads_to(self)
    }

    fn roman(self) -> Option<u32> {
        match self {
            Self::Roman(n) => Some(n),
            Self::Letter('I') => Some(1),
            Self::Letter('V') => Some(5),
            Self::Letter('X') => Some(10),
            _ => None,
        }
    }
}

/// A character that draws attention to the line that it begins; ○○县 hides a name.
fn is_sign(c: char) -> bool {
    matches!(c, '√' | '※' | '\u{2600}'..='\u{27BF}' | '\u{1F300}'..='\u{1FAFF}')
        || matches!(c, '\u{25A0}'..='\u{25FF}') && !matches!(c, '○' | '◯')
}

/// Whether a point follows a letter, and words behind it.
fn is_point(behind: &str) -> bool {
    let inner = behind
        .strip_prefix(['.', '．', '、', ')', '）'])
        .or_else(|| behind.starts_with(is_blank).then_some(behind));
    inner.is_some_and(|words| !words.trim().is_empty())
}

/// The Chinese number that words begin with, when one of `ends` follows.
fn numbered(words: &str, ends: &str) -> Option<u32> {
    let (n, rest) = number(words)?;
    rest.starts_with(|c| ends.contains(c)).then_some(n)
}

/// 一步 登录: the number, what is counted, and a blank.
fn step(words: &str) -> Option<u32> {
    let (n, rest) = number(words)?;
    let rest = rest.strip_prefix(['步', '天', '周', '场', '站', '轮', '批', '类', '组', '期'])?;
    (rest.starts_with(is_blank) && rest.trim().starts_with(is_han)).then_some(n)
}

fn number(words: &str) -> Option<(u32, &str)> {
    let length = words.find(|c| !numeral::is_numeral(c))?;
    let n = numeral::parse(&words[..length]).filter(|n| (1..100).contains(n))?;
    Some((n, &words[length..]))
}

fn spoken(line: &str) -> Option<Series> {
    if let Some((_, n)) = ORDINALS.iter().find(|(word, _)| line.starts_with(word)) {
        return Some(Series::Ordinal(*n));
    }
    let (n, rest) = number(line)?;
    // 一等奖1名; who only names the prize has the winners in the lines below.
    if let Some(won) = rest.strip_prefix("等奖") {
        let only =
            won.trim().is_empty() || won.starts_with(['（', '(']) && won.trim_end().ends_with(['）', ')']);
        return (!only).then_some(Series::Ordinal(n));
    }
    rest.starts_with('是').then_some(Series::Being(n))
}

/// `附件1 申请表`
fn annex(line: &str) -> Option<Series> {
    let annex = AnnexLine::of(line).filter(|annex| !annex.rest.is_empty() && !annex.colon)?;
    annex.number.parse().ok().map(Series::Annex)
}

/// A time or a day with a blank behind it, and what takes place then: `9:00 签到`, `3月8日 集中宣传`.
fn scheduled(line: &str) -> Option<Series> {
    let (when, what) = line.split_once(is_blank)?;
    let what = what.trim_start_matches(is_blank);
    if !what.starts_with(is_han) || what.contains(['。', '，']) {
        return None;
    }
    // 9:00—10:00 begins at nine.
    let begins = when.split(['-', '—', '–', '－', '~', '～', '至']).next()?;
    if let Some((hour, minute)) = begins.split_once([':', '：']) {
        let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
        return (hour < 25 && minute < 60).then_some(Series::Time(hour * 60 + minute));
    }
    let (month, day) = begins.split_once('月')?;
    let day = day.strip_suffix(['日', '号']).unwrap_or(day);
    let (month, day): (u32, u32) = (month.parse().ok()?, day.parse().unwrap_or(0));
    (month < 13 && day < 32).then_some(Series::Day(month * 100 + day))
}

fn lettered(line: &str) -> Option<Series> {
    let length = line.find(|c: char| !c.is_ascii_alphabetic())?;
    let (letters, behind) = line.split_at(length);
    // A sentence may begin with `A ` or `A、B两类`.
    let pointed = behind.starts_with(['.', '．', ')', '）', '、']);
    if !pointed || !is_point(behind) || behind.chars().nth(1).is_some_and(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    match letters.chars().next() {
        Some(letter) if length == 1 => Some(Series::Letter(letter)),
        _ => {
            let n = ROMAN.iter().position(|roman| *roman == letters)?;
            Some(Series::Roman(u32::try_from(n).ok()? + 1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_of_a_row_is_known() {
        for (line, is) in [
            ("★甲", Some(Series::Sign)),
            ("📍地址", Some(Series::Sign)),
            ("——坚持甲。", Some(Series::Sign)),
            ("—— 《诗经》", None),
            ("最后，丙", Some(Series::Last)),
            ("第一，甲", Some(Series::Ordinal(1))),
            ("第二步 填写", Some(Series::Ordinal(2))),
            ("第二批申报", None),
            ("二等奖2名，奖金500元", Some(Series::Ordinal(2))),
            ("3️⃣ 提交", Some(Series::Circled(3))),
            ("首先，甲", Some(Series::Ordinal(1))),
            ("一是甲", Some(Series::Being(1))),
            ("其二，甲", Some(Series::Of(2))),
            ("②甲", Some(Series::Circled(2))),
            ("b.甲", Some(Series::Letter('b'))),
            ("Ⅱ.甲", Some(Series::Roman(2))),
            ("IV. 甲", Some(Series::Roman(4))),
            ("9:30 开幕式", Some(Series::Time(570))),
            ("9：00-10：00 签到", Some(Series::Time(540))),
            ("3月8日 集中宣传", Some(Series::Day(308))),
            ("附件2 承诺书", Some(Series::Annex(2))),
            ("3月8日 集中宣传，各镇参加", None),
            ("3月8日集中宣传", None),
            ("附件2的承诺书", None),
            ("○○县", None),
            ("第一条 甲", None),
            ("e.g. 甲", None),
            ("www.example.org", None),
            ("AA级景区", None),
            ("★", None),
        ] {
            assert_eq!(Series::of(line), is, "{line}");
        }
        assert!(Series::Letter('I').is_beside(Series::Roman(2)));
        assert!(!Series::Letter('a').is_beside(Series::Letter('c')));
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn reading_a_line_never_panics(line in "[第一二，、是其次aIV.)）Ⅱ①★ 　甲]{0,12}") {
            let _ = Series::of(&line);
        }
    }
}
