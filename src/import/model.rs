//! An office document as every reader gives it, whatever its format: what a reader of paper would see, in order, and
//! what could not be read, with its place.

use crate::base::{Message, Rule};

/// A document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Its text.
    pub blocks: Vec<Block>,
    /// Its text, when it is Markdown already; there are no blocks then.
    pub markdown: Option<Vec<MarkdownPart>>,
    /// Footnotes and endnotes: [`Inline::Note`] names one by its index.
    pub notes: Vec<Vec<Block>>,
    /// Pictures: [`Inline::Picture`] names one by its index.
    pub pictures: Vec<Picture>,
    /// Files that it offers to take along: their names, to which links lead as `beside:NAME`, and what is in them.
    pub attachments: Vec<(String, Vec<u8>)>,
    /// Words that its readers do not see: hidden ones, which are not in the text, and white ones, which are.
    pub unseen: Vec<String>,
    /// What its format says of it beside the text.
    pub said: Said,
    /// What is to be told of it as a whole.
    pub findings: Vec<Finding>,
}

/// What a format says of a document beside its text; empty where it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// Its title.
    pub title: String,
    /// Who issued it.
    pub issuer: String,
    /// 文号.
    pub number: String,
    /// 主送.
    pub recipients: String,
    /// The day of publication, as it is written there.
    pub date: String,
    /// Addresses that it had on another site.
    pub addresses: Vec<String>,
    /// It says its whole head: no line of the text is a part of it.
    pub head: bool,
    /// The address that it is told to have by its generator: whole, or a pattern such as `/:year/:title/`.
    pub address: String,
    /// The name that it is told to have in its address by its generator.
    pub slug: String,
    /// The categories that a generator files it under, the widest first.
    pub categories: Vec<String>,
    /// Further fields of front matter, each with its value as YAML.
    pub fields: Vec<(String, String)>,
    /// It is a page of a site, and not a document that a program has saved as one.
    pub site: bool,
    /// It only lists links to others.
    pub list: bool,
}

impl Document {
    /// Whether nothing was in it, and there is nothing to tell of it.
    pub fn is_empty(&self) -> bool {
        let shows = |block: &Block| match block {
            Block::Paragraph(paragraph) => !paragraph.is_empty() || !paragraph.findings.is_empty(),
            Block::Table(_) => true,
        };
        let beside = self.pictures.is_empty() && self.attachments.is_empty() && self.unseen.is_empty();
        !self.blocks.iter().any(shows) && self.markdown.is_none() && beside && self.findings.is_empty()
    }

    /// Goes through the addresses of its links.
    pub fn links(&mut self, change: &mut dyn FnMut(&mut String)) {
        links_in(&mut self.blocks, change);
        for part in self.markdown.iter_mut().flatten() {
            if let MarkdownPart::Link { address, .. } = part {
                change(address);
            }
        }
        for note in &mut self.notes {
            links_in(note, change);
        }
    }
}

fn links_in(blocks: &mut [Block], change: &mut dyn FnMut(&mut String)) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                for inline in &mut paragraph.inlines {
                    if let Inline::Text(text) = inline
                        && !text.link.is_empty()
                    {
                        change(&mut text.link);
                    }
                }
            }
            Block::Table(table) => {
                for cell in table.rows.iter_mut().flatten() {
                    links_in(&mut cell.blocks, change);
                }
            }
        }
    }
}

/// A part of a text that is Markdown already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkdownPart {
    /// As it is.
    Text(String),
    /// A picture.
    Picture(usize),
    /// A link within the site that the text comes from.
    Link {
        /// Its words, as Markdown.
        words: String,
        /// Where it leads.
        address: String,
    },
    /// Something that is left out here.
    Told(Finding),
}

/// A block of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// A paragraph, a heading, or a line of a title.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// The number that a program prints before it, with what stands between it and the text: `第一条 `, `（一）`.
    pub number: String,
    /// Its words.
    pub inlines: Vec<Inline>,
    /// Its level as a heading, from 1, when a style or a tag says that it is one; 0 is the title of the whole.
    pub heading: Option<u8>,
    /// Where its lines stand.
    pub align: Align,
    /// Whether its number is bold, when that is said; else it is set as its first words are.
    pub bold_number: Option<bool>,
    /// It is an item of a list with dots or the like before it, which are not in its number.
    pub bullet: bool,
    /// It is an item of a list whose items stand close, when a style says so.
    pub close: bool,
    /// How deep in other items such an item stands, from 0.
    pub depth: usize,
    /// It is text, whatever mark it begins with: its style says that it is no heading.
    pub text: bool,
    /// What sets it apart.
    pub frame: Frame,
    /// It is a line of a table of contents.
    pub contents: bool,
    /// What is to be told of it.
    pub findings: Vec<Finding>,
}

/// What sets a paragraph apart from the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Frame {
    /// Nothing.
    #[default]
    None,
    /// It is quoted.
    Quote,
    /// It is a note to readers; the word that Markdown has for its sort: `NOTE`.
    Alert(&'static str),
    /// It is a line of code.
    Code,
}

/// Where the lines of a paragraph stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Align {
    /// At the beginning of the line, or justified.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the end of the line.
    End,
}

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Words in one style.
    Text(Text),
    /// A new line in the same paragraph.
    Break,
    /// A picture.
    Picture(usize),
    /// A reference to a note.
    Note(usize),
}

/// Words in one style.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The words.
    pub words: String,
    /// How they are set.
    pub style: TextStyle,
    /// Where they lead; empty for no link. `page:/policies/a.md` is a page of the site that the draft is for, `beside:a.pdf`
    /// one of [`Document::attachments`].
    pub link: String,
}

/// How words are set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TextStyle {
    /// Bold.
    pub bold: bool,
    /// Slanted.
    pub italic: bool,
    /// Struck through.
    pub strike: bool,
    /// Raised or lowered.
    pub script: Script,
    /// Code.
    pub code: bool,
}

/// Whether words are raised or lowered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Script {
    /// On the line.
    #[default]
    Plain,
    /// Raised.
    Super,
    /// Lowered.
    Sub,
}

/// A table: its rows of cells. A cell stands only where it begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// So many of the first rows head the others, when that is said.
    pub heads: usize,
    /// What is to be told of it.
    pub findings: Vec<Finding>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What is in it.
    pub blocks: Vec<Block>,
    /// Columns that it takes, at least one.
    pub columns: usize,
    /// Rows that it takes, at least one.
    pub rows: usize,
}

/// A picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// The file; empty when it lies elsewhere.
    pub bytes: Vec<u8>,
    /// What it shows, in words for those who do not see it; empty when nobody wrote them.
    pub words: String,
    /// Where it lies, when it is no part of the document: as the document says it.
    pub address: String,
}

/// What is to be told of a document: something that is left out, or that was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that its diagnostic breaks.
    pub rule: &'static Rule,
    /// What it is.
    pub message: Message,
}

impl Finding {
    /// A finding.
    pub fn new(rule: &'static Rule, message: Message) -> Self {
        Self { rule, message }
    }
}

impl Inline {
    /// Its words; a line break is `\n`.
    pub fn words(&self) -> &str {
        match self {
            Inline::Text(text) => &text.words,
            Inline::Break => "\n",
            Inline::Picture(_) | Inline::Note(_) => "",
        }
    }
}

impl Text {
    /// Plain words.
    pub fn plain(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            ..Self::default()
        }
    }
}

impl Paragraph {
    /// A paragraph of plain words.
    pub fn plain(words: impl Into<String>) -> Self {
        Self {
            inlines: vec![Inline::Text(Text::plain(words))],
            ..Self::default()
        }
    }

    /// All its words, its number first; a line break is `\n`.
    pub fn words(&self) -> String {
        let inlines = self.inlines.iter().map(Inline::words);
        std::iter::once(self.number.as_str()).chain(inlines).collect()
    }

    /// Whether it shows nothing at all.
    pub fn is_empty(&self) -> bool {
        let shows = |inline: &Inline| match inline {
            Inline::Text(text) => !text.words.trim().is_empty(),
            Inline::Break => false,
            Inline::Picture(_) | Inline::Note(_) => true,
        };
        self.number.trim().is_empty() && !self.inlines.iter().any(shows)
    }
}

impl Cell {
    /// A cell in one row and one column.
    pub fn of(blocks: Vec<Block>) -> Self {
        Self {
            blocks,
            columns: 1,
            rows: 1,
        }
    }
}
