//! Lines that look like headings or tables.

use super::{Reading, Sign, Told};
use crate::base::han::is_han;
use crate::markdown::lenient::Run;
use crate::message;
use std::ops::Range;

pub(super) const SIGN: Sign = Sign {
    cases: &[
        ("#办理流程⏎先登记，再领证。", "# 办理流程"),
        ("| 甲 | 乙 |⏎|---|---|---|⏎| 丙 | 丁 |", "每一行的格数要一样"),
        ("| 甲 | 乙 |", "至少两行"),
    ],
    may: |signs| signs.starts_with(&['#', '|']),
    find,
};

fn find(reading: &Reading<'_>, _: &super::Syntax) -> Vec<Told> {
    let mut told = Vec::new();
    for run in reading.runs() {
        let lines = || run.open_lines(reading.text).map(|(_, line)| line);
        told.extend(lines().filter_map(|line| heading(reading.text, line)));
        told.extend(table(reading.text, run));
    }
    told
}

/// One `#` without a blank before a few words.
fn heading(text: &str, line: &Range<usize>) -> Option<Told> {
    let title = text[line.clone()].strip_prefix('#')?;
    let plain = title.starts_with(is_han)
        && title.chars().count() <= 20
        && !title.contains(|c: char| c.is_whitespace() || matches!(c, '#' | '。' | '，' | '；'));
    plain.then(|| Told::printed(line.clone(), &format!("# {title}")))
}

/// Lines between bars that have become no table.
fn table(text: &str, run: &Run<'_>) -> Option<Told> {
    let cells = |line: &Range<usize>| {
        let inner = text[line.clone()].strip_prefix('|')?.strip_suffix('|')?;
        let cells = inner.split('|').count();
        (cells > 1 && inner.contains(is_han)).then_some(cells)
    };
    let mut rows = run
        .open_lines(text)
        .map(|(_, line)| line)
        .filter(|line| cells(line).is_some());
    let first = rows.next()?;
    let several = rows.next().is_some() || run.lines.len() > 1;
    let hint = if several {
        message!(
            "第二行写 |---|---|，每一行的格数要一样",
            "write |---|---| as its second line; all lines have as many cells"
        )
    } else {
        message!(
            "表格至少两行：表头，和 |---|---|",
            "a table has two lines at the least: its head, and |---|---|"
        )
    };
    Some(Told {
        rule: &super::MARKUP_NEARLY,
        at: first.clone(),
        message: message!("这里没有成为表格", "this has become no table"),
        hint,
    })
}
