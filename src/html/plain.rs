//! Plain words.

use super::{Node, Piece, Pieces};

/// The words of a stretch of a tree: entities resolved, blocks apart by a newline. Slots say nothing.
pub fn plain(pieces: Pieces<'_>) -> String {
    let mut words = Plain::default();
    pieces.for_each(|piece| words.piece(&piece));
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
