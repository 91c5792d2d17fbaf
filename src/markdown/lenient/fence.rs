//! Fences whose marks are not the backtick: what a word processor makes of three of them.

use super::{Edit, Leniency, Reading, Repair};
use crate::markdown::events::SpannedEvent;
use pulldown_cmark::{CodeBlockKind, Event, Tag};
use std::ops::Range;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "组件和代码块：三个反引号写成了间隔号、单引号、全角的",
        cases: &[
            ("· · · steps⏎items: []⏎· · ·", "```steps⏎items: []⏎```"),
            (
                "···steps⏎items:⏎  - {title: 甲}⏎···",
                "```steps⏎items:⏎  - {title: 甲}⏎```",
            ),
            ("‘‘‘steps⏎items: []⏎’’’", "```steps⏎items: []⏎```"),
            ("｀｀｀steps⏎items: []⏎｀｀｀", "```steps⏎items: []⏎```"),
            ("```steps⏎items: []⏎···⏎⏎正文。", "```steps⏎items: []⏎```⏎⏎正文。"),
        ],
    },
    may: |signs| signs.starts_with(&TICKS),
    edits,
};

/// What stands for a backtick.
const TICKS: [char; 8] = ['·', '‘', '’', '｀', '´', 'ˋ', '\'', '・'];

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let (text, mut edits, mut end) = (reading.text, Vec::new(), 0);
    for run in reading.runs().iter().filter(|run| run.lists + run.quotes == 0) {
        for (_, line) in run.open_lines(text) {
            let name = fence(&text[line.clone()]).filter(|name| line.start >= end && is_name(name));
            let Some(name) = name else { continue };
            let Some(closing) = closing(text, line.end) else {
                // Then there is none further down either.
                return edits;
            };
            end = closing.end;
            edits.push(Edit::new(line.clone(), format!("```{name}")));
            edits.push(Edit::new(closing, "```"));
        }
    }
    edits.extend(reading.events.iter().filter_map(|block| unclosed(text, block)));
    edits
}

/// What stands behind three marks or more, `· · · steps`; `None` when the line has no such marks.
fn fence(line: &str) -> Option<&str> {
    let (mut rest, mut ticks) = (line.trim(), 0);
    while let Some(behind) = rest.strip_prefix(TICKS) {
        (rest, ticks) = (behind.trim_start_matches(' '), ticks + 1);
    }
    (ticks >= 3).then_some(rest)
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// The first line behind `at` that is nothing but such marks or backticks.
fn closing(text: &str, at: usize) -> Option<Range<usize>> {
    let mut start = at;
    text[at..].split_inclusive('\n').find_map(|line| {
        let words = line.trim_end();
        let range = start..start + words.len();
        start += line.len();
        (fence(words) == Some("") || words.trim() == "```").then_some(range)
    })
}

/// A block of code to the end of the text that a line of such marks was to end.
fn unclosed(text: &str, (event, range): &SpannedEvent<'_>) -> Option<Edit> {
    if !matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_)))) {
        return None;
    }
    let block = text[range.clone()].trim_end();
    let first = block.find('\n')?;
    let last = block.rsplit('\n').next().unwrap_or("").trim();
    let closed = last.len() >= 3 && (last.trim_matches('`').is_empty() || last.trim_matches('~').is_empty());
    (!closed && block.starts_with("```") && text[range.end..].trim().is_empty())
        .then(|| closing(text, range.start + first + 1).map(|line| Edit::new(line, "```")))
        .flatten()
}
