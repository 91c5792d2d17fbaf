//! Paths of Windows: Markdown takes a backslash before a mark for an escape, and it would vanish.

use super::{Edit, Leniency, Reading, Repair, Run};
use crate::base::han::is_chinese_punctuation;
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "Windows 的路径：里面的反斜线都印出来",
        cases: &[
            ("C:\\_归档\\.配置", "C:\\\\\\_归档\\\\.配置"),
            ("见\\\\server\\共享。", "见\\\\\\\\server\\\\共享。"),
        ],
    },
    may: |signs| signs.has('\\'),
    edits,
};

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for run in reading.runs() {
        let closed = closed(run);
        for line in &run.lines {
            for path in paths(&reading.text[line.clone()]) {
                let at = line.start + path.start..line.start + path.end;
                if !is_within(&closed, at.start) {
                    let ends_line = at.end == line.end;
                    edits.push(Edit::new(at.clone(), escaped(&reading.text[at], ends_line)));
                }
            }
        }
    }
    edits
}

/// Code, raw HTML, links and pictures in a run: nothing is escaped there, or it is an address.
fn closed(run: &Run<'_>) -> Vec<Range<usize>> {
    let is_closed = |event: &Event<'_>| {
        matches!(
            event,
            Event::Code(_) | Event::InlineHtml(_) | Event::Start(Tag::Link { .. } | Tag::Image { .. })
        )
    };
    let events = run.events.iter().filter(|(event, _)| is_closed(event));
    events.map(|(_, range)| range.clone()).collect()
}

fn is_within(closed: &[Range<usize>], at: usize) -> bool {
    let behind = closed.partition_point(|range| range.start <= at);
    behind > 0 && closed[behind - 1].contains(&at)
}

/// Where paths are in a line: `C:\…`, `\\server\…`. What is escaped already is none.
fn paths(line: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in line.match_indices('\\') {
        if found.last().is_some_and(|path| at < path.end) {
            continue;
        }
        let before = &line[..at];
        let drive = before
            .strip_suffix(':')
            .filter(|before| before.ends_with(|c: char| c.is_ascii_alphabetic()))
            .map(|before| &before[..before.len() - 1])
            .filter(|before| !before.ends_with(|c: char| c.is_ascii_alphanumeric()));
        let server = line[at..]
            .strip_prefix("\\\\")
            .filter(|rest| rest.starts_with(char::is_alphanumeric));
        let start = match (drive, server) {
            (Some(before), _) => before.len(),
            (None, Some(_)) => at,
            _ => continue,
        };
        let inner = at + if drive.is_some() { 1 } else { 2 };
        let length = line[inner..].find(ends_path).unwrap_or(line.len() - inner);
        let path = &line[inner..inner + length];
        let shared = drive.is_some() || path.contains('\\');
        if shared && !path.starts_with('\\') && !path.contains("\\\\") {
            found.push(start..inner + length);
        }
    }
    found
}

fn ends_path(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '<' | '>' | '|' | '`' | '*' | '?') || is_chinese_punctuation(c)
}

/// A path with its backslashes and other marks escaped, where Markdown would read them.
fn escaped(path: &str, ends_line: bool) -> String {
    let mut out = String::new();
    let mut rest = path.chars().peekable();
    while let Some(c) = rest.next() {
        let read = match c {
            '\\' => rest.peek().map_or(ends_line, char::is_ascii_punctuation),
            c => matches!(c, '_' | '~' | '[' | ']'),
        };
        if read || c == '\\' && out.ends_with('\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
