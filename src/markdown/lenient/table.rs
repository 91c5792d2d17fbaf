//! Tables without their second line, with full-width bars, or pasted from a sheet with tabs.

use super::run::Run;
use super::signs::is_blank;
use super::{Edit, Leniency, Reading, Repair};
use std::ops::Range;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "表格：缺第二行，竖线、横线是全角的，从电子表格粘贴来的，前面没有空行",
        cases: &[
            ("| 甲 | 乙 |⏎| 丙 | 丁 |", "| 甲 | 乙 |⏎|---|---|⏎| 丙 | 丁 |"),
            (
                "｜甲｜乙｜⏎｜---｜---｜⏎｜丙｜丁｜",
                "| 甲 | 乙 |⏎|---|---|⏎| 丙 | 丁 |",
            ),
            ("｜甲｜乙｜⏎｜丙｜丁｜", "| 甲 | 乙 |⏎|---|---|⏎| 丙 | 丁 |"),
            (
                "| 甲 | 乙 |⏎|——|——|⏎| 丙 | 丁 |",
                "| 甲 | 乙 |⏎|---|---|⏎| 丙 | 丁 |",
            ),
            ("项目\t天数⏎婚假\t13", "| 项目 | 天数 |⏎|---|---|⏎| 婚假 | 13 |"),
            (
                "名单：⏎| 甲 | 乙 |⏎|---|---|⏎| 丙 | 丁 |",
                "名单：⏎⏎| 甲 | 乙 |⏎|---|---|⏎| 丙 | 丁 |",
            ),
        ],
    },
    may: |signs| signs.has('\t') || signs.starts_with(&BARS),
    edits,
};

const BARS: [char; 2] = ['|', '｜'];

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for run in reading.runs().iter().filter(|run| run.lines.len() > 1) {
        tables(reading.text, run, &mut edits);
    }
    edits
}

/// Neighbouring lines of as many cells.
fn tables(text: &str, run: &Run<'_>, edits: &mut Vec<Edit>) {
    let open: Vec<usize> = run.open_lines(text).map(|(n, _)| n).collect();
    let mut rest = open.as_slice();
    while let Some(first) = rest.first() {
        let Some(row) = Row::of(&text[run.lines[*first].clone()]) else {
            rest = &rest[1..];
            continue;
        };
        let alike =
            |n: &&usize| Row::of(&text[run.lines[**n].clone()]).is_some_and(|other| other.is_beside(&row));
        let length = rest.iter().take_while(alike).count();
        let (table, behind) = rest.split_at(length.max(1));
        rest = behind;
        if table.len() > 1 && run.lists == 0 && (*first == 0 || run.is_top()) {
            let lines: Vec<&Range<usize>> = table.iter().map(|n| &run.lines[*n]).collect();
            edits.extend(table_edits(text, &lines, *first > 0, run.quotes));
        }
    }
}

/// A line of a table.
struct Row<'t> {
    cells: Vec<&'t str>,
    tabs: bool,
}

impl<'t> Row<'t> {
    /// A line between bars, or with tabs in it.
    fn of(line: &'t str) -> Option<Self> {
        if let Some(inner) = line.strip_prefix(BARS).and_then(|line| line.strip_suffix(BARS)) {
            let cells: Vec<&str> = inner
                .split(BARS)
                .map(|cell| cell.trim_matches(is_blank))
                .collect();
            return (cells.len() > 1).then_some(Self { cells, tabs: false });
        }
        let cells: Vec<&str> = line.split('\t').map(|cell| cell.trim_matches(is_blank)).collect();
        // “电话：” with a tab behind it is no cell.
        let is_table = cells.len() > 1 && !cells[0].is_empty() && !cells[0].ends_with(['：', ':']);
        is_table.then_some(Self { cells, tabs: true })
    }

    fn is_beside(&self, other: &Self) -> bool {
        self.tabs == other.tabs && self.cells.len() == other.cells.len()
    }

    /// A line of dashes that divides the head from the rest.
    fn is_rule(&self) -> bool {
        self.cells.iter().all(|cell| {
            let dashes = cell.trim_matches([':', '：']);
            !dashes.is_empty()
                && dashes
                    .chars()
                    .all(|c| matches!(c, '-' | '－' | '—' | '–' | '─' | '―'))
        })
    }

    /// The line as Markdown has it.
    fn markdown(&self) -> String {
        let rule = self.is_rule();
        let cell = |cell: &&str| match rule {
            true => {
                let ends = |part: bool| if part { ":" } else { "" };
                let (left, right) = (cell.starts_with([':', '：']), cell.ends_with([':', '：']));
                format!("{}---{}", ends(left), ends(right))
            }
            false if self.tabs => cell.replace('|', "\\|"),
            false => (*cell).to_owned(),
        };
        format!(
            "| {} |",
            self.cells.iter().map(cell).collect::<Vec<_>>().join(" | ")
        )
    }
}

/// What makes a table of these lines. Lines that are right stay as they are.
fn table_edits(text: &str, lines: &[&Range<usize>], gap: bool, quotes: usize) -> Vec<Edit> {
    let rows: Vec<Row<'_>> = lines
        .iter()
        .filter_map(|line| Row::of(&text[(*line).clone()]))
        .collect();
    let mut edits = Vec::new();
    for (row, line) in rows.iter().zip(lines) {
        let words = &text[(*line).clone()];
        if row.tabs || words.contains('｜') || (row.is_rule() && !words.is_ascii()) {
            edits.push(Edit::new((*line).clone(), row.markdown()));
        }
    }
    let has_rule = rows.get(1).is_some_and(Row::is_rule);
    if gap {
        edits.push(Edit::new(lines[0].start..lines[0].start, "\n"));
    }
    if !has_rule {
        let rule = format!("{}|{}\n", "> ".repeat(quotes), "---|".repeat(rows[0].cells.len()));
        let second = text[..lines[1].start].rfind('\n').map_or(0, |at| at + 1);
        edits.push(Edit::new(second..second, rule));
    }
    edits
}
