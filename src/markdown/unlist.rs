//! Numbered lists of a policy that are broken by what is below their items: paragraphs like all the others.
//!
//! `1. 甲` with a blank is a list in Markdown, `（1）乙` below it is none, and the `2. 丙` that follows would be another list
//! within （1）. As paragraphs they are counted on.

use super::Mark;
use super::annex::AnnexLine;
use super::events::SpannedEvent;
use super::plan::block::{Block, Form, blocks, items};
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use std::ops::Range;

/// The events of a policy with such lists as paragraphs.
pub(super) fn unlist<'a>(text: &'a str, events: Vec<SpannedEvent<'a>>) -> Vec<SpannedEvent<'a>> {
    let blocks = blocks(&events);
    let mut lists = broken_lists(&blocks);
    lists.extend(lists_of_clauses(&blocks));
    if lists.is_empty() {
        return events;
    }
    lists.sort_by_key(|list| list.at.start);
    lists.dedup_by_key(|list| list.at.start);
    let mut out = Vec::with_capacity(events.len());
    let mut from = 0;
    for list in lists {
        out.extend_from_slice(&events[from..list.at.start]);
        for (start, end) in items(&events, list.at.start, list.at.end) {
            paragraph(text, &events[start..end], list.numbered, &mut out);
        }
        from = list.at.end;
    }
    out.extend_from_slice(&events[from..]);
    out
}

/// A list that is none.
struct List {
    /// Its events.
    at: Range<usize>,
    /// The number of an item belongs to its words.
    numbered: bool,
}

impl List {
    fn of(block: &Block, numbered: bool) -> Self {
        Self {
            at: block.at..block.end,
            numbered,
        }
    }
}

/// Lists whose items are clauses: each begins with the next mark, `- 第一条 甲` and `- 第二条 乙`, or their numbers are the only
/// marks of the text.
fn lists_of_clauses(blocks: &[Block]) -> Vec<List> {
    let marked = blocks.iter().any(|block| block.mark.is_some());
    let mut found = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let Form::List(first) = block.form else { continue };
        let marks: Vec<Mark> = block.lines.iter().filter_map(|line| clause(line)).collect();
        let follows = |pair: &[Mark]| match (pair[0], pair[1]) {
            (Mark::Article(a, 0), Mark::Article(b, 0)) | (Mark::First(a), Mark::First(b)) => b == a + 1,
            _ => false,
        };
        let above = at.checked_sub(1).map_or("", |above| blocks[above].line());
        let sentence = |line: &String| line.trim_end().ends_with(['。', '；', '：']);
        if marks.len() > 1 && marks.len() == block.lines.len() && marks.windows(2).all(follows) {
            found.push(List::of(block, false));
        } else if !marked
            && first == Some(1)
            && block.lines.len() > 1
            && block.lines.iter().all(sentence)
            && AnnexLine::of(above).is_none()
        {
            found.push(List::of(block, true));
        }
    }
    found
}

/// The article or the 一、 that an item begins with.
fn clause(line: &str) -> Option<Mark> {
    let (mark, _) = Mark::at_start(line, false)?;
    matches!(mark, Mark::Article(_, 0) | Mark::First(_)).then_some(mark)
}

/// Where the lists are that go on as paragraphs, before or behind themselves.
fn broken_lists(blocks: &[Block]) -> Vec<List> {
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
                found.push(List::of(block, true));
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

/// An item as a paragraph that begins with its number, when it is `numbered`, and what else is in it.
fn paragraph<'a>(text: &'a str, item: &[SpannedEvent<'a>], numbered: bool, out: &mut Vec<SpannedEvent<'a>>) {
    let inner = &item[1..item.len() - 1];
    let Some((_, begin)) = inner.first() else { return };
    let begin = item[0].1.start..begin.start;
    let number = numbered.then(|| (Event::Text(CowStr::Borrowed(&text[begin.clone()])), begin.clone()));
    let place = begin.start..begin.start;
    if let Some(((Event::Start(Tag::Paragraph), _), rest)) = inner.split_first() {
        out.push((Event::Start(Tag::Paragraph), place));
        out.extend(number);
        out.extend_from_slice(rest);
        return;
    }
    let end = inner
        .iter()
        .position(|(event, _)| is_block(event))
        .unwrap_or(inner.len());
    out.push((Event::Start(Tag::Paragraph), place));
    out.extend(number);
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
