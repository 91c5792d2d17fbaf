//! Rows of a table with more cells than its head: nobody sees those.

use super::{MARKUP_NEARLY, Reading, Sign, Told};
use crate::message;
use pulldown_cmark::{Event, TagEnd};

pub(super) const SIGN: Sign = Sign {
    cases: &[("| 项目 | 标准 |⏎|---|---|⏎| 甲 | 乙 | 丙 |", "给表头补上一格")],
    may: |signs| signs.has('|'),
    find,
};

fn find(reading: &Reading<'_>, _: &super::Syntax) -> Vec<Told> {
    let (mut told, mut end) = (Vec::new(), 0);
    for (event, range) in reading.events {
        match event {
            Event::End(TagEnd::TableCell) => end = range.end,
            Event::End(TagEnd::TableRow) => {
                let line = reading.text[range.start..]
                    .lines()
                    .next()
                    .unwrap_or("")
                    .trim_end();
                let behind = reading.text.get(end..range.start + line.len()).unwrap_or("");
                let lost = behind.trim_matches(|c: char| c == '|' || c.is_whitespace());
                if !lost.is_empty() {
                    told.push(row(range.start..range.start + line.len(), lost));
                }
            }
            _ => {}
        }
    }
    told
}

fn row(at: std::ops::Range<usize>, lost: &str) -> Told {
    Told {
        rule: &MARKUP_NEARLY,
        at,
        message: message!(
            "这一行的格数比表头多，读者看不到 {lost}",
            "this row has more cells than the head of its table, and nobody sees {lost}"
        ),
        hint: message!(
            "给表头补上一格，第二行补上 ---|；竖线是字的，前面加反斜线",
            "add a cell to the head and ---| to the second line; put a backslash before a bar that is a word's"
        ),
    }
}
