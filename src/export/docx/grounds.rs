//! What the fields of a page say, around its text: when and where something takes place, the clauses that it stands on. Import
//! leaves out what is in their controls.

use super::body::Body;
use super::set::Set;
use super::text::{Block, Inline, Paragraph, Role, Table};

/// The name of their controls.
const CITED: &str = "cited";

impl Body<'_> {
    /// What fields say above the text.
    pub(super) fn said_above(&mut self) {
        self.said(&self.paper.said[0]);
    }

    /// What fields say below the text.
    pub(super) fn said_below(&mut self) {
        self.said(&self.paper.said[1]);
    }

    fn said(&mut self, lines: &[String]) {
        for line in lines {
            let inlines = Paragraph::plain(Role::Text, line).inlines;
            self.cited_inlines(&inlines, &Set::of("BodyText"));
        }
    }

    /// All clauses.
    pub(super) fn grounds(&mut self) {
        for grounds in self.paper.grounds {
            self.cited(&grounds.heading, true);
            for (name, blocks) in &grounds.clauses {
                self.cited(name, !blocks.is_empty());
                for block in blocks {
                    self.cited_block(block);
                }
            }
        }
    }

    fn cited_block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(paragraph) => self.cited_inlines(&plain(paragraph), &Set::of("Quote")),
            Block::Table(table) => {
                for row in rows(table) {
                    self.cited_inlines(&Paragraph::plain(Role::Text, &row).inlines, &Set::of("Quote"));
                }
            }
        }
    }

    /// A line that names what follows.
    fn cited(&mut self, words: &str, keep: bool) {
        let mut inlines = Paragraph::plain(Role::Text, words).inlines;
        if let Some(Inline::Words(words)) = inlines.first_mut() {
            words.style.bold = true;
        }
        let set = Set {
            keep,
            ..Set::of("BodyText")
        };
        self.cited_inlines(&inlines, &set);
    }

    fn cited_inlines(&mut self, inlines: &[Inline], set: &Set) {
        self.begin(set);
        self.open_control(CITED, "");
        self.inlines(inlines);
        self.close_control();
        self.xml.close("w:p");
    }
}

/// The words of a paragraph with its mark, which Word does not count here. Where its facts are from, its own page says.
fn plain(paragraph: &Paragraph) -> Vec<Inline> {
    let mark = paragraph.mark.iter().flat_map(|label| {
        let gap = match label.words.chars().next() {
            Some('第') => "\u{3000}",
            _ if label.listed => " ",
            _ => "",
        };
        Paragraph::plain(Role::Text, &format!("{}{gap}", label.words)).inlines
    });
    let said = paragraph.inlines.iter().cloned();
    let own =
        said.filter(|inline| matches!(inline, Inline::Words(_) | Inline::Break | Inline::Picture { .. }));
    let mut all: Vec<Inline> = mark.chain(own).collect();
    if paragraph
        .mark
        .as_ref()
        .is_some_and(|label| label.words.starts_with('第'))
        && let Some(Inline::Words(words)) = all.get_mut(1)
    {
        words.text = words.text.trim_start().to_owned();
    }
    all
}

/// The rows of a table, each as a line.
fn rows(table: &Table) -> Vec<String> {
    let cell = |blocks: &Vec<Block>| -> String {
        let words = blocks.iter().map(|block| match block {
            Block::Paragraph(paragraph) => paragraph.words(),
            Block::Table(table) => rows(table).join(" "),
        });
        words.collect::<Vec<_>>().join(" ")
    };
    let row = |row: &Vec<_>| -> String {
        let cells = row.iter().map(|one: &super::text::Cell| cell(&one.blocks));
        cells.collect::<Vec<_>>().join("\u{3000}")
    };
    table.rows.iter().map(row).collect()
}
