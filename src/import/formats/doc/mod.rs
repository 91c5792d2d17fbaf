//! Files of Word before 2007 (doc) and of WPS (wps), where there is no LibreOffice to read them: their words, tables, notes,
//! headings and tracked changes.
//!
//! What takes reading styles, lists and drawings is told, not read: automatic numbers, pictures, merged cells.

mod parts;

use super::Unreadable;
use super::docx::{symbols, told};
use crate::import::model::{Block, Cell, Document, Finding, Inline, Paragraph, Table, Text, TextStyle};
use crate::import::rules::{IMPORT_NUMBER, IMPORT_OBJECT};
use crate::message;
use parts::{Parts, RunSaid, Story};
use std::ops::Range;

/// Reads a file of Word before 2007.
pub fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let parts = Parts::open(bytes)?;
    let mut document = Document::default();
    let notes = parts.notes();
    let mut marks: Vec<(usize, usize)> = Vec::new();
    for (number, (mark, words)) in notes.iter().enumerate() {
        marks.push((*mark, number));
        document.notes.push(reader(&parts, &[]).blocks(words.clone()));
    }
    marks.sort_unstable();
    document.blocks = reader(&parts, &marks).blocks(parts.story(Story::Main));
    for mut block in reader(&parts, &[]).blocks(parts.story(Story::Boxes)) {
        match &mut block {
            Block::Paragraph(paragraph) => paragraph.findings.insert(0, told::text_box()),
            Block::Table(table) => table.findings.insert(0, told::text_box()),
        }
        document.blocks.push(block);
    }
    document.findings.push(poor());
    let comments = reader(&parts, &[]).blocks(parts.story(Story::Comments));
    document.findings.extend(
        comments
            .iter()
            .map(words_of)
            .filter(|words| !words.is_empty())
            .map(|words| told::comment("", &words)),
    );
    let headers = reader(&parts, &[]).blocks(parts.story(Story::Headers));
    let mut headers: Vec<String> = headers.iter().map(words_of).collect();
    headers.retain(|words| words.chars().any(|c| c.is_alphabetic()));
    headers.dedup();
    document
        .findings
        .extend(headers.iter().map(|words| told::header(false, words)));
    Ok(document)
}

/// What is told of every file that is read here.
fn poor() -> Finding {
    Finding::new(
        &IMPORT_OBJECT,
        message!(
            "这台机器上没有 LibreOffice，旧格式只读了文字：自动编号、图、合并的格子都没有，请对照原文，或在 Word、WPS 里另存为 docx 再导入",
            "there is no LibreOffice on this machine, so only the words of the old format were read: automatic numbers, pictures and merged cells are missing; compare it with the source, or save it as docx and import that"
        ),
    )
}

fn number_lost() -> Finding {
    Finding::new(
        &IMPORT_NUMBER,
        message!(
            "这一段前面有自动编号，旧格式里读不出来，没有写",
            "this paragraph has an automatic number that cannot be read of the old format; it is left out"
        ),
    )
}

fn words_of(block: &Block) -> String {
    match block {
        Block::Paragraph(paragraph) => paragraph.words().trim().to_owned(),
        Block::Table(table) => {
            let cells = table.rows.iter().flatten().flat_map(|cell| &cell.blocks);
            cells.map(words_of).collect::<Vec<_>>().join(" ")
        }
    }
}

pub(super) fn damaged() -> Unreadable {
    Unreadable::new(
        message!("这份文件打不开", "the file cannot be opened"),
        message!(
            "看看 Word 或 WPS 能不能打开；能的话另存为 docx",
            "see whether Word or WPS opens it; if so, save it as docx"
        ),
    )
}

fn locked() -> Unreadable {
    Unreadable::new(
        message!("文件加了密码", "the file has a password"),
        message!("请对方发一份不带密码的", "ask for one without"),
    )
}

fn reader<'p>(parts: &'p Parts, marks: &'p [(usize, usize)]) -> Reader<'p> {
    Reader {
        parts,
        marks,
        open: Open::default(),
        fields: Vec::new(),
        found: Vec::new(),
        table: None,
    }
}

/// Reads a story from its beginning to its end.
struct Reader<'p> {
    parts: &'p Parts,
    /// Where notes are called, and which.
    marks: &'p [(usize, usize)],
    open: Open,
    /// Fields that are open, the innermost last.
    fields: Vec<Field>,
    found: Vec<Block>,
    table: Option<OpenTable>,
}

/// A paragraph in the making.
#[derive(Default)]
struct Open {
    paragraph: Paragraph,
    units: Vec<u16>,
    said: RunSaid,
    link: String,
    deleted: Vec<u16>,
    inserted: Vec<u16>,
    hidden: Vec<u16>,
}

/// A table in the making.
#[derive(Default)]
struct OpenTable {
    table: Table,
    row: Vec<Cell>,
    cell: Vec<Block>,
}

/// A field: what it asks for, until what it shows begins.
#[derive(Default)]
struct Field {
    asked: Vec<u16>,
    shows: bool,
}

impl Field {
    /// Where a link leads.
    fn link(&self) -> String {
        let asked = String::from_utf16_lossy(&self.asked);
        let address = asked.trim().strip_prefix("HYPERLINK");
        let address = address
            .and_then(|rest| rest.split('"').nth(1))
            .unwrap_or_default();
        if asked.contains("\\l ") {
            String::new()
        } else {
            address.to_owned()
        }
    }

    fn is_contents(&self) -> bool {
        self.begins("TOC")
    }

    /// What a field of a form is that keeps its state where it is not read; `None` for any other field.
    fn state(&self) -> Option<(&'static str, &'static str)> {
        let tick = self
            .begins("FORMCHECKBOX")
            .then_some(("复选框（选没选看原文）", "a box to be ticked"));
        tick.or_else(|| {
            self.begins("FORMDROPDOWN")
                .then_some(("下拉框（选了什么看原文）", "a choice from a list"))
        })
    }

    fn begins(&self, name: &str) -> bool {
        String::from_utf16_lossy(&self.asked)
            .trim_start()
            .starts_with(name)
    }
}

impl Reader<'_> {
    fn blocks(mut self, characters: Range<usize>) -> Vec<Block> {
        let end = characters.end;
        for at in characters {
            self.character(at);
        }
        if end > 0 && (!self.open.units.is_empty() || !self.open.paragraph.is_empty()) {
            self.end_paragraph(end - 1);
        }
        self.end_table();
        self.found
    }

    fn character(&mut self, at: usize) {
        let unit = self.parts.text[at];
        match unit {
            0x13 => self.fields.push(Field::default()),
            0x14 => self.field_shows(),
            0x15 => self.end_field(),
            _ if self.fields.last().is_some_and(|field| !field.shows) => {
                if let Some(field) = self.fields.last_mut() {
                    field.asked.push(unit);
                }
            }
            // What stands for a sign is any character.
            0x20.. if self.parts.run(at).sign.is_some() => self.sign(at),
            0x07 | 0x0c | 0x0d => self.end_paragraph(at),
            0x0b => {
                self.end_run();
                self.open.paragraph.inlines.push(Inline::Break);
            }
            0x02 => self.note(at),
            0x01 | 0x08 => self.picture(),
            0x09 => self.word(at, 0x20),
            0x1e => self.word(at, 0x2d),
            0x00..=0x1f => {}
            _ => self.word(at, unit),
        }
    }

    /// Tells of the pictures of a paragraph once: one of them may have several characters.
    fn picture(&mut self) {
        let told = told::object("图", "a picture");
        if !self.open.paragraph.findings.contains(&told) {
            self.open.paragraph.findings.push(told);
        }
    }

    fn sign(&mut self, at: usize) {
        let Some((font, code)) = self.parts.run(at).sign else {
            return;
        };
        let font = self.parts.font(font);
        let sign = symbols::of(&font, u32::from(code));
        if sign.is_none() {
            self.open
                .paragraph
                .findings
                .push(told::sign(&font, &format!("{code:04X}")));
        }
        for unit in sign.unwrap_or('□').encode_utf16(&mut [0; 2]) {
            self.word(at, *unit);
        }
    }

    fn note(&mut self, at: usize) {
        if let Ok(found) = self.marks.binary_search_by_key(&at, |(mark, _)| *mark) {
            self.end_run();
            self.open
                .paragraph
                .inlines
                .push(Inline::Note(self.marks[found].1));
        }
    }

    fn field_shows(&mut self) {
        self.end_run();
        if let Some(field) = self.fields.last_mut() {
            field.shows = true;
            self.open.link = field.link();
        }
    }

    fn end_field(&mut self) {
        self.end_run();
        if let Some((zh, en)) = self.fields.pop().as_ref().and_then(Field::state) {
            self.open.paragraph.findings.push(told::object(zh, en));
        }
        self.open.link = self.fields.last().map(Field::link).unwrap_or_default();
    }

    fn word(&mut self, at: usize, unit: u16) {
        let said = self.parts.run(at);
        if said.deleted {
            return self.open.deleted.push(unit);
        }
        if said.hidden {
            return self.open.hidden.push(unit);
        }
        if said.inserted {
            self.open.inserted.push(unit);
        }
        if said != self.open.said {
            self.end_run();
            self.open.said = said;
        }
        self.open.units.push(unit);
    }

    fn end_run(&mut self) {
        let open = &mut self.open;
        if open.units.is_empty() {
            return;
        }
        open.paragraph.inlines.push(Inline::Text(Text {
            words: String::from_utf16_lossy(&open.units),
            style: TextStyle {
                bold: open.said.bold,
                strike: open.said.strike,
                script: open.said.script,
                ..TextStyle::default()
            },
            link: open.link.clone(),
        }));
        open.units.clear();
    }

    /// Ends a paragraph with the character that ends it: 7 ends a cell or a row, too.
    fn end_paragraph(&mut self, at: usize) {
        self.end_run();
        let said = self.parts.paragraph(at);
        let link = self.open.link.clone();
        let open = std::mem::replace(
            &mut self.open,
            Open {
                link,
                ..Open::default()
            },
        );
        let block = closed(open, said, self.fields.iter().any(Field::is_contents));
        let ends_cell = self.parts.text[at] == 0x07;
        if !(said.in_table || ends_cell) {
            self.end_table();
            self.found.extend(block);
            return;
        }
        let table = self.table.get_or_insert_default();
        if ends_cell && said.ends_row {
            let row = std::mem::take(&mut table.row);
            if !row.is_empty() {
                table.table.rows.push(row);
            }
            return;
        }
        table.cell.extend(block);
        if ends_cell {
            let cell = std::mem::take(&mut table.cell);
            table.row.push(Cell::of(cell));
        }
    }

    fn end_table(&mut self) {
        let Some(mut open) = self.table.take() else { return };
        if !open.cell.is_empty() {
            open.row.push(Cell::of(open.cell));
        }
        if !open.row.is_empty() {
            open.table.rows.push(open.row);
        }
        if !open.table.rows.is_empty() {
            self.found.push(Block::Table(open.table));
        }
    }
}

/// A paragraph that is over; `None` when there is nothing in it.
fn closed(open: Open, said: parts::ParagraphSaid, contents: bool) -> Option<Block> {
    let mut paragraph = open.paragraph;
    let words = |units: &[u16]| String::from_utf16_lossy(units);
    let (deleted, inserted, hidden) = (words(&open.deleted), words(&open.inserted), words(&open.hidden));
    if !(deleted.is_empty() && inserted.is_empty()) {
        paragraph.findings.insert(0, told::changes(&deleted, &inserted));
    }
    if !hidden.trim().is_empty() {
        paragraph.findings.push(told::hidden(&hidden));
    }
    if said.listed {
        paragraph.findings.push(number_lost());
    }
    paragraph.heading = u8::try_from(said.style)
        .ok()
        .filter(|style| (1..=9).contains(style));
    paragraph.align = said.align;
    paragraph.contents = contents;
    (!paragraph.is_empty() || !paragraph.findings.is_empty()).then_some(Block::Paragraph(paragraph))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::tests::fuzz::fuzz;
    use crate::import::model::Script;
    use std::io::{Cursor, Write};

    /// Where the text of the file below begins.
    const TEXT: usize = 1024;

    /// The characters of the file below, in parts: a title, a clause with a character that was taken out, a row of two cells, a
    /// link, a paragraph with a number, and one with a sign, words that are struck through and a box to be ticked.
    const WORDS: [&str; 13] = [
        "关于开课的通知\r",
        "第一条 课堂免",
        "收",
        "费。\r",
        "甲\u{7}",
        "乙\u{7}",
        "\u{7}",
        "\u{13} HYPERLINK \"https://example.org/\" \u{14}官网",
        "\u{15}。\r",
        "编号\u{1}\u{8}\r",
        "(",
        "九十八天",
        "\u{13}FORMCHECKBOX \u{14}\u{15}同意\r",
    ];

    /// A page of properties for those parts: `each` is what is said of one, before which `size` bytes hold its place.
    fn page(size: usize, each: &[(usize, &[u8])]) -> Vec<u8> {
        let mut page = vec![0; 512];
        let mut place = TEXT;
        for (number, words) in WORDS.iter().enumerate() {
            page[4 * number..4 * number + 4].copy_from_slice(&u32::try_from(place).unwrap().to_le_bytes());
            place += 2 * words.encode_utf16().count();
        }
        let count = WORDS.len();
        page[4 * count..4 * count + 4].copy_from_slice(&u32::try_from(place).unwrap().to_le_bytes());
        page[511] = u8::try_from(count).unwrap();
        let mut free = 300;
        for (number, said) in each {
            page[4 * (count + 1) + size * number] = u8::try_from(free / 2).unwrap();
            page[free..free + said.len()].copy_from_slice(said);
            free += said.len().next_multiple_of(2);
        }
        page
    }

    /// A file of Word before 2007.
    fn made() -> Vec<u8> {
        let units: Vec<u16> = WORDS.concat().encode_utf16().collect();
        let mut main = vec![0; TEXT];
        main[..2].copy_from_slice(&0xa5ec_u16.to_le_bytes());
        main[10..12].copy_from_slice(&0x0200_u16.to_le_bytes());
        let length = u32::try_from(units.len()).unwrap();
        main[76..80].copy_from_slice(&length.to_le_bytes());
        main.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
        main.resize(2048, 0);
        // Behind the length: the style, and properties with their values.
        let cell: &[u8] = &[3, 0, 0, 0x16, 0x24, 1];
        let row: &[u8] = &[0, 4, 0, 0, 0x16, 0x24, 1, 0x17, 0x24, 1];
        let number: &[u8] = &[0, 3, 0, 0, 0x0b, 0x46, 1, 0];
        let sign: &[u8] = &[6, 0x09, 0x6a, 1, 0, 0xfe, 0xf0];
        main.extend(page(13, &[(4, cell), (5, cell), (6, row), (9, number)]));
        main.extend(page(
            1,
            &[
                (2, &[3, 0, 8, 0x81]),
                (9, &[3, 0x48, 0x2a, 1]),
                (10, sign),
                (11, &[3, 0x37, 8, 1]),
            ],
        ));
        let mut table = Vec::new();
        let mut put = |main: &mut Vec<u8>, number: usize, part: &[u8]| {
            let at = 154 + 8 * number;
            main[at..at + 4].copy_from_slice(&u32::try_from(table.len()).unwrap().to_le_bytes());
            main[at + 4..at + 8].copy_from_slice(&u32::try_from(part.len()).unwrap().to_le_bytes());
            table.extend(part);
        };
        let long = |number: u32| number.to_le_bytes();
        let pieces = [
            &[2][..],
            &long(16),
            &long(0),
            &long(length),
            &[0, 0],
            &long(1024),
            &[0, 0],
        ]
        .concat();
        put(&mut main, 33, &pieces);
        put(&mut main, 13, &[long(0), long(9999), long(4)].concat());
        let font = |name: &str| {
            let name = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes);
            let font: Vec<u8> = [0; 39].into_iter().chain(name).collect();
            [&[u8::try_from(font.len()).unwrap()][..], &font].concat()
        };
        put(
            &mut main,
            15,
            &[&[2, 0, 0, 0][..], &font("宋体"), &font("Wingdings")].concat(),
        );
        put(&mut main, 12, &[long(0), long(9999), long(5)].concat());
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        for (name, bytes) in [("/WordDocument", &main), ("/1Table", &table)] {
            file.create_stream(name).unwrap().write_all(bytes).unwrap();
        }
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    #[test]
    fn words_tables_links_signs_and_changes_of_an_old_file_are_read_and_its_numbers_and_boxes_told() {
        let document = read(&made()).unwrap();
        let words: Vec<String> = document.blocks.iter().map(words_of).collect();
        assert_eq!(
            words,
            [
                "关于开课的通知",
                "第一条 课堂免费。",
                "甲 乙",
                "官网。",
                "编号",
                "☑九十八天同意"
            ]
        );
        let told = |block: &Block| match block {
            Block::Paragraph(paragraph) => paragraph
                .findings
                .iter()
                .map(|finding| finding.rule.code)
                .collect(),
            Block::Table(table) => vec![if table.rows[0].len() == 2 { "two cells" } else { "" }],
        };
        let told: Vec<Vec<&str>> = document.blocks.iter().map(told).collect();
        assert_eq!(
            told,
            [
                vec![],
                vec!["import-changes"],
                vec!["two cells"],
                vec![],
                vec!["import-object", "import-number"],
                vec!["import-object"]
            ]
        );
        let Block::Paragraph(link) = &document.blocks[3] else {
            panic!()
        };
        assert!(matches!(&link.inlines[0], Inline::Text(text) if text.link == "https://example.org/"));
        let Block::Paragraph(raised) = &document.blocks[4] else {
            panic!()
        };
        assert!(matches!(&raised.inlines[0], Inline::Text(text) if text.style.script == Script::Super));
        let Block::Paragraph(form) = &document.blocks[5] else {
            panic!()
        };
        assert!(
            matches!(&form.inlines[1], Inline::Text(text) if text.style.strike && text.words == "九十八天")
        );
        assert!(document.findings[0].message.zh.contains("LibreOffice"));
    }

    #[test]
    #[ignore = "benches/fuzz.sh"]
    fn fuzz_import_doc() {
        fuzz("import_doc", &[made()], |input| drop(read(input)));
    }

    #[test]
    fn a_damaged_old_file_is_read_or_refused_and_never_ends_the_program() {
        let whole = made();
        let read_or_refused = |bytes: &[u8]| drop(read(bytes));
        (0..whole.len())
            .step_by(97)
            .for_each(|end| read_or_refused(&whole[..end]));
        for at in (0..whole.len()).step_by(3) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0xff;
            read_or_refused(&damaged);
        }
        assert!(read(b"no file").is_err());
    }
}
