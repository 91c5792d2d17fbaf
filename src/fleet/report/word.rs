//! The report as a document for Word.

use super::table::{facts, short, sites};
use super::{WorkKind, YearReport, label};
use crate::base::html::escape;
use crate::pipeline::export::word;
use std::fmt::Write;

/// The document.
pub(super) fn document(report: &YearReport) -> Vec<u8> {
    let title = format!("{}年度情况", report.year);
    word(&title, &html(report))
}

/// Its text: the same tables as on the page.
fn html(report: &YearReport) -> String {
    let (first, last) = (report.first.in_words(), report.last.in_words());
    let all = report.sites.len() + report.unread.len();
    let mut out = format!(
        "<p>从{first}到{last}，{all}个站。只数各站内容里写明的：日子在这段时间里的，算当年；日子还没到的，记作待办；没有写日期的，另记，不算当年。没有估计的数。“1站：2”是一个站自己有两件；“沿用3站”是三个站只有上级写的。</p>\n"
    );
    for policy in &report.policies {
        let cells = report.cells(policy);
        let rows = short(report, policy, &cells);
        let _ = writeln!(out, "<h2>{}</h2>", escape(&policy.name()));
        if rows.is_empty() {
            out.push_str("<p>没有一个站写到它的条款。</p>\n");
            continue;
        }
        let mut head = vec!["条款".to_owned()];
        head.extend(WorkKind::ALL.map(|kind| label(kind).to_owned()));
        table(
            &[4, 2, 2, 2, 2, 2, 2],
            std::iter::once(head).chain(rows),
            &mut out,
        );
    }
    out.push_str("<h2>各站</h2>\n<p>各站自己写的、改过的，不论说的是哪一份政策。</p>\n");
    table(
        &[5, 2, 2, 2, 2, 2, 2, 2, 3],
        sites(report).into_iter().map(joined),
        &mut out,
    );
    let facts = facts(report);
    if facts.len() > 1 {
        out.push_str("<h2>当地的事实</h2>\n");
        table(&[5, 3, 4, 4, 5], facts.into_iter().map(joined), &mut out);
    }
    for (code, name, why) in &report.unread {
        let _ = writeln!(
            out,
            "<p>{} {}没有数进去：{}</p>",
            escape(code),
            escape(name),
            escape(&why.zh)
        );
    }
    out
}

/// A row with its first two cells in one: a page is narrow.
fn joined(mut row: Vec<String>) -> Vec<String> {
    let first = row.remove(0);
    row[0] = format!("{first} {}", row[0]);
    row
}

/// A table whose columns are so wide, each as a part of all.
fn table(widths: &[usize], rows: impl Iterator<Item = Vec<String>>, out: &mut String) {
    out.push_str("<table>\n");
    for (at, row) in rows.enumerate() {
        let tag = if at == 0 { "th" } else { "td" };
        let cell =
            |(cell, width): (&String, &usize)| format!("<{tag} colspan=\"{width}\">{}</{tag}>", escape(cell));
        let cells: String = row.iter().zip(widths).map(cell).collect();
        let _ = writeln!(out, "<tr>{cells}</tr>");
    }
    out.push_str("</table>\n");
}
