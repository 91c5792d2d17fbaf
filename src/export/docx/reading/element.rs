//! What begins with each element.

use super::{GroupOf, Reading, What};
use crate::export::docx::text::{Alert, Align, Cell, Closing, Frame, Inline, Label, Role, Table};
use crate::export::tag::Tag;
use crate::html::{Attribute, Element, ends_paragraph};

impl Reading {
    /// What begins with an element.
    pub(super) fn element(&mut self, tag: &Tag) -> What {
        use Element::*;
        match tag.element {
            Strong => self.around.style.bold = true,
            Em => self.around.style.italic = true,
            Del => self.around.style.strike = true,
            Code => self.around.style.code = true,
            NoteMark | Sup => self.around.style.raised = true,
            A => self.around.link = tag.read(Attribute::Href),
            Data | Fact | Span | FactText => return self.span(tag),
            Br => self.line_break(),
            Img => self.picture(tag),
            Input => self.words(if tag.value(Attribute::Checked).is_some() {
                "☑"
            } else {
                "☐"
            }),
            P => return self.paragraph(tag),
            H1 | H2 | H3 | H4 | H5 | H6 => return self.heading(tag),
            Ul | Ol => return self.list(tag),
            Li => return self.item(tag),
            Table => return self.table(),
            Tr => return self.row(),
            Td | Th => return self.cell(tag),
            Blockquote => return self.framed(Frame::Quote),
            Pre => {
                self.around.verbatim = true;
                return self.block(Role::Code);
            }
            Hr => self.flush(),
            _ => return self.other(tag),
        }
        What::Nothing
    }

    fn other(&mut self, tag: &Tag) -> What {
        let style = &mut self.around.style;
        match tag.name.as_str() {
            "b" => style.bold = true,
            "i" | "cite" | "dfn" | "var" => style.italic = true,
            "s" | "strike" => style.strike = true,
            "sub" => style.lowered = true,
            "kbd" | "samp" => style.code = true,
            "figcaption" | "caption" => return self.block(Role::Caption),
            "div" | "section" | "footer" => return self.division(tag),
            name if ends_paragraph(name) => return self.block(Role::Text),
            _ => {}
        }
        What::Nothing
    }

    fn division(&mut self, tag: &Tag) -> What {
        let what = self.block(Role::Text);
        if let Some(alert) = tag.classes().find_map(|class| class.strip_prefix("alert-")) {
            self.around.frame = Frame::Alert(match alert {
                "tip" => Alert::Tip,
                "important" => Alert::Important,
                "warning" => Alert::Warning,
                "caution" => Alert::Caution,
                _ => Alert::Note,
            });
        } else if tag.has_class("annex-list") {
            self.around.group = GroupOf::Annexes;
            self.listed = false;
        } else if tag.has_class("closing") {
            self.around.group = GroupOf::Closing;
        }
        what
    }

    fn framed(&mut self, frame: Frame) -> What {
        let what = self.block(Role::Text);
        self.around.frame = frame;
        what
    }

    fn paragraph(&mut self, tag: &Tag) -> What {
        self.flush();
        if tag.has_class("alert-title") {
            // The number of an item stands at its first words of its own.
            let mark = self.mark.take();
            self.begin_line(Role::Label);
            self.mark = mark;
            self.around.style.bold = true;
            return What::Block;
        }
        let role = match () {
            () if tag.has_class("annex-title") => Role::AnnexTitle,
            () if tag.has_class("closing-note") => Role::Closing(Closing::Note),
            () if tag.has_class("closing-copies") => Role::Closing(Closing::Distribution),
            () => Role::Text,
        };
        self.loose = self.mark.is_some();
        if role != Role::Text {
            self.begin_line(role);
        }
        What::Block
    }

    fn heading(&mut self, tag: &Tag) -> What {
        if tag.has_class("annex") {
            return self.block(Role::Annex);
        }
        let level = tag.name.as_bytes().get(1).map_or(2, |digit| digit - b'0');
        self.block(Role::Heading(level.saturating_sub(1).max(1)))
    }

    fn list(&mut self, tag: &Tag) -> What {
        self.flush();
        self.around.depth += 1;
        let start = tag.read(Attribute::Start).trim().parse().unwrap_or(1);
        self.lists.push((tag.element == Element::Ol).then_some(start));
        What::List
    }

    fn item(&mut self, tag: &Tag) -> What {
        self.flush();
        if let Some(number) = tag
            .read(Attribute::Id)
            .strip_prefix("fn-")
            .and_then(|id| id.parse().ok())
        {
            self.around.depth = 0;
            self.inner.push(Vec::new());
            return What::Note(number);
        }
        self.mark = Some(match self.lists.last_mut() {
            Some(Some(next)) => {
                let words = format!("{next}.");
                *next = next.saturating_add(1);
                (
                    Role::Text,
                    Some(Label {
                        words,
                        bold: false,
                        listed: true,
                    }),
                )
            }
            _ => (Role::Bullet, None),
        });
        What::Block
    }

    fn table(&mut self) -> What {
        self.flush();
        self.tables.push(Table::default());
        What::Table
    }

    fn row(&mut self) -> What {
        self.flush();
        if let Some(table) = self.tables.last_mut() {
            table.rows.push(Vec::new());
            return What::Row;
        }
        What::Block
    }

    fn cell(&mut self, tag: &Tag) -> What {
        self.flush();
        let Some(row) = self.tables.last_mut().and_then(|table| table.rows.last_mut()) else {
            return What::Block;
        };
        row.push(Cell {
            blocks: Vec::new(),
            columns: tag.span("colspan"),
            rows: tag.span("rowspan"),
            heads: tag.element == Element::Th,
            align: match () {
                () if tag.has_class("right") => Align::End,
                () if tag.has_class("center") => Align::Center,
                () => Align::Start,
            },
        });
        self.inner.push(Vec::new());
        self.around.depth = 0;
        What::Cell
    }

    fn span(&mut self, tag: &Tag) -> What {
        if tag.has_class("clause-mark") {
            self.marking = true;
            let bold = self.around.style.bold;
            self.line().mark = Some(Label {
                words: String::new(),
                bold,
                listed: false,
            });
            return What::Mark;
        }
        let fact = tag.read(Attribute::DataFact);
        if !fact.is_empty() {
            // What the page links it to is below the page.
            self.around.link.clear();
            self.line().inlines.push(Inline::Fact(fact));
            return What::Fact;
        }
        What::Nothing
    }

    fn picture(&mut self, tag: &Tag) {
        let picture = Inline::Picture {
            source: tag.read(Attribute::Src),
            words: tag.read(Attribute::Alt),
        };
        self.line().inlines.push(picture);
    }
}
