//! Words that name a source or are in quotation marks, within one text.

use super::beside::LINK;
use crate::markdown::reference::ClauseName;
use std::ops::Range;

/// What stands between the names of clauses.
pub(super) const AND: [char; 5] = ['、', '和', '及', '与', '至'];

/// The byte behind the character at a byte of a text.
pub(super) fn behind(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(0, char::len_utf8)
}

/// A reference with the clause that is written behind it.
pub(super) fn with_clause(to: &str, clause: &str) -> Option<String> {
    let clause = clause.trim();
    if clause.is_empty() {
        return Some(to.to_owned());
    }
    // [[某办法#第一条]]、第二条
    let further = clause.trim_start_matches(AND);
    if are_clauses(clause) || further.len() < clause.len() && ClauseName::parse(further).is_some() {
        return Some(to.split('#').next().unwrap_or(to).to_owned());
    }
    (!to.contains('#') && ClauseName::parse(clause).is_some()).then(|| format!("{to}#{clause}"))
}

/// Whether these are the names of several clauses: 第一条、第二条.
pub(super) fn are_clauses(text: &str) -> bool {
    let several = text.contains(AND);
    several
        && ClauseName::parse(text).is_none()
        && text.split(AND).all(|clause| ClauseName::parse(clause).is_some())
}

/// A clause without a note in brackets in front of it: （2026年修正）第三条.
pub(super) fn without_note(clause: &str) -> &str {
    let noted = clause.starts_with(['（', '(']) && ClauseName::parse(clause).is_none();
    let behind = clause.split_once(['）', ')']).filter(|_| noted);
    behind.map_or(clause, |(_, clause)| clause.trim())
}

/// Where the title in 《》 begins that a text ends in; titles are nested in titles.
pub(super) fn opening(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().rev() {
        match c {
            '》' => depth += 1,
            '《' if depth == 1 => return Some(at),
            '《' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

/// What is in the brackets that a text begins with.
pub(super) fn in_brackets(text: &str) -> Option<Range<usize>> {
    let mut depth = 0_usize;
    let (end, _) = text.char_indices().find(|(_, c)| {
        match c {
            '（' | '(' | '【' | '〔' => depth += 1,
            '）' | ')' | '】' | '〕' => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    Some(behind(text, 0)..end)
}

/// What opens a quotation in a sentence.
pub(super) const MARKS: [char; 4] = ['“', '「', '『', '"'];

/// Whether any of these is in a text. One loop without a branch, so that the compiler takes many bytes at once.
pub(super) fn has_marks(text: &str) -> bool {
    let bytes = text.as_bytes();
    let count = bytes.len().saturating_sub(2);
    let (Some(second), Some(third)) = (bytes.get(1..=count), bytes.get(2..)) else {
        return text.contains(MARKS);
    };
    let mut found = bytes.ends_with(b"\"") || bytes[count..].starts_with(b"\"");
    for at in 0..count {
        let (a, b, c) = (bytes[at], second[at], third[at]);
        let full = (b == 0x80) & ((a == 0xe2) & (c == 0x9c) | (a == 0xe3) & ((c == 0x8c) | (c == 0x8e)));
        found |= full | (a == b'"');
    }
    found
}

/// The stretches in quotation marks, with these; marks in marks are words.
pub(super) fn in_marks(text: &str) -> Vec<Range<usize>> {
    if !has_marks(text) {
        return Vec::new();
    }
    let (mut found, mut open) = (Vec::new(), Vec::new());
    for (at, c) in text.char_indices() {
        let close = at + c.len_utf8();
        match c {
            '“' | '「' | '『' => open.push((at, c)),
            '"' if open.last().is_none_or(|(_, before)| *before != '"') => open.push((at, c)),
            '”' | '」' | '』' | '"' => {
                if let Some((start, _)) = open.pop()
                    && open.is_empty()
                {
                    found.push(start..close);
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether words say something, and are not a name or a catchword in quotation marks.
pub(super) fn says_something(words: &str) -> bool {
    let han = words
        .chars()
        .filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
        .count();
    let mark = |c: char| "，。；：、！？…".contains(c) || c.is_ascii_digit();
    let asks = words.contains("{{") || words.contains(LINK);
    !asks && (han >= 12 || han >= 8 && words.contains(mark))
}
