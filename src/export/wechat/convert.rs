//! From a rendered text to what the editor keeps: `section` and `p`, inline styles, marks of lists as words, addresses as notes.
//!
//! What always holds: what is read on the page is read in the article or told as lost, and no words stand outside a paragraph.

use super::inline::is_lost;
use super::note::Notes;
use super::picture::Pictures;
use super::style::Style;
use crate::base::Message;
use crate::base::html::escape;
use crate::export::ExportedPage;
use crate::export::tag::Tag;
use crate::html::{Element, Node, Piece, Pieces, Tree, is_block, is_void};
use std::ops::Range;

/// What may stand in an element that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// Blocks; words get a paragraph of their own.
    Blocks,
    /// Blocks and words side by side.
    Anything,
    /// Words.
    Words,
    /// Words, as a part of others.
    Inline,
}

/// An element that is open.
pub(super) struct Open {
    /// Its name in the text; empty for a paragraph that nobody wrote.
    pub name: String,
    /// What ends it in the article.
    pub end: String,
    /// What may stand in it.
    pub inside: Inside,
    /// It is a list.
    pub list: Option<List>,
}

/// A list that is open.
pub(super) struct List {
    /// The number of the next entry; `None` for a list without numbers.
    pub next: Option<usize>,
    /// What stands before entries without numbers; `None` for boxes and moments.
    pub bullet: Option<&'static str>,
    /// The style of an entry of its own sort.
    pub entry: Option<String>,
}

/// An article in the making.
pub(super) struct Article<'a> {
    pub(super) page: &'a ExportedPage<'a>,
    pub(super) style: &'a Style,
    /// What has been written.
    pub out: String,
    pub(super) open: Vec<Open>,
    /// The mark of an entry that nothing has been written of yet.
    pub(super) marker: Option<String>,
    /// The text has come to its end: who signs it, and when.
    pub(super) closing: bool,
    /// Lines and blanks stay as they are.
    pub(super) verbatim: bool,
    /// Notes.
    pub notes: Notes,
    /// Pictures.
    pub pictures: Pictures,
    /// What the editor would lose.
    pub told: Vec<Message>,
}

impl<'a> Article<'a> {
    /// An article of which nothing is written.
    pub fn new(page: &'a ExportedPage<'a>, style: &'a Style) -> Self {
        Self {
            page,
            style,
            out: String::new(),
            open: Vec::new(),
            marker: None,
            closing: false,
            verbatim: false,
            notes: Notes::default(),
            pictures: Pictures::default(),
            told: Vec::new(),
        }
    }

    /// A paragraph of plain words.
    pub fn line(&mut self, style: &str, words: &str) {
        let words = escape(words);
        self.out.push_str(&format!("<p style=\"{style}\">{words}</p>"));
    }

    /// A heading.
    pub fn heading(&mut self, level: usize, words: &str) {
        let (style, words) = (self.style.heading(level), escape(words));
        self.out.push_str(&format!(
            "<section style=\"{style}\"><strong>{words}</strong></section>"
        ));
    }

    /// A stretch of a text that begins with a mark, smaller than the rest.
    pub fn marked(&mut self, mark: String, tree: &Tree, nodes: Range<usize>) {
        let style = self.style.small();
        self.out.push_str(&format!("<section style=\"{style}\">"));
        self.marker = Some(mark);
        self.text(tree, nodes);
        self.marker = None;
        self.out.push_str("</section>");
    }

    /// A stretch of a text.
    pub fn text(&mut self, tree: &Tree, nodes: Range<usize>) {
        let mut pieces = tree.pieces_of(nodes);
        while let Some(piece) = pieces.next() {
            self.piece(piece, &mut pieces);
        }
        while !self.open.is_empty() {
            self.pop();
        }
    }

    /// The mark of a note.
    pub fn mark(&self, number: usize) -> String {
        format!("<sup style=\"{}\">[{number}]</sup>", self.style.mark())
    }

    fn piece<'t>(&mut self, piece: Piece<'t>, pieces: &mut Pieces<'t>) {
        match piece.node {
            Node::Begin(element, _) => {
                let tag = Tag::of(element, &pieces.tag(piece));
                self.begin(&tag, pieces);
            }
            Node::End(..) => self.end(piece.name()),
            Node::Text(_) => self.words(piece.html),
            _ => {}
        }
    }

    fn begin(&mut self, tag: &Tag, pieces: &mut Pieces<'_>) {
        if is_lost(&tag.name) {
            let words = tag.skip(pieces);
            return self.lose(tag, &words);
        }
        if tag.is_unread() {
            tag.skip(pieces);
            return;
        }
        match tag.name.as_str() {
            "img" => self.image(tag),
            "br" => self.inline("<br>"),
            "hr" => self.block(&format!("<p style=\"{}\">· · ·</p>", self.style.rule())),
            "input" => self.checkbox(tag),
            "a" => self.link(tag, pieces),
            "sup" if tag.element == Element::NoteMark => self.footnote(tag, pieces),
            "pre" => {
                self.verbatim = true;
                let begin = format!("<section style=\"{}\">", self.style.pre());
                self.begin_block(tag, &begin, "</section>", Inside::Anything);
            }
            "footer" => {
                self.closing = tag.has_class("closing");
                self.begin_block(tag, "", "", Inside::Blocks);
            }
            "ul" | "ol" => self.list(tag),
            "li" => self.entry(tag),
            name if is_void(name) => {}
            name if is_block(name) => self.other_block(tag),
            _ => self.inline_element(tag, pieces),
        }
    }

    fn words(&mut self, html: &str) {
        if self.verbatim {
            self.ready();
            let lines = html.replace(' ', "&nbsp;").replace('\n', "<br>");
            self.out.push_str(&lines);
            return;
        }
        let inside = self.inside();
        let is_blank = html.trim_matches([' ', '\n', '\t', '\r']).is_empty();
        if is_blank && (inside == Inside::Blocks || inside == Inside::Anything && html.contains('\n')) {
            return;
        }
        self.ready();
        let words = html.replace('\n', " ");
        // The mark of an entry brings its blank along.
        let words = match self.out.ends_with(' ') {
            true => words.trim_start_matches(' '),
            false => &words,
        };
        self.out.push_str(words);
    }

    /// Something among words.
    pub(super) fn inline(&mut self, html: &str) {
        self.ready();
        self.out.push_str(html);
    }

    /// Something on lines of its own.
    pub(super) fn block(&mut self, html: &str) {
        self.close_paragraph();
        self.out.push_str(html);
    }

    /// What ends ends with all that began in it. What never began is left out.
    fn end(&mut self, name: &str) {
        let name = name.to_ascii_lowercase();
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else {
            return;
        };
        while self.open.len() > at {
            self.pop();
        }
        match &*name {
            "pre" => self.verbatim = false,
            "footer" => self.closing = false,
            _ => {}
        }
    }

    pub(super) fn pop(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if open.name == "li" {
            self.marker = None;
        }
        if open.end.starts_with("</p") {
            self.out.truncate(self.out.trim_end_matches(' ').len());
        }
        // A paragraph that nobody wrote, and in which nothing stands.
        let is_empty = open.name.is_empty() && self.out.ends_with("\">");
        // Only then: a long table has no paragraph that could be found from its end.
        let begin = is_empty.then(|| self.out.rfind("<p style=")).flatten();
        match begin {
            Some(begin) => self.out.truncate(begin),
            None => self.out.push_str(&open.end),
        }
    }

    /// What may stand where the text is.
    pub(super) fn inside(&self) -> Inside {
        self.open.last().map_or(Inside::Blocks, |open| open.inside)
    }
}
