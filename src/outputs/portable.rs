//! Finished pages and styles as they work from a folder, opened as `file://`: addresses of the site become
//! relative and name their file. What stands in scripts is left alone.

use crate::base::address::INDEX;
use crate::html::{Attribute, Element, Node, Piece, read, value_turned};

/// A page with relative links.
pub fn page(html: &str, address: &str) -> String {
    let up = up(address);
    let tree = read(html);
    let mut out = String::with_capacity(html.len() * 9 / 8);
    let mut element = Element::Other;
    for piece in tree.pieces() {
        if let Node::Begin(own, _) = piece.node {
            element = own;
        }
        match piece.node {
            Node::Attribute(..) => attribute(&mut out, &piece, element, &up),
            Node::Raw(_) if element == Element::Style => out.push_str(&urls(piece.html, &up)),
            _ => out.push_str(piece.html),
        }
    }
    out
}

/// A style with relative addresses.
pub fn style(css: &str, address: &str) -> String {
    urls(css, &up(address))
}

/// The way from a file to the top.
fn up(address: &str) -> String {
    "../".repeat(address.matches('/').count())
}

fn attribute(out: &mut String, piece: &Piece<'_>, element: Element, up: &str) {
    let turn = |value: &str| turned(piece.node, element, value, up);
    let (Some(range), Some(value)) = (piece.value_range(), value_turned(piece, &turn)) else {
        return out.push_str(piece.html);
    };
    if matches!(piece.node, Node::Attribute(Attribute::DataEngine, ..)) {
        // The script then loads its data as scripts.
        out.push_str(" data-portable");
    }
    out.push_str(&piece.html[..range.start]);
    out.push_str(&value);
    out.push_str(&piece.html[range.end..]);
}

/// The value of an attribute, or an address in it, when it is to be another one.
fn turned(node: Node, element: Element, value: &str, up: &str) -> Option<String> {
    let Node::Attribute(name, ..) = node else {
        return None;
    };
    match name {
        Attribute::Style => Some(urls(value, up)),
        Attribute::Content if element == Element::Meta => refresh(value, up),
        Attribute::Href
        | Attribute::XlinkHref
        | Attribute::Src
        | Attribute::Srcset
        | Attribute::Poster
        | Attribute::Cite
        | Attribute::Action
        | Attribute::Formaction
        | Attribute::Data
        | Attribute::DataEngine => relative(value, up),
        _ => None,
    }
}

/// `/a/b/?q#c` as `../a/b/index.html?q#c`. What is of another host or within the page stays.
fn relative(href: &str, up: &str) -> Option<String> {
    let inner = href.trim().strip_prefix('/')?;
    if inner.starts_with('/') {
        return None;
    }
    let (path, tail) = inner.split_at(inner.find(['?', '#']).unwrap_or(inner.len()));
    let folder = path.is_empty() || path.ends_with('/');
    let file = if folder { INDEX } else { "" };
    Some(format!("{up}{path}{file}{tail}"))
}

/// `0; url=/x/`, as a page says it that has moved.
fn refresh(value: &str, up: &str) -> Option<String> {
    let at = value.to_ascii_lowercase().find("url=")? + "url=".len();
    Some(format!("{}{}", &value[..at], relative(&value[at..], up)?))
}

/// A style whose `url(…)` are relative. In an attribute quotes may be written as entities.
fn urls(css: &str, up: &str) -> String {
    let lower = css.to_ascii_lowercase();
    let (mut out, mut done) = (String::with_capacity(css.len()), 0);
    for (at, open) in lower.match_indices("url(") {
        let inside = &css[at + open.len()..];
        let href = inside.trim_start();
        let quote = ["\"", "'", "&quot;", "&#39;"]
            .into_iter()
            .find(|quote| href.starts_with(quote));
        let href = href.strip_prefix(quote.unwrap_or("")).unwrap_or(href);
        let Some(end) = href.find(quote.unwrap_or(")")) else {
            continue;
        };
        let start = css.len() - href.len();
        if let Some(new) = relative(&href[..end], up) {
            out.push_str(&css[done..start]);
            out.push_str(&new);
            done = start + end;
        }
    }
    out.push_str(&css[done..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative_and_name_their_file() {
        let html = "<a href=\"/\">x</a><a href=\"/a/b/#c\">y</a><img src=\"/p.png\"><a href=\"https://e.org/\">z</a><a href=\"#t\">t</a>";
        assert_eq!(
            page(html, "a/index.html"),
            "<a href=\"../index.html\">x</a><a href=\"../a/b/index.html#c\">y</a><img src=\"../p.png\"><a href=\"https://e.org/\">z</a><a href=\"#t\">t</a>"
        );
        assert_eq!(
            page("<script src=\"/s.js\" data-engine=\"/e.js\">", "a/index.html"),
            "<script src=\"../s.js\" data-portable data-engine=\"../e.js\">"
        );
    }

    #[test]
    fn an_address_is_found_however_it_is_written() {
        for (written, portable) in [
            ("<a href='/b/'>", "<a href='../b/index.html'>"),
            (
                "<a\n  class=\"x\"\n  href=\"/b/\"\n>",
                "<a\n  class=\"x\"\n  href=\"../b/index.html\"\n>",
            ),
            ("<A HREF=/b/>", "<A HREF=../b/index.html>"),
            ("<a href=\"\n/b/\n\">", "<a href=\"../b/index.html\">"),
            ("<video poster=\"/p.jpg\">", "<video poster=\"../p.jpg\">"),
            (
                "<source srcset=\"/a.1.avif 480w, /b/c.avif 960w\">",
                "<source srcset=\"../a.1.avif 480w, ../b/c.avif 960w\">",
            ),
            (
                "<meta http-equiv=\"refresh\" content=\"0; url=/x/\">",
                "<meta http-equiv=\"refresh\" content=\"0; url=../x/index.html\">",
            ),
            (
                "<p style=\"background: url(&quot;/p.png&quot;)\">",
                "<p style=\"background: url(&quot;../p.png&quot;)\">",
            ),
            (
                "<style>a { background: URL( '/p.png' ), url(/q.png), url(r.png), url(#s) }</style>",
                "<style>a { background: URL( '../p.png' ), url(../q.png), url(r.png), url(#s) }</style>",
            ),
        ] {
            assert_eq!(page(written, "a/index.html"), portable);
        }
    }

    #[test]
    fn words_and_scripts_stay() {
        for html in [
            "<script>var a = '<a href=\"/b/\">'</script>",
            "<!-- <a href=\"/b/\"> -->",
            "<p title=' href=\"/b/\"'>href=\"/b/\"</p>",
            "<meta property=\"og:title\" content=\"/b/\">",
            "<link href=\"//e.org/\">",
        ] {
            assert_eq!(page(html, "a/index.html"), html);
        }
    }
}
