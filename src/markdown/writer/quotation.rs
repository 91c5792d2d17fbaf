//! Block quotes: alerts, quotations that say from where they are, and plain ones.

use super::attribution::{Attribution, attribution};
use super::{Writer, quoted_text, skip};
use crate::html::{Attribute, Element, Node};
use crate::markdown::events::SpannedEvent;
use crate::markdown::{QuoteForm, Request};
use pulldown_cmark::{BlockQuoteKind, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

impl Writer<'_> {
    pub(super) fn block_quote(
        &mut self,
        events: &[SpannedEvent<'_>],
        i: usize,
        kind: Option<BlockQuoteKind>,
        base: usize,
    ) -> usize {
        let end = skip(events, i);
        if let Some(kind) = kind {
            let (class, title) = match kind {
                BlockQuoteKind::Note => ("note", "说明"),
                BlockQuoteKind::Tip => ("tip", "小提示"),
                BlockQuoteKind::Important => ("important", "重要"),
                BlockQuoteKind::Warning => ("warning", "注意"),
                BlockQuoteKind::Caution => ("caution", "当心"),
            };
            let class = format!("alert alert-{class}");
            let tree = &mut self.body.tree;
            tree.element(
                Element::Div,
                &[(Attribute::Class, &class), (Attribute::Role, "note")],
            );
            tree.element(Element::P, &[(Attribute::Class, "alert-title")]);
            let chinese = title.to_owned();
            self.slot(
                Request::Word {
                    chinese,
                    number: None,
                },
                0..0,
            );
            self.end_line(Element::P);
            self.ends.push(Some(Element::Div));
            self.depth += 1;
            return i + 1;
        }
        match attribution(&events[i..end]) {
            Some(found) if found.form == QuoteForm::Linked => {
                return self.quotation(events, (i, end), found, base);
            }
            Some(found) => {
                let at = self.place(&stretch_of_text(&events[i..end], events[i].1.start));
                let Attribution { to, words, form, .. } = found;
                self.ask(Request::Quote { to, words, form }, at);
            }
            None => {}
        }
        self.element(Element::Blockquote, &[]);
        self.line();
        self.ends.push(Some(Element::Blockquote));
        self.depth += 1;
        i + 1
    }

    /// A quotation that ends in a reference to where it is from; `i` and `end` are its first event and the one behind it.
    fn quotation(
        &mut self,
        events: &[SpannedEvent<'_>],
        (i, end): (usize, usize),
        found: Attribution,
        base: usize,
    ) -> usize {
        let mut quoted = events[i + 1..i + found.from].to_vec();
        if let (Some(kept), Some((Event::Text(text), _))) = (found.kept, quoted.last_mut()) {
            *text = text[..kept].to_owned().into();
        }
        let (quoted, line) = (&quoted[..], &events[i + found.from..end]);
        let class = [(Attribute::Class, "quote")];
        self.body.tree.element(Element::Figure, &class);
        self.element(Element::Blockquote, &[]);
        self.line();
        self.depth += 1;
        let open = self.depth;
        self.run(quoted, base + i + 1);
        // The paragraph that the last line was part of.
        if self.depth > open {
            self.pop_line();
            self.close(TagEnd::Paragraph);
        }
        let empty = [
            Node::Begin(Element::P, 0),
            Node::Inside(0),
            Node::End(Element::P, 0),
            Node::Text(0),
        ];
        if self.body.tree.ends_with(&empty) {
            empty.iter().for_each(|_| self.body.tree.pop());
        }
        self.end(Element::Blockquote);
        self.element(Element::Figcaption, &[]);
        self.body.tree.text("—— ");
        // A description says the words, not whose they are.
        let full = std::mem::replace(&mut self.lead_full, true);
        let to = self.source_of_quotation(line);
        self.lead_full = full;
        self.end(Element::Figcaption);
        self.end_line(Element::Figure);
        self.depth -= 1;
        let at = self.place(&stretch_of_text(quoted, events[i].1.start));
        let (words, form) = (quoted_text(quoted), found.form);
        self.ask(Request::Quote { to, words, form }, at);
        end
    }

    /// Writes the reference in the last line of a quotation; what it refers to, as its author wrote it.
    fn source_of_quotation(&mut self, line: &[SpannedEvent<'_>]) -> String {
        let mut to = String::new();
        let mut j = 0;
        while j < line.len() {
            match &line[j].0 {
                Event::Start(Tag::Link {
                    link_type: LinkType::WikiLink { .. },
                    dest_url,
                    ..
                }) => {
                    to = dest_url.to_string();
                    j = self.event(line, j, usize::MAX / 2);
                }
                _ => j += 1,
            }
        }
        to
    }
}

/// From the first text to the last, in bytes; nothing at `otherwise` when there is none.
pub(super) fn stretch_of_text(events: &[SpannedEvent<'_>], otherwise: usize) -> Range<usize> {
    let mut texts = events.iter().filter(|(event, _)| matches!(event, Event::Text(_)));
    let Some((_, first)) = texts.next() else {
        return otherwise..otherwise;
    };
    let last = texts.next_back().map_or(first, |(_, range)| range);
    first.start..last.end
}
