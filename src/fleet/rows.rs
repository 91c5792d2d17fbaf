//! A table of sites: a row each, CSV or XLSX, heads in Chinese or English.

use super::cells::{self, Cells};
use super::code::RegionCode;
use super::sites::AbsentSite;
use crate::base::place::{Named, place_named};
use crate::base::region::PROVINCES;
use crate::base::{Fault, Message};
use crate::config;
use crate::message;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A larger table is no table of sites.
const MAX_BYTES: u64 = 32 << 20;

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
    ("name", &["名称", "站名", "网站名称", "单位名称", "单位"]),
    (
        "region",
        &[
            "地名",
            "地区",
            "行政区",
            "县区",
            "县（区）",
            "县（市、区）",
            "县（区、市）",
        ],
    ),
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
    /// The place of a row that was read: of one whose place is not known it is told, and the row is none.
    pub fn known_place(&self) -> &str {
        self.place().expect("a row whose place is not known is not read")
    }

    /// The name of its region: as the table says, else the place that the site's name names, else that of a province.
    pub fn place(&self) -> Result<&str, Message> {
        if let Some(region) = &self.region {
            return Ok(region);
        }
        let code = self.code.as_str();
        let mut provinces = PROVINCES.into_iter();
        match place_named(&self.name, code) {
            Named::Place(place) => Ok(place),
            Named::Other(place) => Err(message!(
                "名称里的“{place}”不像是 {code} 的地名：加一列“地名”，写 {code} 是哪里",
                "`{place}` in the name does not seem to be the place of {code}: add a column `region`"
            )),
            Named::Nothing => {
                let province = provinces.find(|(known, _)| *known == code);
                province.map(|(_, name)| name).ok_or_else(|| {
                    message!(
                        "名称里看不出地名：加一列“地名”",
                        "the name does not begin with a place: add a column `region`"
                    )
                })
            }
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

impl RowProblem {
    /// It with its line.
    pub fn whole(&self) -> Message {
        let (line, Message { zh, en }) = (self.line, &self.message);
        message!("第 {line} 行：{zh}", "line {line}: {en}")
    }

    /// The site that the row was to be.
    pub(super) fn absent(&self) -> AbsentSite {
        AbsentSite {
            code: String::new(),
            name: format!("第 {} 行", self.line),
            why: self.message.clone(),
        }
    }
}

/// A table that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Its rows in the order of their codes.
    pub rows: Vec<Row>,
    /// Codes that stand in several rows: which is meant nobody can say.
    pub twins: BTreeSet<RegionCode>,
    /// What is wrong with it.
    pub problems: Vec<RowProblem>,
    /// What is hardly meant, in rows that can be read.
    pub doubts: Vec<Message>,
    /// What one should know of it.
    pub notes: Vec<Message>,
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
        Self::of_sheets(&cells::sheets(&name, bytes)?)
    }

    /// The table of the first sheet that has the columns; others that have them, too, are told.
    fn of_sheets(sheets: &[(String, Cells)]) -> Result<Self, Fault> {
        let mut with_head = sheets.iter().filter(|(_, cells)| head(cells).is_some());
        let Some((read, cells)) = with_head.next() else {
            let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
            return Err(no_head(&names, sheets.first().map_or(&[], |(_, cells)| cells)));
        };
        let mut table = Self::of(cells)?;
        table.notes.extend(with_head.map(|(other, _)| {
            message!(
                "只读了工作表“{read}”；“{other}”也有代码和名称，没有读",
                "only the sheet `{read}` was read; `{other}` has codes and names, too, and was not"
            )
        }));
        Ok(table)
    }

    /// The sites of the cells of a table. Above its head there may be a title.
    fn of(cells: &[(usize, Vec<String>)]) -> Result<Self, Fault> {
        let (at, columns) = head(cells).ok_or_else(|| no_head(&[], cells))?;
        if let Some(twice) = columns.iter().enumerate().find_map(|(at, column)| {
            let again = *column != Column::Nothing && columns[..at].contains(column);
            again.then(|| cells_of(cells, at, &columns))
        }) {
            return Err(Fault::new(message!(
                "表头“{twice}”写了两次，或有两列是一个意思",
                "two columns of the head mean the same: {twice}"
            ))
            .hint(message!("留一列", "leave one of them")));
        }
        let mut table = Self::default();
        for (line, cells) in cells[at + 1..].iter() {
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            match row(*line, &columns, cells) {
                Ok(row) => table.rows.push(row),
                Err(message) => table.problems.push(RowProblem { line: *line, message }),
            }
        }
        table.take_out_twins();
        table.doubts = same_addresses(&table.rows);
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
        self.twins = lines
            .into_iter()
            .filter(|(_, lines)| lines.len() > 1)
            .map(|(code, _)| code)
            .collect();
        self.rows.sort_by(|a, b| a.code.cmp(&b.code));
        self.problems.sort_by_key(|problem| problem.line);
    }
}

/// The head stands at the latest in this row: above it there may be a title, and who made the table when.
const MOST_TITLES: usize = 10;

/// Where the head stands, and its columns.
fn head(cells: &[(usize, Vec<String>)]) -> Option<(usize, Vec<Column>)> {
    let heads = cells.iter().take(MOST_TITLES).map(|(_, head)| Column::all(head));
    heads
        .enumerate()
        .find(|(_, columns)| columns.contains(&Column::Code) && columns.contains(&Column::Name))
}

/// Rows whose sites would have one address.
fn same_addresses(rows: &[Row]) -> Vec<Message> {
    let mut by_address: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for row in rows {
        let url = row.fields.iter().find(|(field, _)| *field == "url");
        if let Some((_, url)) = url {
            let same = url.trim_end_matches('/').to_lowercase();
            by_address.entry(same).or_default().push(row.line);
        }
    }
    let several = by_address.into_iter().filter(|(_, lines)| lines.len() > 1);
    let told = several.map(|(url, mut lines)| {
        lines.sort_unstable();
        let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
        let lines = lines.join("、");
        message!(
            "第 {lines} 行的网址都是 {url}：各站要有自己的网址",
            "lines {lines} have the same address {url}: each site needs its own"
        )
    });
    told.collect()
}

/// The name of a column that stands once more.
fn cells_of(cells: &[(usize, Vec<String>)], at: usize, columns: &[Column]) -> String {
    let head = cells
        .iter()
        .map(|(_, head)| head)
        .find(|head| Column::all(head) == columns);
    head.and_then(|head| head.get(at)).cloned().unwrap_or_default()
}

fn no_head(sheets: &[&str], cells: &[(usize, Vec<String>)]) -> Fault {
    if sheets.len() > 1 {
        let names = sheets.join("、");
        return Fault::new(message!(
            "工作表 {names} 里，哪一张都没有“代码”和“名称”这两列",
            "none of the sheets {names} has the columns `code` and `name`"
        ))
        .hint(columns_wanted());
    }
    let first = cells
        .iter()
        .find(|(_, row)| row.iter().filter(|cell| !cell.trim().is_empty()).count() > 1);
    let read = first.map_or_else(String::new, |(_, row)| row.join("、"));
    Fault::new(message!(
        "表格里没有“代码”和“名称”这两列；读到的表头像是：{read}",
        "the table has no columns `code` and `name`; its head seems to be: {read}"
    ))
    .hint(columns_wanted())
}

fn columns_wanted() -> Message {
    message!(
        "表头要有：代码（六位行政区划代码）、名称；可以有：地名、网址、主办单位、电话、邮箱、地址、备案号、公安备案号，再加事实的名称",
        "the head needs: code, name; and may have: region, url, organiser, phone, email, address, icp, police, and names of facts"
    )
}

impl Column {
    fn all(head: &[String]) -> Vec<Self> {
        head.iter().map(|head| Self::of(head)).collect()
    }

    fn of(head: &str) -> Self {
        let head: String = head
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '\u{feff}')
            .collect();
        let known = HEADS
            .iter()
            .find(|(name, words)| head.eq_ignore_ascii_case(name) || words.contains(&&*head));
        match known {
            Some(("code", _)) => Self::Code,
            Some(("name", _)) => Self::Name,
            Some(("region", _)) => Self::Region,
            Some((field, _)) => Self::Field(field),
            None if head.is_empty() || head == "序号" => Self::Nothing,
            None => Self::Fact(head),
        }
    }
}

/// What people write into a cell for nothing.
const NOTHING: [&str; 14] = [
    "-", "--", "—", "——", "–", "/", "\\", "、", "无", "暂无", "待定", "未定", "空", "N/A",
];

/// A longer name is several rows that a quotation mark has made one.
const LONGEST_NAME: usize = 60;

fn row(line: usize, columns: &[Column], cells: &[String]) -> Result<Row, Message> {
    let plain = |cell: &str| cell.trim().replace(['\r', '\n'], "");
    let cell = |column: &Column| {
        let at = columns.iter().position(|known| known == column)?;
        cells
            .get(at)
            .map(|cell| plain(cell))
            .filter(|cell| !cell.is_empty())
    };
    if let Some(formula) = cells.iter().find(|cell| cell.starts_with('=')) {
        return Err(message!(
            "{formula} 是公式，没有存下结果：在 Excel、WPS 里打开，再保存一次",
            "{formula} is a formula without its result: open it in Excel or WPS and save it again"
        ));
    }
    if cells
        .iter()
        .skip(columns.len())
        .any(|cell| !cell.trim().is_empty())
    {
        return Err(message!(
            "比表头多了几格：有逗号的格子要加引号",
            "there are more cells than in the head: quote those with commas"
        ));
    }
    let written = cell(&Column::Code).unwrap_or_default();
    let code = RegionCode::read(&written).map_err(|problem| problem.message(&written))?;
    let name = cell(&Column::Name).ok_or_else(|| message!("没有名称", "there is no name"))?;
    if name.chars().count() > LONGEST_NAME {
        return Err(message!(
            "名称太长：是不是多了一个引号？",
            "the name is too long: is there a quotation mark too many?"
        ));
    }
    let mut row = Row {
        line,
        code,
        name,
        region: cell(&Column::Region),
        fields: Vec::new(),
        facts: Vec::new(),
    };
    for (column, cell) in columns.iter().zip(cells) {
        let cell = plain(cell);
        match column {
            _ if cell.is_empty() || NOTHING.contains(&&*cell) => {}
            Column::Field("url") => row.fields.push(("url", address(cell)?)),
            Column::Field(field) => row.fields.push((field, cell)),
            Column::Fact(name) => row.facts.push((name.clone(), cell)),
            Column::Code | Column::Name | Column::Region | Column::Nothing => {}
        }
    }
    row.place()?;
    Ok(row)
}

/// The address of a site; one without `https://` gets it.
fn address(written: String) -> Result<String, Message> {
    let whole = if written.contains("://") {
        written.clone()
    } else {
        format!("https://{written}")
    };
    let is_address = config::split_url(&whole).is_some() && whole.contains('.');
    is_address
        .then_some(whole)
        .ok_or_else(|| message!("“{written}”不是网址", "`{written}` is no address"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        Table::of(&cells::of_csv("a.csv", text.as_bytes().to_vec()).unwrap()).unwrap()
    }

    #[test]
    fn a_row_is_a_site_and_a_column_that_is_no_field_is_a_fact() {
        let table = table(
            "代码,名称,网址,电话,护理假\n610802,榆阳区计生协,https://a.example.org/,0912-1,20天\n610800,榆林市计生协,,,\n\n",
        );
        assert!(table.problems.is_empty(), "{:?}", table.problems);
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
        let table =
            table("code,name\n61080,甲\n610802,榆阳区乙\n610802,榆阳区丙\n610803,\n610804,横山区丁\n");
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
        assert!(Table::of(&cells::of_csv("a.csv", b"name\na\n".to_vec()).unwrap()).is_err());
        assert!(Table::of(&cells::of_csv("a.csv", "code,name,代码\n".as_bytes().to_vec()).unwrap()).is_err());
    }

    #[test]
    fn a_table_as_offices_make_it_has_a_title_blanks_for_nothing_and_addresses_without_their_scheme() {
        let table = table(
            "示例市各县网站一览,,,\n行政区划 代码,单位 名称,网址,婚假\n'610 802,榆阳区计生协,a.example.org,—\n610803,计生协,,\n610804,横山区计生协,,,多\n",
        );
        assert_eq!(table.rows.len(), 1, "{:?}", table.problems);
        assert_eq!(
            table.rows[0].fields,
            [("url", "https://a.example.org".to_owned())]
        );
        assert!(table.rows[0].facts.is_empty());
        let told: Vec<usize> = table.problems.iter().map(|problem| problem.line).collect();
        assert_eq!(told, [4, 5]);
    }

    #[test]
    fn the_first_sheet_with_the_columns_is_read_and_another_one_is_told() {
        let cells = |text: &str| cells::of_csv("a.csv", text.as_bytes().to_vec()).unwrap();
        let sheet = |name: &str, text: &str| (name.to_owned(), cells(text));
        let rows = "code,name\n610802,榆阳区甲\n";
        let sheets = [
            sheet("说明", "怎么填,照下面\n"),
            sheet("各县", rows),
            sheet("旧的", rows),
        ];
        let table = Table::of_sheets(&sheets).unwrap();
        assert_eq!(table.rows.len(), 1);
        assert!(
            table.notes[0].zh.contains("只读了工作表“各县”；“旧的”也有"),
            "{:?}",
            table.notes
        );
        let none = Table::of_sheets(&[sheet("说明", "甲,乙\n"), sheet("附", "丙,丁\n")]).unwrap_err();
        assert!(none.message.zh.contains("工作表 说明、附 里"), "{none:?}");
    }

    #[test]
    fn rows_whose_sites_would_have_one_address_are_told() {
        let table = table(
            "code,name,url\n610802,榆阳区甲,https://a.example.org/\n610803,横山区乙,a.example.org\n610804,靖边县丙,b.example.org\n",
        );
        assert_eq!(table.rows.len(), 3);
        let told: Vec<&str> = table.doubts.iter().map(|told| &*told.en).collect();
        assert_eq!(
            told,
            ["lines 2、3 have the same address https://a.example.org: each site needs its own"]
        );
    }
}
