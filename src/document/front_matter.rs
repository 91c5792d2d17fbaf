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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoFrontMatter {
    /// It does not begin with a line `---`.
    Missing,
    /// No second line `---` ends it.
    Unclosed,
}

/// Where the front matter's YAML stands and where the text behind it begins, in bytes.
pub fn front_matter(text: &str) -> Result<(Range<usize>, usize), NoFrontMatter> {
    let first = text.split_inclusive('\n').next().unwrap_or("");
    if !is_mark(first) {
        return Err(NoFrontMatter::Missing);
    }
    let mut at = first.len();
    for line in text[at..].split_inclusive('\n') {
        if is_mark(line) {
            return Ok((first.len()..at, at + line.len()));
        }
        at += line.len();
    }
    Err(NoFrontMatter::Unclosed)
}

/// Whether a line is `---` and no more that can be seen.
fn is_mark(line: &str) -> bool {
    line.len() < 40 && characters::bare(line).trim_end() == "---"
}
