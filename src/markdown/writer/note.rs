//! Footnotes.

use super::{Writer, skip};
use crate::html::{Attribute, Element, Node};
use crate::markdown::events::SpannedEvent;
use pulldown_cmark::{CowStr, Event, Tag};
use std::collections::HashMap;

impl Writer<'_> {
    pub(super) fn footnotes(&mut self, events: &[SpannedEvent<'_>]) {
        if self.notes.is_empty() {
            return;
        }
        let mut definitions: HashMap<&str, usize> = HashMap::new();
        for (at, (event, _)) in events.iter().enumerate() {
            if let Event::Start(Tag::FootnoteDefinition(label)) = event {
                definitions.entry(label).or_insert(at);
            }
        }
        // Notes are no part of what the text says in short.
        self.lead_full = true;
        self.body.tree.begin(Element::Section);
        self.body.tree.attribute(Attribute::Class, "footnotes");
        self.label("脚注", None);
        self.body.tree.inside();
        self.element(Element::Ol, &[]);
        self.line();
        let mut n = 0;
        while n < self.notes.len() {
            let name = self.notes[n].clone();
            n += 1;
            self.element(Element::Li, &[(Attribute::Id, format!("fn-{n}"))]);
            let found = definitions.get(name.as_str()).copied();
            if let Some(at) = found {
                let end = skip(events, at);
                self.depth += 1;
                self.run(&events[at + 1..end - 1], usize::MAX / 2);
                self.depth -= 1;
            }
            let paragraph = [Node::End(Element::P, 0), Node::Text(0)];
            let within = self.body.tree.ends_with(&paragraph);
            if within {
                self.body.tree.pop();
                self.body.tree.pop();
            }
            self.note_back(n);
            if within {
                self.end_line(Element::P);
            }
            self.end_line(Element::Li);
        }
        self.end(Element::Ol);
        self.end_line(Element::Section);
    }

    /// The way from a note back to its first mark.
    fn note_back(&mut self, n: usize) {
        let tree = &mut self.body.tree;
        tree.text(" ");
        let mark = format!("#fnref-{n}");
        tree.begin(Element::A);
        tree.attribute(Attribute::Href, &mark);
        tree.attribute(Attribute::Class, "footnote-back");
        self.label("回到正文", None);
        let tree = &mut self.body.tree;
        tree.inside();
        tree.text("↩");
        tree.end(Element::A);
    }

    pub(super) fn note_mark(&mut self, name: &CowStr<'_>) {
        let known = self.note_numbers.get(&**name).copied();
        let n = known.unwrap_or(self.notes.len()) + 1;
        if known.is_none() {
            self.note_numbers.insert(name.to_string(), self.notes.len());
            self.notes.push(name.to_string());
        }
        let tree = &mut self.body.tree;
        tree.element(Element::NoteMark, &[]);
        tree.begin(Element::A);
        tree.attribute(Attribute::Href, &format!("#fn-{n}"));
        if known.is_none() {
            tree.attribute(Attribute::Id, &format!("fnref-{n}"));
        }
        self.label("脚注#", Some(n));
        let tree = &mut self.body.tree;
        tree.inside();
        tree.text(&n.to_string());
        tree.end(Element::A);
        tree.end(Element::NoteMark);
    }
}
