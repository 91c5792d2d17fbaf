//! Blocks and spans that open and close around what is in them.

use super::Writer;
use crate::html::{Attribute, Element};
use crate::markdown::events::SpannedEvent;
use pulldown_cmark::{Alignment, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

impl Writer<'_> {
    pub(super) fn open(
        &mut self,
        events: &[SpannedEvent<'_>],
        i: usize,
        tag: &Tag<'_>,
        range: &Range<usize>,
        base: usize,
    ) -> usize {
        match tag {
            Tag::Heading { .. } => self.heading(events, i, base),
            Tag::Paragraph if self.is_annex(base + i) => self.heading(events, i, base),
            Tag::CodeBlock(kind) => self.code(events, i, kind, range),
            Tag::Image { dest_url, title, .. } => self.picture(events, i, dest_url, title, range),
            Tag::BlockQuote(kind) => self.block_quote(events, i, *kind, base),
            Tag::Link {
                link_type: LinkType::WikiLink { has_pothole },
                dest_url,
                ..
            } => self.reference(events, i, dest_url, *has_pothole, range),
            _ => {
                let (id, _) = self.block_id(base + i);
                self.depth += 1;
                self.begin(tag, id, events.get(i + 1), range);
                i + 1
            }
        }
    }

    /// Begins an element whose content follows as events of its own; `next` is the first of these.
    fn begin(
        &mut self,
        tag: &Tag<'_>,
        id: Vec<(Attribute, String)>,
        next: Option<&SpannedEvent<'_>>,
        range: &Range<usize>,
    ) {
        match tag {
            Tag::Paragraph => {
                self.element(Element::P, &id);
                self.lead_breaks();
                self.last = None;
            }
            Tag::List(first) => self.list(*first),
            Tag::Item => self.item(id, matches!(next, Some((Event::TaskListMarker(_), _)))),
            Tag::Emphasis => self.element(Element::Em, &[]),
            Tag::Strong => self.element(Element::Strong, &[]),
            Tag::Strikethrough => self.element(Element::Del, &[]),
            Tag::Table(alignments) => self.table(alignments),
            Tag::TableHead => {
                self.element(Element::Thead, &[]);
                self.element(Element::Tr, &[]);
            }
            Tag::TableRow => {
                self.element(Element::Tr, &[]);
                if let Some((_, column, _)) = &mut self.table {
                    *column = 0;
                }
            }
            Tag::TableCell => self.cell(),
            Tag::Link {
                link_type: LinkType::Email,
                dest_url,
                ..
            } => self.link(&format!("mailto:{dest_url}"), "", range),
            Tag::Link { dest_url, title, .. } => self.link(dest_url, title, range),
            Tag::DefinitionList => {
                self.element(Element::Dl, &[]);
                self.line();
            }
            Tag::DefinitionListTitle => self.element(Element::Dt, &[]),
            Tag::DefinitionListDefinition => self.element(Element::Dd, &[]),
            Tag::HtmlBlock | Tag::MetadataBlock(_) | Tag::Superscript | Tag::Subscript => {}
            // Written above, or at the end of the page.
            Tag::Heading { .. }
            | Tag::CodeBlock(_)
            | Tag::Image { .. }
            | Tag::BlockQuote(_)
            | Tag::FootnoteDefinition(_) => {}
        }
    }

    /// Begins a list; `first` is the number of its first item.
    fn list(&mut self, first: Option<u64>) {
        match first {
            Some(1) => self.element(Element::Ol, &[]),
            Some(n) => self.element(Element::Ol, &[(Attribute::Start, n.to_string())]),
            None => self.element(Element::Ul, &[]),
        }
        self.line();
    }

    fn item(&mut self, mut attributes: Vec<(Attribute, String)>, task: bool) {
        if task {
            attributes.push((Attribute::Class, "task".to_owned()));
        }
        self.element(Element::Li, &attributes);
        self.lead_breaks();
        self.last = None;
    }

    /// Begins a table in a box that can be scrolled, also with the keyboard.
    fn table(&mut self, alignments: &[Alignment]) {
        self.body.tree.begin(Element::Div);
        self.body.tree.attribute(Attribute::Class, "table");
        self.body.tree.attribute(Attribute::Role, "group");
        self.label("表格", None);
        self.body.tree.attribute(Attribute::Tabindex, "0");
        self.body.tree.inside();
        self.element(Element::Table, &[]);
        self.table = Some((alignments.to_vec(), 0, true));
    }

    pub(super) fn close(&mut self, end: TagEnd) {
        self.depth = self.depth.saturating_sub(1);
        match end {
            TagEnd::Paragraph => self.end_line(Element::P),
            TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Image | TagEnd::FootnoteDefinition => {}
            TagEnd::BlockQuote(_) => {
                let element = self.ends.pop().flatten().unwrap_or(Element::Blockquote);
                self.end_line(element);
            }
            TagEnd::List(true) => self.end_line(Element::Ol),
            TagEnd::List(false) => self.end_line(Element::Ul),
            TagEnd::Item => {
                self.pop_line();
                self.end_line(Element::Li);
            }
            TagEnd::Emphasis => self.end(Element::Em),
            TagEnd::Strong => self.end(Element::Strong),
            TagEnd::Strikethrough => self.end(Element::Del),
            TagEnd::Table => {
                self.end(Element::Tbody);
                self.end(Element::Table);
                self.end_line(Element::Div);
                self.table = None;
            }
            TagEnd::TableHead => {
                self.end(Element::Tr);
                self.end(Element::Thead);
                self.element(Element::Tbody, &[]);
                if let Some((_, column, head)) = &mut self.table {
                    (*column, *head) = (0, false);
                }
            }
            TagEnd::TableRow => self.end(Element::Tr),
            TagEnd::TableCell => {
                let head = self.table.as_ref().is_some_and(|(.., head)| *head);
                self.end(if head { Element::Th } else { Element::Td });
            }
            TagEnd::Link => {
                self.in_link = self.in_link.saturating_sub(1);
                if let Some(element) = self.ends.pop().unwrap_or(Some(Element::A)) {
                    self.end(element);
                }
            }
            TagEnd::DefinitionList => self.end_line(Element::Dl),
            TagEnd::DefinitionListTitle => self.end_line(Element::Dt),
            TagEnd::DefinitionListDefinition => self.end_line(Element::Dd),
            TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) | TagEnd::Superscript | TagEnd::Subscript => {}
        }
        self.end_points();
    }

    pub(super) fn cell(&mut self) {
        let Some((alignments, column, head)) = &mut self.table else {
            return;
        };
        let class = match alignments.get(*column) {
            Some(Alignment::Center) => Some("center"),
            Some(Alignment::Right) => Some("right"),
            _ => None,
        };
        *column += 1;
        let scope = head.then_some((Attribute::Scope, "col"));
        let class = class.map(|class| (Attribute::Class, class));
        let attributes: Vec<(Attribute, &str)> = scope.into_iter().chain(class).collect();
        let element = if *head { Element::Th } else { Element::Td };
        self.body.tree.element(element, &attributes);
        self.last = None;
    }
}
