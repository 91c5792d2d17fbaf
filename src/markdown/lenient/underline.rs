//! A line of dashes right below several lines: it divides, and makes no heading of them.

use super::{Edit, Leniency, Reading, Repair};
use crate::markdown::events::SpannedEvent;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "几行话下面紧接着的一行减号：是分隔线，不把上面几行变成标题",
        cases: &[
            (
                "联系人：张三⏎电话：0912-12345⏎----------",
                "联系人：张三⏎电话：0912-12345⏎⏎----------",
            ),
            ("> 甲⏎> 乙⏎> ---", "> 甲⏎> 乙⏎>⏎> ---"),
            ("甲⏎乙⏎--", "甲⏎乙⏎\\--"),
        ],
    },
    may: |signs| signs.starts_with(&['-']),
    edits,
};

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    underlined(reading.text, reading.events)
        .into_iter()
        .filter(|heading| heading.lines > 1 && heading.mark(reading.text) == '-')
        .map(|heading| {
            let at = heading.line.start;
            // One or two dashes divide nothing, and one alone would begin a list.
            if heading.line.len() < 3 {
                return Edit::new(at..at, "\\");
            }
            let begin = reading.text[..at].rfind('\n').map_or(0, |end| end + 1);
            Edit::new(at..at, format!("\n{}", &reading.text[begin..at]))
        })
        .collect()
}

/// A heading that is one by the line below it.
pub(in crate::markdown) struct Underlined {
    /// How many lines of words it has.
    pub lines: usize,
    /// Its words and the line below them.
    pub whole: Range<usize>,
    /// The line below: nothing but `-` or `=`.
    pub line: Range<usize>,
}

impl Underlined {
    /// What the line below is made of.
    pub fn mark(&self, text: &str) -> char {
        if text[self.line.clone()].starts_with('-') {
            '-'
        } else {
            '='
        }
    }
}

/// The headings of a text that are underlined.
pub(in crate::markdown) fn underlined(text: &str, events: &[SpannedEvent<'_>]) -> Vec<Underlined> {
    let headings = events.iter().enumerate();
    headings
        .filter(|(_, (event, _))| matches!(event, Event::Start(Tag::Heading { .. })))
        .filter_map(|(at, (_, range))| {
            let whole = text[range.clone()].trim_end();
            let last = whole.rfind('\n')? + 1;
            let line = whole[last..].trim_start_matches([' ', '\t', '>']);
            let marks = line.trim_matches('-').is_empty() || line.trim_matches('=').is_empty();
            let inside = events[at..]
                .iter()
                .take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Heading(_))));
            let breaks = inside.filter(|(event, _)| matches!(event, Event::SoftBreak | Event::HardBreak));
            let end = range.start + whole.len();
            (marks && !line.is_empty()).then(|| Underlined {
                lines: breaks.count() + 1,
                whole: range.start..end,
                line: end - line.len()..end,
            })
        })
        .collect()
}
