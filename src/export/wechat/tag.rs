//! What a tag says in an article.

use crate::export::tag::Tag;
use crate::html::{Element, Node, Pieces, is_block, is_void, unescape};

impl Tag {
    /// Whether nobody reads it with their eyes, or only a script shows it.
    pub(super) fn is_unread(&self) -> bool {
        let hidden = self.value_of("aria-hidden") == Some("true") || self.value_of("hidden").is_some();
        let of_the_page = ["sr", "footnote-back", "footnotes", "note-of"];
        hidden || self.element == Element::CellLabel || of_the_page.iter().any(|class| self.has_class(class))
    }

    /// How many columns and rows a cell takes, as it is written.
    pub(super) fn spans(&self) -> String {
        let span = |name: &str| {
            let value = self.value_of(name)?.parse::<u16>().ok()?;
            (value > 1).then(|| format!(" {name}=\"{value}\""))
        };
        ["colspan", "rowspan"].into_iter().filter_map(span).collect()
    }

    /// Where the words of a cell stand.
    pub(super) fn align(&self) -> &'static str {
        let says = |word: &str| self.has_class(word) || self.value_of("align") == Some(word);
        match () {
            () if says("center") => "center",
            () if says("right") => "right",
            () => "left",
        }
    }

    /// Goes past the end of the element; the words in it.
    pub(super) fn skip(&self, pieces: &mut Pieces<'_>) -> String {
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
    pub(super) fn holds_blocks(&self, pieces: &Pieces<'_>) -> bool {
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
