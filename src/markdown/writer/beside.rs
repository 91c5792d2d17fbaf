//! Quotations whose source stands beside them and not in their last line: `《办法》第二条规定：“……”`, `“……”（[[…]]）`, a block quote
//! behind `依据：《办法》第二条`, or one before a paragraph `——《办法》第二条`.
//!
//! Each is asked about with what it is sure of: only a dash behind a block quote says that the words are a quotation.

use super::attribution::{INTRODUCTIONS, attribution, is_dash};
use super::quotation::stretch_of_text;
use super::stretch::{
    AND, are_clauses, behind, in_brackets, in_marks, opening, says_something, with_clause, without_note,
};
use super::{plain_text, skip};
use crate::markdown::events::SpannedEvent;
use crate::markdown::reference::{ClauseName, Reference};
use crate::markdown::{PlacedRequest, QuoteForm, Request};
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use std::ops::Range;

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
    let (mut line, mut i) = (Line::default(), 0);
    while i < events.len() {
        match &events[i].0 {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => {
                i = skip(events, i);
                line = Line::default();
            }
            Event::Start(Tag::BlockQuote(None)) => {
                let end = skip(events, i);
                let asked = Block {
                    events,
                    at: i..end,
                    lead: &line,
                }
                .quotation();
                // The last line of a block quote is asked about where it is written.
                let known = asked.is_some() || attribution(&events[i..end]).is_some();
                found.extend(asked);
                i = if known { end } else { i + 1 };
                line = Line::default();
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
}

impl Line {
    /// The line that begins with an event, below this one.
    fn next(&self, begins: &Event<'_>) -> Self {
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
        Self {
            lead,
            ..Self::default()
        }
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
        let asked = quoted.into_iter().filter_map(|marks| {
            let last = self.text[..marks.end].chars().next_back()?;
            let inner = behind(&self.text, marks.start)..marks.end - last.len_utf8();
            let words = &self.text[inner.clone()];
            if !says_something(words) {
                return None;
            }
            let to = self
                .introduces(marks.start)
                .or_else(|| self.led(marks.start))
                .or_else(|| self.follows(marks.end))
                .or_else(|| goes_on(known.as_ref()?, &self.text[..marks.start]))?;
            known = Some((marks.end, to.clone()));
            let words = words.trim_end_matches(['。', '，', '；', '、', '：', '.', ',', ';']);
            Some(PlacedRequest {
                question: Request::Quote {
                    to,
                    words: words.to_owned(),
                    form: QuoteForm::Marked,
                },
                at: self.written(inner.start)..self.written(inner.end),
            })
        });
        asked.collect()
    }

    /// The source that what stands before a byte of the text ends in, up to the words that introduce a quotation.
    fn introduces(&self, end: usize) -> Option<String> {
        let mut rest = &self.text[..end];
        loop {
            rest = rest.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '：' | ':' | '，' | ','));
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

/// A block quote among the events of its text.
struct Block<'e, 't> {
    events: &'e [SpannedEvent<'t>],
    at: Range<usize>,
    /// The text right before it.
    lead: &'e Line,
}

impl Block<'_, '_> {
    fn quotation(&self) -> Option<PlacedRequest> {
        let quote = &self.events[self.at.clone()];
        if attribution(quote).is_some() {
            return None;
        }
        let at = stretch_of_text(quote, quote[0].1.start);
        let (to, words, form) = self
            .signed()
            .or_else(|| Some((heads(self.lead)?, plain_text(quote), QuoteForm::Beside)))
            .or_else(|| self.headed())?;
        let question = Request::Quote { to, words, form };
        Some(PlacedRequest { question, at })
    }

    /// The source is the paragraph behind it, which begins with a dash or with 摘自.
    fn signed(&self) -> Option<(String, String, QuoteForm)> {
        let (quote, end) = (&self.events[self.at.clone()], self.at.end);
        if !matches!(self.events.get(end)?.0, Event::Start(Tag::Paragraph)) {
            return None;
        }
        let paragraph = &self.events[end..skip(self.events, end)];
        let first = plain_text(paragraph);
        let tells = first.starts_with(is_dash) || INTRODUCTIONS.iter().any(|word| first.starts_with(word));
        let bracket = first.starts_with(['（', '(']);
        if !tells && !bracket {
            return None;
        }
        let (close, inner) = quote.split_last()?;
        let joined = [inner, paragraph, std::slice::from_ref(close)].concat();
        let found = attribution(&joined)?;
        let words = plain_text(inner);
        let whole = found.from == inner.len() + 1 && found.kept.is_none() && found.words == words;
        let form = if tells { found.form } else { QuoteForm::Beside };
        whole.then_some((found.to, words, form))
    }

    /// The source is its first line.
    fn headed(&self) -> Option<(String, String, QuoteForm)> {
        let quote = &self.events[self.at.clone()];
        let ends = |(event, _): &SpannedEvent<'_>| {
            matches!(
                event,
                Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph)
            )
        };
        let end = quote.iter().position(ends)?;
        let to = heads(&Line::of(&quote[..end]))?;
        let words = plain_text(&quote[end..]);
        (!words.is_empty()).then_some((to, words, QuoteForm::Beside))
    }
}

/// The source that a line before a quotation names: it ends in a colon, or it is nothing but the source.
fn heads(line: &Line) -> Option<String> {
    let text = line.text.trim_end();
    if text.ends_with(['：', ':']) {
        return line.introduces(text.len());
    }
    let text = text.trim_end_matches('。');
    let start = text
        .rfind(['。', '！', '？', '；', '\n'])
        .map_or(0, |at| behind(text, at));
    let (at, to) = line.ends_in(start..text.len())?;
    let before = text[start..at].trim().trim_end_matches(['：', ':', ' ', '—']);
    let grounds = |word: &str| before.ends_with(word);
    let says_so = GROUNDS.iter().any(|word| grounds(word)) || INTRODUCTIONS.iter().any(|word| grounds(word));
    (before.is_empty() || before.chars().count() <= 8 && says_so).then_some(to)
}
