//! Short lines that are surely no paragraph broken for its length: Markdown joins them to one sentence.

use super::{MARKUP_NEARLY, Reading, Sign, Told};
use crate::base::han::is_han;
use crate::markdown::Mark;
use crate::markdown::closing::{ClosingLine, may_sign};
use crate::message;
use pulldown_cmark::Tag;
use std::ops::Range;

pub(super) const SIGN: Sign = Sign {
    cases: &[
        ("身份证⏎结婚证⏎户口簿", "要分行的，写成列表：- 身份证⏎- 结婚证"),
        (
            "彩礼不超过6万元⏎宴席不超过15桌",
            "要分行的，写成列表：- 彩礼不超过6万元⏎- 宴席不超过15桌",
        ),
        (
            "身份证（原件）⏎结婚证（原件）⏎户口簿（复印件）",
            "要分行的，写成列表：- 身份证（原件）⏎- 结婚证（原件）",
        ),
        (
            "张三 示例村⏎李四 示例村",
            "要分行的，写成列表：- 张三 示例村⏎- 李四 示例村",
        ),
        ("0912-1234567⏎0912-7654321", "是两个数的，在行末加 \\"),
        ("每月3⏎000元。", "是一个数的，写在一行里：每月3000元。"),
    ],
    may: |signs| signs.joined,
    find,
};

/// No line that is broken for its length is shorter, in characters.
const SHORT: usize = 20;

/// No title of an item is longer, in characters.
const TITLE: usize = 10;

/// Digits of an amount.
const LONGEST_NUMBER: usize = 9;

fn find(reading: &Reading<'_>, _: &super::Syntax) -> Vec<Told> {
    let running = |parent| matches!(parent, None | Some(&Tag::Paragraph | &Tag::Item));
    let runs = reading.runs();
    let runs = runs
        .iter()
        .filter(|run| running(run.parent) && run.lines.len() > 1);
    runs.filter_map(|run| {
        let lines = &run.lines;
        let joins = |n: usize| {
            let below = &reading.text[lines[n + 1].clone()];
            // A policy parts its clauses itself.
            let clause = reading.clauses && run.is_top() && begins_clause(below);
            !clause && run.hard_break(reading.text, n).is_some()
        };
        let item = run.parent == Some(&Tag::Item);
        joined(reading.text, lines, joins, item)
            .filter(|told| !(reading.clauses && is_signed(reading.text, lines, &told.at)))
            .or_else(|| broken_number(reading.text, lines, joins))
    })
    .collect()
}

/// The first lines that run together; `joins` says of a line whether the next one is joined to it, `item` that they are an item.
/// Two lines may be one that its author broke: 婚育新风⏎进万家.
fn joined(text: &str, lines: &[Range<usize>], joins: impl Fn(usize) -> bool, item: bool) -> Option<Told> {
    let words = |n: usize| &text[lines[n].clone()];
    let ends = |words: &str| words.ends_with(|c| is_han(c) || matches!(c, '）' | ')')) || is_phone(words);
    let glued = |n: usize| ends(words(n)) && words(n + 1).starts_with(is_han);
    let is_open = |n: usize| is_short(words(n)) && glued(n) && joins(n);
    let mut at = 0;
    while at + 1 < lines.len() {
        let open = (at..lines.len() - 1).take_while(|n| is_open(*n)).count();
        let all = open + usize::from(is_short(words(at + open)));
        let titled = || item && at == 0 && is_title_of(words(0), words(1));
        if open > 0 && (all > 2 || titled() || all > 1 && are_alike(words(at), words(at + 1))) {
            return Some(told(words(at), words(at + 1), &lines[at]));
        }
        at += open.max(1);
    }
    None
}

/// Whether a line begins with the mark of a clause that no sentence cites.
fn begins_clause(line: &str) -> bool {
    Mark::at_start(line, false).is_some() && !Mark::is_cited(line)
}

/// The first number that a line ends in and the next one may go on with: it is printed as two, with a blank between.
fn broken_number(text: &str, lines: &[Range<usize>], joins: impl Fn(usize) -> bool) -> Option<Told> {
    let digit = |c: char| c.is_ascii_digit();
    let n = (0..lines.len() - 1).find(|n| {
        let (line, next) = (&text[lines[*n].clone()], &text[lines[n + 1].clone()]);
        let cells = line.contains('|') && next.contains('|');
        line.ends_with(digit) && next.starts_with(digit) && joins(*n) && !cells
    })?;
    let (line, next) = (&text[lines[n].clone()], &text[lines[n + 1].clone()]);
    let number = is_one_number(line, next);
    let from = line.char_indices().rev().nth(7).map_or(0, |(at, _)| at);
    let (line, next): (&str, String) = (&line[from..], next.chars().take(8).collect());
    Some(Told {
        rule: &MARKUP_NEARLY,
        at: lines[n].clone(),
        message: message!(
            "数字在行末断开，中间会印出一个空格",
            "a number breaks off at the end of the line: a blank is printed within it"
        ),
        hint: if number {
            message!(
                "是一个数的，写在一行里：{line}{next}；是两个数的，在行末加 \\",
                "one number stands on one line: {line}{next}; of two, end the line with \\"
            )
        } else {
            message!(
                "是两个数的，在行末加 \\；是一个数的，写在一行里",
                "of two numbers, end the line with \\; one number stands on one line"
            )
        },
    })
}

/// Whether two lines may hold one number: it is no longer than amounts are, and neither a telephone nor a day.
fn is_one_number(line: &str, next: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    let (before, after) = (line.trim_end_matches(digit), next.trim_start_matches(digit));
    let length = line.len() - before.len() + next.len() - after.len();
    length <= LONGEST_NUMBER
        && !before.ends_with('-')
        && !after.starts_with(['月', '年', '日', '-', ':', '：', '时'])
}

/// Whether a line is short, no part of a verse, and not of columns, which are told on their own.
fn is_short(line: &str) -> bool {
    let count = line.chars().take(SHORT + 1).count();
    (2..=SHORT).contains(&count) && !line.contains(['，', ',']) && !line.contains("  ")
}

/// Whether the lines from one on are the offices that sign, with the day below them: the closing of a policy sets each apart.
fn is_signed(text: &str, lines: &[Range<usize>], from: &Range<usize>) -> bool {
    let below = lines.iter().filter(|line| line.start >= from.start);
    let mut rest = below.map(|line| &text[line.clone()]);
    let date = rest.find(|line| !may_sign(line) || ClosingLine::of(line) == Some(ClosingLine::Date));
    date.is_some_and(|line| ClosingLine::of(line) == Some(ClosingLine::Date))
}

/// Whether a line ends in the number of a telephone.
fn is_phone(line: &str) -> bool {
    let digits = line.chars().rev().take_while(char::is_ascii_digit).count();
    digits >= 7
}

/// Whether both lines end in an amount.
fn are_amounts(first: &str, second: &str) -> bool {
    let amount = |line: &str| line.chars().rev().take(4).any(|c| c.is_ascii_digit());
    amount(first) && amount(second)
}

/// Whether two lines are two, though no third one is like them.
fn are_alike(first: &str, second: &str) -> bool {
    let cells = |line: &str| {
        // A sentence may cite 第二条 第一款.
        let cells: Vec<&str> = line.split([' ', '\u{3000}']).collect();
        cells
            .iter()
            .all(|cell| cell.starts_with(is_han) && !cell.contains(['。', '；', '：']))
            .then_some(cells.len())
    };
    let columns = cells(first).filter(|count| *count > 1);
    are_amounts(first, second) || columns.is_some() && columns == cells(second)
}

/// Whether a line is the title of an item, and the next one its sentence.
fn is_title_of(first: &str, second: &str) -> bool {
    first.chars().take(TITLE + 1).count() <= TITLE && second.ends_with('。')
}

fn told(first: &str, second: &str, at: &Range<usize>) -> Told {
    Told {
        rule: &MARKUP_NEARLY,
        at: at.clone(),
        message: message!("这一行和下一行会连成一句", "this line and the next run together"),
        hint: message!(
            "要分行的，写成列表：- {first}⏎- {second}；或在行末加 \\；本来是一句的，写在一行里",
            "to keep them apart write a list: - {first}⏎- {second}; or end the line with \\; one sentence stands on one line"
        ),
    }
}
