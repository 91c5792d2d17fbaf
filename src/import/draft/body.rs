//! The text of a draft: blocks, one behind the other with blank lines between.

use super::head::Head;
use super::inline::{Writer, as_meant};
use super::outline::Outline;
use super::picture::Pictures;
use super::table;
use crate::import::model::{Block, Document, Finding, Frame, Inline, Paragraph, Script, Text};
use crate::import::rules::IMPORT_OBJECT;
use crate::markdown::{AnnexLine, ClosingLine, Mark, heads_contents};
use crate::message;
use std::collections::HashSet;
use std::ops::Range;

/// The text of a draft.
pub struct BodyText {
    /// The Markdown.
    pub text: String,
    /// What is to be told, each with the bytes of `text` where it belongs.
    pub findings: Vec<(Range<usize>, Finding)>,
    /// What is to be told of what the head says.
    pub above: Vec<Finding>,
}

/// Writes the blocks of a document that its head does not say already.
pub fn write<'p>(document: &'p Document, head: &Head, pictures: &'p Pictures) -> BodyText {
    let mut body = Body {
        pictures,
        text: String::new(),
        findings: Vec::new(),
        waiting: Vec::new(),
        outline: Outline::new(document.said.head),
        list: false,
        marks: Vec::new(),
        frame: Frame::None,
        annexes: false,
        number: None,
        notes: &document.notes,
        below: HashSet::new(),
    };
    let mut above = Vec::new();
    body.put_beside(document, head);
    for (at, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Paragraph(paragraph) if head.taken.contains(&at) => {
                above.extend(paragraph.findings.iter().cloned());
            }
            block => body.block(block, document.blocks.get(at + 1)),
        }
    }
    for (index, note) in document.notes.iter().enumerate() {
        body.note(index, note);
    }
    body.done(above)
}

struct Body<'p> {
    pictures: &'p Pictures,
    text: String,
    findings: Vec<(Range<usize>, Finding)>,
    /// Findings of what left no text: they go to the next block.
    waiting: Vec<Finding>,
    outline: Outline,
    /// The last block was an item of a list whose items stand close.
    list: bool,
    /// How wide the marks of the items are that the last one stands in, its own last.
    marks: Vec<usize>,
    /// What set the last block apart.
    frame: Frame,
    /// The last line belongs to the list of annexes.
    annexes: bool,
    /// The number of the item that the last block was.
    number: Option<u64>,
    /// The notes of the document.
    notes: &'p [Vec<Block>],
    /// Those that stand below the table that refers to them.
    below: HashSet<usize>,
}

impl Body<'_> {
    fn done(mut self, above: Vec<Finding>) -> BodyText {
        let last = self.text.trim_end().rfind('\n').map_or(0, |at| at + 1);
        let end = last..self.text.trim_end().len();
        let left = std::mem::take(&mut self.waiting);
        self.findings
            .extend(left.into_iter().map(|finding| (end.clone(), finding)));
        BodyText {
            text: self.text,
            findings: self.findings,
            above,
        }
    }

    /// Pictures and marks of notes in lines that the head says: they stand above the text.
    fn put_beside(&mut self, document: &Document, head: &Head) {
        let taken = document
            .blocks
            .iter()
            .enumerate()
            .filter(|(at, _)| head.taken.contains(at));
        let inlines = taken.flat_map(|(_, block)| match block {
            Block::Paragraph(paragraph) => paragraph.inlines.as_slice(),
            Block::Table(_) => &[],
        });
        let beside = inlines.filter(|inline| matches!(inline, Inline::Picture(_) | Inline::Note(_)));
        let beside: Vec<Inline> = beside.cloned().collect();
        if beside.is_empty() {
            return;
        }
        let mut writer = Writer::new(self.pictures, false);
        writer.inlines(&beside);
        let mut findings = writer.findings;
        if writer.out.is_empty() {
            return self.waiting.append(&mut findings);
        }
        findings.push(Finding::new(
            &IMPORT_OBJECT,
            message!(
                "标题、主送这几行里的图和脚注放在了这里",
                "pictures and notes of the title and of whom it goes to stand here"
            ),
        ));
        self.put(&writer.out, findings);
    }

    /// Puts a block behind what is there.
    fn put(&mut self, block: &str, findings: Vec<Finding>) {
        let start = self.text.len();
        self.number = None;
        self.text.push_str(block);
        let line = block.find('\n').unwrap_or(block.len());
        self.text
            .push_str(if block.ends_with('\n') { "\n" } else { "\n\n" });
        let place = start..start + line;
        let waiting = std::mem::take(&mut self.waiting);
        let all = waiting.into_iter().chain(findings);
        self.findings.extend(all.map(|finding| (place.clone(), finding)));
    }

    fn block(&mut self, block: &Block, next: Option<&Block>) {
        match block {
            Block::Table(table) => {
                (self.list, self.frame) = (false, Frame::None);
                let (text, findings) = table::write(table, self.pictures);
                self.put(&text, findings);
                for index in table::notes(table) {
                    self.note_below(index);
                }
            }
            Block::Paragraph(paragraph) if self.is_contents(paragraph, next) || paragraph.is_empty() => {
                self.waiting.extend(paragraph.findings.iter().cloned());
            }
            Block::Paragraph(paragraph) if paragraph.frame != Frame::None => self.framed(paragraph),
            Block::Paragraph(paragraph) => {
                self.frame = Frame::None;
                self.paragraph(paragraph);
            }
        }
    }

    /// A paragraph that is set apart, with those above that are set apart in the same way.
    fn framed(&mut self, paragraph: &Paragraph) {
        let goes_on = self.frame == paragraph.frame;
        (self.list, self.frame) = (false, paragraph.frame);
        let words = paragraph.words();
        if paragraph.frame == Frame::Code {
            let above = self.text.strip_suffix("\n```\n\n").filter(|_| goes_on);
            let line = match above.map(str::len) {
                Some(end) => {
                    self.text.truncate(end);
                    format!("\n{words}\n```")
                }
                None => format!("```\n{words}\n```"),
            };
            return self.put(&line, paragraph.findings.clone());
        }
        let mut writer = Writer::new(self.pictures, false);
        let list = if paragraph.bullet { "- " } else { "" };
        writer.inlines(&with_number(
            &paragraph.number,
            paragraph.bold_number,
            &paragraph.inlines,
        ));
        let mut line = format!("> {list}{}", spaced(writer.out.trim()));
        match paragraph.frame {
            _ if goes_on => {
                self.text.pop();
                line = format!(">\n{line}");
            }
            Frame::Alert(sort) => line = format!("> [!{sort}]\n{line}"),
            _ => {}
        }
        let findings = paragraph.findings.iter().cloned();
        self.put(&line, findings.chain(writer.findings).collect());
    }

    /// Whether a paragraph belongs to a table of contents that a program made: a page has its own.
    fn is_contents(&self, paragraph: &Paragraph, next: Option<&Block>) -> bool {
        let listed = |block: Option<&Block>| matches!(block, Some(Block::Paragraph(next)) if next.contents);
        paragraph.contents || heads_contents(&paragraph.words()) && listed(next)
    }

    /// A paragraph; one that holds several, with line breaks between them, is written as these.
    fn paragraph(&mut self, paragraph: &Paragraph) {
        let mut findings = paragraph.findings.clone();
        for (at, inlines) in apart(&paragraph.inlines).into_iter().enumerate() {
            let number = if at == 0 { paragraph.number.as_str() } else { "" };
            self.line(paragraph, number, &inlines, std::mem::take(&mut findings));
        }
    }

    fn line(&mut self, paragraph: &Paragraph, number: &str, inlines: &[Inline], mut findings: Vec<Finding>) {
        let inlines = with_number(number, paragraph.bold_number, inlines);
        let level = self.outline.level(paragraph, &words_of(&inlines));
        let mut writer = Writer::new(self.pictures, false);
        let inlines = if level.is_some() { plain(&inlines) } else { inlines };
        writer.inlines(&inlines);
        findings.append(&mut writer.findings);
        let line = self.beside_annexes(spaced(writer.out.trim()));
        if line.is_empty() {
            self.waiting.append(&mut findings);
            return;
        }
        let before = self.number;
        let line = match level {
            None if !paragraph.bullet && paragraph.depth == 0 => as_numbered(line, before),
            _ => line,
        };
        let list = level.is_none() && (paragraph.bullet || paragraph.close && is_item(&line));
        match level {
            Some(level) => {
                // `#` at the end of a heading closes it.
                let words = line.trim_end_matches('#');
                let signs = &line[words.len()..];
                let kept = if signs.is_empty() { "" } else { "\\" };
                self.put(&format!("{} {words}{kept}{signs}", "#".repeat(level)), findings);
            }
            None if paragraph.bullet => {
                let deep = self.within(paragraph.depth, "- ".len());
                self.item(&format!("{deep}- {line}"), paragraph.text, findings);
            }
            None if list => {
                let mark = line.find(' ').map_or(0, |at| at + 1);
                let deep = self.within(paragraph.depth, mark);
                self.item(&format!("{deep}{line}"), false, findings);
            }
            None => self.item(&line, true, findings),
        }
        self.list = list;
        self.number = match level {
            None if paragraph.depth > 0 => before,
            None => number_of(&line),
            Some(_) => None,
        };
    }

    /// What stands in front of an item so that it is within those above it; its own mark is so wide.
    fn within(&mut self, depth: usize, mark: usize) -> String {
        if !self.list {
            self.marks.clear();
        }
        self.marks.truncate(depth);
        let deep = " ".repeat(self.marks.iter().sum());
        self.marks.push(mark);
        deep
    }

    /// A line; below one that begins the list of annexes, 2. is no list of its own.
    fn beside_annexes(&mut self, line: String) -> String {
        let begins =
            AnnexLine::of(&line).is_some_and(|annex| annex.colon && is_item(&format!("{} ", annex.rest)));
        let goes_on = self.annexes && is_item(&line);
        self.annexes = begins || goes_on;
        if goes_on {
            line.replacen('.', "\\.", 1)
        } else {
            line
        }
    }

    /// A paragraph, an item of a list right below the one before unless it stands `alone`.
    fn item(&mut self, line: &str, alone: bool, findings: Vec<Finding>) {
        if !alone && self.list && self.text.ends_with("\n\n") {
            self.text.pop();
        }
        self.put(line, findings);
    }

    /// A note below the table in which its mark is, as 注1：.
    fn note_below(&mut self, index: usize) {
        if self.below.insert(index) {
            let (text, findings) = self.note_text(&self.notes[index]);
            self.put(&format!("注{}：{text}", index + 1), findings);
        }
    }

    fn note(&mut self, index: usize, blocks: &[Block]) {
        let mark = format!("[^{}]", index + 1);
        if self.below.contains(&index) && !self.text.contains(&mark) {
            return;
        }
        let (text, findings) = self.note_text(blocks);
        self.put(&format!("{mark}: {text}"), findings);
    }

    /// The words of a note, and what is to be told of them.
    fn note_text(&self, blocks: &[Block]) -> (String, Vec<Finding>) {
        let (mut text, mut findings) = (String::new(), Vec::new());
        for block in blocks {
            let Block::Paragraph(paragraph) = block else {
                if let Block::Table(table) = block {
                    let (table, mut told) = table::write(table, self.pictures);
                    text.push_str(&format!("\n    {}\n", table.trim_end().replace('\n', "\n    ")));
                    findings.append(&mut told);
                }
                continue;
            };
            let mut writer = Writer::new(self.pictures, false);
            writer.inlines(&with_number(
                &paragraph.number,
                paragraph.bold_number,
                &paragraph.inlines,
            ));
            findings.extend(paragraph.findings.iter().cloned());
            findings.append(&mut writer.findings);
            let between = if text.is_empty() { "" } else { "\n\n    " };
            text.push_str(&format!("{between}{}", writer.out.trim()));
        }
        (text.trim().to_owned(), findings)
    }
}

/// Whether a line is an item of a numbered list of Markdown: `1. `.
fn is_item(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < line.len() && rest.starts_with(". ")
}

/// The number of an item of a numbered list of Markdown.
fn number_of(line: &str) -> Option<u64> {
    let digits = line.split('.').next().filter(|_| is_item(line))?;
    digits.parse().ok()
}

/// A line whose number a page prints as it is. Markdown counts the items of a list by itself, from the number of the first one,
/// and prints `1)` as `1.`: what would come out otherwise is no item. `before` is the number of the item right above.
fn as_numbered(line: String, before: Option<u64>) -> String {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if (1..=9).contains(&digits) && line[digits..].starts_with(") ") {
        return line.replacen(')', "\\)", 1);
    }
    match (number_of(&line), before) {
        (Some(number), Some(before)) if number != before + 1 => line.replacen('.', "\\.", 1),
        _ => line,
    }
}

/// Pieces of several paragraphs, which their writer parted by line breaks alone: each begins with a mark of its own, or is a
/// line of the closing.
fn apart(inlines: &[Inline]) -> Vec<Vec<Inline>> {
    let mut parts: Vec<Vec<Inline>> = vec![Vec::new()];
    for part in inlines.split(|inline| *inline == Inline::Break) {
        let words = words_of(part);
        let begins = Mark::at_start(&words, false).is_some() || ClosingLine::of(&words).is_some();
        match parts.last_mut() {
            Some(last) if !begins || last.is_empty() => {
                if !last.is_empty() {
                    last.push(Inline::Break);
                }
                last.extend_from_slice(part);
            }
            _ => parts.push(part.to_vec()),
        }
    }
    parts
}

fn words_of(inlines: &[Inline]) -> String {
    let words = inlines.iter().map(|inline| match inline {
        Inline::Text(text) => text.words.as_str(),
        Inline::Break => "\n",
        Inline::Picture(_) | Inline::Note(_) => "",
    });
    as_meant(&words.collect::<String>())
}

/// Pieces with a number before them, in the style of the first words, and bold or not when that is said.
fn with_number(number: &str, bold: Option<bool>, inlines: &[Inline]) -> Vec<Inline> {
    if number.is_empty() {
        return inlines.to_vec();
    }
    // Without a blank behind it 第一条 is no mark, and 1.1 runs into what follows.
    let begins = |last: char| last.is_alphanumeric() && !('①'..='㊿').contains(&last);
    let apart = number.chars().next_back().is_some_and(begins);
    let number = if apart {
        format!("{number} ")
    } else {
        number.to_owned()
    };
    let style = inlines.iter().find_map(|inline| match inline {
        Inline::Text(text) if text.style.script == Script::Plain && !text.words.trim().is_empty() => {
            Some(text.style)
        }
        _ => None,
    });
    let mut style = style.unwrap_or_default();
    style.bold = bold.unwrap_or(style.bold);
    let number = Inline::Text(Text {
        style,
        ..Text::plain(number)
    });
    std::iter::once(number).chain(inlines.iter().cloned()).collect()
}

/// Pieces of a heading: bold says nothing there, and a line is not broken.
fn plain(inlines: &[Inline]) -> Vec<Inline> {
    let piece = |inline: &Inline| match inline {
        Inline::Text(text) => {
            let mut text = text.clone();
            text.style.bold = false;
            Inline::Text(text)
        }
        other => other.clone(),
    };
    inlines.iter().map(piece).collect()
}

/// A line with one blank behind 第X条, 第X章, and none of those that offices put into lines.
fn spaced(line: &str) -> String {
    let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{3000}');
    match Mark::at_start(line, true) {
        Some((Mark::Part(_) | Mark::Chapter(_) | Mark::Section(_) | Mark::Article(..), length)) => {
            let (mark, rest) = line.split_at(length);
            let inner = rest.trim_start();
            if inner.len() < rest.len() {
                format!("{mark} {inner}")
            } else {
                line.to_owned()
            }
        }
        Some((Mark::First(_) | Mark::Second(_), length)) => {
            let (mark, rest) = line.split_at(length);
            format!("{mark}{}", rest.trim_start())
        }
        _ => line.to_owned(),
    }
}
