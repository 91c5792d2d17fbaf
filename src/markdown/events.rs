//! Events that are right for Chinese: text in whole pieces, emphasis repaired; and never nested deeper than people read.

use super::emphasis;
use crate::base::scan;
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

/// The items of each numbered list, in reading order of the lists: the number as it is written, and where.
pub(super) fn numbered_items(text: &str, events: &[SpannedEvent<'_>]) -> Vec<Vec<(u64, Range<usize>)>> {
    let (mut found, mut open) = (Vec::new(), Vec::new());
    for (event, range) in events {
        match event {
            Event::Start(Tag::List(first)) => {
                open.push(first.map(|_| found.len()));
                found.extend(first.map(|_| Vec::new()));
            }
            Event::End(TagEnd::List(_)) => {
                open.pop();
            }
            Event::Start(Tag::Item) => {
                let Some(Some(list)) = open.last() else { continue };
                let words = text[range.clone()].trim_start();
                let digits = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                let start = range.end - words.len();
                if let Ok(number) = words[..digits].parse() {
                    found[*list].push((number, start..start + digits));
                }
            }
            _ => {}
        }
    }
    found
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
    for line in scan::lines(text) {
        if !line.starts_with(['>', ' ', '\t', '-', '*', '+']) {
            at += line.len();
            continue;
        }
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
