//! A tag of the text with its attributes, and what elements are by their names.

use crate::html::{Attribute, Element, Node, Piece, Pieces, unescape};

/// A tag that begins an element.
pub(super) struct Tag {
    /// What it is.
    pub element: Element,
    /// Its name in lower case.
    pub name: String,
    /// Names and values, escaped as they are written.
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// Of its pieces, the beginning first.
    pub fn of(element: Element, pieces: &[Piece<'_>]) -> Self {
        let attribute = |piece: &Piece<'_>| {
            let Node::Attribute(..) = piece.node else {
                return None;
            };
            let name = piece.html.split('=').next()?.trim().to_ascii_lowercase();
            Some((name, piece.value().unwrap_or("").to_owned()))
        };
        Self {
            element,
            name: pieces
                .first()
                .map_or_else(String::new, |piece| piece.name().to_ascii_lowercase()),
            attributes: pieces.iter().filter_map(attribute).collect(),
        }
    }

    /// The tag of a paragraph that nobody wrote.
    pub fn none() -> Self {
        Self {
            element: Element::P,
            name: String::new(),
            attributes: Vec::new(),
        }
    }

    /// The value of an attribute, escaped as it is written.
    pub fn value(&self, name: Attribute) -> Option<&str> {
        self.value_of(name.text())
    }

    fn value_of(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether it has a class.
    pub fn has_class(&self, class: &str) -> bool {
        let classes = self.value(Attribute::Class).unwrap_or("");
        classes.split_whitespace().any(|own| own == class)
    }

    /// Whether nobody reads it with their eyes, or only a script shows it.
    pub fn is_unread(&self) -> bool {
        let hidden = self.value_of("aria-hidden") == Some("true") || self.value_of("hidden").is_some();
        let of_the_page = ["sr", "footnote-back", "footnotes", "note-of"];
        hidden || self.element == Element::CellLabel || of_the_page.iter().any(|class| self.has_class(class))
    }

    /// How many columns and rows a cell takes, as it is written.
    pub fn spans(&self) -> String {
        let span = |name: &str| {
            let value = self.value_of(name)?.parse::<u16>().ok()?;
            (value > 1).then(|| format!(" {name}=\"{value}\""))
        };
        ["colspan", "rowspan"].into_iter().filter_map(span).collect()
    }

    /// Where the words of a cell stand.
    pub fn align(&self) -> &'static str {
        let says = |word: &str| self.has_class(word) || self.value_of("align") == Some(word);
        match () {
            () if says("center") => "center",
            () if says("right") => "right",
            () => "left",
        }
    }

    /// Goes past the end of the element; the words in it.
    pub fn skip(&self, pieces: &mut Pieces<'_>) -> String {
        let mut words = String::new();
        if is_void(&self.name) {
            return words;
        }
        let mut depth = 1;
        for piece in pieces.by_ref() {
            match piece.node {
                Node::Begin(..) if piece.name().eq_ignore_ascii_case(&self.name) => depth += 1,
                Node::End(..) if piece.name().eq_ignore_ascii_case(&self.name) => depth -= 1,
                Node::Text(_) => words.push_str(&unescape(piece.html)),
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        words
    }

    /// Whether there is a block before the end of the element.
    pub fn holds_blocks(&self, pieces: &Pieces<'_>) -> bool {
        let mut depth = 1;
        for piece in pieces.clone() {
            match piece.node {
                Node::Begin(..) if piece.name().eq_ignore_ascii_case(&self.name) => depth += 1,
                Node::Begin(..) if is_block(&piece.name().to_ascii_lowercase()) => return true,
                Node::End(..) if piece.name().eq_ignore_ascii_case(&self.name) => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        false
    }
}

/// Whether an element never has anything in it.
pub(super) fn is_void(name: &str) -> bool {
    const VOID: [&str; 13] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ];
    VOID.contains(&name)
}

/// Whether an element is on lines of its own.
pub(super) fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 37] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "caption",
        "center",
        "colgroup",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
    ];
    BLOCKS.contains(&name) || matches!(name, "tr" | "ul")
}
