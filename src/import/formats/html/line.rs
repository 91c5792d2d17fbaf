//! The words of a web page line by line, as a browser shows them.

use crate::base::han;
use crate::import::model::{Inline, Paragraph};

/// A paragraph of pieces that line breaks part: behind a break words that begin farther in, or behind an empty line, are a
/// paragraph of their own; so are sentences in a page that has breaks for paragraphs.
pub fn apart(paragraph: Paragraph) -> Vec<Paragraph> {
    let lines: Vec<&[Inline]> = paragraph
        .inlines
        .split(|inline| *inline == Inline::Break)
        .collect();
    let begins_in = |line: &[Inline]| {
        let words = words(line);
        let blanks = words.chars().take_while(|c| c.is_whitespace());
        blanks.map(|c| if c == '\u{3000}' { 2 } else { 1 }).sum::<usize>() >= 3
    };
    let ends = |line: &[Inline]| words(line).trim_end().ends_with(['。', '；', '：', '！', '？']);
    let mut parts: Vec<Vec<Inline>> = Vec::new();
    let mut apart = true;
    for line in &lines {
        let shown = line
            .iter()
            .any(|inline| !matches!(inline, Inline::Text(text) if text.words.trim().is_empty()));
        if !shown {
            apart = true;
            continue;
        }
        match parts.last_mut() {
            Some(last) if !apart && !begins_in(line) => {
                last.push(Inline::Break);
                last.extend(trimmed(line));
            }
            _ => parts.push(trimmed(line)),
        }
        apart = lines.len() >= 3 && ends(line);
    }
    let mut first = Some(paragraph);
    let mut whole: Vec<Paragraph> = Vec::new();
    for inlines in parts {
        let base = first.take().unwrap_or_else(|| Paragraph {
            align: whole[0].align,
            heading: whole[0].heading,
            ..Paragraph::default()
        });
        whole.push(Paragraph { inlines, ..base });
    }
    whole.extend(first.filter(is_worth_keeping).map(|paragraph| Paragraph {
        inlines: Vec::new(),
        ..paragraph
    }));
    whole
}

fn is_worth_keeping(paragraph: &Paragraph) -> bool {
    !paragraph.findings.is_empty() || !paragraph.number.is_empty()
}

fn words(line: &[Inline]) -> String {
    let words = line.iter().map(|inline| match inline {
        Inline::Text(text) => text.words.as_str(),
        _ => "",
    });
    words.collect()
}

/// A line without blanks around it, and blanks that do not break as plain ones.
fn trimmed(line: &[Inline]) -> Vec<Inline> {
    let mut line: Vec<Inline> = line.to_vec();
    for inline in &mut line {
        if let Inline::Text(text) = inline {
            text.words = text.words.replace('\u{a0}', " ");
        }
    }
    while let Some(Inline::Text(text)) = line.first_mut() {
        text.words = text.words.trim_start().to_owned();
        if !text.words.is_empty() {
            break;
        }
        line.remove(0);
    }
    while let Some(Inline::Text(text)) = line.last_mut() {
        text.words.truncate(text.words.trim_end().len());
        if !text.words.is_empty() {
            break;
        }
        line.pop();
    }
    line
}

/// Words with each stretch of white space as a browser shows it: one blank, and none where a line ends between Chinese
/// characters. `before` is the character before them.
pub fn collapsed(text: &str, before: char) -> String {
    let white = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !white(c) {
            out.push(c);
            continue;
        }
        let mut line = c == '\n';
        while let Some(next) = chars.next_if(|next| white(*next)) {
            line |= next == '\n';
        }
        let before = out.chars().next_back().unwrap_or(before);
        let after = chars.peek().copied();
        let joins = line && after.is_some_and(|after| han::joins_without_space(before, after));
        if !joins && !before.is_whitespace() {
            out.push(' ');
        }
    }
    out
}
