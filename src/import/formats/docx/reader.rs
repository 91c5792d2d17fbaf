//! Blocks of a document: paragraphs with their numbers, tables, and what wraps them.

use super::fields::Field;
use super::numbering::{Counters, Numbering};
use super::relations::Relations;
use super::runs::Context;
use super::styles::{ListPlace, ParagraphProperties, Styles};
use super::told;
use crate::import::model::{Block, Document, Finding, Inline, Paragraph};
use crate::import::package::Package;
use crate::import::xml::{Element, Space};
use crate::picture::Cut;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Elements of a part by their ids, in the order of the ids.
pub type ById<'x> = BTreeMap<&'x str, &'x Element<'x>>;

/// The parts of a document beside its text.
pub struct Parts<'x> {
    /// Footnotes by their ids.
    pub footnotes: ById<'x>,
    /// Endnotes by their ids.
    pub endnotes: ById<'x>,
    /// Comments by their ids.
    pub comments: ById<'x>,
    /// Relations of the text, the footnotes and the endnotes.
    pub relations: [Relations; 3],
}

/// Which part is read: an index of [`Parts::relations`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartName {
    /// The text.
    Text = 0,
    /// The footnotes.
    Footnotes = 1,
    /// The endnotes.
    Endnotes = 2,
}

/// A document in the making.
pub struct Reader<'r, 'b, 'x> {
    pub(super) package: &'r mut Package<'b>,
    pub(super) parts: Parts<'x>,
    pub(super) styles: Styles,
    numbering: Numbering,
    counters: Counters,
    /// The part that is being read.
    pub(super) part: PartName,
    pub(super) document: Document,
    /// Fields that are open, the innermost last.
    pub(super) fields: Vec<Field>,
    /// Pictures by the parts that hold them, and what is shown of them.
    pub(super) pictures: HashMap<(String, Cut), usize>,
    /// Notes by where they are and what they are called.
    pub(super) notes: HashMap<(PartName, String), usize>,
    /// Comments that were told.
    pub(super) commented: HashSet<String>,
    /// Headers and footers that were looked at.
    pub(super) headers: HashSet<String>,
    /// It is inside a table of contents.
    contents: bool,
    /// It is inside a control around a fact of the site.
    pub(super) in_fact: bool,
    /// It is where the ground may have a colour: in a table, a text box, or a document with a ground of its own.
    pub(super) grounded: bool,
}

/// A paragraph in the making.
#[derive(Default)]
pub(super) struct Line {
    /// Its pieces.
    pub inlines: Vec<Inline>,
    /// What is to be told of it.
    pub findings: Vec<Finding>,
    /// Text boxes that are anchored in it.
    pub boxes: Vec<Vec<Block>>,
    /// What tracked changes took out.
    pub deleted: String,
    /// What tracked changes put in.
    pub inserted: String,
    /// There are tracked changes, with words or without.
    pub changed: bool,
    /// A page or a column ends here, with words before it.
    pub broken: bool,
    /// A table of contents begins behind so many pieces.
    pub contents: Option<usize>,
}

impl Line {
    /// Takes all of another line but its words.
    pub fn take_beside(&mut self, other: &mut Self) {
        self.findings.append(&mut other.findings);
        self.boxes.append(&mut other.boxes);
        self.deleted.push_str(&other.deleted);
        self.inserted.push_str(&other.inserted);
        self.changed |= other.changed;
    }
}

impl<'r, 'b, 'x> Reader<'r, 'b, 'x> {
    /// A reader of a document.
    pub fn new(package: &'r mut Package<'b>, parts: Parts<'x>, styles: Styles, numbering: Numbering) -> Self {
        Self {
            package,
            parts,
            styles,
            numbering,
            counters: Counters::default(),
            part: PartName::Text,
            document: Document::default(),
            fields: Vec::new(),
            pictures: HashMap::new(),
            notes: HashMap::new(),
            commented: HashSet::new(),
            headers: HashSet::new(),
            contents: false,
            in_fact: false,
            grounded: false,
        }
    }

    /// The whole document.
    pub fn document(mut self, body: &Element<'_>) -> Document {
        self.document.blocks = self.blocks(body);
        self.left_comments();
        self.document
    }

    /// The blocks of an element that holds some.
    pub(super) fn blocks(&mut self, element: &Element<'_>) -> Vec<Block> {
        let mut found = Vec::new();
        let mut carried = Line::default();
        self.within(element, &mut found, &mut carried);
        if carried.changed || !carried.inlines.is_empty() || !carried.findings.is_empty() {
            let paragraph = Paragraph::default();
            self.close(carried, paragraph, &mut found);
        }
        found
    }

    /// Blocks, wherever they are wrapped. `carried` is a paragraph whose end a tracked change took out: it goes on in the next.
    fn within(&mut self, element: &Element<'_>, found: &mut Vec<Block>, carried: &mut Line) {
        for child in element.elements() {
            match child.name {
                "p" if child.space == Space::Own => self.paragraph(child, found, carried),
                "tbl" => {
                    let table = self.table(child);
                    found.extend(table);
                }
                "sdt" => self.control(child, found, carried),
                "sdtContent" | "customXml" | "smartTag" | "ins" | "moveTo" => {
                    self.within(child, found, carried)
                }
                "AlternateContent" => {
                    if let Some(branch) = chosen(child) {
                        self.within(branch, found, carried);
                    }
                }
                "oMathPara" | "oMath" => {
                    let mut line = Line::default();
                    self.equation(child, &mut line);
                    self.close(line, Paragraph::default(), found);
                }
                "altChunk" => carried
                    .findings
                    .push(told::object("嵌入的另一份文档", "an embedded document")),
                "sectPr" => self.section(child),
                _ => {}
            }
        }
    }

    /// A control around blocks: its words, or those of a table of contents.
    fn control(&mut self, element: &Element<'_>, found: &mut Vec<Block>, carried: &mut Line) {
        let properties = element.child("sdtPr");
        let gallery = properties.and_then(|properties| properties.find("docPartGallery")?.value());
        let contents = gallery == Some("Table of Contents");
        let before = self.contents;
        self.contents |= contents;
        match element.child("sdtContent") {
            Some(content) if is_placeholder(properties) => {
                let words = words_below(content);
                carried.findings.push(told::placeholder(&words));
            }
            Some(content) => self.within(content, found, carried),
            None => {}
        }
        self.contents = before;
    }

    fn paragraph(&mut self, element: &Element<'_>, found: &mut Vec<Block>, carried: &mut Line) {
        let properties = element.child("pPr");
        let own = properties.map(ParagraphProperties::of).unwrap_or_default();
        let style = properties.and_then(|properties| properties.child_value("pStyle"));
        let mark = properties.and_then(|properties| properties.child("rPr"));
        let ends = mark.is_none_or(|mark| mark.child("del").is_none() && mark.child("moveFrom").is_none());
        let contents = self.contents || self.styles.is_contents(style);
        let within = self.fields.iter().any(Field::is_contents);
        let mut line = std::mem::take(carried);
        let grounded = self.styles.is_grounded(style, &own);
        self.content(
            element,
            &Context::of(grounded, self.styles.runs_of(style)),
            &mut line,
        );
        self.settle_fields(&mut line);
        if let Some(section) = properties.and_then(|properties| properties.child("sectPr")) {
            self.section(section);
        }
        // The paragraph of a large first letter ends only for the program that sets it.
        let initial = properties.and_then(|properties| properties.child("framePr")?.attribute("dropCap"));
        let goes_on = initial.is_some_and(|initial| initial != "none") && !line.inlines.is_empty();
        if !ends || goes_on {
            line.changed |= !ends;
            *carried = line;
            return;
        }
        line.changed |= mark.is_some_and(|mark| mark.child("ins").is_some()) && !line.inserted.is_empty();
        let mut paragraph = Paragraph {
            heading: self.styles.heading(style, &own),
            text: self.styles.is_text(style, &own),
            frame: self.styles.frame(style),
            close: self.styles.is_close(style),
            align: self.styles.align(style, &own),
            contents: contents || self.is_of_contents(within, &mut line),
            ..Paragraph::default()
        };
        self.number(style, &own, &mut paragraph);
        self.close(line, paragraph, found);
    }

    /// Whether a paragraph is nothing but contents, in which it may begin. Words before a table of contents and behind it are
    /// words of the document: those between are taken out.
    fn is_of_contents(&self, within: bool, line: &mut Line) -> bool {
        if self.fields.iter().any(Field::is_contents) {
            let begun = line.contents.filter(|_| !within).unwrap_or(0);
            line.inlines.truncate(begun);
            return !line
                .inlines
                .iter()
                .any(|inline| !inline.words().trim().is_empty());
        }
        false
    }

    /// Gives a paragraph its number.
    fn number(&mut self, style: Option<&str>, own: &ParagraphProperties, paragraph: &mut Paragraph) {
        let level_of = |list: &str, style: &str| self.numbering.level_of_style(list, style);
        let Some(ListPlace { list, level }) = self.styles.list(style, own, level_of) else {
            return;
        };
        match self.numbering.count(&mut self.counters, &list, level) {
            Some(label) => {
                paragraph
                    .findings
                    .extend(label.unknown.as_deref().map(told::number));
                paragraph.bullet = label.bullet;
                // Each of the styles of lists may be the first level of a list of its own.
                let by_level = if label.bullet { level } else { 0 };
                paragraph.depth = by_level.max(self.styles.depth(style));
                paragraph.bold_number = own.bold_mark;
                paragraph.number = label.text;
            }
            None => paragraph.findings.push(told::no_list()),
        }
    }

    /// Ends a paragraph; the text boxes that are anchored in it follow.
    fn close(&mut self, mut line: Line, mut paragraph: Paragraph, found: &mut Vec<Block>) {
        if line.changed || !line.deleted.is_empty() || !line.inserted.is_empty() {
            line.findings
                .insert(0, told::changes(&line.deleted, &line.inserted));
        }
        paragraph.inlines = line.inlines;
        paragraph.findings.append(&mut line.findings);
        let boxes = line.boxes.into_iter().flatten();
        // A paragraph that is nothing but the anchor of a box leaves no line of its own.
        if !paragraph.is_empty() || !paragraph.findings.is_empty() {
            found.push(Block::Paragraph(paragraph));
        }
        found.extend(boxes);
    }
}

/// The branch of an alternative that is read: what a program of today shows, else what an old one does.
pub(super) fn chosen<'e, 'x>(element: &'e Element<'x>) -> Option<&'e Element<'x>> {
    const SHOWN: [&str; 8] = [
        "txbxContent",
        "blip",
        "imagedata",
        "t",
        "p",
        "tbl",
        "OLEObject",
        "chart",
    ];
    let choices = || element.elements().filter(|branch| branch.name == "Choice");
    let fallback = element.child("Fallback");
    choices()
        .find(|branch| branch.holds(&SHOWN))
        .or(fallback.filter(|branch| branch.holds(&SHOWN)))
        .or_else(|| choices().next())
        .or(fallback)
}

/// Whether a control still holds the prompt of the program.
pub(super) fn is_placeholder(properties: Option<&Element<'_>>) -> bool {
    let shown = properties.and_then(|properties| properties.child("showingPlcHdr"));
    shown.is_some_and(super::numbering::is_on)
}

/// All words below an element, one behind the other.
pub(super) fn words_below(element: &Element<'_>) -> String {
    let mut words = String::new();
    gather(element, &mut words);
    words
}

fn gather(element: &Element<'_>, words: &mut String) {
    for child in element.elements() {
        match child.name {
            "t" | "delText" => words.push_str(&child.text()),
            "p" if !words.is_empty() => {
                words.push(' ');
                gather(child, words);
            }
            "Fallback" => {}
            _ => gather(child, words),
        }
    }
}
