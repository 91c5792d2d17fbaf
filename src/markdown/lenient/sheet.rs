//! Rows pasted from a sheet that are not a line each: a cell with line breaks stands in quotes, and blank lines come between rows.

use super::run::Run;
use super::{Edit, Leniency, Reading, Repair};
use crate::base::numeral;
use crate::markdown::Mark;
use std::ops::Range;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "从电子表格粘贴来的：格子里换了行的带引号，各行之间有空行",
        cases: &[
            (
                "项目\t天数⏎\"婚假⏎（含周末）\"\t13",
                "| 项目 | 天数 |⏎|---|---|⏎| 婚假<br>（含周末） | 13 |",
            ),
            ("项目\t天数⏎⏎婚假\t13", "| 项目 | 天数 |⏎|---|---|⏎| 婚假 | 13 |"),
            (
                "项目\t天数\t备注⏎⏎婚假\t13\t⏎⏎产假\t98\t至少",
                "| 项目 | 天数 | 备注 |⏎|---|---|---|⏎| 婚假 | 13 | |⏎| 产假 | 98 | 至少 |",
            ),
        ],
    },
    may: |signs| signs.has('\t'),
    edits,
};

/// No cell of a row that stands alone is longer, in bytes.
const LONGEST_CELL: usize = 60;

/// No cell has more lines.
const MOST_LINES: usize = 20;

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let (text, runs) = (reading.text, reading.runs());
    let mut edits = Vec::new();
    for run in runs.iter().filter(|run| run.is_top() && run.lines.len() > 1) {
        quoted_cells(text, &run.lines, &mut edits);
    }
    for pair in runs.windows(2) {
        if let (Some(above), Some(below)) = (alone(text, &pair[0]), alone(text, &pair[1]))
            && above.1 == below.1
            && text[above.0.end..below.0.start].trim().is_empty()
        {
            let end = text[above.0.end..].find('\n').map(|at| above.0.end + at + 1);
            let next = text[..below.0.start].rfind('\n').map(|at| at + 1);
            edits.extend(end.zip(next).map(|(end, next)| Edit::new(end..next, "")));
        }
    }
    edits
}

/// A paragraph that is a row of a table: its line, and how many cells it has.
fn alone(text: &str, run: &Run<'_>) -> Option<(Range<usize>, usize)> {
    let [line] = &run.lines[..] else {
        return None;
    };
    // The last cells of a row may be empty.
    let blanks = text[line.end..].find(|c| c != ' ' && c != '\t');
    let end = blanks.map_or(text.len(), |blanks| line.end + blanks);
    let cells: Vec<&str> = text[line.start..end].split('\t').map(str::trim).collect();
    let is_cell = |cell: &&str| cell.len() <= LONGEST_CELL && !cell.ends_with(['。', '；', '：', ':']);
    let is_row = run.is_top() && cells.len() > 1 && cells.iter().all(is_cell);
    (is_row && !is_mark(cells[0])).then(|| (line.clone(), cells.len()))
}

/// Whether a cell is the mark of a clause or of a list: 第一条, 一、, （二）, 3.
fn is_mark(cell: &str) -> bool {
    let number = cell.trim_start_matches(['第', '（', '(']);
    let behind = number.trim_start_matches(numeral::is_numeral);
    let mark = behind.starts_with(['条', '章', '节', '编', '款', '项', '、', '.', '．', '）', ')']);
    number.len() > behind.len() && mark
}

/// Whether a cell holds the mark of a clause and nothing else: 第一条, 一、, （一）, ①.
pub(super) fn is_only_mark(cell: &str) -> bool {
    Mark::at_start(cell, false)
        .is_some_and(|(_, end)| cell[end..].trim_matches(['、', '.', '．', '*', ' ']).is_empty())
}

/// Joins the lines of cells in quotes.
fn quoted_cells(text: &str, lines: &[Range<usize>], edits: &mut Vec<Edit>) {
    let mut n = 0;
    while n < lines.len() {
        let line = &text[lines[n].clone()];
        // The last cell of the line, with a quote that does not end in it.
        let start = line.rfind('\t').map_or(0, |tab| tab + 1);
        let open = line[start..].starts_with('"') && !line[start + 1..].contains('"');
        let mut below = n + 1..lines.len().min(n + MOST_LINES);
        let close = |at: &usize| closing(&text[lines[*at].clone()]).is_some();
        let end = if open { below.find(close) } else { None };
        let tabbed = |end: &usize| start > 0 || text[lines[*end].clone()].contains("\"\t");
        match end.filter(tabbed) {
            Some(end) => {
                let quote = lines[n].start + start;
                edits.push(Edit::new(quote..quote + 1, ""));
                for below in n + 1..=end {
                    edits.push(Edit::new(lines[below - 1].end..lines[below].start, "<br>"));
                }
                let quote = lines[end].start + closing(&text[lines[end].clone()]).unwrap_or(0);
                edits.push(Edit::new(quote..quote + 1, ""));
                n = end;
            }
            None => n += 1,
        }
    }
}

/// The quote that ends a cell which began on a line above.
fn closing(line: &str) -> Option<usize> {
    let quote = line.find('"')?;
    let ends = line[quote + 1..].starts_with('\t') || quote + 1 == line.len();
    (ends && !line[..quote].contains('\t')).then_some(quote)
}
