//! The tree: how it is put together, and how it is walked.

use super::{Attribute, Element};
use crate::base::characters::printable;
use crate::base::encoding::as_bytes;
use crate::base::html::escape_into;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What a stretch of a tree's text is. The number at the end says where in the text the stretch ends; it
/// begins where the one before it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Node {
    /// `<a`: an element begins. Its attributes follow, then [`Node::Inside`].
    Begin(Element, u32),
    /// ` href="…"`: an attribute, and how far into the stretch its value begins; 0 for one without value.
    Attribute(Attribute, u16, u32),
    /// `>`: all attributes have been read.
    Inside(u32),
    /// Words, escaped.
    Text(u32),
    /// `</a>`: an element ends.
    End(Element, u32),
    /// A comment.
    Comment(u32),
    /// A tag that breaks off where the text ends.
    Broken(u32),
    /// What is in a script or style, a doctype; raw HTML that is still to be read.
    Raw(u32),
    /// What answers the request of this index is missing here: the value of the attribute before it, else
    /// a part of the text.
    Slot(u32),
}

impl Node {
    /// Where its stretch of text ends; a slot has none.
    fn end(self) -> Option<u32> {
        match self {
            Node::Begin(_, end)
            | Node::Attribute(.., end)
            | Node::Inside(end)
            | Node::Text(end)
            | Node::End(_, end)
            | Node::Comment(end)
            | Node::Broken(end)
            | Node::Raw(end) => Some(end),
            Node::Slot(_) => None,
        }
    }

    /// The same with another end.
    fn ending(self, at: u32) -> Self {
        match self {
            Node::Begin(element, _) => Node::Begin(element, at),
            Node::Attribute(name, value, _) => Node::Attribute(name, value, at),
            Node::Inside(_) => Node::Inside(at),
            Node::Text(_) => Node::Text(at),
            Node::End(element, _) => Node::End(element, at),
            Node::Comment(_) => Node::Comment(at),
            Node::Broken(_) => Node::Broken(at),
            Node::Raw(_) => Node::Raw(at),
            Node::Slot(request) => Node::Slot(request),
        }
    }
}

/// A place in a tree's text or among its nodes.
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).expect("no page has 4 GiB: sources have a few megabytes at most")
}

/// A tree of HTML, also a part of one: what begins in it need not end in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tree {
    #[serde(with = "as_bytes")]
    html: String,
    nodes: Vec<Node>,
    /// Number of nodes that nothing more may be added to, because somebody remembers where they end.
    #[serde(skip)]
    closed: u32,
}

/// A node with its text.
#[derive(Debug, Clone, Copy)]
pub struct Piece<'t> {
    /// What it is.
    pub node: Node,
    /// Its stretch of the text.
    pub html: &'t str,
    /// Where the stretch begins in the text, in bytes.
    pub at: usize,
}

impl<'t> Piece<'t> {
    /// The value of an attribute, escaped as it is written.
    pub fn value(&self) -> Option<&'t str> {
        let range = self.value_range()?;
        Some(&self.html[range])
    }

    /// Where in its stretch the value of an attribute stands.
    pub fn value_range(&self) -> Option<Range<usize>> {
        let Node::Attribute(_, start @ 1.., _) = self.node else {
            return None;
        };
        let start = usize::from(start);
        let quoted = matches!(self.html.as_bytes()[start - 1], b'"' | b'\'');
        Some(start..self.html.len() - usize::from(quoted))
    }

    /// The name of an element whose beginning or end this is.
    pub fn name(&self) -> &'t str {
        self.html
            .trim_start_matches(['<', '/'])
            .trim_end_matches('>')
            .trim_end()
    }
}

/// The pieces of a tree in reading order.
#[derive(Debug, Clone)]
pub struct Pieces<'t> {
    tree: &'t Tree,
    nodes: Range<usize>,
    at: usize,
}

impl<'t> Pieces<'t> {
    /// Index of the node that comes next.
    pub fn index(&self) -> usize {
        self.nodes.start
    }

    /// The rest of the tag that has just begun with a piece: that one, its attributes and its end.
    pub fn tag(&mut self, begin: Piece<'t>) -> Vec<Piece<'t>> {
        let mut tag = vec![begin];
        for piece in self {
            tag.push(piece);
            if matches!(piece.node, Node::Inside(_)) {
                break;
            }
        }
        tag
    }

    /// The value of an attribute of the element that has just begun; `None` when it has none of that name.
    pub fn attribute(&self, name: Attribute) -> Option<&'t str> {
        let attributes = self
            .clone()
            .take_while(|piece| matches!(piece.node, Node::Attribute(..) | Node::Slot(_)));
        let mut named =
            attributes.filter(|piece| matches!(piece.node, Node::Attribute(own, ..) if own == name));
        named.next().map(|piece| piece.value().unwrap_or(""))
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        let node = *self.tree.nodes.get(self.nodes.next()?)?;
        let at = self.at;
        self.at = node.end().map_or(at, |end| end as usize);
        Some(Piece {
            node,
            html: &self.tree.html[at..self.at],
            at,
        })
    }
}

impl Tree {
    /// A text and what is where in it.
    pub(super) fn of(html: String, nodes: Vec<Node>) -> Self {
        Self {
            html,
            nodes,
            closed: 0,
        }
    }

    /// What a page says of it. Nothing is where a slot is.
    pub fn html(&self) -> &str {
        &self.html
    }

    /// What a page says of it, as a text of one's own.
    pub fn into_html(self) -> String {
        self.html
    }

    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Bytes that it takes in memory.
    pub fn size(&self) -> usize {
        self.html.capacity() + self.nodes.capacity() * size_of::<Node>()
    }

    /// Gives back memory that was taken for more to come.
    pub fn shrink(&mut self) {
        self.html.shrink_to_fit();
        self.nodes.shrink_to_fit();
    }

    /// Its pieces.
    pub fn pieces(&self) -> Pieces<'_> {
        self.pieces_of(0..self.nodes.len())
    }

    /// The pieces of a stretch of nodes.
    pub fn pieces_of(&self, nodes: Range<usize>) -> Pieces<'_> {
        let nodes = nodes.start.min(self.len())..nodes.end.min(self.len());
        Pieces {
            tree: self,
            at: self.start_of(nodes.start),
            nodes,
        }
    }

    /// The text of a stretch of nodes.
    pub fn html_of(&self, nodes: Range<usize>) -> &str {
        &self.html[self.start_of(nodes.start)..self.start_of(nodes.end)]
    }

    /// The node of an index.
    pub fn node(&self, index: usize) -> Option<Node> {
        self.nodes.get(index).copied()
    }

    /// Where in the text a node begins.
    fn start_of(&self, index: usize) -> usize {
        let before = self.nodes[..index].iter().rev();
        before.copied().find_map(Node::end).map_or(0, |end| end as usize)
    }

    fn push(&mut self, node: Node) {
        self.nodes.push(node.ending(offset(self.html.len())));
    }

    /// An element begins; attributes may follow.
    pub fn begin(&mut self, element: Element) {
        self.html.push('<');
        self.html.push_str(element.text());
        self.push(Node::Begin(element, 0));
        if let Some(class) = element.class() {
            self.attribute(Attribute::Class, class);
        }
    }

    /// An attribute of the element that has just begun.
    pub fn attribute(&mut self, name: Attribute, value: &str) {
        self.html.push(' ');
        self.html.push_str(name.text());
        self.html.push_str("=\"");
        escape_into(&mut self.html, value);
        self.html.push('"');
        let start = u16::try_from(name.text().len() + 3).expect("our names are short");
        self.push(Node::Attribute(name, start, 0));
    }

    /// An attribute without value.
    pub fn flag(&mut self, name: Attribute) {
        self.html.push(' ');
        self.html.push_str(name.text());
        self.push(Node::Attribute(name, 0, 0));
    }

    /// All attributes have been read.
    pub fn inside(&mut self) {
        self.html.push('>');
        self.push(Node::Inside(0));
    }

    /// An element begins, with these attributes.
    pub fn element(&mut self, element: Element, attributes: &[(Attribute, &str)]) {
        self.begin(element);
        for (name, value) in attributes {
            self.attribute(*name, value);
        }
        self.inside();
    }

    /// An element ends.
    pub fn end(&mut self, element: Element) {
        self.html.push_str("</");
        self.html.push_str(element.text());
        self.html.push('>');
        self.push(Node::End(element.plain(), 0));
    }

    /// Words.
    pub fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        escape_into(&mut self.html, &printable(text));
        match self.nodes.last() {
            Some(Node::Text(_)) if self.nodes.len() > self.closed as usize => {
                self.nodes.pop();
            }
            _ => {}
        }
        self.push(Node::Text(0));
    }

    /// Raw HTML as it is; nobody looks into it.
    pub fn raw(&mut self, html: &str) {
        if !html.is_empty() {
            self.html.push_str(html);
            self.push(Node::Raw(0));
        }
    }

    /// The answer to a request goes here.
    pub fn slot(&mut self, request: u32) {
        self.nodes.push(Node::Slot(request));
    }

    /// Counts the requests of its slots from `from` on.
    pub fn shift_slots(&mut self, from: u32) {
        for node in &mut self.nodes {
            if let Node::Slot(request) = node {
                *request += from;
            }
        }
    }

    /// A piece of another tree.
    pub fn piece(&mut self, piece: &Piece<'_>) {
        self.html.push_str(piece.html);
        self.push(piece.node);
    }

    /// A piece that is an attribute, with another value, escaped as it is to be written.
    pub fn piece_with(&mut self, piece: &Piece<'_>, value: &str) {
        let Some(range) = piece.value_range() else {
            return self.piece(piece);
        };
        for part in [&piece.html[..range.start], value, &piece.html[range.end..]] {
            self.html.push_str(part);
        }
        self.push(piece.node);
    }

    /// A stretch of nodes of another tree.
    pub fn copy(&mut self, other: &Tree, nodes: Range<usize>) {
        // Between two slots there is nothing, and where that is would have to be looked for.
        if nodes.is_empty() {
            return;
        }
        let (start, end) = (other.start_of(nodes.start), other.start_of(nodes.end));
        let here = self.html.len();
        self.html.push_str(&other.html[start..end]);
        let moved = |node: &Node| match node.end() {
            Some(end) => node.ending(offset(here + end as usize - start)),
            None => *node,
        };
        self.nodes.extend(other.nodes[nodes].iter().map(moved));
    }

    /// All of another tree.
    pub fn extend(&mut self, other: &Tree) {
        self.copy(other, 0..other.len());
    }

    /// Where the next node will be. What comes is a node of its own, also when it is text behind text.
    pub fn here(&mut self) -> u32 {
        self.closed = offset(self.nodes.len());
        self.closed
    }

    /// Takes the last node away.
    pub fn pop(&mut self) {
        self.nodes.pop();
        self.html.truncate(self.start_of(self.nodes.len()));
    }

    /// Takes a line break at the end away; whether there was one.
    pub fn pop_line(&mut self) -> bool {
        let line =
            matches!(self.nodes.last(), Some(Node::Text(_) | Node::Raw(_))) && self.html.ends_with('\n');
        if line {
            self.trim(self.html.len() - 1);
        }
        line
    }

    /// Takes white space at the end away.
    pub fn trim_end(&mut self) {
        while matches!(self.nodes.last(), Some(Node::Text(_) | Node::Raw(_)))
            && self.html.ends_with(char::is_whitespace)
        {
            let start = self.start_of(self.nodes.len() - 1);
            self.trim(start.max(self.html.trim_end().len()));
        }
    }

    /// Cuts the last node, or takes it away when nothing is left of it.
    fn trim(&mut self, length: usize) {
        let last = self.nodes.pop().expect("there is one to be cut");
        self.html.truncate(length);
        if self.start_of(self.nodes.len()) < length {
            self.push(last);
        }
    }

    /// Whether the last nodes are these, whatever their text.
    pub fn ends_with(&self, nodes: &[Node]) -> bool {
        self.nodes.len() >= nodes.len()
            && self.nodes[self.nodes.len() - nodes.len()..]
                .iter()
                .zip(nodes)
                .all(|(own, other)| own.ending(0) == other.ending(0))
    }

    /// The last node.
    pub fn last(&self) -> Option<Node> {
        self.nodes.last().copied()
    }

    /// Gives the last node, an attribute without words yet, its value.
    pub fn fill_attribute(&mut self, value: &str) {
        let Some(attribute) = self.nodes.pop() else { return };
        let quote = self.html.pop();
        escape_into(&mut self.html, value);
        self.html.extend(quote);
        self.push(attribute);
    }

    /// Takes memory for as much as another tree has, and some more.
    pub fn reserve(&mut self, text: usize, nodes: usize) {
        self.html.reserve(text);
        self.nodes.reserve(nodes);
    }
}
