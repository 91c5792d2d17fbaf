//! Plain words.

use super::{Attribute, Element, Node, Piece, Pieces, Tree};
use std::ops::Range;

/// The words of a stretch of a tree: entities resolved, blocks apart by a newline. Slots say nothing.
pub fn plain(pieces: Pieces<'_>) -> String {
    let mut words = Plain::default();
    pieces.for_each(|piece| words.piece(&piece));
    words.0
}

/// The words of stretches of a tree with the numbers that readers see before the items of its lists, which no text says: `1. `.
/// An item has its number in front of its first word, and none when it is outside.
pub fn plain_with_items(tree: &Tree, stretches: &[Range<u32>]) -> String {
    let mut words = Plain::default();
    let mut lists: Vec<Option<u64>> = Vec::new();
    let mut number = None;
    let mut pieces = tree.pieces();
    let at_of = |index: usize| u32::try_from(index).expect("a text has fewer than four billion nodes");
    loop {
        let at = at_of(pieces.index());
        let Some(piece) = pieces.next() else { break };
        match piece.node {
            Node::Begin(Element::Ol, _) => {
                let first = pieces.attribute(Attribute::Start);
                lists.push(Some(first.and_then(|first| first.parse().ok()).unwrap_or(1)));
            }
            Node::Begin(Element::Ul, _) => lists.push(None),
            Node::End(Element::Ol | Element::Ul, _) => {
                lists.pop();
            }
            Node::Begin(Element::Li, _) => {
                let list = lists.last_mut().and_then(Option::as_mut);
                number = list.map(|next| std::mem::replace(next, next.saturating_add(1)));
            }
            _ => {}
        }
        let is_text = matches!(piece.node, Node::Text(_)) && !piece.html.trim().is_empty();
        let number = number.take_if(|_| is_text);
        if stretches.iter().any(|stretch| stretch.contains(&at)) {
            if let Some(number) = number {
                words.line();
                words.0.push_str(&format!("{number}. "));
            }
            words.piece(&piece);
        }
    }
    words.0
}

/// Plain words in the making.
#[derive(Debug, Default)]
pub struct Plain(pub String);

impl Plain {
    /// Adds what is to be read of a piece.
    pub fn piece(&mut self, piece: &Piece<'_>) {
        match piece.node {
            Node::Text(_) => self.text(piece.html),
            Node::Begin(element, _) | Node::End(element, _) if element.is_block() => self.line(),
            _ => {}
        }
    }

    /// Begins a line, unless one has just begun.
    fn line(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with('\n') {
            self.0.push('\n');
        }
    }

    /// Adds escaped text.
    fn text(&mut self, html: &str) {
        let mut rest = html;
        while let Some(at) = rest.find('&') {
            self.0.push_str(&rest[..at]);
            let (c, length) = entity(&rest[at..]);
            self.0.push(c);
            rest = &rest[at + length..];
        }
        self.0.push_str(rest);
    }
}

/// Escaped text as it is read.
pub fn unescape(html: &str) -> String {
    let mut words = Plain::default();
    words.text(html);
    words.0
}

fn entity(text: &str) -> (char, usize) {
    for (name, c) in [
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&#39;", '\''),
        ("&nbsp;", ' '),
    ] {
        if text.starts_with(name) {
            return (c, name.len());
        }
    }
    ('&', 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::{Tree, read};

    #[test]
    fn blocks_stand_on_lines_of_their_own() {
        assert_eq!(
            plain(read("<p>一&amp;二</p><p title=\"a>b\">三</p><script>4</script>").pieces()),
            "一&二\n三\n"
        );
    }

    proptest::proptest! {
        #[test]
        fn escaped_text_reads_back(text in "[a-z<>&\"婚 ]{0,20}") {
            let mut tree = Tree::default();
            tree.text(&text);
            assert_eq!(plain(tree.pieces()), text);
        }
    }
}
