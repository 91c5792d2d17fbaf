//! Emphasis that Chinese text can use: the parser's `*`, `_` and `~` are paired anew where CommonMark's
//! rules fail beside Chinese marks.
//!
//! CommonMark asks whether a run of `*` is at the edge of a word, and takes it that words have spaces
//! around them. So `落实**“三孩”**政策` keeps its asterisks, and with two such pairs in a paragraph the
//! words between them come out bold. The CJK-friendly amendment
//! (<https://github.com/tats-u/markdown-cjk-friendly>) lets a Chinese, Japanese or Korean neighbour count
//! as an edge, and its marks as letters.
//!
//! In go the events of the parser, out come events. A text in which both rules say the same of every run
//! comes back as it is. Elsewhere a block's emphasis is put back into its text and paired by the parser's
//! own procedure with the amended rule. Spans stay true: emphasis spans its marks, and text that is a
//! stretch of the source is still that stretch.
//!
//! To be deleted when pulldown-cmark releases `Options::ENABLE_CJK_FRIENDLY_EMPHASIS` (its pull request
//! 1059, merged after 0.13.6): set the option, drop the call of [`repair`] and keep the tests.

mod pair;
mod run;

use pair::pair;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use run::Run;
use std::ops::Range;

/// An event and where it is in the text that was parsed, in bytes.
pub type SpannedEvent<'a> = (Event<'a>, Range<usize>);

/// `events` with the emphasis that the CJK-friendly rules see in `text`. They come from a parser over
/// `text`, with adjacent texts merged or not.
pub fn repair<'a>(text: &'a str, events: Vec<SpannedEvent<'a>>) -> Vec<SpannedEvent<'a>> {
    let doubtful = doubtful(text);
    if doubtful.is_empty() {
        events
    } else {
        pair_again(text, events, &doubtful)
    }
}

/// Where runs begin of which the two rules do not say the same, as far as their neighbours tell.
fn doubtful(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    for (i, chunk) in bytes.chunks(CHUNK).enumerate() {
        // No early way out: so it compiles to a few wide instructions a chunk.
        if !chunk.iter().fold(false, |any, byte| any | is_mark(*byte)) {
            continue;
        }
        for at in i * CHUNK..i * CHUNK + chunk.len() {
            let byte = bytes[at];
            if is_mark(byte) && (at == 0 || bytes[at - 1] != byte) {
                let length = bytes[at..].iter().take_while(|b| **b == byte).count();
                if Run::new(byte, at, length).is_doubtful(text) {
                    found.push(at);
                }
            }
        }
    }
    found
}

const CHUNK: usize = 256;

fn is_mark(byte: u8) -> bool {
    matches!(byte, b'*' | b'_' | b'~')
}

/// Pairs the runs of every block that holds one of the `doubtful` places.
fn pair_again<'a>(text: &'a str, events: Vec<SpannedEvent<'a>>, doubtful: &[usize]) -> Vec<SpannedEvent<'a>> {
    let mut blocks = blocks(text, &events, doubtful).into_iter().peekable();
    if blocks.peek().is_none() {
        return events;
    }
    let mut out = Vec::with_capacity(events.len());
    let mut events = events.into_iter().enumerate();
    while let Some((i, spot)) = events.next() {
        match blocks.next_if(|block| block.events.start == i) {
            Some(block) => {
                let rest = block.events.len() - 1;
                let inline = std::iter::once(spot).chain(events.by_ref().take(rest).map(|(_, spot)| spot));
                rewrite(text, inline, block.cuts, &mut out);
            }
            None => out.push(spot),
        }
    }
    out
}

/// The inline events between two block tags, paired anew.
struct TextBlock {
    events: Range<usize>,
    cuts: Vec<Cut>,
}

/// Marks in the text, one or two bytes at `at`, that become a tag; `span` is that of the whole pair.
struct Cut {
    at: usize,
    width: usize,
    tag: Event<'static>,
    span: Range<usize>,
}

/// The blocks that hold a doubtful place; code has none.
fn blocks(text: &str, events: &[SpannedEvent<'_>], doubtful: &[usize]) -> Vec<TextBlock> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < events.len() {
        let length = events[at..].iter().take_while(|spot| is_inline(&spot.0)).count();
        let (range, inline) = (at..at + length, &events[at..at + length]);
        let (mut code, mut cell) = (false, false);
        if let Some((Event::Start(tag), _)) = at.checked_sub(1).map(|i| &events[i]) {
            code = matches!(tag, Tag::CodeBlock(_) | Tag::MetadataBlock(_));
            cell = matches!(tag, Tag::TableCell);
        }
        at = range.end + 1;
        if !code && holds_any(inline, doubtful) {
            found.extend(cuts(text, inline, cell).map(|cuts| TextBlock { events: range, cuts }));
        }
    }
    found
}

fn holds_any(inline: &[SpannedEvent<'_>], doubtful: &[usize]) -> bool {
    let (Some((_, first)), Some((_, last))) = (inline.first(), inline.last()) else {
        return false;
    };
    let next = doubtful.partition_point(|place| *place < first.start);
    doubtful.get(next).is_some_and(|place| *place < last.end)
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_inline_tag(tag.to_end()),
        Event::End(tag) => is_inline_tag(*tag),
        Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}

fn is_inline_tag(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// The stretch of the source whose marks may be read anew: raw text, or the marks of a tag. `None` for
/// all else, such as entities, code and links.
fn raw(text: &str, (event, range): &SpannedEvent<'_>) -> Option<Range<usize>> {
    let (tag, starts) = match event {
        Event::Text(content) => {
            return (!content.is_empty() && text.get(range.clone()) == Some(content)).then(|| range.clone());
        }
        Event::Start(tag) => (tag.to_end(), true),
        Event::End(tag) => (*tag, false),
        _ => return None,
    };
    let width = match tag {
        TagEnd::Emphasis => 1,
        TagEnd::Strong => 2,
        TagEnd::Strikethrough if text.as_bytes().get(range.start + 1) == Some(&b'~') => 2,
        TagEnd::Strikethrough => 1,
        _ => return None,
    };
    Some(if starts {
        range.start..range.start + width
    } else {
        range.end - width..range.end
    })
}

/// Whether what follows is text that the parser took as it is: an address, or a reference without label.
fn is_verbatim(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Start(Tag::Link { link_type, .. } | Tag::Image { link_type, .. })
            if matches!(link_type, LinkType::Autolink | LinkType::Email | LinkType::WikiLink { has_pothole: false })
    )
}

/// The tags of a block, in the order of the text. The label of a link is for itself: no pair crosses it.
/// `None` when the parser gives the same stretch of text twice, as it may for references in brackets
/// that do not match; such a block is left as it is.
fn cuts(text: &str, events: &[SpannedEvent<'_>], cell: bool) -> Option<Vec<Cut>> {
    let mut runs = Vec::new();
    let mut around = Vec::new();
    let mut cuts = Vec::new();
    let (mut line_start, mut verbatim, mut end) = (true, false, 0);
    for spot in events {
        if let Some(range) = raw(text, spot).filter(|_| !verbatim) {
            if range.start < end {
                return None;
            }
            end = range.end;
            add_runs(text, range, line_start, &mut runs);
        } else if matches!(spot.0, Event::Start(_)) {
            around.push(std::mem::take(&mut runs));
        } else if matches!(spot.0, Event::End(_)) {
            let inner = std::mem::replace(&mut runs, around.pop()?);
            pair(text, inner, cell, &mut cuts);
        }
        line_start = matches!(spot.0, Event::SoftBreak | Event::HardBreak);
        verbatim = is_verbatim(&spot.0);
    }
    pair(text, runs, cell, &mut cuts);
    cuts.sort_unstable_by_key(|cut| cut.at);
    Some(cuts)
}

/// Adds the runs of a stretch of raw text; a run may have begun in the stretch before.
fn add_runs(text: &str, range: Range<usize>, line_start: bool, runs: &mut Vec<Run>) {
    let bytes = text.as_bytes();
    for at in range.clone() {
        let byte = bytes[at];
        if !is_mark(byte) || is_escaped(bytes, at) {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.byte == byte && run.at + run.length == at => run.length += 1,
            _ => runs.push(Run {
                line_start: line_start && at == range.start,
                ..Run::new(byte, at, 1)
            }),
        }
    }
}

fn is_escaped(bytes: &[u8], at: usize) -> bool {
    let backslashes = bytes[..at].iter().rev().take_while(|byte| **byte == b'\\');
    backslashes.count() % 2 == 1
}

/// Writes the events of a block with its tags cut out of its raw text.
fn rewrite<'a>(
    text: &'a str,
    events: impl Iterator<Item = SpannedEvent<'a>>,
    cuts: Vec<Cut>,
    out: &mut Vec<SpannedEvent<'a>>,
) {
    let mut cuts = cuts.into_iter().peekable();
    let mut stretch = 0..0;
    let mut verbatim = false;
    let mut flush = |stretch: Range<usize>, out: &mut Vec<SpannedEvent<'a>>| {
        let mut at = stretch.start;
        while let Some(cut) = cuts.next_if(|cut| cut.at < stretch.end) {
            push_text(text, at..cut.at, out);
            at = cut.at + cut.width;
            out.push((cut.tag, cut.span));
        }
        push_text(text, at..stretch.end, out);
    };
    for spot in events {
        let raw = raw(text, &spot).filter(|_| !verbatim);
        verbatim = is_verbatim(&spot.0);
        match raw {
            Some(range) if range.start == stretch.end => stretch.end = range.end,
            Some(range) => flush(std::mem::replace(&mut stretch, range), out),
            None => {
                flush(std::mem::take(&mut stretch), out);
                out.push(spot);
            }
        }
    }
    flush(stretch, out);
}

fn push_text<'a>(text: &'a str, range: Range<usize>, out: &mut Vec<SpannedEvent<'a>>) {
    if !range.is_empty() {
        out.push((Event::Text(text[range.clone()].into()), range));
    }
}

#[cfg(test)]
mod tests;
