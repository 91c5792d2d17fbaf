//! The text of a web page as blocks of a document.

use super::content::Content;
use super::dom::{Child, Element, Page};
use super::line::{apart, collapsed};
use super::office::{self, Change};
use super::style;
use super::table;
use crate::import::formats::docx::{symbols, told};
use crate::import::model::{Align, Block, Document, Finding, Inline, Paragraph, Picture, Text};
use crate::import::page_number::is_page_number;
use crate::import::rules::IMPORT_OBJECT;
use crate::message;
use std::collections::{BTreeMap, BTreeSet};

/// What holds for the words that come.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    text: Text,
    align: Align,
    heading: Option<u8>,
    /// Blanks and line breaks stand as they are.
    kept: bool,
    /// The font of signs that they are of; empty for any other.
    signs: String,
}

/// Blocks in the making.
pub struct Writer<'p> {
    page: &'p Page,
    content: &'p Content<'p>,
    /// The document: its pictures, and what is to be told.
    pub document: Document,
    blocks: Vec<Block>,
    open: Paragraph,
    /// The comments that are told at their place.
    commented: BTreeSet<String>,
    /// The notes that are read, by the elements that hold them.
    noted: BTreeMap<usize, usize>,
}

impl<'p> Writer<'p> {
    /// A writer of a page.
    pub fn new(page: &'p Page, content: &'p Content<'p>) -> Self {
        Self {
            page,
            content,
            document: Document::default(),
            blocks: Vec::new(),
            open: Paragraph::default(),
            commented: BTreeSet::new(),
            noted: BTreeMap::new(),
        }
    }

    /// The blocks of an element, and of nothing else.
    pub fn blocks(&mut self, index: usize, setting: &Setting) -> Vec<Block> {
        let outer = std::mem::take(&mut self.blocks);
        let open = std::mem::take(&mut self.open);
        self.children(index, setting);
        self.close();
        self.open = open;
        std::mem::replace(&mut self.blocks, outer)
    }

    fn children(&mut self, index: usize, setting: &Setting) {
        let page = self.page;
        for child in &page.element(index).children {
            match child {
                Child::Text(text) => self.text(text, setting),
                Child::Element(index) => self.element(*index, setting),
            }
        }
    }

    fn element(&mut self, index: usize, setting: &Setting) {
        let page = self.page;
        let element = page.element(index);
        if office::is_hidden(element) {
            return self.hidden(index);
        }
        if self.content.is_out(index) {
            return;
        }
        if office::is_comment_mark(element) {
            return self.comments(index);
        }
        if let Some(change) = office::change(page, index) {
            return self.change(change, index, setting);
        }
        if let Some(note) = self.content.beside.note(element) {
            return self.note(note);
        }
        match &*element.name {
            "a" if office::is_mark_of_note(element) => {}
            "br" => self.open.inlines.push(Inline::Break),
            "hr" => self.close(),
            "img" => self.picture(element),
            "input" => self.filled_in(element, setting),
            "table" if !self.content.is_layout(index) => self.table(index, setting),
            "iframe" | "video" | "audio" | "object" | "embed" | "applet" | "svg" | "math" | "canvas" => {
                self.left_out(element);
            }
            "ul" | "ol" => self.list(index, setting),
            _ if style::is_number(element) => self.number(index),
            _ if element.is_block() || element.name == "caption" => {
                self.close();
                let inner = setting.within(element);
                self.begin(&inner);
                self.ground(index);
                self.children(index, &inner);
                self.close();
            }
            _ => self.children(index, &setting.within(element)),
        }
    }

    /// A paragraph begins.
    fn begin(&mut self, setting: &Setting) {
        self.open.align = setting.align;
        self.open.heading = setting.heading;
    }

    /// The paragraph that is open ends; what follows in the same element is one like it.
    fn close(&mut self) {
        let next = Paragraph {
            align: self.open.align,
            heading: self.open.heading,
            ..Paragraph::default()
        };
        let paragraph = std::mem::replace(&mut self.open, next);
        self.blocks
            .extend(apart(paragraph).into_iter().map(Block::Paragraph));
        self.open.align = Align::Start;
        self.open.heading = None;
    }

    fn text(&mut self, text: &str, setting: &Setting) {
        if self.open.inlines.is_empty() && self.open.number.is_empty() {
            self.begin(setting);
        }
        let mut lines = text.split('\n').peekable();
        while let Some(line) = lines.next().filter(|_| setting.kept) {
            self.words(line, setting);
            if lines.peek().is_some() {
                self.open.inlines.push(Inline::Break);
            }
        }
        if !setting.kept {
            let before = self.last_char();
            self.words(&collapsed(text, before), setting);
        }
    }

    fn words(&mut self, words: &str, setting: &Setting) {
        if !words.is_empty() {
            let words = if setting.signs.is_empty() {
                words.to_owned()
            } else {
                self.signs(words, &setting.signs)
            };
            let text = Text {
                words,
                ..setting.text.clone()
            };
            self.open.inlines.push(Inline::Text(text));
        }
    }

    /// Letters of a font of signs as the signs that they show; Han characters there are set in another font.
    fn signs(&mut self, words: &str, font: &str) -> String {
        let mut sign = |c: char| {
            let code = u32::from(c);
            let plain = c.is_whitespace() || code > 0xff && !(0xf000..=0xf0ff).contains(&code);
            let found = symbols::of(font, code);
            if found.is_none() && !plain {
                self.open.findings.push(told::sign(font, &format!("{code:04X}")));
                return '□';
            }
            found.filter(|_| !plain).unwrap_or(c)
        };
        words.chars().map(&mut sign).collect()
    }

    /// What somebody filled into a form: ticks are signs, words are told.
    fn filled_in(&mut self, element: &Element, setting: &Setting) {
        if let Some(tick) = style::tick(element) {
            let plain = Setting {
                signs: String::new(),
                ..setting.clone()
            };
            return self.words(tick, &plain);
        }
        let kind = element.attribute("type").to_ascii_lowercase();
        let words = element.attribute("value").trim();
        if matches!(&*kind, "" | "text" | "number" | "date" | "tel") && !words.is_empty() {
            self.open.findings.push(told::object(
                &format!("表单里填的“{words}”"),
                &format!("`{words}`, filled into a form,"),
            ));
        }
    }

    /// A picture that an element shows as its ground is told, when there is nothing else in it.
    fn ground(&mut self, index: usize) {
        let page = self.page;
        let empty = page.inside(index).next().is_none() && page.words(index, &|_| false).trim().is_empty();
        if let Some(address) = style::ground(page.element(index)).filter(|_| empty) {
            self.open.findings.push(told::object(
                &format!("一张当背景放的图（{address}）"),
                &format!("a picture shown as a ground ({address})"),
            ));
        }
    }

    /// The last character of the paragraph; a blank where it begins and behind a break.
    fn last_char(&self) -> char {
        match self.open.inlines.last() {
            Some(Inline::Text(text)) => text.words.chars().next_back().unwrap_or(' '),
            Some(Inline::Picture(_) | Inline::Note(_)) => '▣',
            Some(Inline::Break) | None => ' ',
        }
    }

    fn picture(&mut self, element: &Element) {
        let lazy = ["src", "data-src", "data-original", "file"];
        let address = lazy
            .iter()
            .map(|name| element.attribute(name).trim())
            .find(|address| {
                !address.is_empty() && !address.starts_with("data:image/gif;base64,R0lGODlhAQAB")
            });
        let tiny = |name: &str| {
            let size = element.attribute(name).trim_end_matches("px").parse::<u32>();
            size.is_ok_and(|size| size <= 20)
        };
        let Some(address) = address.filter(|_| !tiny("width") && !tiny("height")) else {
            return;
        };
        if style::is_icon(address) {
            return;
        }
        self.open
            .inlines
            .push(Inline::Picture(self.document.pictures.len()));
        let alt = element.attribute("alt").trim();
        let words = if style::names_file(alt) { "" } else { alt };
        self.document.pictures.push(Picture {
            bytes: super::data::bytes_of(address).unwrap_or_default(),
            words: words.to_owned(),
            address: address.to_owned(),
        });
    }

    fn table(&mut self, index: usize, setting: &Setting) {
        self.close();
        let page = self.page;
        let captions = page
            .inside(index)
            .filter(|inner| page.element(*inner).name == "caption");
        for caption in captions.collect::<Vec<_>>() {
            self.element(caption, setting);
        }
        let rows = table::rows(page, self.content, index);
        let plain = Setting::default();
        let table = table::of(rows, page, &mut |cell| self.blocks(cell, &plain));
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table(table));
        }
    }

    /// A list: its items with what is printed before them.
    fn list(&mut self, index: usize, setting: &Setting) {
        self.close();
        let page = self.page;
        let list = page.element(index);
        let mut count: i64 = list.attribute("start").trim().parse().unwrap_or(1);
        for child in &list.children {
            match child {
                Child::Element(item) if page.element(*item).name == "li" => {
                    self.close();
                    let element = page.element(*item);
                    count = element.attribute("value").trim().parse().unwrap_or(count);
                    let number = style::marker(list, element, count);
                    self.open.bullet = number.is_none();
                    self.open.number = number.unwrap_or_default();
                    count = count.saturating_add(1);
                    let first = self.blocks.len();
                    self.children(*item, &setting.within(element));
                    self.close();
                    self.head_item(first);
                }
                Child::Element(other) => self.element(*other, setting),
                Child::Text(text) if text.trim().is_empty() => {}
                Child::Text(text) => self.text(text, setting),
            }
        }
        self.close();
    }

    /// The number of an item whose words stand in paragraphs of their own goes to the first one.
    fn head_item(&mut self, first: usize) {
        let empty = |block: &Block| match block {
            Block::Paragraph(paragraph) => paragraph.inlines.is_empty(),
            _ => false,
        };
        if self.blocks.get(first).is_some_and(empty)
            && let Some(Block::Paragraph(_)) = self.blocks.get(first + 1)
            && let Block::Paragraph(head) = self.blocks.remove(first)
            && let Some(Block::Paragraph(next)) = self.blocks.get_mut(first)
        {
            next.number.insert_str(0, &head.number);
            next.bullet |= head.bullet;
        }
    }

    /// The number that Word printed before a paragraph when it saved the page.
    fn number(&mut self, index: usize) {
        let words = self.page.words(index, &|_| false);
        let mark = words.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}');
        if style::is_dot(mark) {
            self.open.bullet = true;
            return;
        }
        let blanks = words.trim_start().len() > mark.len();
        self.open.number = format!("{mark}{}", if blanks { "\u{3000}" } else { "" });
    }

    /// A reference to a note, which is read where it is first referred to.
    fn note(&mut self, element: usize) {
        let next = self.document.notes.len();
        let index = *self.noted.entry(element).or_insert(next);
        if index == next {
            // A note that refers to itself finds its place taken.
            self.document.notes.push(Vec::new());
            self.document.notes[index] = self.blocks(element, &Setting::default());
        }
        self.open.inlines.push(Inline::Note(index));
    }

    /// Tells the comments whose marks are in an element; the marks themselves are no text.
    fn comments(&mut self, index: usize) {
        let page = self.page;
        if let Some((number, comment)) = self.content.beside.comment(page.element(index))
            && self.commented.insert(number.to_owned())
        {
            let (author, words) = office::comment(page, comment);
            self.open.findings.push(told::comment(&author, &words));
        }
        for inner in page.inside(index) {
            self.comments(inner);
        }
    }

    /// Words that are hidden: they are told.
    fn hidden(&mut self, index: usize) {
        let words = self.page.words(index, &|_| false).trim().to_owned();
        if !words.is_empty() {
            self.open.findings.push(told::hidden(&words));
            self.document.unseen.push(words);
        }
    }

    /// Tells what stands beside the text: comments that no mark leads to, headers and footers with a number.
    pub fn beside(&mut self) {
        for (footer, index) in &self.content.beside.headers {
            let words = self.page.words(*index, &|_| false);
            if words.chars().any(|c| c.is_ascii_digit()) && !is_page_number(&words) {
                self.document.findings.push(told::header(*footer, words.trim()));
            }
        }
        let left = self.content.beside.comments.iter();
        for (_, comment) in left.filter(|(number, _)| !self.commented.contains(*number)) {
            let (author, words) = office::comment(self.page, *comment);
            self.document.findings.push(told::comment(&author, &words));
        }
    }

    /// Words of a tracked change, as if it were accepted, and what it was.
    fn change(&mut self, change: Change, index: usize, setting: &Setting) {
        let words = self.page.words(index, &|inner| self.content.is_out(inner));
        if !words.trim().is_empty() {
            let (deleted, inserted) = match change {
                Change::Out => (&*words, ""),
                Change::In => ("", &*words),
            };
            self.open.findings.push(told::changes(deleted, inserted));
        }
        if change == Change::In {
            self.children(index, setting);
        }
    }

    fn left_out(&mut self, element: &Element) {
        let address = [element.attribute("src"), element.attribute("data")]
            .into_iter()
            .find(|address| !address.is_empty())
            .unwrap_or_default();
        let name = &element.name;
        self.open.findings.push(Finding::new(
            &IMPORT_OBJECT,
            message!(
                "这里嵌着 {name}（{address}），没有导入",
                "`{name}` ({address}) is embedded here and left out"
            ),
        ));
    }
}

impl Setting {
    /// What holds within an element.
    fn within(&self, element: &Element) -> Self {
        let mut inner = self.clone();
        style::apply(&mut inner.text, element);
        inner.align = style::align(element).unwrap_or(self.align);
        inner.heading = element.heading().or(self.heading);
        inner.kept |= element.name == "pre";
        if let Some(signs) = style::signs(element) {
            inner.signs = signs;
        }
        inner
    }
}
