//! Lines right below a table, which are no rows of it.

use super::{Edit, Leniency, Reading, Repair};
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "表格紧下面没有竖线的一行：另起一段，不是表格的一行",
        cases: &[
            (
                "| 甲 | 乙 |⏎|---|---|⏎| 丙 | 丁 |⏎注：以上标准每年调整。",
                "| 甲 | 乙 |⏎|---|---|⏎| 丙 | 丁 |⏎⏎注：以上标准每年调整。",
            ),
            (
                "| 甲 | 乙 |⏎| 丙 | 丁 |⏎咨询电话：12345",
                "| 甲 | 乙 |⏎|---|---|⏎| 丙 | 丁 |⏎⏎咨询电话：12345",
            ),
        ],
    },
    may: |signs| signs.has('|') || signs.starts_with(&['｜']),
    edits,
};

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let tables = reading
        .events
        .iter()
        .filter_map(|(event, range)| matches!(event, Event::Start(Tag::Table(_))).then_some(range));
    tables.filter_map(|at| gap(reading.text, at)).collect()
}

/// An empty line, as far in as the line below it, before the first line that is no row.
fn gap(text: &str, table: &Range<usize>) -> Option<Edit> {
    let mut start = table.start;
    let mut lines = text[table.clone()].split_inclusive('\n').map(|line| {
        let at = start;
        start += line.len();
        (at, line)
    });
    let rows = lines.by_ref().take(3).all(|(_, line)| line.contains('|'));
    let (at, line) = lines.find(|(_, line)| !line.contains('|'))?;
    // A line between rows is one of them, unless a new table begins below it.
    let below: Vec<&str> = lines
        .map(|(_, line)| line)
        .skip_while(|line| !line.contains('|'))
        .take(2)
        .collect();
    let ends = below.is_empty() || below.get(1).is_some_and(|line| is_rule(line));
    let inner = line.trim_start_matches([' ', '\t', '>']);
    let inset = &line[..line.len() - inner.len()];
    (rows && ends && !inner.trim().is_empty()).then(|| Edit::new(at..at, format!("{inset}\n")))
}

/// Whether a line divides the head of a table from its rows.
fn is_rule(line: &str) -> bool {
    line.contains('-')
        && line
            .chars()
            .all(|c| matches!(c, '|' | '-' | ':' | '>') || c.is_whitespace())
}
