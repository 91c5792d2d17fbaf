//! From the tree of a page to its paragraphs and tables, in one walk. A tag that nobody closes, or closes twice, does no harm.

mod element;

use super::text::{self, Style};
use super::text::{Block, Closing, Frame, Inline, Label, Paragraph, Role, Table, Words};
use crate::export::tag::Tag;
use crate::html::{Attribute, Node, Pieces, Tree, is_void, unescape};
use crate::markdown::ClosingLine;
use std::collections::{BTreeMap, HashSet};

/// The text of a page.
#[derive(Debug, Default)]
pub(super) struct PageBlocks {
    /// The text, without its footnotes.
    pub blocks: Vec<Block>,
    /// Footnotes by the numbers that they have on the page.
    pub notes: BTreeMap<usize, Vec<Block>>,
}

/// Reads the tree of a page.
pub(super) fn read(tree: &Tree) -> PageBlocks {
    let mut reading = Reading {
        wanted: anchors(tree),
        ..Reading::default()
    };
    reading.pieces(tree.pieces());
    while let Some(last) = reading.open.pop() {
        reading.close(last);
    }
    reading.flush();
    reading.done
}

/// Ids that links of the page lead to, footnotes aside.
fn anchors(tree: &Tree) -> HashSet<String> {
    let hrefs = tree.pieces().filter_map(|piece| match piece.node {
        Node::Attribute(Attribute::Href, ..) => unescape(piece.value()?).strip_prefix('#').map(str::to_owned),
        _ => None,
    });
    hrefs
        .filter(|id| !id.starts_with("fn-") && !id.starts_with("fnref-"))
        .collect()
}

/// What holds for the words that come.
#[derive(Debug, Clone, Default)]
struct Around {
    style: Style,
    link: String,
    frame: Frame,
    depth: usize,
    group: GroupOf,
    /// Words are kept as they are.
    verbatim: bool,
    /// Nothing of it is shown.
    silent: bool,
}

/// The group of lines that paragraphs stand in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum GroupOf {
    #[default]
    Text,
    Annexes,
    Closing,
}

/// An element that is open.
struct Open {
    name: String,
    before: Around,
    what: What,
}

/// What ends with an element.
enum What {
    Nothing,
    Block,
    List,
    Table,
    Row,
    Cell,
    Note(usize),
    Mark,
    Fact,
}

#[derive(Default)]
struct Reading {
    done: PageBlocks,
    /// Where blocks go that are in a cell or a note, the innermost last.
    inner: Vec<Vec<Block>>,
    line: Option<Paragraph>,
    around: Around,
    open: Vec<Open>,
    tables: Vec<Table>,
    /// Lists that are open: the number of the next item, or none for dots.
    lists: Vec<Option<u32>>,
    /// What the next paragraph is marked with.
    mark: Option<(Role, Option<Label>)>,
    /// Places in front of the next words.
    places: Vec<String>,
    /// A paragraph has begun that is not all of its item.
    loose: bool,
    /// Words of a mark are being read.
    marking: bool,
    /// A line of the list of annexes has been read.
    listed: bool,
    wanted: HashSet<String>,
}

impl Reading {
    fn pieces(&mut self, mut pieces: Pieces<'_>) {
        while let Some(piece) = pieces.next() {
            match piece.node {
                Node::Begin(element, _) => {
                    let tag = Tag::of(element, &pieces.tag(piece));
                    self.begin(&tag);
                }
                Node::End(..) => self.end(&piece.name().to_ascii_lowercase()),
                Node::Text(_) => self.text(&unescape(piece.html)),
                Node::Raw(_) if !self.around.silent => {
                    let raw = crate::html::read(piece.html);
                    // A script is one piece that stays raw.
                    if raw.pieces().any(|piece| !matches!(piece.node, Node::Raw(_))) {
                        self.pieces(raw.pieces());
                    }
                }
                _ => {}
            }
        }
    }

    fn begin(&mut self, tag: &Tag) {
        let before = self.around.clone();
        let id = tag.read(Attribute::Id);
        if self.wanted.contains(&id) && !self.around.silent {
            self.places.push(id);
        }
        let what = if self.around.silent || tag.is_silent() {
            self.around.silent = true;
            What::Nothing
        } else {
            self.element(tag)
        };
        if is_void(&tag.name) {
            self.around = before;
            return;
        }
        self.open.push(Open {
            name: tag.name.clone(),
            before,
            what,
        });
    }

    fn end(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else {
            return;
        };
        while self.open.len() > at {
            let last = self.open.pop().expect("there is one at least");
            self.close(last);
        }
    }

    /// A block begins; what was before it has ended.
    fn block(&mut self, role: Role) -> What {
        self.flush();
        if role != Role::Text {
            self.begin_line(role);
        }
        What::Block
    }

    fn begin_line(&mut self, role: Role) -> &mut Paragraph {
        // An item with paragraphs in it stands apart.
        let close = self.mark.is_some() && !std::mem::take(&mut self.loose);
        let (role, mark) = match self.mark.take() {
            Some((Role::Bullet, mark)) if role == Role::Text => (Role::Bullet, mark),
            Some((_, mark)) => (role, mark),
            None => (role, None),
        };
        let inlines = std::mem::take(&mut self.places).into_iter().map(Inline::Place);
        self.line.insert(Paragraph {
            role,
            mark,
            frame: self.around.frame,
            depth: self.around.depth,
            close,
            inlines: inlines.collect(),
        })
    }

    fn line(&mut self) -> &mut Paragraph {
        if self.line.is_none() {
            self.begin_line(Role::Text);
        }
        self.line.as_mut().expect("it has just begun")
    }

    /// The paragraph has ended.
    fn flush(&mut self) {
        let Some(mut line) = self.line.take() else { return };
        if line.role != Role::Code {
            text::trim(&mut line.inlines);
        }
        if line.is_empty() {
            return;
        }
        if line.role == Role::Text {
            line.role = self.role_in_group(&line);
        }
        self.put(Block::Paragraph(line));
    }

    fn role_in_group(&mut self, line: &Paragraph) -> Role {
        match self.around.group {
            GroupOf::Text => Role::Text,
            GroupOf::Annexes => Role::AnnexList(!std::mem::replace(&mut self.listed, true)),
            GroupOf::Closing => Role::Closing(match ClosingLine::of(&line.words()) {
                Some(ClosingLine::Date) => Closing::Date,
                Some(ClosingLine::Distribution) => Closing::Distribution,
                Some(ClosingLine::Signature) => Closing::Signature,
                Some(ClosingLine::Note) => Closing::Note,
                None if line.words().trim_start().starts_with(['（', '(']) => Closing::Note,
                None => Closing::Signature,
            }),
        }
    }

    fn put(&mut self, block: Block) {
        self.inner.last_mut().unwrap_or(&mut self.done.blocks).push(block);
    }

    fn line_break(&mut self) {
        if self.around.verbatim {
            return self.text("\n");
        }
        if !self.around.silent {
            self.line().inlines.push(Inline::Break);
        }
    }

    fn text(&mut self, text: &str) {
        if self.around.silent {
            return;
        }
        if self.marking {
            if let Some(mark) = &mut self.line().mark {
                mark.words.push_str(text.trim());
            }
            return;
        }
        if self.around.verbatim {
            return self.code(text);
        }
        let blank = self.line.as_ref().is_none_or(|line| line.inlines.is_empty());
        if blank && self.line.is_none() && text.trim().is_empty() {
            return;
        }
        self.words(&text.replace(['\n', '\r', '\t'], " "));
    }

    /// Lines of code, each a paragraph.
    fn code(&mut self, text: &str) {
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.flush();
            }
            if !line.is_empty() {
                if self.line.is_none() {
                    self.begin_line(Role::Code);
                }
                self.words(line);
            }
        }
    }

    fn words(&mut self, words: &str) {
        let (style, link) = (self.around.style, self.around.link.clone());
        // A link to a footnote is its mark.
        if let Some(note) = link.strip_prefix("#fn-") {
            if let Ok(number) = note.parse() {
                self.line().inlines.push(Inline::Note(number));
            }
            return;
        }
        self.line().inlines.push(Inline::Words(Words {
            text: words.to_owned(),
            style,
            link,
        }));
    }

    fn close(&mut self, last: Open) {
        match last.what {
            What::Nothing => {}
            What::Block | What::Row => self.flush(),
            What::List => {
                self.flush();
                self.lists.pop();
            }
            What::Mark => self.marking = false,
            What::Fact => self.line().inlines.push(Inline::FactEnd),
            What::Cell => {
                self.flush();
                let blocks = self.inner.pop().unwrap_or_default();
                let row = self.tables.last_mut().and_then(|table| table.rows.last_mut());
                if let Some(cell) = row.and_then(|row| row.last_mut()) {
                    cell.blocks = blocks;
                }
            }
            What::Note(number) => {
                self.flush();
                let blocks = self.inner.pop().unwrap_or_default();
                self.done.notes.insert(number, blocks);
            }
            What::Table => {
                self.flush();
                let table = self.tables.pop().unwrap_or_default();
                if table.rows.iter().any(|row| !row.is_empty()) {
                    self.put(Block::Table(table));
                }
            }
        }
        self.mark = self.mark.take().filter(|_| last.name != "li");
        self.around = last.before;
    }
}
