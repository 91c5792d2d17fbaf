//! Raw HTML: read where its author is trusted, else sanitised with the whole body.

use super::Writer;
use super::link::{Destination, destination};
use crate::base::Level;
use crate::html::{Attribute, Element, Node, attribute_value, read};
use crate::markdown::Request;
use crate::markdown::events::SpannedEvent;
use pulldown_cmark::{CowStr, Event};
use std::borrow::Cow;
use std::ops::Range;

impl Writer<'_> {
    /// The lines of raw HTML that begin at `i`; the index behind them. A trusted author's are read as one,
    /// because a tag may go over several lines.
    pub(super) fn raw_lines(&mut self, events: &[SpannedEvent<'_>], i: usize) -> usize {
        let lines = events[i..].iter().map_while(|(event, range)| match event {
            Event::Html(html) => Some((html, range)),
            _ => None,
        });
        let end = i + lines.clone().count();
        if self.syntax.trusted {
            let whole: String = lines.map(|(html, _)| &**html).collect();
            self.body.tree.extend(&read(whole));
        } else {
            self.lines_of_block(lines.collect());
        }
        end
    }

    /// The lines of a block. A tag that breaks off where the block ends would swallow what follows: it is words.
    fn lines_of_block(&mut self, lines: Vec<(&CowStr<'_>, &Range<usize>)>) {
        let whole: String = lines.iter().map(|(html, _)| &***html).collect();
        let tree = read(whole);
        let broken = tree
            .pieces()
            .last()
            .filter(|piece| matches!(piece.node, Node::Broken(_)));
        let end = broken.map_or(tree.html().len(), |piece| piece.at);
        let mut at = 0;
        for (html, range) in lines {
            let cut = end.saturating_sub(at).min(html.len());
            if cut > 0 {
                self.raw_html(&html[..cut], range);
            }
            if cut < html.len() {
                self.plain(&html[cut..]);
            }
            at += html.len();
        }
    }

    /// Raw HTML. What it links to is asked like any other link.
    pub(super) fn raw_html(&mut self, html: &str, range: &Range<usize>) {
        if self.syntax.trusted {
            return self.body.tree.extend(&read(html));
        }
        let html = &*below_the_title(html);
        let links = self.raw_links(html);
        if !self.in_comment && said_to_nobody(html) {
            return;
        }
        self.raw = true;
        let mut at = 0;
        for link in links {
            let to = attribute_value(&html[link.value.clone()]);
            let place = self.place(&(range.start + link.value.start..range.start + link.value.end));
            self.body.tree.raw(&html[at..link.value.start]);
            at = link.value.start;
            match destination(&to) {
                Destination::Inside => {
                    self.slot(Request::Raw(to), place);
                    at = link.value.end;
                }
                // Sanitising takes the picture out; its author should know.
                _ if link.picture => {
                    self.picture_elsewhere(&to, place);
                    if let Some(told) = self.body.outline.report.last_mut() {
                        told.level = Level::Warning;
                    }
                }
                _ => {}
            }
        }
        self.body.tree.raw(&html[at..]);
    }

    /// Addresses of links and pictures in a line of raw HTML. Those within the page itself are left alone:
    /// ids of raw HTML are the author's affair.
    fn raw_links(&mut self, html: &str) -> Vec<RawLink> {
        // A comment may go on from the line before, a tag or comment to the next one.
        let open = if self.in_comment { "<!--" } else { "" };
        let tree = read(format!("{open}{html}>"));
        let mut found = Vec::new();
        let mut element = Element::Other;
        for piece in tree.pieces() {
            match (piece.node, element) {
                (Node::Begin(own, _), _) => element = own,
                (Node::Attribute(Attribute::Href, ..), Element::A)
                | (Node::Attribute(Attribute::Src, ..), Element::Img) => {
                    let value = piece.value_range().unwrap_or_default();
                    let outside = !value.is_empty() && !piece.html[value.clone()].starts_with('#');
                    let at = piece.at - open.len();
                    found.extend(outside.then_some(RawLink {
                        value: at + value.start..at + value.end,
                        picture: element == Element::Img,
                    }));
                }
                _ => {}
            }
        }
        self.in_comment = matches!(tree.last(), Some(Node::Comment(_)));
        found
    }
}

/// An address in raw HTML.
struct RawLink {
    /// Bytes of its value.
    value: Range<usize>,
    /// The source of a picture.
    picture: bool,
}

/// Whether raw HTML is nothing but whole comments, which readers never see. A blank line may be one of a `<pre>`.
fn said_to_nobody(html: &str) -> bool {
    let tree = read(html);
    let is_comment = |node| matches!(node, Node::Comment(_));
    tree.pieces().any(|piece| is_comment(piece.node))
        && tree
            .pieces()
            .all(|piece| is_comment(piece.node) || piece.html.trim().is_empty())
}

/// The same with headings of the first level made second: the first is that of the page.
fn below_the_title(html: &str) -> Cow<'_, str> {
    if !html.to_ascii_lowercase().contains("h1") {
        return html.into();
    }
    let tree = read(html);
    let mut out = html.to_owned();
    for piece in tree.pieces() {
        if matches!(
            piece.node,
            Node::Begin(Element::H1, _) | Node::End(Element::H1, _)
        ) {
            let digit = piece.at + piece.html.find('1').expect("it is called h1");
            out.replace_range(digit..=digit, "2");
        }
    }
    out.into()
}
