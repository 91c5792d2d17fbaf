//! Tables: as Markdown when every cell is one line, as HTML when cells go over several rows or columns.

use super::inline::Writer;
use super::picture::Pictures;
use crate::import::model::{Align, Block, Cell, Finding, Inline, Paragraph, Table};

/// A table, without a blank line in it, and what is to be told of it.
pub fn write(table: &Table, pictures: &Pictures) -> (String, Vec<Finding>) {
    let mut findings = table.findings.clone();
    let text = if is_plain(table) {
        markdown(table, pictures, &mut findings)
    } else {
        let mut out = String::new();
        html(table, pictures, &mut out, &mut findings);
        out
    };
    (text, findings)
}

/// The notes to which a table refers that is written as HTML, where a mark of Markdown is none.
pub fn notes(table: &Table) -> Vec<usize> {
    let mut notes = Vec::new();
    if !is_plain(table) {
        find_notes(table, &mut notes);
    }
    notes
}

fn find_notes(table: &Table, notes: &mut Vec<usize>) {
    for block in table.rows.iter().flatten().flat_map(|cell| &cell.blocks) {
        match block {
            Block::Table(inner) => find_notes(inner, notes),
            Block::Paragraph(paragraph) => {
                notes.extend(paragraph.inlines.iter().filter_map(|inline| match inline {
                    Inline::Note(index) => Some(*index),
                    _ => None,
                }))
            }
        }
    }
}

/// Whether Markdown can say it: a rectangle of cells with at most one paragraph each.
fn is_plain(table: &Table) -> bool {
    let width = table.rows.first().map_or(0, Vec::len);
    let plain = |cell: &Cell| {
        let shown = cell.blocks.iter().filter(|block| !is_empty(block));
        let one = shown.count() <= 1;
        one && cell.columns == 1
            && cell.rows == 1
            && !cell.blocks.iter().any(|block| matches!(block, Block::Table(_)))
    };
    width > 0
        && table
            .rows
            .iter()
            .all(|row| row.len() == width && row.iter().all(plain))
        && table.rows[0].iter().any(|cell| !cell.blocks.iter().all(is_empty))
}

fn is_empty(block: &Block) -> bool {
    match block {
        Block::Paragraph(paragraph) => paragraph.is_empty(),
        Block::Table(_) => false,
    }
}

fn markdown(table: &Table, pictures: &Pictures, findings: &mut Vec<Finding>) -> String {
    let mut out = String::new();
    for (at, row) in table.rows.iter().enumerate() {
        out.push('|');
        for cell in row {
            let words = paragraphs(cell).map(|paragraph| one_line(paragraph, pictures, false, findings));
            let words: String = words.collect();
            let unseen = cell.blocks.iter().filter_map(|block| match block {
                Block::Paragraph(paragraph) if paragraph.is_empty() => Some(&paragraph.findings),
                _ => None,
            });
            findings.extend(unseen.flatten().cloned());
            out.push_str(&format!(" {} |", words.trim().replace('|', "\\|")));
        }
        out.push('\n');
        if at == 0 {
            let columns = (0..row.len()).map(|column| dashes(table, column));
            out.push_str(&format!("|{}\n", columns.collect::<String>()));
        }
    }
    out
}

/// The dashes below the head of a column, which say where all its lines stand.
fn dashes(table: &Table, column: usize) -> &'static str {
    let mut lines = table
        .rows
        .iter()
        .skip(1)
        .filter_map(|row| row.get(column))
        .flat_map(paragraphs);
    let Some(first) = lines.next().map(|line| line.align) else {
        return "---|";
    };
    match first {
        _ if lines.any(|line| line.align != first) => "---|",
        Align::Start => "---|",
        Align::Center => ":-:|",
        Align::End => "--:|",
    }
}

fn paragraphs(cell: &Cell) -> impl Iterator<Item = &Paragraph> {
    cell.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) if !paragraph.is_empty() => Some(paragraph),
        _ => None,
    })
}

/// A paragraph in a cell: its number and its words.
fn one_line(paragraph: &Paragraph, pictures: &Pictures, html: bool, findings: &mut Vec<Finding>) -> String {
    let mut writer = Writer::new(pictures, html);
    let number = (!paragraph.number.is_empty())
        .then(|| Inline::Text(crate::import::model::Text::plain(&*paragraph.number)));
    let inlines: Vec<Inline> = number
        .into_iter()
        .chain(paragraph.inlines.iter().cloned())
        .collect();
    writer.inlines(&inlines);
    findings.extend(paragraph.findings.iter().cloned());
    findings.append(&mut writer.findings);
    writer.out.trim().to_owned()
}

fn html(table: &Table, pictures: &Pictures, out: &mut String, findings: &mut Vec<Finding>) {
    out.push_str("<table>\n");
    for (at, row) in table.rows.iter().enumerate() {
        let name = if at < table.heads { "th" } else { "td" };
        out.push_str("<tr>");
        for cell in row {
            out.push_str(&format!("<{name}"));
            for (name, count) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
                if count > 1 {
                    out.push_str(&format!(" {name}=\"{count}\""));
                }
            }
            out.push('>');
            inside(cell, pictures, out, findings);
            out.push_str(&format!("</{name}>"));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}

/// What is in a cell: its paragraphs with line breaks between them, and tables.
fn inside(cell: &Cell, pictures: &Pictures, out: &mut String, findings: &mut Vec<Finding>) {
    let mut first = true;
    for block in &cell.blocks {
        match block {
            Block::Paragraph(paragraph) if paragraph.is_empty() => {
                findings.extend(paragraph.findings.iter().cloned())
            }
            Block::Paragraph(paragraph) => {
                if !first {
                    out.push_str("<br>");
                }
                out.push_str(&one_line(paragraph, pictures, true, findings));
                first = false;
            }
            Block::Table(inner) => {
                findings.extend(inner.findings.iter().cloned());
                let mut text = String::new();
                html(inner, pictures, &mut text, findings);
                out.push_str(text.trim_end());
                first = true;
            }
        }
    }
}
