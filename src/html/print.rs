//! Links on paper, where nobody can press them: each is numbered, and the addresses are at the end.

use super::plain::unescape;
use super::{Attribute, Element, Node, Tree};

/// The tree with the number of its address at every link (`data-link`, from 1), and the addresses, each
/// once. Left out are links within the page, to a telephone, to a mailbox.
pub fn numbered(tree: &Tree) -> (Tree, Vec<String>) {
    let mut out = Tree::default();
    let mut found: Vec<String> = Vec::new();
    let mut pieces = tree.pieces();
    while let Some(piece) = pieces.next() {
        out.piece(&piece);
        let (Node::Begin(Element::A, _), Some(href)) = (piece.node, pieces.attribute(Attribute::Href)) else {
            continue;
        };
        if ["#", "tel:", "mailto:"]
            .iter()
            .any(|start| href.starts_with(start))
        {
            continue;
        }
        let href = unescape(href);
        let at = found.iter().position(|known| *known == href).unwrap_or_else(|| {
            found.push(href);
            found.len() - 1
        });
        out.attribute(Attribute::DataLink, &(at + 1).to_string());
    }
    (out, found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::read;

    #[test]
    fn links_to_pages_are_numbered_and_one_address_has_one_number() {
        let html = "<p><a class=\"x\" href=\"/b/\">乙</a><a href=\"#c\">丙</a><a id=\"d\">丁</a><a href=\"https://d/?e=1&amp;f\">戊</a>\
                    <a href=\"/b/\">乙</a><a href=\"tel:1\">电</a><abbr>a</abbr><a title=\"1>0\" href=\"/g/\">庚</a>";
        let (out, found) = numbered(&read(html));
        assert_eq!(found, ["/b/", "https://d/?e=1&f", "/g/"]);
        let mut plain = out.into_html();
        for (number, times) in [(1, 2), (2, 1), (3, 1)] {
            let mark = format!(" data-link=\"{number}\"");
            assert_eq!(plain.matches(&mark).count(), times);
            plain = plain.replace(&mark, "");
        }
        assert_eq!(plain, html);
    }
}
