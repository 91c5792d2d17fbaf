//! Raw HTML made harmless: ammonia reads the whole body, so that tags that authors open and close around
//! Markdown stay together. Slots and clauses are marked in the text on the way and found again behind it.

use super::{Draft, attribute};
use crate::base::Fingerprint;
use crate::html::{Attribute, Element, Node, Piece, Pieces, Tree, read};
use std::collections::HashSet;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::LazyLock;

/// Where a clause stands whose mark was not found again.
const NOWHERE: Range<u32> = u32::MAX..u32::MAX;

/// The body with nothing in it that could run or reach another host.
pub(super) fn sanitise(body: Draft) -> Draft {
    let key = format!("wj{}", Fingerprint::of_bytes(body.tree.html().as_bytes()).hex());
    let marked = mark(&body, &key);
    let clean = cleaner().clean(&without_swallowers(marked)).to_string();
    unmark(body, &read(clean), &key)
}

/// Whether sanitising keeps an element of this name.
pub(super) fn keeps(name: &str) -> bool {
    static KEPT: LazyLock<HashSet<&'static str>> = LazyLock::new(|| cleaner().clone_tags());
    KEPT.contains(name)
}

fn cleaner() -> ammonia::Builder<'static> {
    let mut builder = ammonia::Builder::default();
    builder
        .add_tags([
            "section",
            "input",
            "data",
            "mark",
            "u",
            "ruby",
            "rt",
            "rp",
            "figure",
            "figcaption",
            "details",
            "summary",
        ])
        .add_generic_attributes([
            "id",
            "class",
            "lang",
            "dir",
            "title",
            "role",
            "aria-label",
            "data-clause",
            "tabindex",
        ])
        .add_tag_attributes("input", ["type", "disabled", "checked"])
        .add_tag_attributes("img", ["loading", "width", "height"])
        .add_tag_attributes("details", ["open"])
        .add_tag_attributes("ol", ["start"])
        .add_tag_attributes("th", ["scope"])
        .rm_tags(["map", "area"])
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "sms"]))
        .link_rel(None)
        .attribute_filter(attribute::kept);
    builder
}

/// Elements whose inside a reader of HTML takes for plain text, or for nothing.
const SWALLOWERS: [&str; 9] = [
    "title",
    "textarea",
    "noscript",
    "iframe",
    "xmp",
    "plaintext",
    "noembed",
    "noframes",
    "template",
];

/// The text without tags that, left open, would swallow the rest of the page. They are not allowed
/// anyway; what is in them is read as what it is. A script or style goes with its inside, so only
/// one that is never closed counts.
fn without_swallowers(html: String) -> String {
    let tree = read(html);
    let mut out = String::with_capacity(tree.html().len());
    let ends = |element| {
        let end = |piece: Piece<'_>| matches!(piece.node, Node::End(own, _) if own == element);
        tree.pieces()
            .filter(|piece| end(*piece))
            .map(|piece| piece.at)
            .last()
            .unwrap_or(0)
    };
    let last_end = [
        (Element::Script, ends(Element::Script)),
        (Element::Style, ends(Element::Style)),
    ];
    let mut pieces = tree.pieces();
    while let Some(piece) = pieces.next() {
        let swallows = match piece.node {
            Node::Begin(element @ (Element::Script | Element::Style), _) => last_end
                .iter()
                .any(|(own, end)| *own == element && *end < piece.at),
            Node::Begin(..) | Node::End(..) => SWALLOWERS
                .iter()
                .any(|name| piece.name().eq_ignore_ascii_case(name)),
            // What breaks off may begin anything.
            Node::Broken(_) => true,
            _ => false,
        };
        if !swallows {
            push_short(&mut out, piece);
        } else if matches!(piece.node, Node::Begin(..)) {
            pieces.find(|piece| matches!(piece.node, Node::Inside(_)));
        }
    }
    out
}

/// Adds a piece without what stands in a tag beyond the attributes that are read.
fn push_short(out: &mut String, piece: Piece<'_>) {
    match piece.node {
        Node::Inside(_) => out.push('>'),
        Node::End(..) => {
            let name = piece.html[2..].split(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'));
            out.push_str("</");
            out.extend(name.take(1));
            out.push('>');
        }
        _ => out.push_str(piece.html),
    }
}

/// A place in a body that is to be found again.
#[derive(Clone, Copy)]
enum SlotMark {
    Slot(u32),
    Start(usize),
    End(usize),
}

/// The body as text. Marks are words that no author writes; they pass through as text and inside attributes.
fn mark(body: &Draft, key: &str) -> String {
    let clauses = body.outline.clauses.clauses.iter().enumerate();
    // At one place a clause ends before the next begins.
    let mut marks: Vec<(u32, u8, String)> = clauses
        .flat_map(|(i, clause)| {
            let (start, end) = (clause.nodes.start, clause.nodes.end);
            [(end, 0, format!("{key}e{i}x")), (start, 1, format!("{key}s{i}x"))]
        })
        .collect();
    marks.sort();
    let mut marks = marks.into_iter().peekable();
    let mut out = String::with_capacity(body.tree.html().len() * 2);
    let mut before = None;
    for (index, piece) in (0..).zip(body.tree.pieces()) {
        while let Some((.., mark)) = marks.next_if(|(at, ..)| *at <= index) {
            out.push_str(&mark);
        }
        out.push_str(piece.html);
        if let Node::Slot(request) = piece.node {
            // The value of an attribute is before its closing quote.
            let quoted = matches!(before, Some(Node::Attribute(..))) && out.ends_with('"');
            out.truncate(out.len() - usize::from(quoted));
            let _ = write!(out, "{key}h{request}x{}", if quoted { "\"" } else { "" });
        }
        before = Some(piece.node);
    }
    marks.for_each(|(.., mark)| out.push_str(&mark));
    out
}

/// The body that came back, and where its slots and clauses stand now.
fn unmark(mut body: Draft, clean: &Tree, key: &str) -> Draft {
    // What an unclosed tag has swallowed is nowhere.
    for clause in &mut body.outline.clauses.clauses {
        clause.nodes = NOWHERE;
    }
    body.tree = Tree::default();
    let mut pieces = clean.pieces();
    while let Some(piece) = pieces.next() {
        if is_hollow(&piece, &pieces) {
            pieces.find(|piece| matches!(piece.node, Node::Inside(_)));
        } else if let Some(value) = piece.value() {
            unmark_attribute(&mut body.tree, &piece, value, key);
        } else {
            unmark_text(&mut body, &piece, key);
        }
    }
    for clause in &mut body.outline.clauses.clauses {
        let (start, end) = (clause.nodes.start, clause.nodes.end);
        if end < start || end == NOWHERE.end {
            clause.nodes = 0..0;
        }
    }
    // 款 and 项 are looked up within their clause.
    for point in &mut body.outline.clauses.points {
        if let Some(clause) = body.outline.clauses.clauses.get(point.clause as usize) {
            point.nodes = clause.nodes.clone();
        }
    }
    body
}

/// What is left of a picture from elsewhere or of a form's field: an element that says nothing.
fn is_hollow(piece: &Piece<'_>, rest: &Pieces<'_>) -> bool {
    match piece.node {
        Node::Begin(Element::Img, _) => rest.attribute(Attribute::Src).is_none(),
        Node::Begin(Element::Input, _) => rest.attribute(Attribute::Type) != Some("checkbox"),
        _ => false,
    }
}

/// An attribute that is nothing but a slot has one; other marks came into a value because its author never
/// closed it.
fn unmark_attribute(tree: &mut Tree, piece: &Piece<'_>, value: &str, key: &str) {
    match next_mark(value, key) {
        None => tree.piece(piece),
        Some(("", SlotMark::Slot(request), "")) => {
            tree.piece_with(piece, "");
            tree.slot(request);
        }
        Some(_) => {
            let (mut words, mut rest) = (String::new(), value);
            while let Some((before, _, behind)) = next_mark(rest, key) {
                words.push_str(before);
                rest = behind;
            }
            tree.piece_with(piece, &(words + rest));
        }
    }
}

fn unmark_text(body: &mut Draft, piece: &Piece<'_>, key: &str) {
    let mut rest = piece.html;
    while let Some((before, mark, behind)) = next_mark(rest, key) {
        part(&mut body.tree, piece, before);
        let clauses = &mut body.outline.clauses.clauses;
        match mark {
            SlotMark::Slot(request) => body.tree.slot(request),
            SlotMark::Start(index) => clauses[index].nodes.start = body.tree.here(),
            SlotMark::End(index) => clauses[index].nodes.end = body.tree.here(),
        }
        rest = behind;
    }
    part(&mut body.tree, piece, rest);
}

fn part(tree: &mut Tree, piece: &Piece<'_>, html: &str) {
    if !html.is_empty() {
        tree.piece(&Piece { html, ..*piece });
    }
}

/// What is before the first mark of a text, the mark, and what is behind it.
fn next_mark<'t>(text: &'t str, key: &str) -> Option<(&'t str, SlotMark, &'t str)> {
    let (before, rest) = text.split_once(key)?;
    let (mark, behind) = rest.split_once('x')?;
    let number = mark.get(1..)?.parse().ok()?;
    let mark = match mark.as_bytes()[0] {
        b'h' => SlotMark::Slot(number),
        b's' => SlotMark::Start(number as usize),
        _ => SlotMark::End(number as usize),
    };
    Some((before, mark, behind))
}
