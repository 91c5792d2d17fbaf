//! Raw HTML: read where its author is trusted, else sanitised with the whole body.

use super::Writer;
use super::link::{Destination, destination};
use crate::base::Level;
use crate::html::{Attribute, Element, Node, Tree, attribute_value, read};
use crate::markdown::Request;
use crate::markdown::events::SpannedEvent;
use crate::message;
use crate::rule;
use pulldown_cmark::{CowStr, Event};
use std::borrow::Cow;
use std::ops::Range;

rule! { NOT_FILLED = "not-filled", Links, Warning, adjustable: true;
    means "HTML 块或标签的属性里写了 `{{数}}` 或 `[[引用]]`，那里不会填：块里照原样印出，属性不要了", "A block of HTML or an attribute holds `{{fact}}` or `[[reference]]`, which is not filled in there: it is printed as it is, and the attribute is left out";
    mend "HTML 标签和文字之间空一行；属性里直接写明", "Leave a blank line between tags and text; write attributes as they are to be read";
}

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
        self.not_filled(&tree, &lines);
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

    /// Tells of what the words of a block leave to be filled in, but for samples of code.
    fn not_filled(&mut self, tree: &Tree, lines: &[(&CowStr<'_>, &Range<usize>)]) {
        let mut code = 0_usize;
        for piece in tree.pieces() {
            match piece.node {
                Node::Begin(Element::Pre | Element::Code, _) => code += 1,
                Node::End(Element::Pre | Element::Code, _) => code = code.saturating_sub(1),
                Node::Text(_) if code == 0 => {
                    let Some(found) = filled(piece.html) else { continue };
                    let written = &piece.html[found.clone()];
                    let place = place_in(lines, piece.at + found.start, written.len());
                    let place = self.place(&place);
                    self.say(
                        &NOT_FILLED,
                        place,
                        message!(
                            "HTML 块里的文字照原样印出，{written} 没有填",
                            "the text of a block of HTML is printed as it is, {written} is not filled in"
                        ),
                        message!(
                            "在 HTML 标签和这段文字之间空一行",
                            "leave a blank line between the tags and this text"
                        ),
                    );
                }
                _ => {}
            }
        }
    }

    /// Raw HTML. What it links to is asked like any other link.
    pub(super) fn raw_html(&mut self, html: &str, range: &Range<usize>) {
        if self.syntax.trusted {
            return self.body.tree.extend(&read(html));
        }
        let html = &*below_the_title(html);
        let html = &*self.without_filled(html, range.start);
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
                    self.only_warned();
                }
                Destination::Unsafe => {
                    self.unsafe_link(&to, place);
                    self.only_warned();
                }
                Destination::Outside => {}
            }
        }
        self.body.tree.raw(&html[at..]);
    }

    /// The same without attributes that are to be filled in: there is no slot in an attribute.
    fn without_filled<'h>(&mut self, html: &'h str, start: usize) -> Cow<'h, str> {
        if filled(html).is_none() {
            return html.into();
        }
        // A tag may go on in the next line.
        let tree = read(format!("{html}>"));
        let mut out = Cow::Borrowed(html);
        for piece in tree.pieces() {
            let Some(value) = piece.value().filter(|value| filled(value).is_some()) else {
                continue;
            };
            let at = piece.at..(piece.at + piece.html.len()).min(html.len());
            let place = self.place(&(start + at.start..start + at.end));
            self.say(
                &NOT_FILLED,
                place,
                message!(
                    "HTML 标签的属性里填不进数和引用，这个属性没有用：{value}",
                    "facts and references are not filled in within attributes of HTML; it was left out: {value}"
                ),
                message!(
                    "写在标签外面的文字里，或在属性里直接写明",
                    "write it into the text, or in the attribute as it is to be read"
                ),
            );
            // Places behind it stay where they are.
            out.to_mut().replace_range(at.clone(), &" ".repeat(at.len()));
        }
        out
    }

    /// What was told last is taken out by sanitising: the page may be published without it.
    fn only_warned(&mut self) {
        if let Some(told) = self.body.outline.report.last_mut() {
            told.level = Level::Warning;
        }
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

/// The first stretch of a text that is to be filled in: `{{…}}` or `[[…]]`, within a line.
fn filled(text: &str) -> Option<Range<usize>> {
    let found = |(open, close): (&str, &str)| {
        let start = text.find(open)?;
        let line = text[start..].lines().next()?;
        Some(start..start + line.find(close)? + close.len())
    };
    [("{{", "}}"), ("[[", "]]")]
        .into_iter()
        .filter_map(found)
        .min_by_key(|found| found.start)
}

/// Where in the source a stretch stands that begins at `at` of the lines of a block.
fn place_in(lines: &[(&CowStr<'_>, &Range<usize>)], at: usize, length: usize) -> Range<usize> {
    let mut before = 0;
    for (html, range) in lines {
        if at < before + html.len() {
            let start = range.start + at - before;
            return start..start + length;
        }
        before += html.len();
    }
    0..0
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
