//! What is nearly Markdown, read as it was plainly meant: `##标题`, `•　甲`, `｛｛产假｝｝`. Characters come first: what cannot
//! be seen, and what only looks like another one (`base::characters`).
//!
//! In goes the text of a body, out comes one that the parser reads as its author meant it, and the way back: every
//! place in it is a place of the source. One file a repair and one row in [`REPAIRS`]; each sees the text as the
//! repairs before it left it, with the parser's events, so that code, raw HTML and links stay as they are.
//!
//! Not here: what is not certain. That is told (`nearly`).

mod address;
mod alert;
mod backslash;
mod bare_url;
mod below;
mod brace;
mod bracket;
mod clause;
mod date;
mod definition;
mod fence;
mod form;
mod heading;
mod indent;
mod line;
mod link;
mod list;
mod note;
mod run;
mod series;
mod sheet;
mod signs;
mod single;
mod star;
mod table;
mod task;
mod tilde;
mod underline;
mod word;

use super::events::{SpannedEvent, events, too_deep};
use crate::base::characters;
use crate::base::edit::{self, Edit, Edits};
pub(in crate::markdown) use definition::unused;
pub(in crate::markdown) use run::Run;
use run::runs;
pub(in crate::markdown) use signs::Signs;
pub(in crate::markdown) use star::is_named;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;
pub(in crate::markdown) use underline::underlined;

/// What is read kindly: a row of the handbook.
#[derive(Debug)]
pub struct Leniency {
    /// What it is about, in Chinese.
    pub means: &'static str,
    /// As people write it, and how it is read.
    pub cases: &'static [(&'static str, &'static str)],
}

/// A repair of the text before it is parsed.
struct Repair {
    leniency: Leniency,
    /// Whether a text may need it, by what it holds; a text without any sign is not parsed twice.
    may: fn(&Signs) -> bool,
    /// What is to be changed.
    edits: fn(&Reading<'_>) -> Vec<Edit>,
}

/// All repairs, in the order in which they are made.
const REPAIRS: &[&Repair] = &[
    &fence::REPAIR,
    &word::REPAIR,
    &indent::REPAIR,
    &underline::REPAIR,
    &heading::REPAIR,
    &brace::REPAIR,
    &list::REPAIR,
    &date::REPAIR,
    &task::REPAIR,
    &alert::REPAIR,
    &sheet::REPAIR,
    &table::REPAIR,
    &below::REPAIR,
    &clause::REPAIR,
    &form::REPAIR,
    &line::REPAIR,
    &note::REPAIR,
    &definition::REPAIR,
    &bracket::REPAIR,
    &link::REPAIR,
    &address::REPAIR,
    &backslash::REPAIR,
    &bare_url::REPAIR,
    &star::REPAIR,
    &tilde::REPAIR,
];

/// All that is read kindly, in the order of the handbook.
pub fn leniencies() -> impl Iterator<Item = &'static Leniency> {
    REPAIRS.iter().map(|repair| &repair.leniency)
}

/// A text as a repair sees it.
pub(super) struct Reading<'t> {
    /// The text.
    pub text: &'t str,
    /// Its events.
    pub events: &'t [SpannedEvent<'t>],
    /// The text has clauses: their marks are not those of lists.
    pub clauses: bool,
    runs: OnceCell<Vec<Run<'t>>>,
}

impl<'t> Reading<'t> {
    /// A text with its events.
    pub fn new(text: &'t str, events: &'t [SpannedEvent<'t>], clauses: bool) -> Self {
        Self {
            text,
            events,
            clauses,
            runs: OnceCell::new(),
        }
    }

    /// The stretches of running text, in reading order.
    pub fn runs(&self) -> &[Run<'t>] {
        self.runs.get_or_init(|| runs(self.text, self.events))
    }
}

/// A text that the parser reads as it was meant.
#[derive(Default)]
pub(super) struct LenientText<'t> {
    /// The text.
    pub text: Cow<'t, str>,
    /// The events of a text that nothing was changed in, when they were looked at.
    pub events: Option<Vec<SpannedEvent<'t>>>,
    /// What the text holds, of one that nothing was changed in.
    pub signs: Option<Signs>,
    rounds: Vec<Edits>,
}

impl LenientText<'_> {
    /// Whether anything was changed.
    pub fn is_changed(&self) -> bool {
        !self.rounds.is_empty()
    }

    /// Makes changes of the text.
    fn change(&mut self, edits: Vec<Edit>) {
        if let Some((text, edits)) = edit::apply(&self.text, edits) {
            self.text = Cow::Owned(text);
            self.rounds.push(edits);
        }
    }

    /// Where a stretch of the text is in the source.
    pub fn source(&self, at: &Range<usize>) -> Range<usize> {
        let start = self
            .rounds
            .iter()
            .rev()
            .fold(at.start, |at, round| round.start(at));
        let end = self.rounds.iter().rev().fold(at.end, |at, round| round.end(at));
        start..if at.is_empty() { start } else { end.max(start) }
    }
}

/// Reads a text kindly. Where it has `clauses`, numbers are left to them.
pub(super) fn read(text: &str, clauses: bool) -> LenientText<'_> {
    let mut lenient = LenientText {
        text: Cow::Borrowed(text),
        ..LenientText::default()
    };
    if too_deep(text).is_some() {
        return lenient;
    }
    lenient.change(characters::edits(text));
    let signs = Signs::of(&lenient.text, clauses);
    let mut rest: Vec<&Repair> = REPAIRS
        .iter()
        .copied()
        .filter(|repair| (repair.may)(&signs))
        .collect();
    if !rest.is_empty() && !lenient.is_changed() {
        let Ok(events) = events(text) else {
            return lenient;
        };
        match first(text, &events, clauses, &mut rest) {
            Some(edits) => lenient.change(edits),
            None => {
                (lenient.events, lenient.signs) = (Some(events), Some(signs));
                return lenient;
            }
        }
    }
    while !rest.is_empty()
        && let Ok(events) = events(&lenient.text)
        && let Some(edits) = first(&lenient.text, &events, clauses, &mut rest)
    {
        lenient.change(edits);
    }
    lenient
}

/// What the first repair changes that has something to do; it and those before it are done.
fn first(
    text: &str,
    events: &[SpannedEvent<'_>],
    clauses: bool,
    rest: &mut Vec<&Repair>,
) -> Option<Vec<Edit>> {
    let reading = Reading::new(text, events, clauses);
    let found = rest.iter().enumerate().find_map(|(at, repair)| {
        let mut edits = (repair.edits)(&reading);
        edits.retain(|edit| text[edit.at.clone()] != *edit.with);
        (!edits.is_empty()).then_some((at, edits))
    });
    let (at, edits) = found?;
    rest.drain(..=at);
    Some(edits)
}

#[cfg(test)]
mod tests;
