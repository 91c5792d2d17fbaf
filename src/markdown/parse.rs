//! From text to a body.

use super::Mark;
use super::bold_mark::embolden;
use super::events::{DEEPEST, SpannedEvent, events, too_deep};
use super::lenient::{self, Reading, Signs};
use super::split::split_lines;
use super::unlist::unlist;
use super::{Body, Draft, Syntax, nearly, plan, raw, sanitise, writer};
use crate::base::{Diagnostic, Span};
use crate::message;
use crate::rule;
use std::sync::Arc;

rule! { NESTING_TOO_DEEP = "nesting-too-deep", Pages, Error, adjustable: false;
    means "引用或列表套得太深，或没有结束的 HTML 标签太多", "Quotes or lists are nested too deep, or too many HTML tags are left open";
    mend "少套几层；给 HTML 补上结束标签", "Nest less; write the end tags of HTML";
}

rule! { CLAUSE_UNRECOGNISED = "clause-unrecognised", Links, Warning, adjustable: true;
    means "政策里像是条款序号的，没有认作条款", "What seems to be the mark of a clause in a policy was not recognised";
    mend "单独成段，“第几条”后面空一格；行首不要空四格以上", "Make it a paragraph of its own with a space behind 第几条; do not indent by four or more";
}

/// Parses `text[start..]`. Spans in the result are bytes of `text`; what is wrong is in the outline.
pub fn parse(file: &Arc<str>, text: &str, start: usize, syntax: &Syntax) -> Body {
    if let Some(at) = too_deep(&text[start..]) {
        return refused(file, start + at).into();
    }
    let mut lenient = lenient::read(&text[start..], syntax.clauses);
    if !lenient.is_changed() {
        let known = Known {
            events: lenient.events.take(),
            signs: lenient.signs.take(),
        };
        return parse_as_written(file, text, start, syntax, known).into();
    }
    let whole = format!("{}{}", &text[..start], lenient.text);
    let mut body = parse_as_written(file, &whole, start, syntax, Known::default());
    body.outline.relocate(file, |at| {
        let inner = lenient.source(&(at.start.saturating_sub(start)..at.end.saturating_sub(start)));
        if at.start < start {
            at
        } else {
            start + inner.start..start + inner.end
        }
    });
    body.into()
}

/// What is known of a text that was read kindly and needed no repair.
#[derive(Default)]
struct Known<'t> {
    /// Its events.
    events: Option<Vec<SpannedEvent<'t>>>,
    /// What it holds.
    signs: Option<Signs>,
}

/// Parses `text[start..]` without any kindness.
fn parse_as_written<'t>(
    file: &Arc<str>,
    text: &'t str,
    start: usize,
    syntax: &Syntax,
    known: Known<'t>,
) -> Draft {
    let mut events = match known.events.map_or_else(|| events(&text[start..]), Ok) {
        Ok(events) => events,
        Err(at) => return refused(file, start + at),
    };
    let reading = Reading::new(&text[start..], &events, syntax.clauses);
    let signs = known
        .signs
        .unwrap_or_else(|| Signs::of(reading.text, syntax.clauses));
    let told = nearly::look(file, start, &reading, &signs, syntax);
    let indented = text[start..].starts_with('\u{3000}') || text[start..].contains("\n\u{3000}");
    if syntax.clauses || indented {
        events = split_lines(events, syntax.clauses);
    }
    if syntax.clauses {
        events = unlist(&text[start..], embolden(events));
    }
    let mut plan = if syntax.clauses {
        plan::plan(&events)
    } else {
        plan::Plan::default()
    };
    let unmarked = (syntax.clauses && plan.clauses.is_empty())
        .then(|| unmarked_clause(&text[start..]))
        .flatten();
    for fault in &mut plan.clauses.faults {
        fault.at = start + fault.at.start..start + fault.at.end;
    }
    if !syntax.trusted
        && let Some(at) = raw::too_much(&text[start..], &events)
    {
        return left_open(file, start + at);
    }
    let (mut body, raw) = writer::write(file, text, start, &events, plan, syntax);
    body.outline.report.extend(told);
    if let Some(at) = unmarked {
        body.outline.report.push(unrecognised(file, text, start + at));
    }
    if raw && !syntax.trusted {
        sanitise::sanitise(body)
    } else {
        body
    }
}

/// In a policy without any clause: the first line that was surely meant to be one, 第一条甲 or, with 二，乙 below it, 一，甲.
fn unmarked_clause(text: &str) -> Option<usize> {
    let (mut at, mut first) = (0, None);
    for line in text.split_inclusive('\n') {
        let inner = line.trim_start_matches(|c: char| c.is_whitespace() || c == '*');
        // Nothing is a clause in a quote or in a list.
        let quoted = inner.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '-'));
        let article = matches!(Mark::at_start(quoted, false), Some((Mark::Article(1, 0), _)));
        if quoted.len() < inner.len() && article && !Mark::is_cited(&quoted.replace('*', "")) {
            return Some(at + line.len() - quoted.len());
        }
        let start = at + line.len() - inner.len();
        let meant = |mark: Mark| !inner.is_empty() && mark.is_meant_by(inner);
        if Mark::unspaced_article(&inner.replace('*', "")).is_some() {
            return Some(start);
        }
        // 【第一条】甲, （第一条）甲
        let bracketed = inner.starts_with(['【', '（', '(', '[', '〔']);
        if bracketed && meant(Mark::Article(1, 0)) && closes_article(inner) {
            return Some(start);
        }
        let stopped = |n: char| inner.strip_prefix(n).is_some_and(|rest| rest.starts_with('。'));
        if first.is_some() && (meant(Mark::First(2)) || stopped('2')) {
            return first;
        }
        if meant(Mark::First(1)) || stopped('1') {
            first = Some(start);
        }
        at += line.len();
    }
    None
}

/// Whether the bracket that a line begins with holds nothing but 第一条.
fn closes_article(line: &str) -> bool {
    let inner = line.split_once('条').map_or("", |(_, behind)| behind);
    inner.starts_with(['】', '）', ')', ']', '〕'])
}

/// Points to the first character of the mark, whichever it is: 第, a bracket, a digit.
fn unrecognised(file: &Arc<str>, text: &str, line: usize) -> Diagnostic {
    let mark = text[line..].trim_start_matches(Mark::may_follow);
    let at = text.len() - mark.len();
    Diagnostic::new(
        &CLAUSE_UNRECOGNISED,
        Span::new(file, at..at + mark.chars().next().map_or(0, char::len_utf8)),
        message!(
            "这份政策里一条也没有认出来",
            "no clause is recognised in this policy"
        ),
    )
    .hint(message!(
        "“第几条”不加括号，后面空一格，“一”后面用顿号；不放在引用、列表里；行首不要用四个以上的半角空格",
        "put a space behind 第几条 and no brackets around it, and 、 behind 一; not within a quote or a list; do not indent lines by four half-width spaces or more"
    ))
}

fn refused(file: &Arc<str>, at: usize) -> Draft {
    let message = message!(
        "引用或列表套了超过 {DEEPEST} 层",
        "quotes or lists are nested more than {DEEPEST} levels deep"
    );
    let hint = message!(
        "减少层次；是误粘贴的内容就删去",
        "flatten them, or delete what was pasted by mistake"
    );
    unread(Diagnostic::new(&NESTING_TOO_DEEP, Span::new(file, at..at), message).hint(hint))
}

fn left_open(file: &Arc<str>, at: usize) -> Draft {
    let message = message!(
        "到这里为止，没有结束的 HTML 标签太多",
        "too many HTML tags are still open here"
    );
    let hint = message!(
        "给前面的标签补上结束标签，如 </div>",
        "write the end tags of those before, like </div>"
    );
    unread(Diagnostic::new(&NESTING_TOO_DEEP, Span::new(file, at..at), message).hint(hint))
}

/// The body of a text that is not read any further.
fn unread(why: Diagnostic) -> Draft {
    let mut body = Draft::default();
    body.outline.report.push(why);
    body
}
