//! A tag of a rendered text with its attributes.

use crate::html::{Attribute, Element, Node, Piece, attribute_value};

/// A tag that begins an element.
#[derive(Debug)]
pub(super) struct Tag {
    /// What it is.
    pub element: Element,
    /// Its name in lower case.
    pub name: String,
    /// Names in lower case and values, escaped as they are written.
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

    /// The value of an attribute of this name in lower case, escaped as it is written.
    pub fn value_of(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The value of an attribute as a browser reads it, empty where there is none.
    pub fn read(&self, name: Attribute) -> String {
        attribute_value(self.value(name).unwrap_or(""))
    }

    /// Its classes.
    pub fn classes(&self) -> impl Iterator<Item = &str> {
        self.value(Attribute::Class).unwrap_or("").split_whitespace()
    }

    /// Whether it has a class.
    pub fn has_class(&self, class: &str) -> bool {
        self.classes().any(|own| own == class)
    }
}
