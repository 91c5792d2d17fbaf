//! Words: facts in them, and what a line break between them is.

use super::Writer;
use crate::base::han;
use crate::markdown::Request;
use crate::markdown::events::SpannedEvent;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// Characters of text kept for descriptions.
const LEAD: usize = 120;

/// Characters behind a fact that are looked at: a unit is no longer.
const FOLLOWED: usize = 5;

impl Writer<'_> {
    pub(super) fn words(
        &mut self,
        text: &str,
        range: &Range<usize>,
        index: usize,
        events: &[SpannedEvent<'_>],
        i: usize,
    ) {
        // The mark of a clause, at the very beginning of its block.
        let before = |back: usize| i.checked_sub(back).map(|at| &events[at].0);
        let begins = |back| matches!(before(back), Some(Event::Start(Tag::Paragraph | Tag::Item)));
        let bold = matches!(before(1), Some(Event::Start(Tag::Strong)));
        let back = 1 + usize::from(bold);
        if begins(back) {
            let block = index.wrapping_sub(back);
            let mark = self.steps.get(&block).map_or(0, |step| step.mark);
            if mark > 0
                && let Some(rest) = self.clause_mark(text, mark)
            {
                let from = range.end - rest.len();
                self.text(rest, from..range.end);
                return;
            }
        }
        self.text(text, range.clone());
    }

    /// Text with facts in it.
    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        if !self.braces {
            self.plain(text);
            return;
        }
        // Only text that stands so in the source has facts; entities and escapes have not.
        let literal = self.text.get(self.place(&range)) == Some(text);
        if literal && text.contains(['{', '｛']) {
            self.single_braces(text, range.start);
        }
        let mut rest = text;
        // `\{{` is not a fact: the parser took the backslash away.
        if rest.starts_with("{{") && self.text[..self.start + range.start].ends_with('\\') {
            self.plain("{");
            rest = &rest[1..];
        }
        while let Some(open) = rest.find("{{").filter(|_| literal) {
            let Some(close) = rest[open..].find("}}") else {
                break;
            };
            let name = rest[open + 2..open + close].trim();
            if name.is_empty() || name.contains('{') {
                break;
            }
            self.plain(&rest[..open]);
            let from = range.end - rest.len() + open;
            let at = self.place(&(from..from + close + 2));
            let plain = self.in_link > 0 || self.in_heading;
            self.lead_with(&format!("{{{{{name}}}}}"));
            self.slot(
                Request::Fact {
                    name: name.to_owned(),
                    plain,
                    followed: rest[open + close + 2..]
                        .chars()
                        .take(FOLLOWED)
                        .collect::<String>()
                        .into(),
                },
                at,
            );
            self.last = Some('一');
            rest = &rest[open + close + 2..];
        }
        self.plain(rest);
    }

    /// Asks whether words in one brace on each side are the name of a fact.
    fn single_braces(&mut self, text: &str, start: usize) {
        let (open, close) = (['{', '｛'], ['}', '｝']);
        let escaped = self.text[..self.start + start].ends_with('\\');
        for (at, brace) in text.match_indices(open) {
            let behind = &text[at + brace.len()..];
            let Some((name, tail)) = behind.split_once(close) else {
                return;
            };
            let doubled = text[..at].ends_with(open) || tail.starts_with(close);
            let kept = at == 0 && escaped;
            let is_name = name.chars().all(|c| c.is_alphanumeric() || c == ' ') && name.len() < 100;
            if !doubled && !kept && is_name && !name.trim().is_empty() {
                let from = start + at;
                let place = self.place(&(from..start + text.len() - tail.len()));
                self.ask(Request::Braced(name.trim().to_owned()), place);
            }
        }
    }

    pub(super) fn plain(&mut self, text: &str) {
        self.body.tree.text(text);
        self.seen(text);
    }

    /// Counts what people see.
    pub(super) fn seen(&mut self, text: &str) {
        if let Some(c) = text.chars().next_back() {
            self.last = Some(c);
        }
        let outline = &mut self.body.outline;
        outline.length += han::count(text);
        if !self.lead_full {
            let end = text.char_indices().nth(LEAD).map_or(text.len(), |(at, _)| at);
            self.lead_with(&text[..end]);
        }
    }

    /// Lets the beginning of the text go on, until it is long enough. Facts are in it as they are written, to be filled in.
    fn lead_with(&mut self, text: &str) {
        // Cells of a table say nothing one behind the other.
        if !self.lead_full && !self.in_heading && self.table.is_none() {
            let lead = &mut self.body.outline.lead;
            lead.push_str(text);
            self.lead_full = lead.chars().count() >= LEAD;
        }
    }

    /// Keeps what a block begins with from the end of the one before, where no mark does.
    pub(super) fn lead_breaks(&mut self) {
        let ends = self.body.outline.lead.chars().next_back();
        if ends.is_some_and(|c| {
            !c.is_whitespace() && !han::is_chinese_punctuation(c) && !c.is_ascii_punctuation()
        }) {
            self.lead_with(" ");
        }
    }

    pub(super) fn soft_break(&mut self, after: &[SpannedEvent<'_>]) {
        let next = after.iter().find_map(|(event, _)| match event {
            Event::Text(text) | Event::Code(text) => Some(text.chars().next()),
            Event::Start(Tag::Image { .. }) | Event::InlineHtml(_) | Event::End(TagEnd::Paragraph) => {
                Some(None)
            }
            _ => None,
        });
        let next = next.flatten().map(|c| if c == '{' { '一' } else { c });
        if let (Some(before), Some(next)) = (self.last, next)
            && han::joins_without_space(before, next)
        {
            return;
        }
        self.line();
    }
}
