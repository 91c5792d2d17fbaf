//! Footnotes.

use super::{Writer, skip};
use crate::markdown::events::Spot;
use pulldown_cmark::{CowStr, Event, Tag};
use std::collections::HashMap;

impl Writer<'_> {
    pub(super) fn footnotes(&mut self, events: &[Spot<'_>]) {
        if self.notes.is_empty() {
            return;
        }
        let mut definitions: HashMap<&str, usize> = HashMap::new();
        for (at, (event, _)) in events.iter().enumerate() {
            if let Event::Start(Tag::FootnoteDefinition(label)) = event {
                definitions.entry(label).or_insert(at);
            }
        }
        self.put("<section class=\"footnotes\" aria-label=\"脚注\"><ol>\n");
        let mut n = 0;
        while n < self.notes.len() {
            let name = self.notes[n].clone();
            n += 1;
            self.put(&format!("<li id=\"fn-{n}\">"));
            let found = definitions.get(name.as_str()).copied();
            if let Some(at) = found {
                let end = skip(events, at);
                self.depth += 1;
                self.run(&events[at + 1..end - 1], usize::MAX / 2);
                self.depth -= 1;
            }
            let back =
                format!(" <a href=\"#fnref-{n}\" class=\"footnote-back\" aria-label=\"回到正文\">↩</a>");
            if self.body.html.ends_with("</p>\n") {
                let length = self.body.html.len() - "</p>\n".len();
                self.body.html.truncate(length);
                self.put(&back);
                self.put("</p>\n");
            } else {
                self.put(&back);
            }
            self.put("</li>\n");
        }
        self.put("</ol></section>\n");
    }

    pub(super) fn note_mark(&mut self, name: &CowStr<'_>) {
        let known = self.note_numbers.get(&**name).copied();
        let n = known.unwrap_or(self.notes.len()) + 1;
        let id = if known.is_none() {
            format!(" id=\"fnref-{n}\"")
        } else {
            String::new()
        };
        if known.is_none() {
            self.note_numbers.insert(name.to_string(), self.notes.len());
            self.notes.push(name.to_string());
        }
        self.put(&format!(
            "<sup class=\"footnote-mark\"><a href=\"#fn-{n}\"{id} aria-label=\"脚注{n}\">{n}</a></sup>"
        ));
    }
}
