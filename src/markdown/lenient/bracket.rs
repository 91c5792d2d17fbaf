//! References and facts in full-width brackets.

use super::{Edit, Leniency, Reading, Repair};
use crate::markdown::events::SpannedEvent;
use pulldown_cmark::{Event, LinkType, Tag};
use std::ops::Range;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "引用和事实的括号：全角的、实心方头的、花括号多一层的，里面的 ＃ ｜ 是全角的；表格里的引用带竖线的",
        cases: &[
            ("见［［第七条］］。", "见[[第七条]]。"),
            ("见【【第七条】】。", "见[[第七条]]。"),
            ("见【【条例＃第七条｜第七条】】。", "见[[条例#第七条|第七条]]。"),
            ("见[[条例＃第七条]]。", "见[[条例#第七条]]。"),
            ("产假｛｛产假｝｝。", "产假{{产假}}。"),
            ("产假{｛产假｝}。", "产假{{产假}}。"),
            ("产假{{{产假}}}，婚假{{{婚假}}。", "产假{{产假}}，婚假{{婚假}}。"),
            (
                "| 依据 |⏎|---|⏎| [[条例#第七条|第七条]] |",
                "| 依据 |⏎|---|⏎| [[条例#第七条\\|第七条]] |",
            ),
        ],
    },
    may: |signs| signs.full || signs.has('{') || signs.has('[') && signs.has('|'),
    edits,
};

/// What opens, what closes, and as what it is read.
const PAIRS: [(&[char], &[char], &str, &str); 2] = [
    (&['[', '［', '【'], &[']', '］', '】'], "[[", "]]"),
    (&['{', '｛'], &['}', '｝'], "{{", "}}"),
];

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let mut edits: Vec<Edit> = reading
        .events
        .iter()
        .filter_map(|event| reference(reading.text, event))
        .collect();
    let row = |event: &Event<'_>| matches!(event, Event::Start(Tag::TableRow | Tag::TableHead));
    let rows = reading.events.iter().filter(|(event, _)| row(event));
    edits.extend(rows.flat_map(|(_, range)| bars(reading.text, range)));
    for range in reading.runs().iter().flat_map(|run| run.texts(reading.text)) {
        for (open, close, first, last) in PAIRS {
            doubled(reading.text, &range, (open, close), (first, last), &mut edits);
        }
        tripled(reading.text, &range, &mut edits);
    }
    edits
}

/// The bars before the words of references in a row of a table, which the parser takes for the ends of cells.
fn bars(text: &str, row: &Range<usize>) -> Vec<Edit> {
    let line = text[row.start..].lines().next().unwrap_or("");
    let (mut edits, mut from) = (Vec::new(), 0);
    while let Some(open) = line[from..].find("[[").map(|open| from + open + 2) {
        let Some(close) = line[open..].find("]]").map(|close| open + close) else {
            break;
        };
        from = close;
        let bar = line[open..close].find('|').map(|bar| open + bar);
        if let Some(bar) = bar.filter(|bar| !line[..*bar].ends_with(['\\', ' '])) {
            edits.push(Edit::new(row.start + bar..row.start + bar, "\\"));
        }
    }
    edits
}

/// Two brackets, words, and two brackets, of which one at the least is no ASCII.
fn doubled(
    text: &str,
    range: &Range<usize>,
    (open, close): (&[char], &[char]),
    (first, last): (&str, &str),
    edits: &mut Vec<Edit>,
) {
    let mut at = range.start;
    while let Some(start) = text[at..range.end].find(open).map(|start| at + start) {
        let inner = start + width(text, start);
        at = inner;
        if !text[inner..range.end].starts_with(open) {
            continue;
        }
        let inner = inner + width(text, inner);
        let Some(end) = text[inner..range.end].find(|c| close.contains(&c) || open.contains(&c)) else {
            return;
        };
        let end = inner + end;
        let behind = end + width(text, end);
        if !text[end..].starts_with(close) || !text[behind..range.end].starts_with(close) || end == inner {
            continue;
        }
        at = behind + width(text, behind);
        if !text[start..inner].is_ascii() || !text[end..at].is_ascii() {
            let words = text[inner..end].replace('＃', "#").replace('｜', "|");
            edits.push(Edit::new(start..at, format!("{first}{words}{last}")));
        }
    }
}

/// Words between more than two braces: some templates want three.
fn tripled(text: &str, range: &Range<usize>, edits: &mut Vec<Edit>) {
    let mut at = range.start;
    while let Some(start) = text[at..range.end].find("{{{").map(|start| at + start) {
        let behind = |from: usize, sign: char| {
            let rest = &text[from..range.end];
            from + rest.len() - rest.trim_start_matches(sign).len()
        };
        let inner = behind(start, '{');
        at = inner;
        let Some(end) = text[inner..range.end].find(['{', '}']).map(|end| inner + end) else {
            return;
        };
        let close = behind(end, '}');
        if end > inner && close >= end + 2 {
            at = close;
            edits.push(Edit::new(start..close, format!("{{{{{}}}}}", &text[inner..end])));
        }
    }
}

/// A reference that is one, with full-width marks in it.
fn reference(text: &str, (event, range): &SpannedEvent<'_>) -> Option<Edit> {
    let is_reference = matches!(
        event,
        Event::Start(Tag::Link {
            link_type: LinkType::WikiLink { .. },
            ..
        })
    );
    let words = is_reference.then(|| &text[range.clone()])?;
    words
        .contains(['＃', '｜'])
        .then(|| Edit::new(range.clone(), words.replacen('＃', "#", 1).replacen('｜', "|", 1)))
}

fn width(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}
