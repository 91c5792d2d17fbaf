//! Stars between numbers, in formulas and in masked names, which are no emphasis; and strong words with blanks inside their stars.

use super::run::Run;
use super::signs::is_blank;
use super::{Edit, Leniency, Reading, Repair};
use crate::base::han::is_han;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "星号：数字之间的、隐去姓名号码的照原样印；加粗的星号里面多了空格的、是全角的，照样加粗",
        cases: &[
            ("3*4*5平方米", "3\\*4\\*5平方米"),
            ("宽3m*高4m*深5m", "宽3m\\*高4m\\*深5m"),
            ("长*宽*高", "长\\*宽\\*高"),
            ("补贴=基数*系数*月数", "补贴=基数\\*系数\\*月数"),
            ("基础*50%*人数", "基础\\*50%\\*人数"),
            ("牛奶*12，鸡蛋*2", "牛奶\\*12，鸡蛋\\*2"),
            ("带*号的必填，其余*可不填", "带\\*号的必填，其余\\*可不填"),
            ("A*B*C三类", "A\\*B\\*C三类"),
            (
                "138****1234、139****5678",
                "138\\*\\*\\*\\*1234、139\\*\\*\\*\\*5678",
            ),
            ("张**、李**", "张\\*\\*、李\\*\\*"),
            ("张*明、李*华", "张\\*明、李\\*华"),
            ("这是**重点 **内容", "这是**重点** 内容"),
            ("** 注意 **", "**注意**"),
            ("＊＊注意＊＊", "**注意**"),
            ("**甲 **和**乙**", "**甲** 和**乙**"),
        ],
    },
    may: |signs| signs.has('*') || signs.full,
    edits,
};

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for run in reading.runs() {
        let stars = marks(reading.text, run, &['*', '＊']);
        let plain = literal(reading.text, run, &stars);
        for star in &plain {
            edits.extend(star.clone().map(|at| Edit::new(at..at, "\\")));
        }
        for line in &run.lines {
            let first = stars.partition_point(|star| star.at.start < line.start);
            let of_line = stars[first..].iter().take_while(|star| star.at.end <= line.end);
            let free =
                of_line.filter(|star| plain.binary_search_by_key(&star.at.start, |at| at.start).is_err());
            edits.extend(strong(reading.text, free.collect()));
        }
    }
    edits
}

/// A run of stars, or of underscores.
pub(super) struct Marks {
    /// Where they are.
    pub at: Range<usize>,
    /// The parser took some of them for marks.
    pub paired: bool,
}

/// The runs of such characters of a text, those that the parser took for marks included.
pub(super) fn marks(text: &str, run: &Run<'_>, of: &[char]) -> Vec<Marks> {
    let mut found: Vec<Marks> = Vec::new();
    let like = |one: usize, other: usize| text.as_bytes()[one] == text.as_bytes()[other];
    let mut add = |at: Range<usize>, paired: bool| match found.last_mut() {
        Some(last) if last.at.end == at.start && like(last.at.start, at.start) => {
            last.at.end = at.end;
            last.paired |= paired;
        }
        _ => found.push(Marks { at, paired }),
    };
    let mut texts = run.texts(text).into_iter().peekable();
    for (event, range) in run.events {
        if let Some(mark) = mark(event, range).filter(|mark| text[mark.clone()].starts_with(of)) {
            add(mark, true);
        } else if matches!(event, Event::Text(_)) && texts.next_if_eq(range).is_some() {
            for (at, star) in text[range.clone()].match_indices(of) {
                let at = range.start + at;
                if !text[..at].ends_with('\\') {
                    add(at..at + star.len(), false);
                }
            }
        }
    }
    found
}

/// The stars or underscores of a tag.
fn mark(event: &Event<'_>, range: &Range<usize>) -> Option<Range<usize>> {
    let width = match event {
        Event::Start(Tag::Strong) | Event::End(TagEnd::Strong) => 2,
        Event::Start(Tag::Emphasis) | Event::End(TagEnd::Emphasis) => 1,
        _ => return None,
    };
    let mark = match event {
        Event::Start(_) => range.start..range.start + width,
        _ => range.end - width..range.end,
    };
    Some(mark)
}

/// The runs that the parser took for marks and that are none.
fn literal(text: &str, run: &Run<'_>, stars: &[Marks]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let whole = |at: usize| {
        let behind = stars.partition_point(|star| star.at.start <= at);
        let star = &stars[behind.checked_sub(1)?];
        star.at.contains(&at).then(|| star.at.clone())
    };
    for (event, range) in run
        .events
        .iter()
        .filter(|(event, _)| matches!(event, Event::Start(_)))
    {
        if let Some(mark) = mark(event, range).filter(|mark| text[mark.clone()].starts_with('*'))
            && let (Some(open), Some(close)) = (whole(mark.start), whole(range.end - 1))
            && (is_product(text, &open)
                || is_product(text, &close)
                || is_formula(text, &open, &close)
                || is_count(text, &open, &close)
                || is_named(text, &open)
                || is_named(text, &close)
                || is_mask(text, &open, &close))
        {
            found.extend([open, close]);
        }
    }
    found.sort_by_key(|at| at.start);
    found.dedup();
    found
}

/// Stars between numbers, `3*4`, `3m*4m`, `138****1234`, or between words for lengths.
fn is_product(text: &str, at: &Range<usize>) -> bool {
    const LENGTHS: [char; 7] = ['长', '宽', '高', '深', '厚', '径', '边'];
    let (before, after) = (
        text[..at.start].chars().next_back(),
        text[at.end..].chars().next(),
    );
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let unit = text[..at.start]
        .trim_end_matches(|c: char| c.is_ascii_alphabetic() || matches!(c, '米' | '厘' | '毫'));
    let is_number = unit.ends_with(digit) || before.is_some_and(|c| matches!(c, ')' | '）'));
    let begins = after.is_some_and(|c| digit(c) || LENGTHS.contains(&c));
    (is_number && begins)
        || (before.is_some_and(|c| LENGTHS.contains(&c)) && after.is_some_and(|c| LENGTHS.contains(&c)))
}

/// Stars before counts: 牛奶*12，鸡蛋*2.
fn is_count(text: &str, open: &Range<usize>, close: &Range<usize>) -> bool {
    let counts = |at: &Range<usize>| {
        let before = text[..at.start].chars().next_back();
        at.len() == 1
            && before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | '）'))
            && text[at.end..].starts_with(|c: char| c.is_ascii_digit())
    };
    counts(open) && close.start >= open.end && (counts(close) || text[open.end..close.start].contains(PAUSES))
}

/// What ends a part of a sentence.
const PAUSES: [char; 4] = ['，', '；', '、', '。'];

/// Stars that a note speaks of: 带*号的为必填.
pub(in crate::markdown) fn is_named(text: &str, at: &Range<usize>) -> bool {
    text[at.end..].starts_with('号')
        && text[..at.start].ends_with(['带', '标', '打', '加', '注', '有', '画', '用', '以', '“'])
}

/// So many characters on both sides of a formula are looked at.
const NEAR: usize = 40;

/// Single stars within a word that multiply: `补贴=基数*系数*月数`, `基础*50%*人数`, `A*B*C`.
fn is_formula(text: &str, open: &Range<usize>, close: &Range<usize>) -> bool {
    if close.start < open.end || text[open.clone()].chars().count() + text[close.clone()].chars().count() > 2
    {
        return false;
    }
    let inner = &text[open.end..close.start];
    let ends = |c: char| matches!(c, '\n' | '。' | '；' | '，' | '|');
    let figure = |c: char| c.is_numeric() || matches!(c, '%' | '％');
    let word = |c: char| c.is_alphanumeric() || figure(c);
    // A line of a million stars is looked at from each of them.
    if inner.len() > NEAR * 4 || inner.contains(ends) {
        return false;
    }
    let before = text[..open.start]
        .chars()
        .rev()
        .take(NEAR)
        .take_while(|c| !ends(*c));
    let after = text[close.end..].chars().take(NEAR).take_while(|c| !ends(*c));
    let (Some(left), Some(right)) = (before.clone().next(), after.clone().next()) else {
        return false;
    };
    if !word(left) || !word(right) {
        return false;
    }
    let letter = inner.len() == 1 && inner.starts_with(|c: char| c.is_ascii_alphabetic());
    let equals = |c: char| matches!(c, '=' | '＝' | '×');
    letter
        || figure(left)
        || figure(right)
        || inner.starts_with(figure)
        || inner.ends_with(figure)
        || before.chain(after).any(equals)
}

/// Stars that hide parts of names: 张**、李** and 张*明、李*华.
fn is_mask(text: &str, open: &Range<usize>, close: &Range<usize>) -> bool {
    if close.start < open.end {
        return false;
    }
    let pause = |c: char| matches!(c, '、' | '，' | '；' | '。' | '：' | ',' | '/') || is_blank(c);
    let inner = &text[open.end..close.start];
    let family = |before: &str| {
        let mut chars = before.chars().rev();
        chars.next().is_some_and(is_han)
            && chars
                .next()
                .is_none_or(|c| pause(c) || matches!(c, '\n' | '（' | '|'))
    };
    let given = |after: &str| {
        let rest = after.trim_start_matches(is_han);
        after[..after.len() - rest.len()].chars().count() <= 2
            && rest
                .chars()
                .next()
                .is_none_or(|c| pause(c) || matches!(c, '\n' | '）' | '等' | '|'))
    };
    if inner.starts_with(|c| pause(c) && !is_blank(c)) {
        return true;
    }
    inner.contains(pause)
        && family(&text[..open.start])
        && family(&text[..close.start])
        && given(&text[close.end..])
}

/// Pairs of two stars in a line of which the parser sees none, because of the blanks inside.
fn strong(text: &str, stars: Vec<&Marks>) -> Vec<Edit> {
    let pairs: Vec<&Marks> = stars
        .into_iter()
        .filter(|star| matches!(&text[star.at.clone()], "**" | "＊＊"))
        .collect();
    let inverted = |pair: &[&Marks]| {
        let inner = &text[pair[0].at.end..pair[1].at.start];
        let behind = text[pair[1].at.end..].chars().next();
        inner.ends_with(is_blank) && !inner.starts_with(is_blank) && behind.is_some_and(|c| !is_blank(c))
    };
    let meant = pairs.len().is_multiple_of(2)
        && (pairs.iter().any(|star| !star.paired) || pairs.chunks(2).any(inverted));
    if !meant {
        return Vec::new();
    }
    let mut edits = Vec::new();
    for pair in pairs.chunks(2) {
        let (open, close) = (&pair[0].at, &pair[1].at);
        let inner = &text[open.end..close.start];
        let words = inner.trim_matches(is_blank);
        if words.is_empty() || !words.contains(is_han) || is_mask(text, open, close) {
            return Vec::new();
        }
        let head = inner.len() - inner.trim_start_matches(is_blank).len();
        let tail = inner.len() - inner.trim_end_matches(is_blank).len();
        edits.push(Edit::new(
            open.start..open.end + head,
            format!("{}**", &inner[..head]),
        ));
        let blanks = &inner[inner.len() - tail..];
        edits.push(Edit::new(close.start - tail..close.end, format!("**{blanks}")));
    }
    edits
}
