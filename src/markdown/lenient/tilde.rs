//! Tildes between numbers and days: only two before and two behind words strike them out.

use super::{Edit, Leniency, Reading, Repair};
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "波浪号：只有 ~~字~~ 是删除线，表示“到”的照原样印",
        cases: &[
            ("5~7天、8~10天", "5\\~7天、8\\~10天"),
            ("（周一）~周三、周五~（周日）", "（周一）\\~周三、周五\\~（周日）"),
            ("5~~7天、8~~10天", "5\\~\\~7天、8\\~\\~10天"),
            ("周一~~周三、周五~~周日", "周一\\~\\~周三、周五\\~\\~周日"),
            ("每页 ~字~", "每页 \\~字\\~"),
        ],
    },
    may: |signs| signs.has('~'),
    edits,
};

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (event, range) in reading.events {
        if matches!(event, Event::Start(Tag::Strikethrough)) {
            let width = if reading.text[range.clone()].starts_with("~~") {
                2
            } else {
                1
            };
            if width == 1 || is_span(reading.text, range) {
                let marks = (range.start..range.start + width).chain(range.end - width..range.end);
                edits.extend(marks.map(|at| Edit::new(at..at, "\\")));
            }
        }
    }
    edits
}

/// Whether the tildes on both sides stand for “to”: between numbers or brackets, or between words with a pause in what
/// would be struck.
fn is_span(text: &str, range: &Range<usize>) -> bool {
    let inner = &text[range.start + 2..range.end - 2];
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let digit = |c: char| c.is_numeric();
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let between = before.is_some_and(|c| digit(c) || matches!(c, '）' | ')')) && inner.starts_with(digit);
    let brackets =
        before.is_some_and(|c| matches!(c, '）' | ')')) && after.is_some_and(|c| matches!(c, '（' | '('));
    between || brackets || (word(before) && word(after) && inner.contains(['、', '，', '；']))
}
