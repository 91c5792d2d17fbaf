//! Events that are right for Chinese: text in whole pieces, emphasis repaired, a paragraph ended before a
//! clause that begins in it; and never nested deeper than people read.

use super::{Mark, emphasis};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

pub(super) use emphasis::SpannedEvent;

/// Deeper than people read, and than every HTML reader is sure to take.
pub(super) const DEEPEST: usize = 100;

pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_WIKILINKS);

/// Inline Markdown of a component's text: no blocks around it.
pub(super) fn inline(text: &str) -> Vec<SpannedEvent<'_>> {
    let Ok(events) = events(text) else {
        return Vec::new();
    };
    events
        .into_iter()
        .filter(|(event, _)| {
            !matches!(
                event,
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)
            )
        })
        .collect()
}

/// The events of a text; where it nests too deep, that place.
pub(super) fn events(text: &str) -> Result<Vec<SpannedEvent<'_>>, usize> {
    let mut depth = 0;
    let mut events: Vec<SpannedEvent<'_>> = Vec::new();
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        descend(&mut depth, &event, &range)?;
        if let Event::Text(piece) = &event
            && let Some((Event::Text(before), span)) = events.last_mut()
            && span.end == range.start
            // Stretches of the text itself; comparing their words again and again would cost length times pieces.
            && std::ptr::eq(&text[range.clone()], &**piece)
            && std::ptr::eq(&text[span.clone()], &**before)
        {
            span.end = range.end;
            *before = CowStr::Borrowed(&text[span.clone()]);
            continue;
        }
        events.push((event, range));
    }
    let events = emphasis::repair(text, events);
    // Emphasis that was found only now nests as well.
    let mut depth = 0;
    for (event, range) in &events {
        descend(&mut depth, event, range)?;
    }
    Ok(events)
}

/// Counts how deep it is; where it is too deep, that place.
fn descend(depth: &mut usize, event: &Event<'_>, range: &Range<usize>) -> Result<(), usize> {
    match event {
        Event::Start(_) => *depth += 1,
        Event::End(_) => *depth = depth.saturating_sub(1),
        _ => {}
    }
    if *depth > DEEPEST {
        Err(range.start)
    } else {
        Ok(())
    }
}

/// The first line that opens more containers than anything should, found before the parser is given
/// the text: its block structure costs depth times lines.
pub(super) fn too_deep(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut deepest_indent = 0;
    for line in text.split_inclusive('\n') {
        let marks = line
            .bytes()
            .take_while(|b| matches!(b, b'>' | b' ' | b'\t' | b'-' | b'*' | b'+'))
            .collect::<Vec<_>>();
        let quotes = marks.iter().filter(|b| **b == b'>').count();
        let bullets = line[..marks.len()]
            .split([' ', '\t'])
            .filter(|mark| matches!(*mark, "-" | "*" | "+"))
            .count();
        let rule = line.trim().bytes().all(|b| matches!(b, b'-' | b'*' | b' '));
        let indent = marks.iter().take_while(|b| **b == b' ').count();
        // Lists nest by indentation, two columns at the least each; an indent far beyond the last
        // one is code.
        let nested = bullets > 0 && indent / 2 > DEEPEST && indent <= deepest_indent + 6;
        if bullets > 0 {
            deepest_indent = deepest_indent.max(indent);
        }
        if quotes > DEEPEST || (bullets > DEEPEST && !rule) || nested {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// Texts of offices come with one paragraph a line and without empty lines between: a paragraph ends
/// before a line that is indented by wide blanks and, where there are `clauses`, before one that begins
/// with a clause's mark. The indent itself is the stylesheet's affair and goes.
pub(super) fn split_lines(events: Vec<SpannedEvent<'_>>, clauses: bool) -> Vec<SpannedEvent<'_>> {
    let mut splitter = Splitter {
        out: Vec::with_capacity(events.len()),
        clauses,
        ..Splitter::default()
    };
    let mut events = events.into_iter().peekable();
    while let Some(spot) = events.next() {
        let next = events.peek().map(|(event, range)| (event, range.start));
        splitter.take(spot, next);
    }
    splitter.out
}

#[derive(Default)]
struct Splitter<'a> {
    out: Vec<SpannedEvent<'a>>,
    clauses: bool,
    depth: usize,
    /// The block at the top that is open.
    block: Block,
    /// Items of the list at the top that have begun, and the number of its first.
    items: u64,
    first: Option<u64>,
    /// A list was ended before its time: by a paragraph of ours, still open or not.
    left: Left,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum Block {
    Paragraph,
    List,
    #[default]
    Other,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum Left {
    #[default]
    No,
    Open,
    Closed,
}

impl<'a> Splitter<'a> {
    fn take(&mut self, (event, range): SpannedEvent<'a>, next: Option<(&Event<'a>, usize)>) {
        match &event {
            Event::Start(tag) => {
                self.depth += 1;
                match (self.depth, tag) {
                    (1, Tag::Paragraph) => self.block = Block::Paragraph,
                    (1, Tag::List(first)) => (self.block, self.first, self.items) = (Block::List, *first, 0),
                    (1, _) => self.block = Block::Other,
                    (2, Tag::Item) if self.block == Block::List => {
                        self.items += 1;
                        if self.left == Left::Closed {
                            // What follows our paragraph is the rest of the list, counted on.
                            let first = self.first.map(|first| first + self.items - 1);
                            self.out
                                .push((Event::Start(Tag::List(first)), range.start..range.start));
                            self.left = Left::No;
                        }
                    }
                    _ => {}
                }
            }
            Event::End(_) => {
                self.depth -= 1;
                match (self.depth, self.left) {
                    (1, Left::Open) => {
                        self.left = Left::Closed;
                        self.out.push((Event::End(TagEnd::Paragraph), range));
                        return;
                    }
                    (0, Left::Closed) => {
                        self.left = Left::No;
                        return;
                    }
                    _ => {}
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some((Event::Text(line), start)) = next
                    && self.parts(line)
                {
                    self.part(range.start, start);
                    return;
                }
            }
            Event::Text(text) if self.depth == 1 && text.starts_with('\u{3000}') && self.begins() => {
                let inner = text.trim_start_matches(['\u{3000}', ' ']);
                let cut = text.len() - inner.len();
                if range.len() == text.len() {
                    self.out
                        .push((Event::Text(inner.to_owned().into()), range.start + cut..range.end));
                    return;
                }
            }
            _ => {}
        }
        self.out.push((event, range));
    }

    /// Whether a paragraph has just begun.
    fn begins(&self) -> bool {
        matches!(self.out.last(), Some((Event::Start(Tag::Paragraph), _)))
    }

    /// Whether a line is a paragraph of its own.
    fn parts(&self, line: &str) -> bool {
        let mark = || {
            self.clauses
                .then(|| Mark::at_start(line, false))
                .flatten()
                .map(|(mark, _)| mark)
        };
        match (self.block, self.depth, self.left) {
            (Block::Paragraph, 1, _) | (Block::List, 2, Left::Open) => {
                line.starts_with('\u{3000}') || mark().is_some()
            }
            // In a list only a mark above it: （二） after 1. and 2.
            (Block::List, 2, _) => {
                mark().is_some_and(|mark| !matches!(mark, Mark::Third(_) | Mark::Fourth(_)))
            }
            _ => false,
        }
    }

    /// Ends the paragraph or the list, begins a paragraph.
    fn part(&mut self, end: usize, start: usize) {
        if self.block == Block::List && self.left != Left::Open {
            self.out.push((Event::End(TagEnd::Item), end..end));
            self.out
                .push((Event::End(TagEnd::List(self.first.is_some())), end..end));
            self.left = Left::Open;
        } else {
            self.out.push((Event::End(TagEnd::Paragraph), end..end));
        }
        self.out.push((Event::Start(Tag::Paragraph), start..start));
    }
}
