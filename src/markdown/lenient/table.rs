//! Tables without their second line, with full-width bars, or pasted from a sheet with tabs.

use super::run::Run;
use super::sheet::is_only_mark;
use super::signs::is_blank;
use super::{Edit, Leniency, Reading, Repair};
use crate::markdown::annex::AnnexLine;
use crate::markdown::events::SpannedEvent;
use pulldown_cmark::{CodeBlockKind, Event, Tag};
use std::collections::HashSet;
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
            ("| 甲 | 乙⏎| 丙 | 丁", "| 甲 | 乙⏎|---|---|⏎| 丙 | 丁"),
            ("｜甲｜乙｜⏎｜丙｜丁｜", "| 甲 | 乙 |⏎|---|---|⏎| 丙 | 丁 |"),
            (
                "| 甲 | 乙 |⏎|——|——|⏎| 丙 | 丁 |",
                "| 甲 | 乙 |⏎|---|---|⏎| 丙 | 丁 |",
            ),
            ("项目\t天数⏎婚假\t13", "| 项目 | 天数 |⏎|---|---|⏎| 婚假 | 13 |"),
            (
                "项目\t天数\t备注⏎婚假\t13⏎\t15\t晚婚",
                "| 项目 | 天数 | 备注 |⏎|---|---|---|⏎| 婚假 | 13 | |⏎| | 15 | 晚婚 |",
            ),
            (
                "\t今年\t去年⏎婚假\t13\t3",
                "| | 今年 | 去年 |⏎|---|---|---|⏎| 婚假 | 13 | 3 |",
            ),
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
    let code = |(event, range): &SpannedEvent<'_>| {
        let indented = matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)));
        indented.then_some(range.end)
    };
    let codes: HashSet<usize> = reading.events.iter().filter_map(code).collect();
    for run in reading.runs() {
        let corner = corner(reading.text, run, &codes);
        if run.lines.len() > 1 || corner.is_some() {
            tables(reading.text, run, corner, &mut edits);
        }
    }
    edits
}

/// The line above a run, when it is the head of a table whose first cell is empty: Markdown takes it for code.
fn corner(text: &str, run: &Run<'_>, codes: &HashSet<usize>) -> Option<Range<usize>> {
    let begin = text[..run.lines.first()?.start].rfind('\n')? + 1;
    let end = begin - 1;
    let start = text[..end].rfind('\n').map_or(0, |before| before + 1);
    let line = text[start..end].trim_end();
    let blanks = line.len() - line.trim_start().len();
    let tabbed = line.starts_with('\t') && line[blanks..].contains('\t');
    (run.is_top() && tabbed && (codes.contains(&begin) || codes.contains(&end)))
        .then_some(start + blanks..start + line.len())
}

/// Neighbouring lines of as many cells; those with tabs may lack some.
fn tables(text: &str, run: &Run<'_>, corner: Option<Range<usize>>, edits: &mut Vec<Edit>) {
    let open = corner
        .into_iter()
        .chain(run.open_lines(text).map(|(_, line)| line.clone()));
    let lines: Vec<Range<usize>> = open.collect();
    let mut at = 0;
    while at < lines.len() {
        let Some(first) = Row::of(text, &lines[at], true) else {
            at += 1;
            continue;
        };
        let mut end = at + 1;
        while end < lines.len() && goes_on(text, &lines, end, &first) {
            end += 1;
        }
        let is_first = lines[at].start <= run.lines[0].start;
        if end - at > 1 && run.lists == 0 && (is_first || run.is_top()) {
            edits.extend(table_edits(text, &lines[at..end], !is_first, run.quotes));
            // A line right below a table would be a row of it.
            if let Some(below) = lines.get(end).filter(|_| first.tabs && run.is_top()) {
                edits.push(Edit::new(below.start..below.start, "\n"));
            }
        }
        at = end;
    }
}

/// Whether a line is a further row of a table that begins with `first`.
fn goes_on(text: &str, lines: &[Range<usize>], at: usize, first: &Row<'_>) -> bool {
    let is_row = |line: &Range<usize>| Row::of(text, line, false).is_some_and(|row| row.is_beside(first));
    // A row of which only the first cell is filled stands between others.
    let single = |line: &Range<usize>| {
        let words = &text[line.clone()];
        let named = AnnexLine::of(words).is_some();
        first.tabs
            && !named
            && !words.contains('\t')
            && !words.ends_with(['。', '：'])
            && words.len() <= LONGEST_CELL
    };
    is_row(&lines[at]) || single(&lines[at]) && lines.get(at + 1).is_some_and(is_row)
}

/// No single cell of a row is longer, in bytes.
const LONGEST_CELL: usize = 60;

/// A line of a table.
struct Row<'t> {
    cells: Vec<&'t str>,
    tabs: bool,
    /// Where it begins, with the tabs of its empty cells.
    start: usize,
}

impl<'t> Row<'t> {
    /// A line between bars, or with tabs in it. What is in a table's head is not empty.
    fn of(text: &'t str, at: &Range<usize>, head: bool) -> Option<Self> {
        let line = &text[at.clone()];
        // The last bar of a row may be missing.
        let begun = line.strip_prefix(BARS);
        if let Some(inner) = begun.map(|line| line.strip_suffix(BARS).unwrap_or(line)) {
            let cells: Vec<&str> = inner
                .split(BARS)
                .map(|cell| cell.trim_matches(is_blank))
                .collect();
            return (cells.len() > 1).then_some(Self {
                cells,
                tabs: false,
                start: at.start,
            });
        }
        let row = Self::tabbed(text, at);
        // “电话：” with a tab behind it is no cell.
        let named = !line
            .split('\t')
            .next()
            .unwrap_or("")
            .trim_end()
            .ends_with(['：', ':']);
        let filled = row.cells.iter().filter(|cell| !cell.is_empty()).count();
        // Word puts a tab between the number of a paragraph and its words.
        let numbered = head && row.cells.len() == 2 && is_only_mark(row.cells[0]);
        (row.cells.len() > 1 && named && !numbered && (!head || filled > 1)).then_some(row)
    }

    /// The cells of a line between tabs, with empty ones at its beginning and its end.
    fn tabbed(text: &'t str, at: &Range<usize>) -> Self {
        let before = text[..at.start].trim_end_matches([' ', '\t']);
        let begins = before.is_empty() || before.ends_with('\n');
        let start = if begins && text[before.len()..at.start].contains('\t') {
            before.len()
        } else {
            at.start
        };
        let end = at.end
            + text[at.end..]
                .find(|c| c != ' ' && c != '\t')
                .unwrap_or(text.len() - at.end);
        let cells = text[start..end]
            .split('\t')
            .map(|cell| cell.trim_matches(is_blank));
        Self {
            cells: cells.collect(),
            tabs: true,
            start,
        }
    }

    fn is_beside(&self, other: &Self) -> bool {
        self.tabs == other.tabs && (self.tabs || self.cells.len() == other.cells.len())
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
fn table_edits(text: &str, lines: &[Range<usize>], gap: bool, quotes: usize) -> Vec<Edit> {
    let row = |line: &Range<usize>| Row::of(text, line, false).unwrap_or_else(|| Row::tabbed(text, line));
    let rows: Vec<Row<'_>> = lines.iter().map(row).collect();
    let mut edits = Vec::new();
    for (row, line) in rows.iter().zip(lines) {
        let words = &text[line.clone()];
        if row.tabs || words.contains('｜') || (row.is_rule() && !words.is_ascii()) {
            edits.push(Edit::new(row.start..line.end, row.markdown()));
        }
    }
    let has_rule = rows.get(1).is_some_and(Row::is_rule);
    if gap {
        edits.push(Edit::new(rows[0].start..rows[0].start, "\n"));
    }
    if !has_rule {
        let rule = format!("{}|{}\n", "> ".repeat(quotes), "---|".repeat(rows[0].cells.len()));
        let second = text[..lines[1].start].rfind('\n').map_or(0, |at| at + 1);
        edits.push(Edit::new(second..second, rule));
    }
    edits
}
