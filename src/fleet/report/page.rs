//! The report as a page for people, in Chinese.

use super::map;
use super::table::{counted, days, facts, on, short, sites};
use super::{Item, PolicyYear, SiteYear, When, YearReport, label};
use crate::base::html::{attribute, escape};
use crate::pipeline::yearly::WorkKind;
use std::collections::BTreeSet;
use std::fmt::Write;

/// The page.
pub(super) fn page(report: &YearReport) -> String {
    let year = report.year;
    let mut out = format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{year}年度情况</title>\n<style>\n{}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">跳到正文</a>\n<main id=\"main\">\n",
        include_str!("page.css")
    );
    let _ = writeln!(
        out,
        "<h1>{year}年度情况</h1>\n<p class=\"lead\">{}</p>",
        lead(report)
    );
    numbers(report, &mut out);
    maps(report, &mut out);
    for policy in &report.policies {
        of_policy(report, policy, &mut out);
    }
    out.push_str("<h2>各站</h2>\n<p class=\"lead\">各站自己写的、改过的，不论说的是哪一份政策。</p>\n");
    table("sites", &sites(report), &mut out);
    items(report, &mut out);
    let facts = facts(report);
    if facts.len() > 1 {
        out.push_str("<h2>当地的事实</h2>\n<p class=\"lead\">各站自己填的数，这一年里有效的。</p>\n");
        table("facts", &facts, &mut out);
    }
    out + &footer(report) + "</body>\n</html>\n"
}

/// What the report is and what it counts.
fn lead(report: &YearReport) -> String {
    let (first, last) = (report.first.in_words(), report.last.in_words());
    format!(
        "从{first}到{last}。只数各站内容里写明的：日子在这段时间里的，算当年；日子还没到的，记作待办；没有写日期的，另记，不算当年。没有估计的数。“1站：2”是一个站自己有两件；“沿用3站”是三个站只有上级写的。"
    )
}

fn numbers(report: &YearReport, out: &mut String) {
    let done = |kind: WorkKind| -> usize {
        report
            .sites
            .iter()
            .map(|site| site.tally(kind, &|_| true).done)
            .sum()
    };
    let with_own = report
        .sites
        .iter()
        .filter(|site| site.items.iter().any(|item| item.when == When::Done));
    let open = match report.unread.len() {
        0 => "项上级要求、还没有填的事实".to_owned(),
        unread => format!("项上级要求、还没有填的事实（{unread} 个没有数进去的站，不知道）"),
    };
    let all = [
        (report.sites.len() + report.unread.len(), "个站"),
        (with_own.count(), "个站当年有自己写的内容"),
        (
            done(WorkKind::Explainer) + done(WorkKind::Question),
            "篇当年的解读和问答（各站自己的）",
        ),
        (done(WorkKind::Campaign), "个当年的行动（各站自己写的、改过的）"),
        (done(WorkKind::Activity), "场当年的活动"),
        (done(WorkKind::Place), "个当年写明日期的服务点"),
        (done(WorkKind::Fact), "项当年有效的当地事实"),
        (report.sites.iter().map(|site| site.missing.len()).sum(), &*open),
    ];
    out.push_str("<dl class=\"numbers\">\n");
    for (count, words) in all {
        let light = if count == 0 { " class=\"off\"" } else { "" };
        let _ = writeln!(out, "<div{light}><dt>{words}</dt><dd>{count}</dd></div>");
    }
    out.push_str("</dl>\n");
}

fn maps(report: &YearReport, out: &mut String) {
    let unread = match report.unread.is_empty() {
        true => "",
        false => "<span class=\"lx\">没有数进去</span>",
    };
    let _ = writeln!(
        out,
        "<h2>哪里亮着灯</h2>\n<p class=\"lead\">一扇窗是一个站，按行政区划代码排，不画边界。窗里的数，是这个站当年有自己内容的条款数。</p>\n\
         <p class=\"key\"><span>没有</span><span class=\"l1\">1至2条</span><span class=\"l2\">3至5条</span><span class=\"l3\">6条以上</span>{unread}</p>\n<div class=\"map\">"
    );
    for province in map::provinces(report) {
        let _ = writeln!(
            out,
            "<section><h3>{}</h3>\n{}</section>",
            province.name,
            map::of_province(&province)
        );
    }
    out.push_str("</div>\n");
}

fn of_policy(report: &YearReport, policy: &PolicyYear, out: &mut String) {
    let cells = report.cells(policy);
    let rows = short(report, policy, &cells);
    let clauses = match policy.clauses.len() {
        0 => "站上没有分条".to_owned(),
        count => format!("站上的文本有 {count} 处条款、章节"),
    };
    let _ = writeln!(
        out,
        "<h2>{}</h2>\n<p class=\"lead\">{} 个站有这份政策，{clauses}。列出来的是有内容的，更细的条款里的也算在内；没有列出的，各站都没有写到。</p>",
        escape(&policy.name()),
        policy.sites,
    );
    if rows.is_empty() {
        out.push_str("<p>没有一个站写到它的条款。</p>\n");
        return;
    }
    let mut head = vec!["条款".to_owned()];
    head.extend(WorkKind::ALL.map(|kind| label(kind).to_owned()));
    let table_rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    table("clauses", &table_rows, out);
    for row in report.rows(policy) {
        let own: Vec<_> = WorkKind::ALL
            .into_iter()
            .filter_map(|kind| cells.get(&(row.anchor, kind)))
            .flat_map(|cell| cell.own.iter().map(|(site, _)| *site))
            .collect();
        if !own.is_empty() {
            who(report, policy, (row.anchor, row.label), &own, out);
        }
    }
}

/// Which sites have what on a clause.
fn who(report: &YearReport, policy: &PolicyYear, row: (&str, &str), own: &[&SiteYear], out: &mut String) {
    let _ = writeln!(
        out,
        "<details><summary>{}：哪些站，有什么</summary>\n<ul>",
        escape(row.1)
    );
    let mut told = BTreeSet::new();
    for site in own {
        if !told.insert(site.code.as_str()) {
            continue;
        }
        let items = site
            .items
            .iter()
            .filter(|item| policy.rows_of(&item.work.on).contains(row.0));
        for item in items {
            let _ = writeln!(
                out,
                "<li>{}　{}</li>",
                escape(&site.name),
                line(report, item, false)
            );
        }
    }
    out.push_str("</ul></details>\n");
}

/// Everything that the sites have of their own, site by site.
fn items(report: &YearReport, out: &mut String) {
    for site in report.sites.iter().filter(|site| !site.items.is_empty()) {
        let _ = writeln!(
            out,
            "<details><summary>{} {}：{} 件</summary>\n<ul>",
            escape(&site.code),
            escape(&site.name),
            site.items.len()
        );
        for item in &site.items {
            let _ = writeln!(out, "<li>{}</li>", line(report, item, true));
        }
        out.push_str("</ul></details>\n");
    }
}

fn line(report: &YearReport, item: &Item, with_ground: bool) -> String {
    let work = &item.work;
    let title = match work.url.is_empty() {
        true => escape(&work.title),
        false => format!("<a href=\"{}\">{}</a>", attribute(&work.url), escape(&work.title)),
    };
    let mut words = format!("{}：{title}", label(work.kind));
    if !work.detail.is_empty() {
        words.push_str(&format!("，{}", escape(&work.detail)));
    }
    if !work.days.is_empty() {
        words.push_str(&format!("，{}", days(item)));
    }
    if with_ground && !work.on.is_empty() {
        words.push_str(&format!("。依据{}", escape(&on(report, item))));
    }
    match item.when {
        When::Done => words,
        other => format!("{words} <span class=\"tag\">{}</span>", counted(other)),
    }
}

/// A table that is a list of cards on a phone. Cells that say nothing are dashes, and left out there.
fn table(class: &str, rows: &[Vec<String>], out: &mut String) {
    let Some((head, rows)) = rows.split_first() else {
        return;
    };
    let _ = write!(out, "<table class=\"{class}\">\n<thead><tr>");
    for name in head {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escape(name));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            let name = head.get(at).map_or("", String::as_str);
            let words = escape(cell);
            let light = match cell.as_str() {
                "—" | "0" => " class=\"none\"",
                cell if class == "clauses" && cell.contains('：') => " class=\"has\"",
                _ => "",
            };
            let _ = match at {
                0 => write!(out, "<th scope=\"row\">{words}</th>"),
                _ => write!(out, "<td{light} data-head=\"{}\">{words}</td>", escape(name)),
            };
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

fn footer(report: &YearReport) -> String {
    let year = report.year;
    let unread: String = report
        .unread
        .iter()
        .map(|(code, name, why)| format!("<li>{} {}：{}</li>", escape(code), escape(name), escape(&why.zh)))
        .collect();
    let unread = match unread.is_empty() {
        true => String::new(),
        false => {
            format!(
                "<h2>没有数进去的站</h2>\n<p class=\"lead\">它们有什么，不知道。</p>\n<ul>{unread}</ul>\n"
            )
        }
    };
    format!(
        "{unread}</main>\n<footer>\n<p>“当年”看页面自己写的日子：解读和问答看 date、updated，行动看 period，活动看 start、end，事实看 since、until。\
         “沿用”是上级写的、这个站照用的，不算这个站的。</p>\n\
         <p class=\"files\"><a href=\"report-{year}.docx\">Word 文稿</a><a href=\"clauses.csv\">表：条款</a><a href=\"sites.csv\">表：各站</a>\
         <a href=\"items.csv\">表：逐件</a><a href=\"facts.csv\">表：事实</a><a href=\"map.svg\">图</a></p>\n</footer>\n"
    )
}
