//! Footnotes, endnotes, comments, headers and footers.

use super::fields::{Field, MOST_FIELDS};
use super::reader::{Line, PartName, Reader, words_below};
use super::told;
use crate::import::model::Inline;
use crate::import::package::tree;
use crate::import::page_number::is_page_number;
use crate::import::xml::Element;

impl Reader<'_, '_, '_> {
    /// A reference to a note; the note is read where it is first referred to.
    pub(super) fn note(&mut self, part: PartName, reference: &Element<'_>, line: &mut Line) {
        if self.in_fact {
            return;
        }
        let id = reference.attribute("id").unwrap_or_default().to_owned();
        if let Some(known) = self.notes.get(&(part, id.clone())) {
            line.inlines.push(Inline::Note(*known));
            return;
        }
        let all = match part {
            PartName::Footnotes => &self.parts.footnotes,
            _ => &self.parts.endnotes,
        };
        let Some(note) = all.get(id.as_str()).copied() else {
            line.findings.push(told::object(
                "一条脚注（文件里没有它）",
                "a footnote that is not in the file",
            ));
            return;
        };
        let index = self.document.notes.len();
        self.document.notes.push(Vec::new());
        self.notes.insert((part, id), index);
        let before = self.reading(part);
        let fields = std::mem::take(&mut self.fields);
        let blocks = self.blocks(note);
        self.fields = fields;
        self.part = before;
        self.document.notes[index] = blocks;
        line.inlines.push(Inline::Note(index));
    }

    /// A comment, told where it is referred to.
    pub(super) fn comment(&mut self, reference: &Element<'_>, line: &mut Line) {
        let id = reference.attribute("id").unwrap_or_default();
        let Some(comment) = self.parts.comments.get(id).copied() else {
            return;
        };
        if self.commented.insert(id.to_owned()) && !self.in_fact {
            line.findings.push(of(comment));
        }
    }

    /// Comments that nothing refers to.
    pub(super) fn left_comments(&mut self) {
        let left = self
            .parts
            .comments
            .iter()
            .filter(|(id, _)| !self.commented.contains(**id));
        self.document
            .findings
            .extend(left.map(|(_, comment)| of(comment)));
    }

    /// The headers and footers of a section: those with a number that is no page's are told.
    pub(super) fn section(&mut self, section: &Element<'_>) {
        for reference in section.elements() {
            let footer = match reference.name {
                "headerReference" => false,
                "footerReference" => true,
                _ => continue,
            };
            let relations = &self.parts.relations[PartName::Text as usize];
            let found = reference.attribute("id").and_then(|id| relations.get(id));
            let Some(target) = found.map(|relation| relation.target.clone()) else {
                continue;
            };
            if !self.headers.insert(target.clone()) {
                continue;
            }
            // One that cannot be read says nothing on paper either.
            let Ok(Some(text)) = self.package.text(&target) else {
                continue;
            };
            let Ok(root) = tree(&text) else { continue };
            let words = header_words(&root);
            let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
            let page_number = is_page_number(&words) || words.trim().chars().all(digit);
            if words.chars().any(digit) && !page_number {
                self.document.findings.push(told::header(footer, &words));
            }
        }
    }
}

fn of(comment: &Element<'_>) -> crate::import::model::Finding {
    let author = comment.attribute("author").unwrap_or_default();
    told::comment(author, &words_below(comment))
}

/// The words of a header without its page numbers.
fn header_words(root: &Element<'_>) -> String {
    let mut words = String::new();
    gather(root, &mut Vec::new(), &mut words);
    words
}

/// Gathers words; `fields` are those that are open.
fn gather(element: &Element<'_>, fields: &mut Vec<Field>, words: &mut String) {
    for child in element.elements() {
        match child.name {
            "t" if !fields.iter().any(Field::is_page_number) => words.push_str(&child.text()),
            "instrText" => {
                if let Some(field) = fields.last_mut() {
                    field.instruction.push_str(&child.text());
                }
            }
            "fldChar" => match child.attribute("fldCharType") {
                Some("begin") if fields.len() < MOST_FIELDS => fields.push(Field::default()),
                Some("end") => {
                    fields.pop();
                }
                _ => {}
            },
            "fldSimple" if Field::of(child).is_page_number() => {}
            "Fallback" | "del" | "moveFrom" => {}
            "p" if !words.is_empty() => {
                words.push(' ');
                gather(child, fields, words);
            }
            _ => gather(child, fields, words),
        }
    }
}
