//! The sheets of a workbook as rows of cells.

use super::formats::Unreadable;
use super::package::{Package, damaged, tree};
use super::xml::Element;

/// More cells in a row than any table has.
const MOST_COLUMNS: usize = 1000;
/// More rows than are read.
const MOST_ROWS: usize = 100_000;

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// What its tab says.
    pub name: String,
    /// Its rows, empty ones included; cells are texts as they are kept: a number has no thousands and no currency, a formula its
    /// last result, or itself behind `=` when that was not kept; merged cells say the same in each row.
    pub rows: Vec<Vec<String>>,
}

/// The sheets that a workbook shows, in their order.
pub fn workbook(bytes: &[u8]) -> Result<Vec<Tab>, Unreadable> {
    let mut package = Package::open(bytes)?;
    let shared = match package.text("xl/sharedStrings.xml")? {
        Some(text) => tree(&text)?
            .elements()
            .filter(|element| element.name == "si")
            .map(words)
            .collect(),
        None => Vec::new(),
    };
    let mut sheets = Vec::new();
    for (name, part) in parts(&mut package)? {
        // A tab with a chart alone has no cells.
        let Some(text) = package.text(&part)? else {
            continue;
        };
        let rows = rows(&tree(&text)?, &shared);
        sheets.push(Tab { name, rows });
    }
    if sheets.is_empty() {
        return Err(damaged());
    }
    Ok(sheets)
}

fn rows(sheet: &Element<'_>, shared: &[String]) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in sheet.child("sheetData").into_iter().flat_map(Element::elements) {
        let at = row
            .attribute("r")
            .and_then(|number| number.parse().ok())
            .unwrap_or(rows.len() + 1);
        if at > MOST_ROWS {
            break;
        }
        rows.resize_with(rows.len().max(at), Vec::new);
        let cells = &mut rows[at.max(1) - 1];
        for cell in row.elements().filter(|element| element.name == "c") {
            let column = cell.attribute("r").and_then(column).unwrap_or(cells.len());
            if column < MOST_COLUMNS {
                cells.resize_with(cells.len().max(column + 1), String::new);
                cells[column] = said(cell, shared);
            }
        }
    }
    for merged in sheet.child("mergeCells").into_iter().flat_map(Element::elements) {
        fill_down(&mut rows, merged.attribute("ref").unwrap_or_default());
    }
    rows
}

/// Gives the words of merged cells, `B2:B5`, to each row that they stand in.
fn fill_down(rows: &mut [Vec<String>], place: &str) {
    let row = |place: &str| {
        place
            .trim_start_matches(|c: char| c.is_ascii_uppercase())
            .parse::<usize>()
            .ok()
    };
    let ends = place
        .split_once(':')
        .and_then(|(from, to)| Some((column(from)?, row(from)?, row(to)?)));
    let Some((column, from, to)) = ends.filter(|(column, from, _)| *from > 0 && *column < MOST_COLUMNS)
    else {
        return;
    };
    let words = rows
        .get(from - 1)
        .and_then(|cells| cells.get(column))
        .cloned()
        .unwrap_or_default();
    for cells in rows.iter_mut().take(to).skip(from) {
        cells.resize_with(cells.len().max(column + 1), String::new);
        cells[column].clone_from(&words);
    }
}

/// The sheets that are shown, by name, and the part of the package that each is in.
fn parts(package: &mut Package<'_>) -> Result<Vec<(String, String)>, Unreadable> {
    let first = || vec![(String::new(), "xl/worksheets/sheet1.xml".to_owned())];
    let (Some(book), Some(ways)) = (
        package.text("xl/workbook.xml")?,
        package.text("xl/_rels/workbook.xml.rels")?,
    ) else {
        return Ok(first());
    };
    let (book, ways) = (tree(&book)?, tree(&ways)?);
    let shown = |sheet: &&Element<'_>| !matches!(sheet.attribute("state"), Some("hidden" | "veryHidden"));
    let part = |sheet: &Element<'_>| {
        let id = sheet.attribute("id")?;
        let mut targets = ways.elements().filter(|way| way.attribute("Id") == Some(id));
        let target = targets.next()?.attribute("Target")?;
        let name = sheet.attribute("name").unwrap_or_default().to_owned();
        let part = match target.strip_prefix('/') {
            Some(whole) => whole.to_lowercase(),
            None => format!("xl/{target}").to_lowercase(),
        };
        Some((name, part))
    };
    let sheets = book.child("sheets").into_iter().flat_map(Element::elements);
    let parts: Vec<_> = sheets.filter(shown).filter_map(part).collect();
    Ok(if parts.is_empty() { first() } else { parts })
}

/// The column of a place such as `B2`, from 0 on.
fn column(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_uppercase);
    let number = letters
        .take(4)
        .fold(0_usize, |sum, letter| sum * 26 + usize::from(letter - b'A') + 1);
    number.checked_sub(1)
}

/// What a cell says.
fn said(cell: &Element<'_>, shared: &[String]) -> String {
    let value = cell.child("v").map(Element::text).unwrap_or_default();
    if let (Some(formula), None) = (cell.child("f"), cell.child("v")) {
        return format!("={}", formula.text());
    }
    match cell.attribute("t") {
        Some("s") => value
            .trim()
            .parse()
            .ok()
            .and_then(|at: usize| shared.get(at).cloned())
            .unwrap_or_default(),
        Some("inlineStr") => cell.child("is").map(words).unwrap_or_default(),
        Some("e") => String::new(),
        _ => value,
    }
}

/// The words of a text that may be in several runs; how they are read aloud is not among them.
fn words(text: &Element<'_>) -> String {
    let parts = text.elements().map(|inner| match inner.name {
        "t" => inner.text(),
        "rPh" => String::new(),
        _ => words(inner),
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_sheet_that_is_shown_gives_its_cells_by_place() {
        let bytes = zipped(&[
            (
                "xl/workbook.xml",
                "<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" state=\"hidden\" r:id=\"r1\"/><sheet name=\"b\" r:id=\"r2\"/></sheets></workbook>",
            ),
            (
                "xl/_rels/workbook.xml.rels",
                "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Target=\"worksheets/sheet2.xml\"/></Relationships>",
            ),
            (
                "xl/sharedStrings.xml",
                "<sst><si><t>代码</t></si><si><r><t>榆阳</t></r><r><t>区</t></r><rPh><t>yu</t></rPh></si></sst>",
            ),
            (
                "xl/worksheets/sheet1.xml",
                "<worksheet><sheetData><row><c><v>9</v></c></row></sheetData></worksheet>",
            ),
            (
                "xl/worksheets/sheet2.xml",
                "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row><row r=\"3\"><c r=\"A3\"><v>610802</v></c><c r=\"C3\" t=\"s\"><v>1</v></c><c r=\"D3\" t=\"inlineStr\"><is><t>丁</t></is></c></row><row r=\"4\"><c r=\"B4\"><f>A3+1</f></c></row></sheetData><mergeCells><mergeCell ref=\"D3:D4\"/></mergeCells></worksheet>",
            ),
        ]);
        let sheets = workbook(&bytes).unwrap();
        assert_eq!((sheets.len(), &*sheets[0].name), (1, "b"));
        assert_eq!(
            sheets[0].rows,
            [
                vec!["代码"],
                vec![],
                vec!["610802", "", "榆阳区", "丁"],
                vec!["", "=A3+1", "", "丁"]
            ]
        );
        assert!(workbook(b"x").is_err());
    }
}
