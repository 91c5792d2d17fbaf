//! Two stars without the two that should close them.

use super::{Reading, Sign, Told};
use crate::base::han::is_han;
use crate::markdown::lenient::is_named;
use std::ops::Range;

pub(super) const SIGN: Sign = Sign {
    cases: &[
        ("**注意：三天内办理。", "**注意：三天内办理。**"),
        ("请在**三天内*办理。", "**三天内**"),
    ],
    may: |signs| signs.has('*'),
    find,
};

/// Characters that a hint repeats.
const LONGEST: usize = 40;

fn find(reading: &Reading<'_>, _: &super::Syntax) -> Vec<Told> {
    let text = reading.text;
    let mut told = Vec::new();
    for run in reading.runs() {
        let texts = run.texts(text);
        for line in &run.lines {
            let first = texts.partition_point(|range| range.start < line.start);
            let within = texts[first..].iter().take_while(|range| range.end <= line.end);
            told.extend(within.filter_map(|range| open(text, line, range)).take(1));
        }
    }
    told
}

/// Whether what ends with a mark is a note with one star: *为必填项，
fn noted_before(before: &str, mark: &str) -> bool {
    let note = before
        .strip_suffix(mark)
        .and_then(|before| before.rsplit_once('*'));
    note.is_some_and(|(head, note)| !head.ends_with('*') && note.starts_with(['为', '号', '表', '标']))
}

/// Two stars before a word of which the line has no second pair.
fn open(text: &str, line: &Range<usize>, range: &Range<usize>) -> Option<Told> {
    let words = &text[range.clone()];
    let at = words.find("**").filter(|at| !words[at + 2..].contains("**"))?;
    let start = range.start + at;
    let (before, inner) = (&text[line.start..start], &text[start + 2..line.end]);
    let begins = inner.starts_with(|c| is_han(c) || matches!(c, '“' | '《' | '【'));
    // *为必填项 above **为选填项: both are notes.
    let above = text[..line.start].trim_end().rsplit('\n').next().unwrap_or("");
    let noted = |words: &str| words.starts_with('*') && !words[1..].contains('*');
    if before.is_empty() && noted(above)
        || ["，", "；", "、", " "]
            .iter()
            .any(|mark| noted_before(before, mark))
    {
        return None;
    }
    // 张**明 is the mask of a name.
    let masked = before.chars().rev().take_while(|c| is_han(*c)).count() == 1;
    if !begins || masked || is_named(text, &(start..start + 2)) || text[..start].ends_with(['\\', '*']) {
        return None;
    }
    let length = inner.find('*').unwrap_or(inner.len());
    let end = start + 2 + length + usize::from(inner[length..].starts_with('*'));
    let words: String = inner[..length].chars().take(LONGEST).collect();
    let more = if words.len() < length { "…" } else { "" };
    Some(Told::printed(start..end, &format!("**{words}{more}**")))
}
