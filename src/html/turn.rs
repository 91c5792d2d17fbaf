//! Addresses in a tree turned into others.

use super::{Attribute, Node, Piece, Tree};

/// A tree as another host may show it: links that begin at the root get `origin` before them, those that
/// lead within the page its URL.
pub fn rooted(tree: &Tree, origin: &str, page: &str) -> String {
    let mut out = String::with_capacity(tree.html().len() * 9 / 8);
    for piece in tree.pieces() {
        let new = value_turned(&piece, &|value| whole(piece.node, value, origin, page));
        match (new, piece.value_range()) {
            (Some(new), Some(range)) => {
                out.push_str(&piece.html[..range.start]);
                out.push_str(&new);
                out.push_str(&piece.html[range.end..]);
            }
            _ => out.push_str(piece.html),
        }
    }
    out
}

/// The address that another host may use, when it is not the one that was written.
fn whole(node: Node, value: &str, origin: &str, page: &str) -> Option<String> {
    match node {
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
    }
}

/// The value of an attribute with its addresses turned into others; `None` when it stays as it is. `turn` is
/// asked for the value, or for each address in a `srcset`, escaped as they are written, and gives what is to
/// stand there instead.
pub fn value_turned(piece: &Piece<'_>, turn: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let value = piece.value()?;
    match piece.node {
        Node::Attribute(Attribute::Srcset, ..) => Some(srcset(value, turn)),
        _ => turn(value),
    }
}

/// The value of a `srcset` with its addresses turned into others. An address ends at a blank; a comma at its
/// end is none of its own.
fn srcset(value: &str, turn: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(value.len() * 2);
    let mut rest = value;
    while !rest.is_empty() {
        let candidate = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        out.push_str(&rest[..rest.len() - candidate.len()]);
        let end = candidate.find(char::is_whitespace).unwrap_or(candidate.len());
        let href = candidate[..end].trim_end_matches(',');
        out.push_str(turn(href).as_deref().unwrap_or(href));
        let width = &candidate[href.len()..];
        let next = width.find(',').unwrap_or(width.len());
        out.push_str(&width[..next]);
        rest = &width[next..];
    }
    out
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
