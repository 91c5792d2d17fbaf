//! Lines of an item, and those right below a list that Markdown takes for its last item's.

use super::super::run::Run;
use super::super::single::{TITLE, is_bracketed, is_low};
use super::super::{Edit, Reading};
use super::{Apart, Line, apart_from};
use crate::markdown::closing::ClosingLine;

/// Keeps the lines of an item apart, and those below it. `plain` says that the item before has but one line.
pub(super) fn lines(
    reading: &Reading<'_>,
    run: &Run<'_>,
    lines: &[Line],
    plain: bool,
    edits: &mut Vec<Edit>,
) {
    let labels = lines.iter().filter(|line| line.label).count();
    for n in 1..lines.len() {
        let start = run.lines[n].start;
        match in_item(reading, run, lines, n, plain) {
            Some(Apart::Paragraph) => {
                edits.push(Edit::new(start..start, "\n"));
                return below(reading, run, (lines, n), edits);
            }
            None if apart_from(lines, n, labels, reading.clauses).is_none() => {}
            _ => edits.extend(run.hard_break(reading.text, n - 1)),
        }
    }
}

/// Keeps the lines apart from one on that is no longer the item's.
fn below(reading: &Reading<'_>, run: &Run<'_>, (lines, from): (&[Line], usize), edits: &mut Vec<Edit>) {
    let rest = &lines[from..];
    let labels = rest.iter().filter(|line| line.label).count();
    for n in 1..rest.len() {
        let start = run.lines[from + n].start;
        match apart_from(rest, n, labels, false) {
            Some(Apart::Paragraph) => edits.push(Edit::new(start..start, "\n")),
            Some(Apart::Line) => edits.extend(run.hard_break(reading.text, from + n - 1)),
            None => {}
        }
    }
}

/// How a line below an item, which Markdown takes for the item's, is kept apart from it.
fn in_item(reading: &Reading<'_>, run: &Run<'_>, lines: &[Line], n: usize, plain: bool) -> Option<Apart> {
    let (before, line) = (&lines[n - 1], &lines[n]);
    if before.goes_on {
        return None;
    }
    let leaves = run.is_left_by(reading.text, n);
    let text = &reading.text[run.lines[n].clone()];
    match line.mark {
        // Policies have their own way.
        Some(_) if reading.clauses => None,
        Some(mark) if is_low(mark) => Some(Apart::Line),
        Some(_) if leaves || run.is_above_list(reading.text, n) => Some(Apart::Paragraph),
        Some(_) => Some(Apart::Line),
        None if line.in_row => None,
        None if line.label && leaves && !lines[0].label => Some(Apart::Paragraph),
        None if (line.bold || line.name) && (leaves || run.is_above_list(reading.text, n)) => {
            Some(Apart::Paragraph)
        }
        None if leaves && (is_end(before, line) || ends_list(text, before, line, plain)) => {
            Some(Apart::Paragraph)
        }
        None => None,
    }
}

/// Whether a line below an item belongs to the closing of the text.
fn is_end(before: &Line, line: &Line) -> bool {
    line.signed
        || line
            .closing
            .is_some_and(|kind| kind != ClosingLine::Signature || !before.long)
}

/// Whether a line below an item that has ended speaks of the whole list: another sentence, a note in brackets, a request.
/// `plain` says that the item before has but one line.
fn ends_list(text: &str, before: &Line, line: &Line, plain: bool) -> bool {
    let short = plain && !before.long;
    let said = line.stopped && before.columns < 2 * TITLE && before.is_narrow(line.columns);
    before.stopped && !text.starts_with('（')
        || before.ended && line.title
        || short && (is_bracketed(text) || line.concludes || said)
}
