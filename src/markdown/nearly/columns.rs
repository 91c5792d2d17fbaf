//! Columns that are made with blanks, commas or bars, as from a mail or a CSV file: their lines run together on the page.

use super::{MARKUP_NEARLY, Reading, Sign, Told};
use crate::message;
use std::ops::Range;

pub(super) const SIGN: Sign = Sign {
    cases: &[
        (
            "项目   天数⏎婚假   13",
            "写成表格：| 项目 | 天数 |⏎|---|---|⏎| 婚假 | 13 |",
        ),
        (
            "项目,天数,备注⏎婚假,13,无",
            "写成表格：| 项目 | 天数 | 备注 |⏎|---|---|---|⏎| 婚假 | 13 | 无 |",
        ),
        (
            "序号|姓名|奖项⏎1|张三|一等奖⏎2|李四|二等奖",
            "写成表格：| 序号 | 姓名 | 奖项 |⏎|---|---|---|⏎| 1 | 张三 | 一等奖 |",
        ),
        (
            "序号 姓名 奖项⏎1 张三 一等奖⏎2 李四 二等奖",
            "写成表格：| 序号 | 姓名 | 奖项 |⏎|---|---|---|⏎| 1 | 张三 | 一等奖 |",
        ),
    ],
    may: |signs| signs.joined,
    find,
};

/// No cell of a table is longer, in characters.
const LONGEST_CELL: usize = 30;

/// What separates the cells of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    /// Two blanks or more.
    Blanks,
    /// One blank, which prose has as well.
    Blank,
    /// `|`
    Bar,
    /// `,`
    Comma,
    /// `，`, which prose has as well.
    WideComma,
}

const BETWEEN: [Between; 5] = [
    Between::Blanks,
    Between::Blank,
    Between::Bar,
    Between::Comma,
    Between::WideComma,
];

fn find(reading: &Reading<'_>, _: &super::Syntax) -> Vec<Told> {
    let mut told = Vec::new();
    for run in reading.runs() {
        if run.lines.len() < 2 {
            continue;
        }
        // Lines that end where they end run together with nothing.
        let open = (1..run.lines.len()).all(|n| run.hard_break(reading.text, n - 1).is_some());
        if !open {
            continue;
        }
        for between in BETWEEN {
            told.extend(columns(reading.text, &run.lines, between));
        }
    }
    told
}

/// The first neighbouring lines of as many cells.
fn columns(text: &str, lines: &[Range<usize>], between: Between) -> Option<Told> {
    let rows: Vec<Vec<&str>> = lines
        .iter()
        .map(|line| between.cells(&text[line.clone()]))
        .collect();
    let mut at = 0;
    while at < rows.len() {
        let end = at
            + rows[at..]
                .iter()
                .take_while(|row| row.len() == rows[at].len())
                .count();
        if between.are_table(&rows[at..end]) {
            return Some(table(&rows[at..end], lines[at].start..lines[at].end));
        }
        at = end;
    }
    None
}

impl Between {
    /// The cells of a line; one when it has no columns.
    fn cells(self, line: &str) -> Vec<&str> {
        let cells: Vec<&str> = match self {
            Self::Comma => line.split(',').map(str::trim).collect(),
            Self::WideComma => line.split('，').map(str::trim).collect(),
            Self::Blanks => between_blanks(line),
            Self::Blank if line.contains("  ") => vec![line],
            Self::Blank => line.split([' ', '\u{3000}']).collect(),
            // Between bars on both sides it is a table, or told as one.
            Self::Bar if line.starts_with(['|', '｜']) => vec![line],
            Self::Bar => line.split(['|', '｜']).map(str::trim).collect(),
        };
        let short = |cell: &&str| {
            !cell.is_empty()
                && cell.chars().count() <= LONGEST_CELL
                && !cell.ends_with(['。', '；', '：', '！', '？'])
        };
        if cells.iter().all(short) {
            cells
        } else {
            vec![line]
        }
    }

    /// Whether lines of as many cells are surely the rows of a table, and not verse or a list of names.
    fn are_table(self, rows: &[Vec<&str>]) -> bool {
        let (count, columns) = (rows.len(), rows.first().map_or(0, Vec::len));
        let number = |row: &Vec<&str>| row.iter().skip(1).any(|cell| cell.contains(is_digit));
        let counted = || {
            let heads = rows.first().is_some_and(|row| !row[0].contains(is_digit));
            let mut rest = rows.iter().skip(1).enumerate();
            count > 2 && columns > 2 && heads && rest.all(|(n, row)| row[0] == (n + 1).to_string())
        };
        let numbers = || count > 1 && rows[1..].iter().all(number);
        match self {
            Self::Blanks => count > 1 && columns > 1 && numbers(),
            Self::Blank => counted(),
            Self::Bar => count > 1 && columns > 2 || count > 2 && columns > 1,
            Self::Comma => {
                count > 1 && columns > 2 && numbers() || count > 2 && columns > 1 && numbers() || counted()
            }
            Self::WideComma => count > 2 && columns > 2 && numbers() || counted(),
        }
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// The stretches of a line between two blanks or more.
fn between_blanks(line: &str) -> Vec<&str> {
    let (mut cells, mut start, mut blanks) = (Vec::new(), 0, 0);
    for (at, c) in line.char_indices() {
        if c == ' ' || c == '\u{3000}' {
            blanks += 1;
        } else {
            if blanks > 1 {
                cells.push(line[start..at].trim());
                start = at;
            }
            blanks = 0;
        }
    }
    cells.push(line[start..].trim());
    cells
}

fn table(rows: &[Vec<&str>], at: Range<usize>) -> Told {
    let line = |row: &Vec<&str>| format!("| {} |", row.join(" | "));
    let (head, rule, first) = (line(&rows[0]), "|---".repeat(rows[0].len()), line(&rows[1]));
    Told {
        rule: &MARKUP_NEARLY,
        at,
        message: message!(
            "像是表格，各行会连成一段",
            "this looks like a table, and its lines run together"
        ),
        hint: message!(
            "写成表格：{head}⏎{rule}|⏎{first}",
            "write it as a table: {head}⏎{rule}|⏎{first}"
        ),
    }
}
