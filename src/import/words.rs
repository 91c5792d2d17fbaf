//! The plain words of a document that is offered as it is: what inspection reads.

use super::formats::{self, Unreadable};
use super::model::{Block, Document, Inline, Paragraph};
use super::package::{Package, tree};
use super::xml::Element;

/// Sheets of a workbook that are read.
const MOST_SHEETS: usize = 200;

/// How names of files end whose words are read.
const READ: [&str; 5] = ["docx", "docm", "ofd", "xlsx", "xlsm"];

/// Whether the words of a file of this name are read.
pub fn has_words(name: &str) -> bool {
    READ.contains(&&*ending(name))
}

fn ending(name: &str) -> String {
    name.rsplit_once('.')
        .map_or("", |(_, ending)| ending)
        .to_lowercase()
}

/// The paragraphs and cells of a Word, WPS, OFD or Excel document; none of what cannot be read.
pub fn words(name: &str, bytes: &[u8]) -> Vec<String> {
    match &*ending(name) {
        "docx" | "docm" | "ofd" => formats::read(name, bytes).map_or(Vec::new(), |document| of(&document)),
        "xlsx" | "xlsm" => sheets(bytes).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn of(document: &Document) -> Vec<String> {
    let said = &document.said;
    let mut found = vec![said.title.clone(), said.recipients.clone()];
    collect(&document.blocks, &mut found);
    document.notes.iter().for_each(|note| collect(note, &mut found));
    found.retain(|words| !words.trim().is_empty());
    found
}

fn collect(blocks: &[Block], found: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => found.push(plain(paragraph)),
            Block::Table(table) => {
                let cells = table.rows.iter().flatten();
                cells.for_each(|cell| collect(&cell.blocks, found));
            }
        }
    }
}

fn plain(paragraph: &Paragraph) -> String {
    let mut words = String::new();
    for inline in &paragraph.inlines {
        match inline {
            Inline::Text(text) => words.push_str(&text.words),
            Inline::Break => words.push('\n'),
            Inline::Picture(_) | Inline::Note(_) => {}
        }
    }
    words
}

/// The texts of a workbook, and its numbers: a telephone number in a cell is one.
fn sheets(bytes: &[u8]) -> Result<Vec<String>, Unreadable> {
    let mut package = Package::open(bytes)?;
    let mut found = Vec::new();
    if let Some(shared) = package.text("xl/sharedStrings.xml")? {
        texts(&tree(&shared)?, "si", &mut found);
    }
    for number in 1..=MOST_SHEETS {
        let Some(sheet) = package.text(&format!("xl/worksheets/sheet{number}.xml"))? else {
            break;
        };
        texts(&tree(&sheet)?, "c", &mut found);
    }
    Ok(found)
}

/// The text of each element of a name, however deep; a cell that only says which shared text it shows has none.
fn texts(element: &Element<'_>, name: &str, found: &mut Vec<String>) {
    for inner in element.elements() {
        if inner.name == name {
            let words = values(inner);
            if inner.attribute("t") != Some("s") && !words.trim().is_empty() {
                found.push(words);
            }
        } else {
            texts(inner, name, found);
        }
    }
}

/// The texts and numbers in an element, not its formulas.
fn values(element: &Element<'_>) -> String {
    let parts = element.elements().map(|inner| match inner.name {
        "t" | "v" => inner.text(),
        _ => values(inner),
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_gives_its_texts_and_its_numbers() {
        let shared = "<sst><si><r><t>王</t></r><r><t>某</t></r></si></sst>";
        let sheet = "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c><c><f>A1</f><v>13800138000</v></c><c t=\"inlineStr\"><is><t>电话</t></is></c></row></sheetData></worksheet>";
        let mut found = Vec::new();
        texts(&tree(shared).unwrap(), "si", &mut found);
        texts(&tree(sheet).unwrap(), "c", &mut found);
        assert_eq!(found, ["王某", "13800138000", "电话"]);
        assert!(words("a.docx", b"x").is_empty() && words("a.exe", b"x").is_empty());
    }
}
