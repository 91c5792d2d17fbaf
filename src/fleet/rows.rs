//! A table of sites: a row each, CSV or XLSX, heads in Chinese or English.

use super::code::RegionCode;
use crate::base::region::place_in_front;
use crate::base::{Fault, Message};
use crate::message;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// A larger table is no table of sites.
const MAX_BYTES: u64 = 32 << 20;
/// More sites than there are counties, townships and villages of a province.
const MAX_ROWS: usize = 100_000;

/// What a column says. Any other one is a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Column {
    Code,
    Name,
    Region,
    /// A field of site.yaml: `url`, or one of `brand`.
    Field(&'static str),
    /// Values of a fact, by its name.
    Fact(String),
    /// Nothing that anybody uses.
    Nothing,
}

/// The heads of columns that are no facts, in the two languages.
const HEADS: [(&str, &[&str]); 10] = [
    ("code", &["代码", "行政区划代码", "区划代码"]),
    ("name", &["名称", "站名", "网站名称", "单位"]),
    ("region", &["地名", "地区", "行政区"]),
    ("url", &["网址", "域名", "地址（网站）"]),
    ("organiser", &["主办单位", "主办"]),
    ("phone", &["电话", "联系电话", "办公电话"]),
    ("email", &["邮箱", "电子邮箱"]),
    ("address", &["地址", "办公地址"]),
    ("icp", &["备案号", "ICP备案号"]),
    ("police", &["公安备案号"]),
];

/// A site as its row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its line in a CSV, its row in a sheet, from 1 on; the head is 1.
    pub line: usize,
    /// Its region.
    pub code: RegionCode,
    /// Its name.
    pub name: String,
    /// The name of its region, when the table says it.
    pub region: Option<String>,
    /// Fields of site.yaml that are not empty: `url`, and those of `brand`.
    pub fields: Vec<(&'static str, String)>,
    /// Values of facts that are not empty, by name.
    pub facts: Vec<(String, String)>,
}

impl Row {
    /// The name of its region: as the table says, else the place that the site's name begins with.
    pub fn place(&self) -> &str {
        match (&self.region, place_in_front(&self.name)) {
            (Some(region), _) => region,
            (None, "") => &self.name,
            (None, place) => place,
        }
    }
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// Its line.
    pub line: usize,
    /// What it is.
    pub message: Message,
}

/// A table that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Its rows in the order of their codes.
    pub rows: Vec<Row>,
    /// Names of facts that its columns give values to.
    pub facts: Vec<String>,
    /// What is wrong with it.
    pub problems: Vec<RowProblem>,
}

impl Table {
    /// Reads a table; a fault when it is none.
    pub fn read(path: &Path) -> Result<Self, Fault> {
        let unread = |error: &std::io::Error| Fault::io("读取", "read", path, error);
        let about = std::fs::metadata(path).map_err(|error| unread(&error))?;
        if about.len() > MAX_BYTES {
            let shown = path.display();
            return Err(Fault::new(message!(
                "{shown} 太大，不像站点的表格",
                "{shown} is too large for a table of sites"
            )));
        }
        let bytes = std::fs::read(path).map_err(|error| unread(&error))?;
        let name = path
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Self::of(&cells(&name, bytes)?)
    }

    /// The sites of the cells of a table, its head first.
    fn of(cells: &[(usize, Vec<String>)]) -> Result<Self, Fault> {
        let Some(((_, head), rest)) = cells.split_first() else {
            return Err(Fault::new(message!("表格是空的", "the table is empty")));
        };
        let columns: Vec<Column> = head.iter().map(|head| Column::of(head)).collect();
        for (column, name) in [(Column::Code, "code"), (Column::Name, "name")] {
            if !columns.contains(&column) {
                return Err(Fault::new(message!("表格没有 {name} 这一列", "the table has no column `{name}`")).hint(message!(
                    "第一行写列名：code（行政区划代码）,name（名称）,url（网址）,organiser（主办单位）,phone（电话），再加事实的名称",
                    "the first row names the columns: code,name,url,organiser,phone, and names of facts"
                )));
            }
        }
        let mut table = Self {
            facts: columns
                .iter()
                .filter_map(|column| match column {
                    Column::Fact(name) => Some(name.clone()),
                    _ => None,
                })
                .collect(),
            ..Self::default()
        };
        for (line, cells) in rest.iter().take(MAX_ROWS) {
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            match row(*line, &columns, cells) {
                Ok(row) => table.rows.push(row),
                Err(message) => table.problems.push(RowProblem { line: *line, message }),
            }
        }
        table.take_out_twins();
        Ok(table)
    }

    /// Two rows of one code: which is meant nobody can say.
    fn take_out_twins(&mut self) {
        let mut lines: BTreeMap<RegionCode, Vec<usize>> = BTreeMap::new();
        for row in &self.rows {
            lines.entry(row.code.clone()).or_default().push(row.line);
        }
        for (code, lines) in lines.iter().filter(|(_, lines)| lines.len() > 1) {
            for line in lines {
                let others: Vec<String> = lines
                    .iter()
                    .filter(|other| *other != line)
                    .map(usize::to_string)
                    .collect();
                let others = others.join("、");
                let message = message!(
                    "{code} 在第 {others} 行也有",
                    "{code} stands in line {others} too"
                );
                self.problems.push(RowProblem { line: *line, message });
            }
        }
        self.rows.retain(|row| lines[&row.code].len() == 1);
        self.rows.sort_by(|a, b| a.code.cmp(&b.code));
        self.problems.sort_by_key(|problem| problem.line);
    }
}

impl Column {
    fn of(head: &str) -> Self {
        let head = head.trim().trim_start_matches('\u{feff}');
        let known = HEADS
            .iter()
            .find(|(name, words)| head.eq_ignore_ascii_case(name) || words.contains(&head));
        match known {
            Some(("code", _)) => Self::Code,
            Some(("name", _)) => Self::Name,
            Some(("region", _)) => Self::Region,
            Some((field, _)) => Self::Field(field),
            None if head.is_empty() || head == "序号" => Self::Nothing,
            None => Self::Fact(head.to_owned()),
        }
    }
}

fn row(line: usize, columns: &[Column], cells: &[String]) -> Result<Row, Message> {
    let cell = |column: &Column| {
        let at = columns.iter().position(|known| known == column)?;
        cells
            .get(at)
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
    };
    let written = cell(&Column::Code).unwrap_or("");
    let code = RegionCode::read(written).map_err(|problem| problem.message(written))?;
    let name = cell(&Column::Name).ok_or_else(|| message!("没有名称", "there is no name"))?;
    let mut row = Row {
        line,
        code,
        name: name.to_owned(),
        region: cell(&Column::Region).map(str::to_owned),
        fields: Vec::new(),
        facts: Vec::new(),
    };
    for (column, cell) in columns.iter().zip(cells) {
        let cell = cell.trim();
        match column {
            _ if cell.is_empty() => {}
            Column::Field(field) => row.fields.push((field, cell.to_owned())),
            Column::Fact(name) => row.facts.push((name.clone(), cell.to_owned())),
            Column::Code | Column::Name | Column::Region | Column::Nothing => {}
        }
    }
    Ok(row)
}

/// The cells of a file by rows, each with its line.
fn cells(name: &str, bytes: Vec<u8>) -> Result<Vec<(usize, Vec<String>)>, Fault> {
    let ending = name
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending)
        .to_lowercase();
    match &*ending {
        "xlsx" | "xlsm" => {
            let rows = crate::import::first_sheet(&bytes)?;
            Ok(rows
                .into_iter()
                .enumerate()
                .map(|(at, cells)| (at + 1, cells))
                .filter(|(_, cells)| !cells.is_empty())
                .collect())
        }
        "csv" | "txt" | "tsv" => of_csv(name, bytes),
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

/// A CSV as Excel writes it, in GBK too.
fn of_csv(name: &str, bytes: Vec<u8>) -> Result<Vec<(usize, Vec<String>)>, Fault> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        Table::of(&of_csv("a.csv", text.as_bytes().to_vec()).unwrap()).unwrap()
    }

    #[test]
    fn a_row_is_a_site_and_a_column_that_is_no_field_is_a_fact() {
        let table = table(
            "代码,名称,网址,电话,护理假\n610802,榆阳区计生协,https://a.example.org/,0912-1,20天\n610800,榆林市计生协,,,\n\n",
        );
        assert!(table.problems.is_empty(), "{:?}", table.problems);
        assert_eq!(table.facts, ["护理假"]);
        assert_eq!(table.rows[0].code.as_str(), "610800");
        let county = &table.rows[1];
        assert_eq!((county.line, county.name.as_str()), (2, "榆阳区计生协"));
        assert_eq!(
            county.fields,
            [
                ("url", "https://a.example.org/".to_owned()),
                ("phone", "0912-1".to_owned())
            ]
        );
        assert_eq!(county.facts, [("护理假".to_owned(), "20天".to_owned())]);
    }

    #[test]
    fn what_is_wrong_in_rows_is_told_by_line_and_the_others_stand() {
        let table = table("code,name\n61080,甲\n610802,乙\n610802,丙\n610803,\n610804,丁\n");
        let told: Vec<(usize, &str)> = table
            .problems
            .iter()
            .map(|problem| (problem.line, &*problem.message.en))
            .collect();
        assert_eq!(
            told.iter().map(|(line, _)| *line).collect::<Vec<_>>(),
            [2, 3, 4, 5]
        );
        assert_eq!(told[1].1, "610802 stands in line 4 too");
        assert_eq!(table.rows.len(), 1);
        assert!(Table::of(&of_csv("a.csv", b"name\na\n".to_vec()).unwrap()).is_err());
    }
}
