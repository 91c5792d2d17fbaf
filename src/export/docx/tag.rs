//! What a tag says on paper.

use crate::export::tag::Tag;
use crate::html::Element;

/// No cell takes more columns or rows than this.
const WIDEST: usize = 63;

impl Tag {
    /// Whether nothing of it is for paper: what stands in margins, what is pressed, what only small screens show.
    pub(super) fn is_silent(&self) -> bool {
        matches!(
            self.element,
            Element::Script | Element::Style | Element::Svg | Element::Template | Element::CellLabel
        ) || matches!(
            self.name.as_str(),
            "button" | "noscript" | "select" | "textarea" | "video" | "audio" | "iframe" | "object"
        ) || self.name == "aside" && self.has_class("note")
            || self.has_class("footnote-back")
    }

    /// How many columns or rows a cell takes: `colspan` or `rowspan`, else 1.
    pub(super) fn span(&self, name: &str) -> usize {
        let written = self.value_of(name).and_then(|value| value.trim().parse().ok());
        written.unwrap_or(1).clamp(1, WIDEST)
    }
}
