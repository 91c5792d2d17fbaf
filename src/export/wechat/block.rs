//! Blocks: paragraphs, headings, lists, tables. Marks of lists are words, because the editor takes lists apart.

use super::convert::{Article, Inside, List, Open};
use crate::export::tag::Tag;
use crate::html::Attribute;

impl Article<'_> {
    /// Blocks that hold words or other blocks.
    pub(super) fn other_block(&mut self, tag: &Tag) {
        let style = self.style;
        let section = |style: String| (format!("<section style=\"{style}\">"), "</section>");
        let (begin, end, inside) = match tag.name.as_str() {
            "p" => return self.begin_paragraph(tag),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = usize::from(tag.name.as_bytes()[1] - b'0');
                let (begin, _) = section(style.heading(level));
                (format!("{begin}<strong>"), "</strong></section>", Inside::Words)
            }
            "dt" => (
                format!("<p style=\"{}\"><strong>", style.item("0")),
                "</strong></p>",
                Inside::Words,
            ),
            "figcaption" | "caption" => (
                format!("<p style=\"{}\">", style.centred()),
                "</p>",
                Inside::Words,
            ),
            "summary" => (
                format!("<p style=\"{}\"><strong>", style.paragraph()),
                "</strong></p>",
                Inside::Words,
            ),
            "dd" => {
                let (begin, end) = section(style.nested());
                (begin, end, Inside::Blocks)
            }
            // The frame of a quotation with its source is a figure.
            "blockquote" if self.open.iter().any(|open| open.name == "figure") => {
                (String::new(), "", Inside::Blocks)
            }
            "blockquote" => {
                let (begin, end) = section(style.quote());
                (begin, end, Inside::Blocks)
            }
            "figure" if tag.has_class("quote") => {
                let (begin, end) = section(style.quote());
                (begin, end, Inside::Blocks)
            }
            "div" if tag.has_class("alert") => {
                let (begin, end) = section(style.quote());
                (begin, end, Inside::Blocks)
            }
            "aside" if tag.has_class("note") => {
                let (begin, end) = section(style.margin());
                (begin, end, Inside::Blocks)
            }
            _ => return self.table_part(tag),
        };
        self.begin_block(tag, &begin, end, inside);
    }

    /// A part of a table; any other block leaves no trace but its words.
    fn table_part(&mut self, tag: &Tag) {
        let style = self.style;
        let (begin, end, inside) = match tag.name.as_str() {
            "table" => {
                let (wide, table) = (style.wide(), style.table());
                let table = format!("<section style=\"{wide}\"><table style=\"{table}\">");
                (table, "</table></section>", Inside::Anything)
            }
            "td" | "th" => {
                let begin = format!(
                    "<{}{} style=\"{}\">",
                    tag.name,
                    tag.spans(),
                    style.cell(tag.name == "th", tag.align())
                );
                let end = if tag.name == "th" { "</th>" } else { "</td>" };
                (begin, end, Inside::Anything)
            }
            "thead" => ("<thead>".to_owned(), "</thead>", Inside::Anything),
            "tbody" => ("<tbody>".to_owned(), "</tbody>", Inside::Anything),
            "tfoot" => ("<tfoot>".to_owned(), "</tfoot>", Inside::Anything),
            "tr" => ("<tr>".to_owned(), "</tr>", Inside::Anything),
            _ => (String::new(), "", Inside::Blocks),
        };
        self.begin_block(tag, &begin, end, inside);
    }

    pub(super) fn begin_block(&mut self, tag: &Tag, begin: &str, end: &'static str, inside: Inside) {
        self.close_paragraph();
        if matches!(self.inside(), Inside::Words | Inside::Inline) {
            // No paragraph may hold another one.
            self.out.push_str("<br>");
            return self.push(tag, "", Inside::Inline);
        }
        self.out.push_str(begin);
        self.push(tag, end, inside);
    }

    pub(super) fn push(&mut self, tag: &Tag, end: impl Into<String>, inside: Inside) {
        self.open.push(Open {
            name: tag.name.clone(),
            end: end.into(),
            inside,
            list: None,
        });
    }

    /// Begins a paragraph; the mark of an entry stands in it.
    fn begin_paragraph(&mut self, tag: &Tag) {
        const TITLES: [&str; 5] = [
            "alert-title",
            "step-title",
            "line-title",
            "card-title",
            "pane-name",
        ];
        let style = self.paragraph_style(tag);
        let is_title = TITLES.iter().any(|class| tag.has_class(class));
        if is_title && self.marker.is_none() {
            let begin = format!("<p style=\"{style}\"><strong>");
            return self.begin_block(tag, &begin, "</strong></p>", Inside::Words);
        }
        self.begin_block(tag, &format!("<p style=\"{style}\">"), "</p>", Inside::Words);
    }

    fn paragraph_style(&self, tag: &Tag) -> String {
        let (style, is_in) = (self.style, |name: &str| {
            self.open.iter().any(|open| open.name == name)
        });
        match &self.marker {
            Some(marker) => style.item(&width(marker)),
            // Who signs and when stand at the right, as on paper.
            None if self.closing && tag.has_class("closing-copies") => style.small(),
            None if self.closing && !tag.has_class("closing-note") => style.right(),
            None if tag.has_class("line-when") => style.when(),
            None if is_in("li") => style.further(),
            None => style.paragraph(),
        }
    }

    /// Ends a paragraph that nobody wrote.
    pub(super) fn close_paragraph(&mut self) {
        while self
            .open
            .last()
            .is_some_and(|open| open.name.is_empty() && open.inside == Inside::Words)
        {
            self.pop();
        }
    }

    /// Makes sure that words may be written, and writes the mark of an entry before them.
    pub(super) fn ready(&mut self) {
        if self.inside() == Inside::Blocks {
            let none = Tag::none();
            self.begin_paragraph(&none);
        }
        if let Some(marker) = self.marker.take() {
            self.out.push_str(&marker);
        }
    }

    /// A list; within another one it stands further in.
    pub(super) fn list(&mut self, tag: &Tag) {
        let depth = self.open.iter().filter(|open| open.list.is_some()).count();
        let style = self.style;
        let number = tag.value(Attribute::Start).and_then(|start| start.parse().ok());
        let has = |classes: &[&str]| classes.iter().any(|class| tag.has_class(class));
        let list = match () {
            () if has(&["line"]) => List {
                next: None,
                bullet: None,
                entry: Some(style.moment()),
            },
            () if has(&["cards", "wins", "contacts"]) => List {
                next: None,
                bullet: None,
                entry: Some(style.card()),
            },
            () if tag.name == "ol" => List {
                next: Some(number.unwrap_or(1)),
                bullet: None,
                entry: None,
            },
            () => List {
                next: None,
                bullet: Some(if depth % 2 == 0 { "•" } else { "◦" }),
                entry: None,
            },
        };
        // An entry of which only a list follows keeps its mark on a line of its own.
        if self.marker.is_some() {
            self.ready();
        }
        let (begin, end) = if depth > 0 {
            (format!("<section style=\"{}\">", style.nested()), "</section>")
        } else {
            (String::new(), "")
        };
        self.begin_block(tag, &begin, end, Inside::Blocks);
        if let Some(open) = self.open.last_mut() {
            open.list = Some(list);
        }
    }

    /// An entry of a list.
    pub(super) fn entry(&mut self, tag: &Tag) {
        self.close_paragraph();
        let list = self.open.iter_mut().rev().find_map(|open| open.list.as_mut());
        let (mut marker, mut entry) = (None, None);
        if let Some(list) = list {
            marker = list
                .next
                .map(|next| format!("{next}. "))
                .or(list.bullet.map(|mark| format!("{mark} ")));
            list.next = list.next.map(|next| next + 1);
            entry = list.entry.clone();
        }
        let begin = entry.map_or_else(String::new, |style| format!("<section style=\"{style}\">"));
        let end = if begin.is_empty() { "" } else { "</section>" };
        self.begin_block(tag, &begin, end, Inside::Blocks);
        self.marker = marker;
    }

    /// A box that is ticked or not.
    pub(super) fn checkbox(&mut self, tag: &Tag) {
        if tag.value(Attribute::Type) != Some("checkbox") {
            return self.lose_form();
        }
        let ticked = tag.value(Attribute::Checked).is_some();
        let mark = if ticked { "☑ " } else { "☐ " };
        match &mut self.marker {
            Some(marker) => *marker = mark.to_owned(),
            None => self.inline(mark),
        }
    }
}

/// About how wide a mark is, in ems.
fn width(marker: &str) -> String {
    let tenth = |c: char| match c {
        '0'..='9' => 6,
        '.' | ' ' | '[' | ']' => 3,
        '•' | '◦' => 4,
        _ => 10,
    };
    let tenths: usize = marker.chars().map(tenth).sum();
    format!("{}.{}", tenths / 10, tenths % 10)
}
