//! Tables whose head lacks a cell of a row, which nobody sees then, or is no head at all.

use super::{MARKUP_NEARLY, Reading, Sign, Told};
use crate::message;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

pub(super) const SIGN: Sign = Sign {
    cases: &[
        (
            "| 项目 | 标准 |⏎|---|---|⏎| 甲 | 乙 | 丙 |",
            "给表头补上一格：| 项目 | 标准 | |⏎|---|---|---|⏎| 甲 | 乙 | 丙 |",
        ),
        ("婚假\t13天⏎产假\t98天", "上面补一行表头：| 项目 | 标准 |"),
    ],
    may: |signs| signs.has('|'),
    find,
};

fn find(reading: &Reading<'_>, _: &super::Syntax) -> Vec<Told> {
    let (mut told, mut end, mut head) = (Vec::new(), 0, 0..0);
    let mut rows: Vec<Vec<&str>> = Vec::new();
    for (event, range) in reading.events {
        match event {
            Event::Start(Tag::Table(_)) => rows.clear(),
            Event::Start(Tag::TableHead) => {
                head = line_at(reading.text, range.start);
                rows.push(Vec::new());
            }
            Event::Start(Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => {
                if let Some(row) = rows.last_mut() {
                    row.push(reading.text[range.clone()].trim().trim_matches('|').trim());
                }
            }
            Event::End(TagEnd::TableCell) => end = range.end,
            Event::End(TagEnd::TableRow) => {
                let line = line_at(reading.text, range.start);
                let behind = reading.text.get(end..line.end).unwrap_or("");
                let lost = behind.trim_matches(|c: char| c == '|' || c.is_whitespace());
                if !lost.is_empty() {
                    let words = &reading.text[line.clone()];
                    told.push(row(line, words, lost, &reading.text[head.clone()]));
                }
            }
            Event::End(TagEnd::Table) if is_headless(&rows) => {
                told.push(headless(head.clone(), rows[0].len()))
            }
            _ => {}
        }
    }
    told
}

/// The line that begins at a byte.
fn line_at(text: &str, start: usize) -> Range<usize> {
    let line = text[start..].lines().next().unwrap_or("").trim_end();
    start..start + line.len()
}

/// Whether the first row of a table is none that names its columns: it says a number with its unit where every row below does.
fn is_headless(rows: &[Vec<&str>]) -> bool {
    let Some((head, body)) = rows.split_first().filter(|(_, body)| !body.is_empty()) else {
        return false;
    };
    let mut columns = (1..head.len()).filter_map(|at| {
        let unit = amount(head[at])?;
        let same = body
            .iter()
            .all(|row| row.get(at).and_then(|cell| amount(cell)) == Some(unit));
        same.then_some(at)
    });
    // Several numbers in a head are those of months, ages or classes.
    let numbers = head.iter().filter(|cell| amount(cell).is_some()).count();
    numbers == 1 && columns.next().is_some()
}

/// The unit of a cell that is nothing but a number and its unit; a year is a name.
fn amount(cell: &str) -> Option<&str> {
    let unit = cell.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let digits = &cell[..cell.len() - unit.len()];
    let is_year = unit.starts_with('年') || digits.len() == 4 && unit.is_empty();
    (!digits.is_empty() && !is_year && unit.chars().count() <= 3).then_some(unit)
}

fn headless(at: Range<usize>, columns: usize) -> Told {
    let more = " … |".repeat(columns.saturating_sub(2));
    Told {
        rule: &MARKUP_NEARLY,
        at,
        message: message!(
            "这张表没有表头，第一行会当成表头",
            "this table has no head: its first row is taken for one"
        ),
        hint: message!(
            "上面补一行表头：| 项目 | 标准 |{more}",
            "put a head above it: | item | standard |{more}"
        ),
    }
}

fn row(at: Range<usize>, line: &str, lost: &str, head: &str) -> Told {
    let head = head.trim().trim_end_matches('|').trim_end();
    let (bar, cells) = (
        if head.starts_with('|') { "" } else { "| " },
        head.trim_start_matches('|'),
    );
    let rule = "|---".repeat(cells.matches('|').count() + 2);
    Told {
        rule: &MARKUP_NEARLY,
        at,
        message: message!(
            "这一行的格数比表头多，读者看不到 {lost}",
            "this row has more cells than the head of its table, and nobody sees {lost}"
        ),
        hint: message!(
            "给表头补上一格：{bar}{head} | |⏎{rule}|⏎{line}；竖线是字的，前面加反斜线",
            "add a cell to the head: {bar}{head} | |⏎{rule}|⏎{line}; put a backslash before a bar that is a word's"
        ),
    }
}
