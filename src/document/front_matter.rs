//! Where a file stands and where its front matter is: what can be told of a document before it is read.

use super::FileForm;
use crate::base::characters;
use crate::base::{ContentPath, Language, PageLanguage};
use std::ops::Range;

/// Content path, form and language of `a/b.en.md`.
pub fn split_path(inner: &str, languages: &[Language]) -> (ContentPath, FileForm, PageLanguage) {
    let inner = &*characters::bare(inner);
    let stem = inner.strip_suffix(".md").unwrap_or(inner);
    let (stem, language) = match stem.rsplit_once('.') {
        Some((rest, code)) if languages.iter().any(|language| language.tag() == code) => {
            (rest, PageLanguage::Other(Language::new(code)))
        }
        _ => (stem, PageLanguage::Own),
    };
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    let (path, form) = match name {
        "_index" => (folder, FileForm::Section),
        "index" => (folder, FileForm::Bundle),
        _ => (stem, FileForm::Leaf),
    };
    (ContentPath::new(path), form, language)
}

/// Why a text has no front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoFrontMatter {
    /// Its first line is not `---`, but perhaps meant to be it: where that one is.
    Missing(Option<Range<usize>>),
    /// No second line `---` ends it; a line that is perhaps meant to.
    Unclosed(Option<Range<usize>>),
}

/// Where the front matter's YAML stands and where the text behind it begins, in bytes. Blank lines before it mean nothing.
pub fn front_matter(text: &str) -> Result<(Range<usize>, usize), NoFrontMatter> {
    let first = text.len() - text.trim_start().len();
    let first = text[..first].rfind('\n').map_or(0, |end| end + 1);
    let mut lines = lines(text, first);
    let start = match lines.next() {
        Some((at, line)) if is_mark(line) => next_line(text, at),
        Some((at, line)) if is_like_mark(line) => {
            return Err(NoFrontMatter::Missing(Some(at..at + line.len())));
        }
        _ => return Err(NoFrontMatter::Missing(None)),
    };
    let mut like = None;
    for (at, line) in lines {
        if is_mark(line) {
            return Ok((start..at, next_line(text, at)));
        }
        if like.is_none() && is_like_mark(line) {
            like = Some(at..at + line.len());
        }
    }
    Err(NoFrontMatter::Unclosed(like))
}

/// The lines of a text from a byte on, each with its place and without white space at its end.
fn lines(text: &str, from: usize) -> impl Iterator<Item = (usize, &str)> {
    text[from..].split_inclusive('\n').scan(from, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end()))
    })
}

fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// Whether a line looks as if `---` was meant: what an input method, a word processor or another program makes of it.
fn is_like_mark(line: &str) -> bool {
    let dash = |c: char| matches!(c, '-' | '‐' | '–' | '—' | '―' | '─' | '－' | '−' | '⸺' | ' ');
    let dashes = line.chars().all(dash) && line.chars().filter(|c| *c != ' ').count() >= 2;
    dashes || line.starts_with('—') && line.chars().all(dash) || line == "+++" || line.starts_with("```yaml")
}

/// Whether a line is `---` and no more that can be seen.
fn is_mark(line: &str) -> bool {
    line.len() < 40 && characters::bare(line).trim_end() == "---"
}
