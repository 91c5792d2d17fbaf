//! A document as the draft of a page: front matter of its title block and its closing, its text as the Markdown that the
//! handbook teaches, its pictures as files beside it.

mod body;
mod dateline;
mod escape;
mod front;
mod head;
mod inline;
mod markdown;
mod outline;
mod picture;
mod recipients;
mod table;

use super::model::{Document, Finding};
use super::rules::{IMPORT_DATE, IMPORT_TITLE};
use crate::base::{Day, Diagnostic, Rule, Span};
use crate::message;
use head::Head;
use std::ops::Range;
use std::sync::Arc;

/// What a draft is to be.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'w> {
    /// The kind that its front matter says; `None` when its section says it.
    pub kind: Option<&'w str>,
    /// Its kind has the fields of a policy: number, issuer, day, recipients.
    pub policy: bool,
    /// Its title, when the document has none.
    pub name: &'w str,
    /// Fields that are days, which its kind cannot do without.
    pub days: &'w [String],
    /// The day that they get when the document says none.
    pub today: Day,
}

/// The draft of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its title.
    pub title: String,
    /// 文号; empty when it has none.
    pub number: String,
    /// The text of the page, front matter included.
    pub text: String,
    /// The pictures that go beside it.
    pub files: Vec<DraftFile>,
    /// What is to be told, each with the bytes of `text` where it belongs.
    findings: Vec<(Range<usize>, Finding)>,
}

/// A file beside a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFile {
    /// Its name, without folders.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Draft {
    /// The draft of a document.
    pub fn of(document: &Document, wanted: &Wanted<'_>) -> Self {
        let head = Head::of(document, wanted);
        let pictures = picture::Pictures::of(&document.pictures);
        let front = front::write(&head, wanted, &document.said);
        let body = match &document.markdown {
            Some(parts) => markdown::write(parts, &pictures),
            None => body::write(document, &head, &pictures),
        };
        let start = front.len() + 1;
        let whole = document.findings.iter().chain(&body.above);
        let whole = whole.map(|finding| (title_line(&front), finding.clone()));
        let days = front::filled_in(&head, wanted, &document.said);
        let whole: Vec<_> = whole.chain(days.map(|key| undated(&front, key))).collect();
        let untitled = head.is_untitled.then(|| (title_line(&front), untitled()));
        let whole = whole.into_iter().chain(untitled);
        let placed = body.findings.into_iter();
        let placed = placed.map(|(at, finding)| (at.start + start..at.end + start, finding));
        let mut findings: Vec<_> = whole.chain(placed).collect();
        findings.sort_by_key(|(at, _)| at.start);
        let findings = few(findings, &title_line(&front));
        let attached = document.attachments.iter().map(|(name, bytes)| DraftFile {
            name: name.clone(),
            bytes: bytes.clone(),
        });
        Self {
            title: head.title,
            number: head.number,
            text: format!("{front}\n{}", body.text),
            files: pictures.files.into_iter().chain(attached).collect(),
            findings,
        }
    }

    /// The bytes of the line with its title.
    pub fn title_place(&self) -> Range<usize> {
        title_line(&self.text)
    }

    /// What is to be told, at its places in `file`, which the draft becomes.
    pub fn diagnostics(&self, file: &Arc<str>) -> Vec<Diagnostic> {
        let told = self.findings.iter().map(|(at, finding)| {
            let hint = finding.rule.remedy.message();
            Diagnostic::new(finding.rule, Span::new(file, at.clone()), finding.message.clone()).hint(hint)
        });
        told.collect()
    }
}

/// So many findings of one rule are told each at its place.
const MOST: usize = 500;

/// The findings, of each rule no more than people read; how many are left is told at the place of the title.
fn few(findings: Vec<(Range<usize>, Finding)>, title: &Range<usize>) -> Vec<(Range<usize>, Finding)> {
    let mut counts: Vec<(&'static Rule, usize)> = Vec::new();
    let mut kept = Vec::new();
    for (at, finding) in findings {
        let known = counts.iter().position(|(rule, _)| *rule == finding.rule);
        let index = known.unwrap_or_else(|| {
            counts.push((finding.rule, 0));
            counts.len() - 1
        });
        counts[index].1 += 1;
        if counts[index].1 <= MOST {
            kept.push((at, finding));
        }
    }
    let more = counts
        .into_iter()
        .filter(|(_, count)| *count > MOST)
        .map(|(rule, count)| {
            let left = count - MOST;
            let message = message!(
                "这样的还有 {left} 处，没有一一列出",
                "there are {left} more of these, which are not told one by one"
            );
            (title.clone(), Finding::new(rule, message))
        });
    more.chain(kept).collect()
}

/// Tells that a day of the front matter is only the day of the import.
fn undated(front: &str, key: &str) -> (Range<usize>, Finding) {
    let message = message!(
        "原文里没有找到 {key} 该填的日期，先填了今天",
        "the source does not say the day for `{key}`: it is today's for now"
    );
    (
        line_with(front, &format!("\n{key}:")),
        Finding::new(&IMPORT_DATE, message),
    )
}

/// Tells that the title is only the name of the file.
fn untitled() -> Finding {
    let message = message!(
        "原文里没有找到标题，先用了文件名",
        "no title was found in the source: it is the name of the file for now"
    );
    Finding::new(&IMPORT_TITLE, message)
}

/// The bytes of the line of the title, where what concerns the whole belongs.
fn title_line(front: &str) -> Range<usize> {
    line_with(front, "\ntitle:")
}

/// The bytes of the line that begins behind a new line so.
fn line_with(front: &str, begins: &str) -> Range<usize> {
    let start = front.find(begins).map_or(0, |at| at + 1);
    let end = front[start..].find('\n').map_or(front.len(), |end| start + end);
    start..end
}
