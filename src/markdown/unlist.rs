//! Numbered lists of a policy that are broken by what is below their items: paragraphs like all the others.
//!
//! `1. 甲` with a blank is a list in Markdown, `（1）乙` below it is none, and the `2. 丙` that follows would be another list
//! within （1）. As paragraphs they are counted on.

use super::Mark;
use super::events::SpannedEvent;
use super::plan::block::{Block, Form, blocks, items};
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use std::ops::Range;

/// The events of a policy with such lists as paragraphs.
pub(super) fn unlist<'a>(text: &'a str, events: Vec<SpannedEvent<'a>>) -> Vec<SpannedEvent<'a>> {
    let lists = broken_lists(&blocks(&events));
    if lists.is_empty() {
        return events;
    }
    let mut out = Vec::with_capacity(events.len());
    let mut from = 0;
    for list in lists {
        out.extend_from_slice(&events[from..list.start]);
        for (start, end) in items(&events, list.start, list.end) {
            paragraph(text, &events[start..end], &mut out);
        }
        from = list.end;
    }
    out.extend_from_slice(&events[from..]);
    out
}

/// Where the lists are that go on as paragraphs, before or behind themselves.
fn broken_lists(blocks: &[Block]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // The number that is due at the level of 1., while nothing above it has come.
    let mut due = None;
    for (at, block) in blocks.iter().enumerate() {
        if let Form::List(Some(first)) = block.form {
            let next = first + block.lines.len() as u64;
            let goes_on =
                blocks
                    .get(at + 1)
                    .and_then(|below| below.mark)
                    .is_some_and(|(mark, _)| match mark {
                        Mark::Fourth(_) | Mark::Fifth(_) | Mark::Circled(_) => true,
                        Mark::Decimal([n, ..]) => u64::from(n) < next,
                        Mark::Third(n) => u64::from(n) == next,
                        _ => false,
                    });
            if goes_on || due == Some(first) {
                found.push(block.at..block.end);
                due = Some(next);
            }
        }
        match block.mark {
            Some((Mark::Third(n), _)) => due = Some(u64::from(n) + 1),
            Some((Mark::Fourth(_) | Mark::Fifth(_) | Mark::Circled(_) | Mark::Decimal(_), _)) => {}
            None if block.form != Form::Heading => {}
            _ => due = None,
        }
    }
    found
}

/// An item as a paragraph that begins with its number, and what else is in it.
fn paragraph<'a>(text: &'a str, item: &[SpannedEvent<'a>], out: &mut Vec<SpannedEvent<'a>>) {
    let inner = &item[1..item.len() - 1];
    let Some((_, begin)) = inner.first() else { return };
    let begin = item[0].1.start..begin.start;
    let number = || (Event::Text(CowStr::Borrowed(&text[begin.clone()])), begin.clone());
    let place = begin.start..begin.start;
    if let Some(((Event::Start(Tag::Paragraph), _), rest)) = inner.split_first() {
        out.extend([(Event::Start(Tag::Paragraph), place), number()]);
        out.extend_from_slice(rest);
        return;
    }
    let end = inner
        .iter()
        .position(|(event, _)| is_block(event))
        .unwrap_or(inner.len());
    out.extend([(Event::Start(Tag::Paragraph), place), number()]);
    out.extend_from_slice(&inner[..end]);
    // An item may begin with a block of its own.
    let at = inner[..end].last().map_or(begin.end, |(_, range)| range.end);
    out.push((Event::End(TagEnd::Paragraph), at..at));
    out.extend_from_slice(&inner[end..]);
}

fn is_block(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Start(
            Tag::Paragraph
                | Tag::List(_)
                | Tag::BlockQuote(_)
                | Tag::CodeBlock(_)
                | Tag::Table(_)
                | Tag::HtmlBlock
                | Tag::Heading { .. }
                | Tag::DefinitionList
        ) | Event::Rule
    )
}
