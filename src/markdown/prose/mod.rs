//! The words of a text by blocks, each with its true place in the source: what inspection reads.
//!
//! In goes the text of a body as its author wrote it; out come blocks of plain words in the order of reading. The same
//! kindness and the same paragraphs as in [`parse`](super::parse()) hold here, so a block is what readers see as one.
//!
//! Not here: what may be wrong with the words (`check`).

mod hiding;
mod raw;
mod walk;

use super::bold_mark::embolden;
use super::events::events;
use super::lenient;
use super::split::split_lines;
use super::{Syntax, lenient::LenientText};
use crate::base::Message;
use std::borrow::Cow;
use std::ops::Range;

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockForm {
    /// Running text.
    Paragraph,
    /// A heading of a level from 1 to 6.
    Heading(u8),
    /// An item of a list, or a term and what it means.
    Item,
    /// A cell of a table; whether it is one of its head.
    Cell(bool),
    /// Code, shown as it is written.
    Code,
    /// The YAML of a component of this name.
    Component(String),
    /// The value of a field of front matter.
    Field(&'static str),
    /// The YAML of all front matter.
    FrontMatter,
}

/// What stands between two characters of a block and is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The line ends in the source, and nothing or a blank is printed.
    Line,
    /// The printed line ends.
    Break,
    /// Emphasis, a link or a tag begins or ends.
    Tag,
}

/// A link in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProseLink {
    /// Bytes of the block's text.
    pub words: Range<usize>,
    /// Where it leads, as written.
    pub to: String,
    /// It is a reference, `[[…]]`.
    pub is_reference: bool,
}

/// A picture in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProseImage {
    /// What it says to those who cannot see it; `None` where the attribute is missing.
    pub alt: Option<String>,
    /// The file, as written.
    pub from: String,
    /// Bytes of the source.
    pub at: Range<usize>,
}

/// A stretch of a block's text and where it is from.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stretch {
    /// Where it begins in the block's text.
    start: usize,
    /// Bytes of the source.
    at: Range<usize>,
    /// Its bytes are those of the source.
    literal: bool,
}

/// A block of plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextBlock {
    /// What it is.
    pub form: BlockForm,
    /// Its words, facts and references not filled in.
    pub text: String,
    /// Bytes of the source, marks included.
    pub at: Range<usize>,
    /// It is within a block quotation.
    pub is_quoted: bool,
    /// Cuts, each before the byte of the text where it is, in order.
    pub cuts: Vec<(usize, Cut)>,
    /// Bytes of the text that are code.
    pub code: Vec<Range<usize>>,
    /// Links.
    pub links: Vec<ProseLink>,
    /// Pictures.
    pub images: Vec<ProseImage>,
    stretches: Vec<Stretch>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProseTable {
    /// Bytes of the source.
    pub at: Range<usize>,
    /// Some cell of its head has words.
    pub has_head: bool,
    /// Number of its rows, the head aside.
    pub rows: usize,
}

/// A comment that asks inspection to leave a place alone: `<!-- check: off RULE, reason -->`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuietComment {
    /// Codes of rules, as written.
    pub rules: Vec<String>,
    /// Why; empty when it does not say.
    pub reason: String,
    /// Bytes of the source.
    pub at: Range<usize>,
    /// Bytes of the block behind it.
    pub covers: Range<usize>,
}

/// All that inspection reads of a body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prose {
    /// Blocks in the order of reading.
    pub blocks: Vec<TextBlock>,
    /// Tables.
    pub tables: Vec<ProseTable>,
    /// Comments that ask for quiet.
    pub quiet: Vec<QuietComment>,
    /// Words that nobody sees, though they are in the file.
    pub unseen: Vec<Unseen>,
    /// Why an attachment could not be read; `None` of what is read, and of a page.
    pub unread: Option<Message>,
}

/// Words that are in a page or an attachment and are not shown: hidden, or white on white.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unseen {
    /// Bytes of the source: the tag that hides them; empty for an attachment.
    pub at: Range<usize>,
    /// The words, or what holds them; empty when they stand behind the tag.
    pub words: String,
}

impl TextBlock {
    /// A block without words yet.
    fn new(form: BlockForm, at: Range<usize>) -> Self {
        Self {
            form,
            text: String::new(),
            at,
            is_quoted: false,
            cuts: Vec::new(),
            code: Vec::new(),
            links: Vec::new(),
            images: Vec::new(),
            stretches: Vec::new(),
        }
    }

    /// A block whose words stand somewhere outside a body. `written` is what stands at `at`.
    pub fn elsewhere(form: BlockForm, words: &str, at: Range<usize>, written: &str) -> Self {
        let inner = written.find(words);
        let from = inner.map_or(at.start, |inner| at.start + inner);
        let mut block = Self::new(form, at.clone());
        block.text.push_str(words);
        block.stretches.push(Stretch {
            start: 0,
            at: if inner.is_some() {
                from..from + words.len()
            } else {
                at
            },
            literal: inner.is_some(),
        });
        block
    }

    /// Where a stretch of its text stands in the source.
    pub fn place(&self, words: &Range<usize>) -> Range<usize> {
        let (start, _) = self.spot(words.start);
        // No words have no end within a character.
        if words.is_empty() {
            return start..start;
        }
        let (_, end) = self.spot(words.end - 1);
        start..end.max(start)
    }

    /// Where the byte of its text is in the source: it, or the whole stretch that it is in.
    fn spot(&self, byte: usize) -> (usize, usize) {
        let index = self.stretches.partition_point(|stretch| stretch.start <= byte);
        let Some(stretch) = index.checked_sub(1).map(|index| &self.stretches[index]) else {
            return (self.at.start, self.at.start);
        };
        let inner = stretch.at.start + (byte - stretch.start);
        if stretch.literal && inner < stretch.at.end {
            (inner, inner + 1)
        } else {
            (stretch.at.start, stretch.at.end)
        }
    }

    /// Its text with something else in place of code, so that each byte stands where it stood.
    pub fn plain(&self) -> Cow<'_, str> {
        if self.code.is_empty() {
            return Cow::Borrowed(&self.text);
        }
        let mut plain = String::with_capacity(self.text.len());
        let mut end = 0;
        for code in &self.code {
            plain.push_str(&self.text[end..code.start]);
            plain.extend(std::iter::repeat_n('_', code.len()));
            end = code.end;
        }
        plain.push_str(&self.text[end..]);
        Cow::Owned(plain)
    }

    /// Whether it is words that people read one after the other, neither code nor YAML.
    pub fn is_prose(&self) -> bool {
        !matches!(
            self.form,
            BlockForm::Code | BlockForm::Component(_) | BlockForm::FrontMatter
        )
    }

    /// Whether it is running text of the body.
    pub fn is_paragraph(&self) -> bool {
        self.form == BlockForm::Paragraph
    }
}

/// Reads `text[start..]`. Places are bytes of `text`; a text that nests too deep has no blocks.
pub fn prose(text: &str, start: usize, syntax: &Syntax) -> Prose {
    let lenient = lenient::read(&text[start..], syntax.clauses);
    let Ok(mut events) = events(&lenient.text) else {
        return Prose::default();
    };
    let body = &text[start..];
    let indented = body.starts_with('\u{3000}') || body.contains("\n\u{3000}");
    if syntax.clauses || indented {
        events = split_lines(events, syntax.clauses);
    }
    if syntax.clauses {
        events = embolden(events);
    }
    let way = Way {
        text,
        start,
        lenient: &lenient,
    };
    walk::walk(&events, &way, syntax)
}

/// The way from the text that was parsed back to the source.
struct Way<'w> {
    text: &'w str,
    start: usize,
    lenient: &'w LenientText<'w>,
}

impl Way<'_> {
    /// Where a stretch of the parsed text is in the source.
    fn source(&self, at: &Range<usize>) -> Range<usize> {
        let inner = self.lenient.source(at);
        self.start + inner.start..self.start + inner.end
    }

    /// The parsed text.
    fn parsed(&self) -> &Cow<'_, str> {
        &self.lenient.text
    }

    /// Adds words to a block; `at` is where they stand in the parsed text.
    fn push(&self, block: &mut TextBlock, words: &str, at: &Range<usize>) {
        if words.is_empty() {
            return;
        }
        let literal = self.parsed().get(at.clone()) == Some(words);
        let source = self.source(at);
        let same = literal && self.text.get(source.clone()) == Some(words);
        if same || !literal || !self.lenient.is_changed() {
            let start = block.text.len();
            block.stretches.push(Stretch {
                start,
                at: source,
                literal: same,
            });
            block.text.push_str(words);
            return;
        }
        // Something in it was read otherwise: each character has its own place.
        for (inner, c) in words.char_indices() {
            let own = at.start + inner..at.start + inner + c.len_utf8();
            let source = self.source(&own);
            block.stretches.push(Stretch {
                start: block.text.len(),
                literal: source.len() == c.len_utf8(),
                at: source,
            });
            block.text.push(c);
        }
    }
}

#[cfg(test)]
mod tests;
