//! Quotations whose source stands beside them and not in their last line: `《办法》第二条规定：“……”`, `“……”（[[…]]）`, a block quote
//! behind `依据：《办法》第二条`, or one before a paragraph `——《办法》第二条`.
//!
//! Each is asked about with what it is sure of: only a dash behind a block quote says that the words are a quotation.

mod block;

use super::attribution::{INTRODUCTIONS, attribution, is_dash};
use super::ground::{pointed, speaks_of_others};
use super::skip;
use super::stretch::{
    AND, are_clauses, behind, has_marks, in_brackets, in_marks, opening, says_something, with_clause,
    without_note,
};
use crate::markdown::events::SpannedEvent;
use crate::markdown::reference::{ClauseName, Reference};
use crate::markdown::{PlacedRequest, QuoteForm, Request};
use block::Block;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use std::ops::Range;
use std::rc::Rc;

/// Stands for a reference in a text.
pub(super) const LINK: char = '\u{FFFC}';

/// How far from a quotation its source is looked for, in bytes.
const REACH: usize = 600;

/// What may stand between a source and the words that it says.
const SAYING: [&str; 26] = [
    "规定", "明确", "提出", "指出", "要求", "强调", "写明", "载明", "写道", "写着", "讲", "说", "称", "的",
    "中", "里", "内", "也", "还", "就", "已", "都", "如下", "其中", "原文", "是",
];

/// Words in front of a source that say what it is.
const GROUNDS: [&str; 6] = ["依据", "根据", "原文", "条文", "规定", "按照"];

/// What may stand in front of a source in brackets.
const SEE: [&str; 7] = ["详见", "参见", "见", "依据", "根据", "按照", "据"];

/// The end of a sentence, or of what stands before a name in it.
const STOPS: [char; 15] = [
    '。', '；', '！', '？', '，', '、', '\n', '：', ':', '（', '）', '“', '”', '(', ')',
];

/// The quotations of a text; those within its sentences where these are the site's own.
pub(super) fn quotations(events: &[SpannedEvent<'_>], sentences: bool) -> Vec<PlacedRequest> {
    let mut found = Vec::new();
    if !events.iter().any(|(event, _)| may_quote(event)) {
        return found;
    }
    let (mut line, mut i) = (Line::default(), 0);
    while i < events.len() {
        match &events[i].0 {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => {
                i = skip(events, i);
                line = line.below();
            }
            Event::Start(Tag::BlockQuote(None)) => {
                let end = skip(events, i);
                let block = Block {
                    events,
                    at: i..end,
                    lead: &line,
                };
                let asked = block.quotation();
                // The last line of a block quote is asked about where it is written.
                let known = asked.is_some() || attribution(&events[i..end]).is_some();
                found.extend(asked);
                found.extend(block.without_source().filter(|_| sentences && !known));
                i = if known { end } else { i + 1 };
                line = line.below();
            }
            event => {
                if begins_line(event) {
                    line = line.next(event);
                }
                if sentences && ends_line(event) {
                    found.append(&mut line.quotations());
                }
                i = line.take(events, i);
            }
        }
    }
    if sentences {
        // A text of a component has no blocks.
        found.append(&mut line.quotations());
    }
    found
}

/// Whether there may be a quotation: most texts have none.
fn may_quote(event: &Event<'_>) -> bool {
    match event {
        Event::Start(Tag::BlockQuote(_)) => true,
        Event::Text(text) | Event::Code(text) => has_marks(text),
        _ => false,
    }
}

fn begins_line(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Start(
            Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::Item
                | Tag::TableCell
                | Tag::DefinitionListTitle
                | Tag::DefinitionListDefinition
        ) | Event::Rule
            | Event::End(TagEnd::Table)
    )
}

fn ends_line(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Start(Tag::List(_))
            | Event::End(
                TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::DefinitionListDefinition
            )
    )
}

/// The text of a block, references being a character each.
#[derive(Default)]
struct Line {
    text: String,
    /// Where each stretch begins in the text, and where it is written.
    pieces: Vec<(usize, Range<usize>)>,
    /// Where each reference is, and what it names.
    references: Vec<(usize, String)>,
    /// Its quotations are known.
    read: bool,
    /// The source that the paragraph before it names, up to a colon at its end.
    lead: Option<String>,
    /// The documents that are named above it, the last ones.
    named: Rc<Vec<String>>,
    /// The text before it.
    above: Rc<String>,
}

/// So many documents that are named above a quotation are remembered.
const NAMED: usize = 8;

impl Line {
    /// The line that begins with an event, below this one.
    fn next(self, begins: &Event<'_>) -> Self {
        let lead = match begins {
            // A paragraph of an item, right at its beginning.
            Event::Start(Tag::Paragraph) if self.text.is_empty() => self.lead.clone(),
            Event::Start(Tag::Paragraph | Tag::Item) => {
                let text = self.text.trim_end();
                let introduces = text.ends_with(['：', ':']);
                introduces.then(|| self.introduces(text.len())).flatten()
            }
            _ => None,
        };
        Self { lead, ..self.below() }
    }

    /// An empty line below this one.
    fn below(self) -> Self {
        let mut named = self.named.clone();
        let documents = self.documents(0..self.text.len());
        if !documents.is_empty() {
            let named = Rc::make_mut(&mut named);
            named.extend(documents);
            named.drain(..named.len().saturating_sub(NAMED));
        }
        let above = match self.text.is_empty() {
            true => self.above,
            false => Rc::new(self.text),
        };
        Self {
            named,
            above,
            ..Self::default()
        }
    }

    /// Whether the text before it speaks of another document than the one that is in force.
    fn is_after_others(&self) -> bool {
        speaks_of_others(&self.above)
    }

    /// Whether it does so itself, or the text before it where it has none.
    fn speaks_of_others(&self) -> bool {
        let last = if self.text.is_empty() {
            &self.above
        } else {
            &self.text
        };
        speaks_of_others(last)
    }

    /// The documents that are named in a stretch of the text.
    fn documents(&self, stretch: Range<usize>) -> Vec<String> {
        let text = &self.text[stretch.clone()];
        if self.references.is_empty() && !text.contains('》') {
            return Vec::new();
        }
        let found = text.char_indices().filter_map(|(at, c)| match c {
            LINK => self.reference(stretch.start + at).map(name_of),
            '》' => {
                let title = &text[..at + c.len_utf8()];
                Some(title[opening(title)?..].to_owned())
            }
            _ => None,
        });
        found.filter(|name| !name.is_empty()).collect()
    }

    /// Takes in the event at `i`; the index of the next.
    fn take(&mut self, events: &[SpannedEvent<'_>], i: usize) -> usize {
        let (event, range) = &events[i];
        match event {
            Event::Start(Tag::Link {
                link_type: LinkType::WikiLink { .. },
                dest_url,
                ..
            }) => {
                self.references.push((self.text.len(), dest_url.to_string()));
                self.push(LINK.encode_utf8(&mut [0; 4]), range);
                return skip(events, i);
            }
            Event::Text(text) | Event::Code(text) => self.push(text, range),
            Event::SoftBreak | Event::HardBreak => self.push("\n", range),
            _ => {}
        }
        i + 1
    }

    fn push(&mut self, text: &str, range: &Range<usize>) {
        self.pieces.push((self.text.len(), range.clone()));
        self.text.push_str(text);
    }

    fn of(events: &[SpannedEvent<'_>]) -> Self {
        let (mut line, mut i) = (Self::default(), 0);
        while i < events.len() {
            i = line.take(events, i);
        }
        line
    }

    /// Where a byte of the text is written.
    fn written(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|(start, _)| *start <= at);
        let piece = after.checked_sub(1).map(|piece| &self.pieces[piece]);
        piece.map_or(0, |(start, range)| (range.start + at - start).min(range.end))
    }

    /// What the reference at a byte of the text names.
    fn reference(&self, at: usize) -> Option<&str> {
        let found = self.references.binary_search_by_key(&at, |(at, _)| *at).ok()?;
        Some(&self.references[found].1)
    }

    /// Words in quotation marks with a source before or behind them.
    fn quotations(&mut self) -> Vec<PlacedRequest> {
        if std::mem::replace(&mut self.read, true) {
            return Vec::new();
        }
        let quoted = in_marks(&self.text);
        // Where the last quotation ends whose source is known, and what it is from.
        let mut known: Option<(usize, String)> = None;
        let mut asked = Vec::new();
        for marks in quoted {
            asked.extend(self.quotation(marks, &mut known));
        }
        asked
    }

    /// The words in the quotation marks of a stretch, when it is known or pointed at from where they are.
    fn quotation(&self, marks: Range<usize>, known: &mut Option<(usize, String)>) -> Option<PlacedRequest> {
        let last = self.text[..marks.end].chars().next_back()?;
        let inner = behind(&self.text, marks.start)..marks.end - last.len_utf8();
        let words = &self.text[inner.clone()];
        if !says_something(words) {
            return None;
        }
        let words = words
            .trim_end_matches(['。', '，', '；', '、', '：', '.', ',', ';'])
            .to_owned();
        let source = self
            .introduces(marks.start)
            .or_else(|| self.led(marks.start))
            .or_else(|| self.follows(marks.end))
            .or_else(|| goes_on(known.as_ref()?, &self.text[..marks.start]));
        let question = match source {
            Some(to) => {
                *known = Some((marks.end, to.clone()));
                let form = QuoteForm::Marked;
                Request::Quote { to, words, form }
            }
            None => self.pointed_at(marks.start, known.as_ref(), words)?,
        };
        let at = self.written(inner.start)..self.written(inner.end);
        Some(PlacedRequest { question, at })
    }

    /// Asks about words behind a clause alone: 第二条规定, 本办法规定.
    fn pointed_at(&self, end: usize, known: Option<&(usize, String)>, words: String) -> Option<Request> {
        let rest = self.text[..end].trim_end();
        let mut less = rest.trim_end_matches(between);
        let mut found = pointed(less).filter(|_| less.len() < rest.len());
        while found.is_none() {
            less = SAYING.iter().find_map(|word| less.strip_suffix(word))?;
            less = less.trim_end_matches(between);
            found = pointed(less);
        }
        let found = found?;
        let since = known.map_or(0, |(end, _)| *end);
        if self.is_after_others() || speaks_of_others(&less[since.min(less.len())..]) {
            return None;
        }
        let mut named = known.map_or_else(|| self.named.to_vec(), |(_, to)| vec![name_of(to)]);
        named.extend(self.documents(since..less.len().max(since)));
        if found.own {
            named.clear();
        }
        let clause = found.clause.to_owned();
        Some(Request::GroundQuote { named, clause, words })
    }

    /// The source that what stands before a byte of the text ends in, up to the words that introduce a quotation.
    fn introduces(&self, end: usize) -> Option<String> {
        let mut rest = &self.text[..end];
        loop {
            rest = rest.trim_end_matches(between);
            match SAYING.iter().find_map(|word| rest.strip_suffix(word)) {
                Some(less) => rest = less,
                None => break,
            }
        }
        self.ends_in(0..rest.len()).map(|(_, to)| to)
    }

    /// The source that the paragraph before names, when nothing else stands before a byte of the text.
    fn led(&self, end: usize) -> Option<String> {
        let first = self.text[..end].trim().is_empty();
        self.lead.clone().filter(|_| first)
    }

    /// The source that follows a byte of the text: in brackets, behind a dash, or behind 摘自.
    fn follows(&self, from: usize) -> Option<String> {
        let all = &self.text[from..self.text.floor_char_boundary(from + REACH)];
        let text = all.trim_start_matches(|c: char| c.is_whitespace() || "。，；,".contains(c));
        let from = from + all.len() - text.len();
        if text.starts_with(['（', '(', '【', '〔']) {
            return self.is_source(in_brackets(text)?, from);
        }
        let said = text.trim_start_matches(is_dash);
        let named = INTRODUCTIONS.iter().find_map(|word| said.strip_prefix(word));
        if said.len() == text.len() && named.is_none() {
            return None;
        }
        let from = from + text.len() - said.len();
        self.is_source(0..said.find(['。', '；', '\n']).unwrap_or(said.len()), from)
    }

    /// The source that a stretch behind byte `from` is, whatever stands before it to say so.
    fn is_source(&self, stretch: Range<usize>, from: usize) -> Option<String> {
        let stretch = from + stretch.start..from + stretch.end;
        let text = self.text[stretch.clone()].trim();
        let introduction = INTRODUCTIONS.iter().chain(&SEE);
        let name = introduction
            .into_iter()
            .find_map(|word| text.strip_prefix(word))
            .unwrap_or(text)
            .trim_start_matches(['：', ':', ' ']);
        let end = stretch.start + self.text[stretch].trim_end().len();
        let start = end - name.len();
        let (found, to) = self.ends_in(start..end)?;
        (found == start).then_some(to)
    }

    /// The source at the end of a stretch, and where it begins.
    fn ends_in(&self, stretch: Range<usize>) -> Option<(usize, String)> {
        let near = self.text.floor_char_boundary(stretch.end.saturating_sub(REACH));
        let from = stretch.start.max(near);
        let text = &self.text[from..stretch.end];
        let (link, title) = (text.rfind(LINK), text.rfind('》'));
        if let Some(at) = link.filter(|at| title.is_none_or(|title| title < *at)) {
            let to = self.reference(from + at)?;
            // Of several clauses it is not said which one says the words.
            let others = text[..at].trim_end_matches(AND);
            if others.len() < at && others.ends_with(LINK) {
                return Some((from + at, to.split('#').next().unwrap_or(to).to_owned()));
            }
            return Some((from + at, with_clause(to, &text[at + LINK.len_utf8()..])?));
        }
        if let Some(close) = title {
            let end = close + '》'.len_utf8();
            let clause = without_note(text[end..].trim());
            let clause = if are_clauses(clause) { "" } else { clause };
            if !clause.is_empty() && ClauseName::parse(clause).is_none() {
                return None;
            }
            let open = opening(&text[..end])?;
            return Some((from + open, format!("{}{clause}", &text[open..end])));
        }
        let start = text.rfind(STOPS).map_or(0, |at| behind(text, at));
        let name = text[start..].trim();
        let name = SEE
            .iter()
            .find_map(|word| name.strip_prefix(word))
            .unwrap_or(name);
        let numbered = name.contains('〔') && name.contains('号');
        let clause = || Reference::name_and_clause(name).filter(|split| split.name.chars().count() > 3);
        (numbered || clause().is_some()).then(|| (from + start, name.to_owned()))
    }
}

/// What stands between words that introduce a quotation.
fn between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '：' | ':' | '，' | ',')
}

/// The document of a source, without its clause.
fn name_of(source: &str) -> String {
    let named = Reference::new(source);
    let split = Reference::name_and_clause(source).filter(|_| named.clause.is_empty());
    split.unwrap_or(named).name.to_owned()
}

/// No more bytes stand between two quotations of one document.
const LONGEST_BETWEEN: usize = 60;

/// What a quotation is from that stands behind another one, the text before it: `“……”，“……”`.
fn goes_on((end, to): &(usize, String), text: &str) -> Option<String> {
    let between = text
        .get(*end..)
        .filter(|between| between.len() <= LONGEST_BETWEEN)?
        .trim();
    let beside = matches!(between, "，" | "、" | "；" | "和" | "，并" | "，也" | "以及");
    beside.then(|| to.clone())
}
