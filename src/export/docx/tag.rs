//! A tag with those of its attributes that say something on paper.

use crate::html::{Attribute, Element, Node, Piece, attribute_value};

/// A tag.
#[derive(Debug)]
pub(super) struct Tag {
    /// What begins with it.
    pub element: Element,
    /// Its name.
    pub name: String,
    /// `id`
    pub id: String,
    /// `class`
    class: String,
    /// `href`
    pub href: String,
    /// `src`
    pub source: String,
    /// `alt`
    pub alternative: String,
    /// `data-fact`
    pub fact: String,
    /// `start`, else 1.
    pub start: u32,
    /// `colspan`, else 1.
    pub columns: usize,
    /// `rowspan`, else 1.
    pub rows: usize,
    /// `checked`
    pub checked: bool,
}

/// No cell takes more columns or rows than this.
const WIDEST: usize = 63;

impl Tag {
    /// The tag of its pieces, the name first.
    pub fn of(element: Element, pieces: &[Piece<'_>]) -> Self {
        let mut tag = Self {
            element,
            name: pieces[0].name().to_ascii_lowercase(),
            id: String::new(),
            class: String::new(),
            href: String::new(),
            source: String::new(),
            alternative: String::new(),
            fact: String::new(),
            start: 1,
            columns: 1,
            rows: 1,
            checked: false,
        };
        for piece in &pieces[1..] {
            let Node::Attribute(name, ..) = piece.node else {
                continue;
            };
            let value = attribute_value(piece.value().unwrap_or_default());
            tag.attribute(name, piece.html, value);
        }
        tag
    }

    fn attribute(&mut self, name: Attribute, written: &str, value: String) {
        let span = |value: &str| value.trim().parse().unwrap_or(1).clamp(1, WIDEST);
        match name {
            Attribute::Id => self.id = value,
            Attribute::Class => self.class = value,
            Attribute::Href => self.href = value,
            Attribute::Src => self.source = value,
            Attribute::Alt => self.alternative = value,
            Attribute::DataFact => self.fact = value,
            Attribute::Start => self.start = value.trim().parse().unwrap_or(1),
            Attribute::Checked => self.checked = true,
            _ => match written.trim_start().split('=').next() {
                Some("colspan") => self.columns = span(&value),
                Some("rowspan") => self.rows = span(&value),
                _ => {}
            },
        }
    }

    /// Its classes.
    pub fn classes(&self) -> impl Iterator<Item = &str> {
        self.class.split_whitespace()
    }

    /// Whether it has a class.
    pub fn has_class(&self, class: &str) -> bool {
        self.classes().any(|own| own == class)
    }

    /// Whether nothing of it is for paper: what stands in margins, what is pressed, what only small screens show.
    pub fn is_silent(&self) -> bool {
        matches!(
            self.element,
            Element::Script | Element::Style | Element::Svg | Element::Template | Element::CellLabel
        ) || matches!(
            self.name.as_str(),
            "button" | "noscript" | "select" | "textarea" | "video" | "audio" | "iframe" | "object"
        ) || self.name == "aside" && self.has_class("note")
            || self.has_class("footnote-back")
    }

    /// Whether nothing can be in it, so that it never ends.
    pub fn is_void(&self) -> bool {
        matches!(
            self.name.as_str(),
            "area"
                | "base"
                | "br"
                | "col"
                | "embed"
                | "hr"
                | "img"
                | "input"
                | "link"
                | "meta"
                | "source"
                | "track"
                | "wbr"
        )
    }
}

/// Whether an element that has no name of ours stands on lines of its own.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "center"
            | "dd"
            | "details"
            | "dl"
            | "dt"
            | "fieldset"
            | "figure"
            | "form"
            | "header"
            | "main"
            | "menu"
            | "nav"
            | "summary"
    )
}
