//! document.xml: the paragraphs and tables of a paper, one behind the other.

use super::numbers::Numbers;
use super::paper::{self, Paper, characters};
use super::parts::{Part, Parts};
use super::set::{Set, is_division, signature_indents, signature_of, style, style_of_alert, style_of_item};
use super::text::{Block, Closing, Frame, Inline, Label, Paragraph, Role};
use super::xml::Xml;
use std::collections::BTreeMap;

/// The text of a document in the making.
pub(super) struct Body<'p> {
    pub(super) paper: &'p Paper<'p>,
    /// Footnotes by the numbers that they have on the page.
    pub(super) notes: &'p BTreeMap<usize, Vec<Block>>,
    /// Where is written now.
    pub(super) xml: Xml,
    /// What the text needs beside it.
    pub(super) parts: Parts,
    /// The part that is written now.
    pub(super) part: Part,
    pub(super) numbers: Numbers,
}

impl<'p> Body<'p> {
    /// The text of a paper, nothing of which is written yet.
    pub fn new(paper: &'p Paper<'p>, notes: &'p BTreeMap<usize, Vec<Block>>) -> Self {
        Self {
            paper,
            notes,
            xml: Xml::fragment(),
            parts: Parts::default(),
            part: Part::Text,
            numbers: Numbers::default(),
        }
    }

    /// All of the text.
    pub fn text(&mut self, blocks: &[Block]) {
        self.head();
        self.said_above();
        let signed = blocks.iter().any(is_dated);
        let end = blocks.iter().position(ends_text).unwrap_or(blocks.len());
        let signs_below = !signed || blocks[end..].first().is_some_and(signs);
        let said_below = !self.paper.said[1].is_empty();
        self.blocks_before(&blocks[..end], signs_below && !said_below);
        self.said_below();
        if !signed {
            self.signature();
        }
        self.blocks(&blocks[end..]);
    }

    /// What stands above the text.
    fn head(&mut self) {
        let paper = self.paper;
        if paper.letterhead && !paper.issuer.is_empty() {
            self.letterhead();
        } else if !paper.number.is_empty() {
            self.field("number", paper.number, Set::of("DocumentNumber"));
        }
        self.title();
        if !paper.recipients.is_empty() {
            self.field_with("recipients", paper.recipients, "：", Set::of("Recipients"));
        }
    }

    /// The title, in lines that end with its phrases.
    fn title(&mut self) {
        let paper = self.paper;
        let lines = paper::title_lines(paper.phrases);
        self.begin(&Set::of("Title"));
        self.open_control("title", "");
        if lines.concat() == paper.title {
            for (at, line) in lines.iter().enumerate() {
                if at > 0 {
                    self.inlines(&[Inline::Break]);
                }
                self.run(line);
            }
        } else {
            self.run(paper.title);
        }
        self.close_control();
        self.xml.close("w:p");
    }

    /// 红头: who issues it, its number, the red line.
    fn letterhead(&mut self) {
        let paper = self.paper;
        let words = format!("{}文件", paper.issuer);
        // One line, as large as fits.
        let most = f64::from(paper::WIDTH) / 10.0 / paper::width(&words);
        let size = (most.floor() as u32).clamp(36, 104);
        let set = Set::of("Letterhead");
        self.begin(&set);
        self.open_control("letterhead", "");
        self.run_of_size(&words, size);
        self.close_control();
        self.xml.close("w:p");
        let line = Set {
            line: Some("FF0000"),
            ..Set::of("LetterheadNumber")
        };
        if paper.number.is_empty() {
            self.begin(&line);
            self.xml.close("w:p");
        } else {
            self.field("number", paper.number, line);
        }
    }

    /// 署名 and 成文日期 of a page whose text does not say them.
    fn signature(&mut self) {
        let paper = self.paper;
        let date = paper.issued.map(|day| day.in_words()).unwrap_or_default();
        let indents = signature_indents(&[paper.issuer, &date]);
        let mut above = Some(paper::LINE * 2);
        let dated = !date.is_empty();
        for ((name, words, style), indent) in
            [("issuer", paper.issuer, "Signature"), ("issued", &date, "Date")]
                .into_iter()
                .zip(indents)
        {
            if words.is_empty() {
                continue;
            }
            let set = Set {
                above: above.take(),
                indent: Some((0, indent, 0)),
                keep: dated && style == "Signature",
                ..Set::of(style)
            };
            self.field(name, words, set);
        }
    }

    /// A line that says a field of the page.
    fn field(&mut self, name: &str, words: &str, set: Set) {
        self.field_with(name, words, "", set);
    }

    fn field_with(&mut self, name: &str, words: &str, behind: &str, set: Set) {
        self.begin(&set);
        self.open_control(name, "");
        self.run(&format!("{words}{behind}"));
        self.close_control();
        self.xml.close("w:p");
    }

    /// Opens a control in a paragraph, by whose name import knows what it says; its title is shown to who points at it.
    /// LibreOffice 7.4 doubles what is in one around paragraphs when it saves.
    pub fn open_control(&mut self, name: &str, title: &str) {
        let id = self.parts.next_id().to_string();
        self.xml.open("w:sdt", &[]);
        self.xml.open("w:sdtPr", &[]);
        if !title.is_empty() {
            self.xml.value("w:alias", title);
        }
        self.xml.value("w:tag", &format!("{}{name}", super::TAG));
        self.xml.value("w:id", &id);
        self.xml.close("w:sdtPr");
        self.xml.open("w:sdtContent", &[]);
    }

    /// Closes a control.
    pub fn close_control(&mut self) {
        self.xml.close("w:sdtContent");
        self.xml.close("w:sdt");
    }

    /// Blocks, one behind the other.
    pub fn blocks(&mut self, blocks: &[Block]) {
        self.blocks_before(blocks, false);
    }

    /// Blocks, with a signature right below them or not. Nobody signs at the top of an empty page: the last words of a text
    /// stay with who signs it.
    fn blocks_before(&mut self, blocks: &[Block], signs_below: bool) {
        let mut indents: Vec<u32> = Vec::new();
        for (at, block) in blocks.iter().enumerate() {
            let mut below = blocks[at + 1..].iter().skip_while(|block| is_annex_list(block));
            let keep = below.next().map_or(signs_below, signs) || heads(block, blocks.get(at + 1));
            match block {
                Block::Table(table) => self.table(table),
                Block::Paragraph(paragraph) => {
                    let begins = indents.is_empty() && signs(block);
                    if begins {
                        indents = signature_of(&blocks[at..]);
                        indents.reverse();
                    }
                    let indent = signs(block).then(|| indents.pop()).flatten();
                    self.paragraph(paragraph, indent, begins, keep);
                }
            }
        }
    }

    /// A footnote, its mark in front of its words.
    pub fn footnote(&mut self, number: usize, blocks: &[Block]) {
        self.xml.open("w:footnote", &[("w:id", &number.to_string())]);
        let mut marked = false;
        for block in blocks {
            match block {
                Block::Table(table) => self.table(table),
                Block::Paragraph(paragraph) => {
                    self.begin(&Set::of("FootnoteText"));
                    if !std::mem::replace(&mut marked, true) {
                        self.footnote_mark();
                    }
                    let mut set = Set::default();
                    let inlines = match &paragraph.mark {
                        Some(label) => self.marked(label, &paragraph.inlines, &mut set),
                        None => paragraph.inlines.clone(),
                    };
                    self.inlines(&inlines);
                    self.xml.close("w:p");
                }
            }
        }
        if !marked {
            self.begin(&Set::of("FootnoteText"));
            self.footnote_mark();
            self.xml.close("w:p");
        }
        self.xml.close("w:footnote");
    }

    fn footnote_mark(&mut self) {
        self.xml.open("w:r", &[]);
        self.xml.open("w:rPr", &[]);
        self.xml.value("w:rStyle", "FootnoteReference");
        self.xml.close("w:rPr");
        self.xml.empty("w:footnoteRef", &[]);
        self.xml.close("w:r");
        self.run(" ");
    }

    fn paragraph(&mut self, paragraph: &Paragraph, signed: Option<u32>, begins: bool, keep: bool) {
        let mut set = self.set(paragraph);
        set.keep |= keep;
        if let Some(right) = signed {
            set.indent = Some((0, right, 0));
            set.above = begins.then_some(paper::LINE * 2);
        }
        let inlines = match &paragraph.mark {
            Some(label) => self.marked(label, &paragraph.inlines, &mut set),
            None => paragraph.inlines.clone(),
        };
        self.begin(&set);
        if paragraph.role == Role::Label {
            self.open_control("label", "");
            self.inlines(&inlines);
            self.close_control();
        } else {
            self.inlines(&inlines);
        }
        self.xml.close("w:p");
    }

    /// The words behind a mark; the mark is a number of Word, or else words in front of them.
    fn marked(&mut self, label: &Label, inlines: &[Inline], set: &mut Set) -> Vec<Inline> {
        let mut rest = inlines.to_vec();
        let mut blank = label.listed;
        if let Some(Inline::Words(words)) = rest.iter_mut().find(|inline| !matches!(inline, Inline::Place(_)))
        {
            blank |= words.text.starts_with(' ');
            words.text = words.text.trim_start().to_owned();
        }
        if self.part == Part::Text {
            set.place = self.numbers.place(&label.words, blank);
        }
        let first = rest.iter().find_map(|inline| match inline {
            Inline::Words(words) if !words.text.is_empty() => Some(words.style.bold),
            _ => None,
        });
        if set.place.is_some() {
            set.bold_mark = (first != Some(label.bold)).then_some(label.bold);
            return rest;
        }
        let gap = if label.words.starts_with('第') {
            "\u{3000}"
        } else {
            ""
        };
        let mut words = Paragraph::plain(Role::Text, &format!("{}{gap}", label.words)).inlines;
        if let Some(Inline::Words(words)) = words.first_mut() {
            words.style.bold = label.bold;
        }
        words.extend(rest);
        words
    }

    /// How a paragraph is set.
    fn set(&mut self, paragraph: &Paragraph) -> Set {
        let mut set = Set::of(match (paragraph.frame, paragraph.role) {
            (Frame::None, Role::Text) if paragraph.close => style_of_item(paragraph.depth),
            (Frame::None, Role::Bullet) if paragraph.close => "ListBullet",
            (Frame::None, role) => style(role),
            (Frame::Quote, Role::Text | Role::Bullet) => "Quote",
            (Frame::Alert(alert), Role::Text | Role::Bullet | Role::Label) => style_of_alert(alert),
            (_, role) => style(role),
        });
        set.free = paragraph
            .inlines
            .iter()
            .any(|inline| matches!(inline, Inline::Picture { .. }));
        let apart = if paragraph.frame == Frame::None { 0.0 } else { 2.0 };
        let indent = |left: f64, first: f64| {
            let first = (first * f64::from(paper::CHARACTER)).round() as i32;
            Some((characters(apart + left), 0, first))
        };
        match paragraph.role {
            Role::Label => set.keep = true,
            Role::Annex => {
                set.page = true;
                self.numbers.begin_text();
            }
            Role::AnnexList(true) => {
                set.above = Some(paper::LINE);
                set.indent = indent(5.0, -3.0);
            }
            Role::AnnexList(false) => set.indent = indent(5.0, 0.0),
            Role::Heading(_) if paragraph.mark.as_ref().is_some_and(is_division) => {
                set.align = Some("center");
                set.indent = Some((0, 0, 0));
            }
            Role::Bullet => {
                set.place = Some(self.numbers.dot(paragraph.depth));
                set.indent = indent(paragraph.depth.saturating_sub(1) as f64 * 2.0 + 1.0, 1.0);
            }
            Role::Text if paragraph.depth > 1 => {
                set.indent = indent((paragraph.depth - 1) as f64 * 2.0, 2.0);
            }
            Role::Text if set.free && paragraph.words().trim().is_empty() => {
                set.align = Some("center");
                set.indent = Some((0, 0, 0));
            }
            _ => {}
        }
        set
    }

    /// Opens a paragraph, with all that is said of it.
    pub fn begin(&mut self, set: &Set) {
        self.xml.open("w:p", &[]);
        self.xml.open("w:pPr", &[]);
        self.xml.value("w:pStyle", set.style);
        if set.keep {
            self.xml.empty("w:keepNext", &[]);
        }
        if set.page {
            self.xml.empty("w:pageBreakBefore", &[]);
        }
        if let Some(place) = set.place {
            self.xml.open("w:numPr", &[]);
            self.xml.value("w:ilvl", &place.level.to_string());
            self.xml.value("w:numId", &place.list.to_string());
            self.xml.close("w:numPr");
        }
        if let Some(color) = set.line {
            self.xml.open("w:pBdr", &[]);
            self.xml.border("w:bottom", "18", "6", color);
            self.xml.close("w:pBdr");
        }
        self.spacing(set);
        if let Some((left, right, first)) = set.indent {
            let (left, right) = (left.to_string(), right.to_string());
            let name = if first < 0 { "w:hanging" } else { "w:firstLine" };
            let first = first.unsigned_abs().to_string();
            self.xml
                .empty("w:ind", &[("w:left", &left), ("w:right", &right), (name, &first)]);
        }
        if let Some(align) = set.align {
            self.xml.value("w:jc", align);
        }
        if let Some(bold) = set.bold_mark {
            self.xml.open("w:rPr", &[]);
            self.xml.value("w:b", if bold { "1" } else { "0" });
            self.xml.close("w:rPr");
        }
        self.xml.close("w:pPr");
    }

    fn spacing(&mut self, set: &Set) {
        let above = set.above.map(|above| above.to_string());
        let mut attributes: Vec<(&str, &str)> = Vec::new();
        attributes.extend(above.as_deref().map(|above| ("w:before", above)));
        if set.free {
            attributes.extend([("w:line", "240"), ("w:lineRule", "auto")]);
        }
        if !attributes.is_empty() {
            self.xml.empty("w:spacing", &attributes);
        }
    }
}

/// Whether a block is a line of who signs, or of the day.
pub(super) fn signs(block: &Block) -> bool {
    matches!(block, Block::Paragraph(paragraph)
        if matches!(paragraph.role, Role::Closing(Closing::Signature | Closing::Date)))
}

/// Whether a block is the short title of a clause whose words are in the next one: it does not end a page.
fn heads(block: &Block, next: Option<&Block>) -> bool {
    let Block::Paragraph(paragraph) = block else {
        return false;
    };
    let words = paragraph.words();
    let is_title = paragraph.mark.as_ref().is_some_and(|mark| !mark.listed)
        && words.chars().count() <= 30
        && !words.trim_end().ends_with(['。', '；', '！', '？', '，']);
    is_title && next.is_some()
}

fn is_annex_list(block: &Block) -> bool {
    matches!(block, Block::Paragraph(paragraph) if matches!(paragraph.role, Role::AnnexList(_)))
}

fn is_dated(block: &Block) -> bool {
    matches!(block, Block::Paragraph(paragraph) if paragraph.role == Role::Closing(Closing::Date))
}

/// Whether the text is over, and a closing or annexes begin.
fn ends_text(block: &Block) -> bool {
    matches!(block, Block::Paragraph(paragraph)
        if matches!(paragraph.role, Role::Annex | Role::Closing(_)))
}
