//! The plain words of a document that is offered as it is: what inspection reads.

use super::archive;
use super::formats::{self, Unreadable};
use super::model::{Block, Document, Inline, Paragraph};
use super::package::{Package, damaged, tree};
use super::paper::{PaperPage, of_pages};
use super::xml::Element;
use crate::message;

/// How names of files end whose words are read.
const READ: [&str; 13] = [
    "docx", "docm", "doc", "wps", "ofd", "xlsx", "xlsm", "pptx", "pptm", "pdf", "zip", "csv", "txt",
];

/// Whether the words of a file of this name are read.
pub fn has_words(name: &str) -> bool {
    READ.contains(&&*ending(name))
}

fn ending(name: &str) -> String {
    name.rsplit_once('.')
        .map_or("", |(_, ending)| ending)
        .to_lowercase()
}

/// What a document says that is offered as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfferedWords {
    /// Its paragraphs and cells, those that nobody sees included.
    pub blocks: Vec<String>,
    /// What nobody sees who opens it: hidden words, white ones, names of hidden sheets.
    pub unseen: Vec<String>,
}

/// The words of a document of Word, WPS, OFD, Excel or PowerPoint, and the names in an archive; an error says why they cannot be
/// read.
pub fn words(name: &str, bytes: &[u8]) -> Result<OfferedWords, Unreadable> {
    match &*ending(name) {
        "docx" | "docm" | "xlsx" | "xlsm" | "pptx" | "pptm" if is_locked(bytes) => Err(locked()),
        "docx" | "docm" => {
            let mut words = formats::read(name, bytes).map(of)?;
            running_heads(bytes, &mut words.blocks)?;
            Ok(words)
        }
        "ofd" => formats::read(name, bytes).map(of),
        "csv" | "txt" => lines(name, bytes),
        "doc" | "wps" => formats::read_doc(bytes).map(of),
        "xlsx" | "xlsm" => workbook(bytes),
        "pptx" | "pptm" => slides(bytes),
        "zip" => archive::names(bytes).map(names),
        "pdf" => Err(damaged()),
        _ => Ok(OfferedWords::default()),
    }
}

/// The words of a PDF, by what is said of where they stand; none of a scan.
pub fn pdf_words(said: &str) -> OfferedWords {
    let sheets = formats::sheets(said).into_iter().map(PaperPage::Text);
    of_pages(sheets.collect()).map_or(OfferedWords::default(), of)
}

/// Whether a document is encrypted: Office then puts it into a file of its old form.
fn is_locked(bytes: &[u8]) -> bool {
    let mark: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    bytes.starts_with(&OLD_OFFICE) && bytes.windows(mark.len()).any(|part| part == mark)
}

/// How files of Office before 2007 begin.
const OLD_OFFICE: [u8; 4] = [0xd0, 0xcf, 0x11, 0xe0];

fn locked() -> Unreadable {
    Unreadable::new(
        message!("文件加了密码", "the file has a password"),
        message!("请对方发一份不带密码的", "ask for one without"),
    )
}

/// Names in an archive: what joins the parts of one is a comma, so that each is by itself.
fn names(names: Vec<String>) -> OfferedWords {
    let blocks = names.iter().map(|name| name.replace(['_', '.', '/'], "，"));
    OfferedWords {
        blocks: blocks.collect(),
        ..OfferedWords::default()
    }
}

fn of(document: Document) -> OfferedWords {
    let said = document.said;
    let mut blocks = vec![said.title, said.recipients];
    collect(&document.blocks, &mut blocks);
    document.notes.iter().for_each(|note| collect(note, &mut blocks));
    blocks.extend_from_slice(&document.unseen);
    blocks.retain(|words| !words.trim().is_empty());
    OfferedWords {
        blocks,
        unseen: document.unseen,
    }
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

/// The words at the head and the foot of the pages of a Word document, which are none of its text.
fn running_heads(bytes: &[u8], blocks: &mut Vec<String>) -> Result<(), Unreadable> {
    let mut package = Package::open(bytes)?;
    for name in package.names("word/") {
        let part = name.trim_start_matches("word/");
        if !(part.starts_with("header") || part.starts_with("footer")) {
            continue;
        }
        if let Some(text) = package.text(&name)? {
            texts(&tree(&text)?, "p", blocks);
        }
    }
    Ok(())
}

/// The lines of a plain text; one in no encoding that is known cannot be read.
fn lines(name: &str, bytes: &[u8]) -> Result<OfferedWords, Unreadable> {
    let text = crate::source::decode(&name.into(), bytes.to_vec()).map_err(|told| {
        let way_out = message!("另存为 UTF-8", "save it as UTF-8");
        Unreadable::new(told.message, told.hint.unwrap_or(way_out))
    })?;
    Ok(OfferedWords {
        blocks: text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(str::to_owned)
            .collect(),
        unseen: Vec::new(),
    })
}

/// The texts of a workbook, and its numbers: a telephone number in a cell is one.
fn workbook(bytes: &[u8]) -> Result<OfferedWords, Unreadable> {
    let mut package = Package::open(bytes)?;
    let mut found = OfferedWords::default();
    if let Some(book) = package.text("xl/workbook.xml")? {
        found.unseen = hidden_sheets(&tree(&book)?);
    }
    let blocks = &mut found.blocks;
    if let Some(shared) = package.text("xl/sharedStrings.xml")? {
        texts(&tree(&shared)?, "si", blocks);
    }
    for name in package.names("xl/worksheets/") {
        if let Some(sheet) = package.text(&name)? {
            texts(&tree(&sheet)?, "c", blocks);
        }
    }
    Ok(found)
}

/// The paragraphs of a presentation: those on its slides, and those in its notes.
fn slides(bytes: &[u8]) -> Result<OfferedWords, Unreadable> {
    let mut package = Package::open(bytes)?;
    let mut found = OfferedWords::default();
    for folder in ["ppt/slides/", "ppt/notesslides/"] {
        for name in package.names(folder) {
            if let Some(slide) = package.text(&name)? {
                texts(&tree(&slide)?, "p", &mut found.blocks);
            }
        }
    }
    Ok(found)
}

/// The names of sheets that a workbook does not show.
fn hidden_sheets(book: &Element<'_>) -> Vec<String> {
    let sheets = book.child("sheets").into_iter().flat_map(Element::elements);
    let hidden = sheets.filter(|sheet| matches!(sheet.attribute("state"), Some("hidden" | "veryHidden")));
    hidden
        .filter_map(|sheet| sheet.attribute("name").map(str::to_owned))
        .collect()
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
        let csv = words("a.csv", "姓名,电话\n\n王某,1\n".as_bytes()).unwrap();
        assert_eq!(csv.blocks, ["姓名,电话", "王某,1"]);
        assert!(words("a.txt", b"\x89PNG\x00\x00\x00").is_err());
        let nothing = OfferedWords::default();
        assert!(words("a.docx", b"x").is_err() && words("a.exe", b"x") == Ok(nothing));
    }

    #[test]
    fn sheets_that_a_workbook_does_not_show_are_known() {
        let book = "<workbook><sheets><sheet name=\"公示\"/><sheet name=\"名单\" state=\"hidden\"/><sheet name=\"底稿\" state=\"veryHidden\"/><sheet name=\"丙\" state=\"visible\"/></sheets></workbook>";
        assert_eq!(hidden_sheets(&tree(book).unwrap()), ["名单", "底稿"]);
    }
}
