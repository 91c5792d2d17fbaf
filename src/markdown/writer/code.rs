//! Fences: code, and components with the texts in them.

use super::link::{Destination, destination};
use super::{Writer, skip};
use crate::base::html::address;
use crate::html::{Attribute, Element, Tree, read};
use crate::markdown::component::{self, Texts};
use crate::markdown::events::{SpannedEvent, inline};
use crate::markdown::lenient::{self, Reading, Signs};
use crate::markdown::{IMAGE_REMOTE, LINK_UNSAFE};
use crate::markdown::{Request, highlight, nearly, sanitise};
use crate::message;
use pulldown_cmark::{CodeBlockKind, Event};
use std::ops::Range;
use std::sync::Arc;

impl Writer<'_> {
    pub(super) fn code(
        &mut self,
        events: &[SpannedEvent<'_>],
        i: usize,
        kind: &CodeBlockKind<'_>,
        range: &Range<usize>,
    ) -> usize {
        let end = skip(events, i);
        let inside = &events[i + 1..end - 1];
        let content: String = inside
            .iter()
            .filter_map(|(event, _)| {
                if let Event::Text(text) = event {
                    Some(&**text)
                } else {
                    None
                }
            })
            .collect();
        let info = if let CodeBlockKind::Fenced(info) = kind {
            info.trim()
        } else {
            ""
        };
        let name = info.split([' ', ',', '{']).next().unwrap_or("");
        if self.syntax.components.contains(name) {
            let exact = match (inside.first(), inside.last()) {
                (Some((_, first)), Some((_, last)))
                    if self.text.get(self.place(&(first.start..last.end))) == Some(content.as_str()) =>
                {
                    Some(self.start + first.start)
                }
                _ => None,
            };
            let at = self.place(range);
            self.component(name, &content, exact, at);
            return end;
        }
        self.body
            .tree
            .element(Element::Pre, &[(Attribute::Tabindex, "0")]);
        let language = (!name.is_empty()).then(|| (Attribute::Class, format!("language-{name}")));
        self.element(Element::Code, language.as_slice());
        match highlight::highlight(name, &content) {
            Some(html) => {
                self.body.tree.extend(&read(html));
                self.body.outline.highlighted = true;
            }
            None => self.body.tree.text(&content),
        }
        self.end(Element::Code);
        self.end_line(Element::Pre);
        end
    }

    pub(super) fn component(&mut self, name: &str, content: &str, exact: Option<usize>, at: Range<usize>) {
        let number = self.components.entry(name.to_owned()).or_default();
        *number += 1;
        let number = *number;
        let mut report = Vec::new();
        let node = component::read(self.file, self.text, content, exact, &at, &mut report);
        let data = node.map(|node| {
            component::ComponentReader {
                writer: self,
                exact: exact.is_some(),
                report: &mut report,
            }
            .piece(name, node)
        });
        let right = report.is_empty();
        self.body.outline.report.extend(report);
        // Of wrong data a template would only complain again.
        if let Some(data) = data.filter(|_| right) {
            self.slot(
                Request::Component {
                    name: name.to_owned(),
                    number,
                    data,
                },
                at,
            );
            self.line();
        }
    }
}

impl Texts for Writer<'_> {
    /// Inline Markdown as a fragment. `at` is where it is in the file, exactly
    /// when `exact`.
    fn fragment(&mut self, markdown: &str, at: &Range<usize>, exact: bool) -> Tree {
        let exact = exact && self.text.get(at.start..at.start + markdown.len()) == Some(markdown);
        let lenient = lenient::read(markdown, true);
        let whole = exact && !lenient.is_changed();
        let (text, start) = if whole {
            (self.text, at.start)
        } else {
            (&*lenient.text, 0)
        };
        let mut inner = Writer::new(self.file, text, start, self.syntax);
        inner.in_heading = false;
        inner.notes.push(String::new());
        let events = inline(&lenient.text);
        inner.run(&events, usize::MAX / 2);
        inner.quotations_beside(&events, true);
        let reading = Reading::new(&lenient.text, &events, true);
        let from = if whole { at.start } else { 0 };
        let signs = Signs::of(reading.text, true);
        let told = nearly::look(self.file, from, &reading, &signs, self.syntax);
        inner.body.outline.report.extend(told);
        let raw = inner.raw;
        let mut body = inner.body;
        if !whole {
            body.outline.relocate(self.file, |within| {
                let source = lenient.source(&within);
                if exact {
                    at.start + source.start..at.start + source.end
                } else {
                    at.clone()
                }
            });
        }
        if raw && !self.syntax.trusted {
            body = sanitise::sanitise(body);
        }
        let from = u32::try_from(self.body.outline.questions.len())
            .expect("a text asks far less than four billion times");
        self.body.outline.length += body.outline.length;
        self.body.outline.report.append(&mut body.outline.report);
        self.body.outline.questions.append(&mut body.outline.questions);
        body.tree.shift_slots(from);
        body.tree.trim_end();
        body.tree
    }

    fn fact(&mut self, name: &str, at: &Range<usize>) -> usize {
        let question = Request::Fact {
            name: name.to_owned(),
            plain: true,
            followed: Box::default(),
        };
        self.ask(question, at.clone())
    }

    /// Words of a component where no element may stand, with facts in them.
    fn filled(&mut self, words: String, at: &Range<usize>) -> Tree {
        let question = self.ask(Request::Filled(words), at.clone());
        let mut tree = Tree::default();
        tree.slot(u32::try_from(question).expect("a text asks far less than four billion times"));
        tree
    }

    /// An address in a component; the question that answers it, or the address itself when it leads
    /// to another host.
    fn address(&mut self, to: &str, at: &Range<usize>, picture: bool) -> Result<usize, String> {
        match destination(to) {
            Destination::Inside => {
                let question = if picture {
                    Request::Picture(to.to_owned())
                } else {
                    Request::Link(to.to_owned())
                };
                Ok(self.ask(question, at.clone()))
            }
            Destination::Outside if !picture => Err(address(to)),
            _ => {
                self.say(
                    if picture { &IMAGE_REMOTE } else { &LINK_UNSAFE },
                    at.clone(),
                    message!(
                        "这个地址不能用在这里：{to}",
                        "this address cannot be used here: {to}"
                    ),
                    message!(
                        "写本站的页面、文件或图片",
                        "name a page, a file or a picture of this site"
                    ),
                );
                Err(String::new())
            }
        }
    }

    fn file(&self) -> &Arc<str> {
        self.file
    }
}
