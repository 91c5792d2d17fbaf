//! Words in braces behind a heading: Markdown takes them for attributes, and they would vanish from the page.

use super::{Edit, Leniency, Reading, Repair};
use crate::markdown::events::SpannedEvent;
use pulldown_cmark::{Event, Tag, TagEnd};

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "标题末尾花括号里的话：不是 `#id`、`.class`、`key=value` 的，照原样印出来",
        cases: &[
            ("## 关于{示例}", "## 关于{示例\\}"),
            ("## 表{1}", "## 表{1\\}"),
            ("## 甲 {乙 丙}", "## 甲 {乙 丙\\}"),
            ("## 甲\\{#乙}", "## 甲\\{#乙\\}"),
            ("甲 {乙}⏎===", "甲 {乙\\}⏎==="),
        ],
    },
    may: |signs| signs.has('{'),
    edits,
};

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let headings = reading.events.iter().enumerate();
    headings
        .filter(|(_, (event, _))| matches!(event, Event::Start(Tag::Heading { .. })))
        .filter_map(|(at, _)| words(reading.text, &reading.events[at..]))
        .collect()
}

/// What is behind the last words of the heading that `events` begin with, when it stands in braces and is no
/// attribute.
fn words(text: &str, events: &[SpannedEvent<'_>]) -> Option<Edit> {
    let heading = &events[0].1;
    let inside = events[1..]
        .iter()
        .take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Heading(_))));
    let end = inside.map(|(_, range)| range.end).max().unwrap_or(heading.start);
    let open = end + text.get(end..heading.end)?.find('{')?;
    let (inner, _) = text[open + 1..heading.end].split_once('}')?;
    // The parser knows no escape of the first brace, but one of the last.
    let close = open + 1 + inner.len();
    let attributes = !text[..open].ends_with('\\') && are_attributes(inner);
    (!attributes).then(|| Edit::new(close..close, "\\"))
}

/// Whether words are `#id`, `.class` and `key=value`. An id and a value may be Chinese; a value may have blanks.
fn are_attributes(words: &str) -> bool {
    let (mut any, mut valued) = (false, false);
    for word in words.split_ascii_whitespace() {
        let class = word.strip_prefix('.').is_some_and(is_name);
        let id = word.strip_prefix('#').is_some_and(|id| !id.is_empty());
        valued |= word.split_once('=').is_some_and(|(key, _)| is_name(key));
        any = class || id || valued;
        if !any {
            return false;
        }
    }
    any
}

fn is_name(word: &str) -> bool {
    word.is_ascii() && word.starts_with(|c: char| c.is_ascii_alphabetic())
}
