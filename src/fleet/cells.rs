//! The cells of a table's file: CSV as Excel writes it, or the sheets of a workbook.

use crate::base::Fault;
use crate::message;
use std::sync::Arc;

/// More sites than there are counties, townships and villages of a province.
const MAX_ROWS: usize = 100_000;

/// Rows that are not empty, each with its line.
pub(super) type Cells = Vec<(usize, Vec<String>)>;

/// The sheets of a file by name; a CSV is one without a name.
pub(super) fn sheets(name: &str, bytes: Vec<u8>) -> Result<Vec<(String, Cells)>, Fault> {
    let ending = name
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending)
        .to_lowercase();
    match &*ending {
        "xlsx" | "xlsm" => {
            let sheets = crate::import::workbook(&bytes)?.into_iter();
            Ok(sheets.map(|sheet| (sheet.name, numbered(sheet.rows))).collect())
        }
        "csv" | "txt" | "tsv" => Ok(vec![(String::new(), of_csv(name, bytes)?)]),
        _ => Err(Fault::new(message!(
            "{name} 不是 CSV 或 XLSX",
            "{name} is neither CSV nor XLSX"
        ))
        .hint(message!(
            "在 Excel、WPS 里另存为 XLSX 或 CSV",
            "save it as XLSX or CSV"
        ))),
    }
}

fn numbered(rows: Vec<Vec<String>>) -> Cells {
    let rows = rows.into_iter().enumerate();
    rows.map(|(at, cells)| (at + 1, cells))
        .filter(|(_, cells)| !cells.is_empty())
        .collect()
}

/// A CSV as Excel writes it, in GBK too.
pub(super) fn of_csv(name: &str, bytes: Vec<u8>) -> Result<Cells, Fault> {
    let file: Arc<str> = name.into();
    let text = crate::source::decode(&file, bytes).map_err(|told| Fault::new(told.message))?;
    let head = text.lines().next().unwrap_or("");
    let mut reader = csv::ReaderBuilder::new();
    reader.has_headers(false).flexible(true);
    let delimiter = [b'\t', b';']
        .into_iter()
        .find(|sign| head.as_bytes().contains(sign) && !head.contains(','));
    reader.delimiter(delimiter.unwrap_or(b','));
    let mut rows = Vec::new();
    for record in reader.from_reader(text.as_bytes()).records().take(MAX_ROWS) {
        let record = record.map_err(|error| {
            Fault::new(message!(
                "{name} 读不出来：{error}",
                "{name} cannot be read: {error}"
            ))
        })?;
        let line = record.position().map_or(0, |position| position.line() as usize);
        rows.push((line, record.iter().map(str::to_owned).collect()));
    }
    Ok(rows)
}
