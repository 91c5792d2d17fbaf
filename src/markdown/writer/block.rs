//! Blocks and spans that open and close around what is in them.

use super::Writer;
use crate::markdown::events::Spot;
use pulldown_cmark::{Alignment, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

impl Writer<'_> {
    pub(super) fn open(
        &mut self,
        events: &[Spot<'_>],
        i: usize,
        tag: &Tag<'_>,
        range: &Range<usize>,
        base: usize,
    ) -> usize {
        match tag {
            Tag::Heading { .. } => return self.heading(events, i, base),
            Tag::CodeBlock(kind) => return self.code(events, i, kind, range),
            Tag::Image {
                link_type: _,
                dest_url,
                title,
                ..
            } => return self.picture(events, i, dest_url, title, range),
            Tag::BlockQuote(kind) => return self.block_quote(events, i, *kind, base),
            Tag::Link {
                link_type: LinkType::WikiLink { has_pothole },
                dest_url,
                ..
            } => {
                return self.reference(events, i, dest_url, *has_pothole, range);
            }
            _ => {}
        }
        let (id, _) = self.block_id(base + i);
        self.depth += 1;
        match tag {
            Tag::Paragraph => {
                self.put("<p");
                self.put(&id);
                self.put(">");
                self.last = None;
            }
            Tag::List(first) => match first {
                Some(1) => self.put("<ol>\n"),
                Some(n) => self.put(&format!("<ol start=\"{n}\">\n")),
                None => self.put("<ul>\n"),
            },
            Tag::Item => {
                let task = matches!(events.get(i + 1), Some((Event::TaskListMarker(_), _)));
                self.put("<li");
                self.put(&id);
                self.put(if task { " class=\"task\">" } else { ">" });
                self.last = None;
            }
            Tag::Emphasis => self.put("<em>"),
            Tag::Strong => self.put("<strong>"),
            Tag::Strikethrough => self.put("<del>"),
            Tag::Table(alignments) => {
                self.put("<div class=\"table\" role=\"group\" aria-label=\"表格\" tabindex=\"0\"><table>");
                self.table = Some((alignments.clone(), 0, true));
            }
            Tag::TableHead => self.put("<thead><tr>"),
            Tag::TableRow => {
                self.put("<tr>");
                if let Some((_, column, _)) = &mut self.table {
                    *column = 0;
                }
            }
            Tag::TableCell => self.cell(),
            Tag::Link { dest_url, title, .. } => self.link(dest_url, title, range),
            Tag::DefinitionList => self.put("<dl>\n"),
            Tag::DefinitionListTitle => self.put("<dt>"),
            Tag::DefinitionListDefinition => self.put("<dd>"),
            Tag::HtmlBlock | Tag::MetadataBlock(_) | Tag::Superscript | Tag::Subscript => {}
            // Written above, or at the end of the page.
            Tag::Heading { .. }
            | Tag::CodeBlock(_)
            | Tag::Image { .. }
            | Tag::BlockQuote(_)
            | Tag::FootnoteDefinition(_) => {}
        }
        i + 1
    }

    pub(super) fn close(&mut self, end: TagEnd) {
        self.depth = self.depth.saturating_sub(1);
        match end {
            TagEnd::Paragraph => self.put("</p>\n"),
            TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Image | TagEnd::FootnoteDefinition => {}
            TagEnd::BlockQuote(_) => {
                let html = self.ends.pop().unwrap_or("</blockquote>\n");
                self.put(html);
            }
            TagEnd::List(true) => self.put("</ol>\n"),
            TagEnd::List(false) => self.put("</ul>\n"),
            TagEnd::Item => {
                if self.body.html.ends_with('\n') {
                    self.body.html.pop();
                }
                self.put("</li>\n");
            }
            TagEnd::Emphasis => self.put("</em>"),
            TagEnd::Strong => self.put("</strong>"),
            TagEnd::Strikethrough => self.put("</del>"),
            TagEnd::Table => {
                self.put("</tbody></table></div>\n");
                self.table = None;
            }
            TagEnd::TableHead => {
                self.put("</tr></thead><tbody>");
                if let Some((_, column, head)) = &mut self.table {
                    (*column, *head) = (0, false);
                }
            }
            TagEnd::TableRow => self.put("</tr>"),
            TagEnd::TableCell => {
                let head = self.table.as_ref().is_some_and(|(.., head)| *head);
                self.put(if head { "</th>" } else { "</td>" });
            }
            TagEnd::Link => {
                self.in_link = self.in_link.saturating_sub(1);
                let html = self.ends.pop().unwrap_or("</a>");
                self.put(html);
            }
            TagEnd::DefinitionList => self.put("</dl>\n"),
            TagEnd::DefinitionListTitle => self.put("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.put("</dd>\n"),
            TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) | TagEnd::Superscript | TagEnd::Subscript => {}
        }
        self.end_points();
    }

    pub(super) fn cell(&mut self) {
        let Some((alignments, column, head)) = &mut self.table else {
            return;
        };
        let class = match alignments.get(*column) {
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            _ => "",
        };
        *column += 1;
        let name = if *head { "<th scope=\"col\"" } else { "<td" };
        self.put(name);
        self.put(class);
        self.put(">");
        self.last = None;
    }
}
