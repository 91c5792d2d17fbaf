//! Addresses in a tree turned into others.

use super::{Attribute, Node, Piece, Tree};

/// A tree as another host may show it: links that begin at the root get `origin` before them, those that
/// lead within the page its URL.
pub fn rooted(tree: &Tree, origin: &str, page: &str) -> String {
    let whole = |piece: &Piece<'_>, value: &str| match piece.node {
        Node::Attribute(Attribute::Href | Attribute::Src | Attribute::Poster | Attribute::Cite, ..)
            if value.starts_with('#') =>
        {
            Some(format!("{page}{value}"))
        }
        Node::Attribute(
            Attribute::Href | Attribute::Src | Attribute::Poster | Attribute::Cite | Attribute::Srcset,
            ..,
        ) if value.starts_with('/') && !value.starts_with("//") => Some(format!("{origin}{value}")),
        _ => None,
    };
    turned(tree, &whole)
}

/// The HTML of a tree with addresses turned into others. `turn` is asked for each attribute and each address
/// in a `srcset`, escaped as they are written, and gives what is to be there instead.
pub fn turned(tree: &Tree, turn: &dyn Fn(&Piece<'_>, &str) -> Option<String>) -> String {
    let mut out = String::with_capacity(tree.html().len() * 9 / 8);
    for piece in tree.pieces() {
        let Some(range) = piece.value_range() else {
            out.push_str(piece.html);
            continue;
        };
        let value = &piece.html[range.clone()];
        let new = match piece.node {
            Node::Attribute(Attribute::Srcset, ..) => Some(srcset(value, &|href| turn(&piece, href))),
            _ => turn(&piece, value),
        };
        out.push_str(&piece.html[..range.start]);
        out.push_str(new.as_deref().unwrap_or(value));
        out.push_str(&piece.html[range.end..]);
    }
    out
}

/// The value of a `srcset` with its addresses turned into others. Commas within an address are its own.
fn srcset(value: &str, turn: &dyn Fn(&str) -> Option<String>) -> String {
    let candidates = value.split(", ").map(|candidate| {
        let href = candidate.trim_start();
        let blank = candidate.len() - href.len();
        let end = href.find(char::is_whitespace).unwrap_or(href.len());
        let new = turn(&href[..end]);
        let new = new.as_deref().unwrap_or(&href[..end]);
        format!("{}{new}{}", &candidate[..blank], &href[end..])
    });
    candidates.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::read;

    #[test]
    fn links_within_the_site_become_whole_and_words_stay() {
        assert_eq!(
            rooted(
                &read(
                    "<p>a href=\"/x\" <a title=\"1>0\" href=\"/x\">乙</a><img src='/a.png' srcset=\"/a.png 1w, //b 2w\"><a href=\"#b\"><a href=\"//c/\"><a href=\"https://d/\"> 1<2"
                ),
                "https://o",
                "https://o/p/"
            ),
            "<p>a href=\"/x\" <a title=\"1>0\" href=\"https://o/x\">乙</a><img src='https://o/a.png' srcset=\"https://o/a.png 1w, //b 2w\"><a href=\"https://o/p/#b\"><a href=\"//c/\"><a href=\"https://d/\"> 1<2"
        );
    }
}
