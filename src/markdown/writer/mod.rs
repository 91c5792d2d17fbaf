//! From events to HTML with slots, in one walk.
//!
//! Not here: what becomes of blocks, links and raw HTML, each in a file of its own.

mod attribution;
mod beside;
mod block;
mod clause;
mod code;
mod ground;
mod heading;
mod inline;
mod link;

pub(super) use link::{Destination, destination};
pub use link::{IMAGE_REMOTE, LINK_UNSAFE};
pub use raw::NOT_FILLED;
mod note;
mod quotation;
mod raw;
mod stretch;

use super::events::SpannedEvent;
use super::plan::{Group, Plan, Step};
use super::render::names_facts;
use super::{Draft, Ids, PlacedRequest, Request, Syntax};
use crate::base::{Diagnostic, Rule, Span};
use crate::html::{Attribute, Element};
use pulldown_cmark::{Alignment, Event, Tag, TagEnd};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Writes a body. The flag says whether raw HTML is in it.
pub(super) fn write(
    file: &Arc<str>,
    text: &str,
    start: usize,
    events: &[SpannedEvent<'_>],
    plan: Plan,
    syntax: &Syntax,
) -> (Draft, bool) {
    let mut writer = Writer::new(file, text, start, syntax);
    writer.shift =
        usize::from(events.iter().any(
            |(event, _)| matches!(event, Event::Start(Tag::Heading { level, .. }) if *level as usize == 1),
        ));
    writer.body.outline.clauses = plan.clauses;
    writer.ids = plan.ids;
    writer.steps = plan.steps;
    writer.run(events, 0);
    writer.end_all();
    writer.footnotes(events);
    writer.quotations_beside(events, !syntax.clauses);
    writer.finish()
}

/// Attributes of an element in the making.
type Attributes = Vec<(Attribute, String)>;

pub(super) struct Writer<'t> {
    file: &'t Arc<str>,
    text: &'t str,
    /// Where the events' text begins in the file.
    start: usize,
    syntax: &'t Syntax,
    /// What has been written.
    pub body: Draft,
    ids: Ids,
    steps: HashMap<usize, Step>,
    /// Added to heading levels: the page's title is its only first-level heading.
    shift: usize,
    /// The text has a brace: without one there is neither a fact nor what may be one.
    braces: bool,
    raw: bool,
    /// Inside a comment of raw HTML that goes on.
    in_comment: bool,
    /// The clause whose section is open.
    clause: Option<u32>,
    /// The group that is open.
    group: Option<Group>,
    /// The annex that is being written.
    annex: Option<u32>,
    /// The point whose block is open, and the depth at which it ends.
    points: Vec<(u32, usize)>,
    depth: usize,
    last: Option<char>,
    in_link: usize,
    in_heading: bool,
    /// What ends with links and quotes as they are nested; nothing for a link that is none.
    ends: Vec<Option<Element>>,
    table: Option<(Vec<Alignment>, usize, bool)>,
    notes: Vec<String>,
    /// Number of a note, from 0.
    note_numbers: HashMap<String, usize>,
    lead_full: bool,
    components: HashMap<String, usize>,
}

impl<'t> Writer<'t> {
    /// A writer at the beginning of a text.
    pub fn new(file: &'t Arc<str>, text: &'t str, start: usize, syntax: &'t Syntax) -> Self {
        Self {
            file,
            text,
            start,
            syntax,
            body: Draft::default(),
            ids: Ids::default(),
            steps: HashMap::new(),
            shift: 0,
            braces: text[start..].contains('{') || text[start..].contains('｛'),
            raw: false,
            in_comment: false,
            clause: None,
            group: None,
            annex: None,
            points: Vec::new(),
            depth: 0,
            last: None,
            in_link: 0,
            in_heading: false,
            ends: Vec::new(),
            table: None,
            notes: Vec::new(),
            note_numbers: HashMap::new(),
            lead_full: false,
            components: HashMap::new(),
        }
    }

    fn finish(mut self) -> (Draft, bool) {
        self.body.outline.ids.sort();
        (self.body, self.raw)
    }

    /// An element begins.
    fn element(&mut self, element: Element, attributes: &[(Attribute, String)]) {
        self.body.tree.begin(element);
        for (name, value) in attributes {
            self.body.tree.attribute(*name, value);
        }
        self.body.tree.inside();
    }

    fn end(&mut self, element: Element) {
        self.body.tree.end(element);
    }

    /// An element ends, and its line.
    fn end_line(&mut self, element: Element) {
        self.end(element);
        self.line();
    }

    fn line(&mut self) {
        self.body.tree.text("\n");
    }

    fn place(&self, range: &Range<usize>) -> Range<usize> {
        self.start + range.start..self.start + range.end
    }

    fn here(&mut self) -> u32 {
        self.body.tree.here()
    }

    /// Asks a question without a slot; its index.
    fn ask(&mut self, question: Request, at: Range<usize>) -> usize {
        self.body.outline.questions.push(PlacedRequest { question, at });
        self.body.outline.questions.len() - 1
    }

    /// Asks a question whose answer goes here.
    fn slot(&mut self, question: Request, at: Range<usize>) {
        let index = self.ask(question, at);
        self.body
            .tree
            .slot(u32::try_from(index).expect("a text asks far less than four billion times"));
    }

    /// Words of the program as the label of an element, in the language of the page.
    fn label(&mut self, chinese: &str, number: Option<usize>) {
        let chinese = chinese.to_owned();
        self.attribute_slot(Attribute::AriaLabel, Request::Word { chinese, number }, 0..0);
    }

    /// Asks a question whose answer is the value of an attribute.
    fn attribute_slot(&mut self, name: Attribute, question: Request, at: Range<usize>) {
        self.body.tree.attribute(name, "");
        self.slot(question, at);
    }

    /// An attribute of words, which may have facts in them.
    fn attribute_words(&mut self, name: Attribute, words: &str, at: Range<usize>) {
        if names_facts(words) {
            self.attribute_slot(name, Request::Filled(words.to_owned()), at);
        } else {
            self.body.tree.attribute(name, words);
        }
    }

    fn say(
        &mut self,
        rule: &'static Rule,
        at: Range<usize>,
        message: crate::base::Message,
        hint: crate::base::Message,
    ) {
        let diagnostic = Diagnostic::new(rule, Span::new(self.file, at), message).hint(hint);
        self.body.outline.report.push(diagnostic);
    }

    /// Asks about quotations whose source stands beside them.
    fn quotations_beside(&mut self, events: &[SpannedEvent<'_>], sentences: bool) {
        for asked in beside::quotations(events, sentences) {
            let at = self.place(&asked.at);
            self.ask(asked.question, at);
        }
    }

    /// Walks `events`; `base` is the index of the first one in the whole, for the plan's steps.
    fn run(&mut self, events: &[SpannedEvent<'_>], base: usize) {
        let mut i = 0;
        while i < events.len() {
            if let Event::Start(Tag::FootnoteDefinition(_)) = &events[i].0 {
                i = skip(events, i);
                continue;
            }
            i = self.event(events, i, base);
        }
    }

    /// Writes the event at `i` and those it takes along; the index of the next.
    fn event(&mut self, events: &[SpannedEvent<'_>], i: usize, base: usize) -> usize {
        let (event, range) = &events[i];
        match event {
            Event::Start(tag) => {
                if self.depth == 0 {
                    self.clause_step(base + i);
                }
                return self.open(events, i, tag, range, base);
            }
            Event::End(end) => self.close(*end),
            Event::Text(text) => self.words(text, range, base + i, events, i),
            Event::Code(code) => {
                self.element(Element::Code, &[]);
                self.body.tree.text(code);
                self.end(Element::Code);
                self.seen(code);
            }
            Event::InlineHtml(html) => self.raw_html(html, range),
            Event::Html(_) => return self.raw_lines(events, i),
            Event::SoftBreak => self.soft_break(&events[i + 1..]),
            Event::HardBreak => {
                self.element(Element::Br, &[]);
                self.line();
                self.last = None;
            }
            Event::Rule => {
                self.clause_step(base + i);
                self.element(Element::Hr, &[]);
                self.line();
            }
            Event::TaskListMarker(done) => {
                self.body.tree.begin(Element::Input);
                self.body.tree.attribute(Attribute::Type, "checkbox");
                self.body.tree.flag(Attribute::Disabled);
                if *done {
                    self.body.tree.flag(Attribute::Checked);
                }
                self.label(if *done { "已勾选" } else { "未勾选" }, None);
                self.body.tree.inside();
                self.body.tree.text(" ");
            }
            Event::FootnoteReference(name) => self.note_mark(name),
            Event::InlineMath(math) | Event::DisplayMath(math) => self.body.tree.text(math),
        }
        i + 1
    }
}

/// The index behind the end of what begins at `i`.
fn skip(events: &[SpannedEvent<'_>], i: usize) -> usize {
    let mut depth = 0_usize;
    for (j, (event, _)) in events.iter().enumerate().skip(i) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => {
                depth -= 1;
                if depth == 0 {
                    return j + 1;
                }
            }
            _ => {}
        }
    }
    events.len()
}

/// The text of events, without marks of footnotes.
/// The words of a quotation as readers see them: with the numbers of list items.
fn quoted_text(events: &[SpannedEvent<'_>]) -> String {
    let mut out = String::new();
    let mut lists: Vec<Option<u64>> = Vec::new();
    for (event, _) in events {
        match event {
            Event::Start(Tag::List(first)) => lists.push(*first),
            Event::End(TagEnd::List(_)) => {
                lists.pop();
            }
            Event::Start(Tag::Item) => {
                if let Some(number) = lists.last_mut().and_then(Option::as_mut) {
                    out.push_str(&format!(" {number}. "));
                    *number = number.saturating_add(1);
                }
            }
            event => add_text(&mut out, event),
        }
    }
    out.trim().to_owned()
}

fn add_text(out: &mut String, event: &Event<'_>) {
    match event {
        Event::Text(text) | Event::Code(text) => out.push_str(text),
        Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => out.push(' '),
        _ => {}
    }
}

fn plain_text(events: &[SpannedEvent<'_>]) -> String {
    let mut out = String::new();
    for (event, _) in events {
        add_text(&mut out, event);
    }
    out.trim().to_owned()
}
