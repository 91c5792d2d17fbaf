//! What one page quotes of another.

use super::{Attribute, Element, Node, Tree};

/// A clause as another page shows it: without ids, which would not be unique there, without note marks, which
/// lead nowhere, and without the sections around it and in it, which would be clauses of that page.
pub fn elsewhere(tree: &Tree) -> Tree {
    let mut out = Tree::default();
    let nodes = inner(tree);
    let mut pieces = tree.pieces_of(nodes);
    let mut sections = Vec::new();
    while let Some(piece) = pieces.next() {
        match piece.node {
            Node::Begin(Element::Clause, _) => {
                pieces.find(|piece| matches!(piece.node, Node::Inside(_)));
                sections.push(false);
            }
            Node::Begin(Element::Section, _) => {
                sections.push(true);
                out.piece(&piece);
            }
            Node::End(Element::Section, _) if !sections.pop().unwrap_or(true) => {}
            Node::Attribute(Attribute::DataClause, ..) => {}
            Node::Attribute(Attribute::Id, ..) => {}
            Node::Begin(Element::NoteMark, _) => {
                pieces.find(|piece| matches!(piece.node, Node::End(Element::Sup, _)));
            }
            _ => out.piece(&piece),
        }
    }
    out
}

/// The nodes within the section that a tree is; all of them when it is none.
fn inner(tree: &Tree) -> std::ops::Range<usize> {
    if !matches!(
        tree.node(0),
        Some(Node::Begin(Element::Clause | Element::Section, _))
    ) {
        return 0..tree.len();
    }
    let inside = tree
        .pieces()
        .position(|piece| matches!(piece.node, Node::Inside(_)));
    let closed = matches!(tree.node(tree.len() - 1), Some(Node::End(Element::Section, _)));
    inside.map_or(0, |at| at + 1)..tree.len() - usize::from(closed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::read;

    #[test]
    fn a_clause_shown_elsewhere_brings_no_ids() {
        assert_eq!(
            elsewhere(&read(
                "<p id=\"a\" class=\"b\">x<sup class=\"footnote-mark\"><a id=\"y\">1</a></sup></p>"
            ))
            .html(),
            "<p class=\"b\">x</p>"
        );
        assert_eq!(
            elsewhere(&read("<section class=\"clause\" id=\"s1\"><p>x</p></section>")).html(),
            "<p>x</p>"
        );
        assert_eq!(
            elsewhere(&read(
                "<h2 id=\"annex1\" data-clause=\"附件1\">a</h2><section class=\"clause\" id=\"annex1s1\"><p>x</p></section>"
            ))
            .html(),
            "<h2>a</h2><p>x</p>"
        );
    }
}
