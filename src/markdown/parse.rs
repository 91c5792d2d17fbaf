//! From text to a body.

use super::events::{DEEPEST, events, split_lines, too_deep};
use super::{Body, Draft, Syntax, plan, sanitise, writer};
use crate::base::{Diagnostic, Place};
use crate::say;
use std::sync::Arc;

/// Parses `text[start..]`. Spans in the result are bytes of `text`; what is wrong is in the outline.
pub fn parse(file: &Arc<str>, text: &str, start: usize, syntax: &Syntax) -> Body {
    if let Some(at) = too_deep(&text[start..]) {
        return refused(file, start + at);
    }
    let mut events = match events(&text[start..]) {
        Ok(events) => events,
        Err(at) => return refused(file, start + at),
    };
    let indented = text[start..].starts_with('\u{3000}') || text[start..].contains("\n\u{3000}");
    if syntax.clauses || indented {
        events = split_lines(events, syntax.clauses);
    }
    let plan = if syntax.clauses {
        plan::plan(&events)
    } else {
        plan::Plan::default()
    };
    let (body, raw) = writer::write(file, text, start, &events, plan, syntax);
    if raw && !syntax.trusted {
        sanitise::sanitise(body).into()
    } else {
        body.into()
    }
}

fn refused(file: &Arc<str>, at: usize) -> Body {
    let mut body = Draft::default();
    body.outline.report.push(
        Diagnostic::error(
            "nesting-too-deep",
            Place::new(file, at..at),
            say!(
                "引用或列表套了超过 {DEEPEST} 层",
                "quotes or lists are nested more than {DEEPEST} levels deep"
            ),
        )
        .hint(say!(
            "减少层次；是误粘贴的内容就删去",
            "flatten them, or delete what was pasted by mistake"
        )),
    );
    body.into()
}
