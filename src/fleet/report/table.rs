//! The tables of the report.

use super::{Cell, Cells, Item, PolicyYear, Row, SiteYear, Tally, When, YearReport, label};
use crate::base::Day;
use crate::base::name::in_title_marks;
use crate::pipeline::yearly::WorkKind;

/// A table with its head.
pub(super) struct Table {
    /// The name of its file, without an ending.
    pub file: &'static str,
    /// Its rows, the head first.
    pub rows: Vec<Vec<String>>,
}

/// All tables.
pub(super) fn tables(report: &YearReport) -> [Table; 4] {
    [
        Table {
            file: "clauses",
            rows: clauses(report),
        },
        Table {
            file: "sites",
            rows: sites(report),
        },
        Table {
            file: "items",
            rows: items(report),
        },
        Table {
            file: "facts",
            rows: facts(report),
        },
    ]
}

fn head(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// A row for each clause and kind: how many sites, how much, which.
fn clauses(report: &YearReport) -> Vec<Vec<String>> {
    let mut rows = vec![head(&[
        "政策",
        "条款",
        "条款标题",
        "种类",
        "自己有的站",
        "当年",
        "待办",
        "无日期",
        "只沿用上级的站",
        "自己有的站（代码）",
    ])];
    for policy in &report.policies {
        let cells = report.cells(policy);
        for row in report.rows(policy) {
            for kind in WorkKind::ALL {
                let cell = cells.get(&(row.anchor, kind));
                rows.extend(cell.map(|cell| clause(policy, &row, kind, cell)));
            }
        }
    }
    rows
}

fn clause(policy: &PolicyYear, row: &Row<'_>, kind: WorkKind, cell: &Cell<'_>) -> Vec<String> {
    let codes: Vec<&str> = cell.own.iter().map(|(site, _)| site.code.as_str()).collect();
    let Tally {
        done,
        planned,
        undated,
    } = cell.tally;
    vec![
        policy.name(),
        row.label.to_owned(),
        row.title.to_owned(),
        label(kind).to_owned(),
        cell.own.len().to_string(),
        done.to_string(),
        planned.to_string(),
        undated.to_string(),
        cell.inherited.to_string(),
        codes.join(" "),
    ]
}

/// A row for each clause that anything stands on, with a cell for each kind.
pub(super) fn short(report: &YearReport, policy: &PolicyYear, cells: &Cells<'_>) -> Vec<Vec<String>> {
    let rows = report.rows(policy).into_iter();
    let used = rows.filter(|row| {
        WorkKind::ALL
            .iter()
            .any(|kind| cells.contains_key(&(row.anchor, *kind)))
    });
    used.map(|row| {
        let cell = |kind: WorkKind| {
            cells
                .get(&(row.anchor, kind))
                .map_or_else(|| "—".to_owned(), Cell::words)
        };
        let mut line = vec![format!("{}　{}", row.label, row.title).trim().to_owned()];
        line.extend(WorkKind::ALL.map(cell));
        line
    })
    .collect()
}

impl Cell<'_> {
    /// `2站3`: two sites have three; `沿用4站`: four have only what is from above.
    fn words(&self) -> String {
        let own = match self.own.len() {
            0 => String::new(),
            sites => format!("{sites}站：{}", self.tally.words()),
        };
        match self.inherited {
            0 => own,
            sites if own.is_empty() => format!("沿用{sites}站"),
            sites => format!("{own}；沿用{sites}站"),
        }
    }
}

/// A row for each site: what it has of its own, whatever that stands on.
pub(super) fn sites(report: &YearReport) -> Vec<Vec<String>> {
    let mut names = vec!["代码", "名称"];
    names.extend(WorkKind::ALL.map(label));
    names.extend(["点亮的条款", "上级要求、还没有填的事实"]);
    let row = |site: &SiteYear| {
        let mut row = vec![site.code.clone(), site.name.clone()];
        row.extend(WorkKind::ALL.map(|kind| site.tally(kind, &|_| true).words()));
        row.push(report.lit(site).to_string());
        row.push(match site.missing.is_empty() {
            true => "—".to_owned(),
            false => site.missing.join("、"),
        });
        row
    };
    let unread = |(code, name, why): &(String, String, crate::base::Message)| {
        vec![code.clone(), name.clone(), format!("没有数进去：{}", why.zh)]
    };
    std::iter::once(head(&names))
        .chain(report.sites.iter().map(row))
        .chain(report.unread.iter().map(unread))
        .collect()
}

/// A row for everything that a site has of its own.
fn items(report: &YearReport) -> Vec<Vec<String>> {
    let names = [
        "代码",
        "名称",
        "种类",
        "标题",
        "日期",
        "算作",
        "所依据的条款",
        "说明",
        "网址",
    ];
    let mut rows = vec![head(&names)];
    for site in &report.sites {
        rows.extend(site.items.iter().map(|item| {
            vec![
                site.code.clone(),
                site.name.clone(),
                label(item.work.kind).to_owned(),
                item.work.title.clone(),
                days(item),
                counted(item.when).to_owned(),
                on(report, item),
                item.work.detail.clone(),
                item.work.url.clone(),
            ]
        }));
    }
    rows
}

/// A row for each value that a site gives itself.
pub(super) fn facts(report: &YearReport) -> Vec<Vec<String>> {
    let mut rows = vec![head(&["代码", "名称", "事实", "值", "从何时起", "依据"])];
    for site in &report.sites {
        let facts = site.items.iter().filter(|item| item.work.kind == WorkKind::Fact);
        rows.extend(facts.map(|item| {
            vec![
                site.code.clone(),
                site.name.clone(),
                item.work.title.clone(),
                item.work.detail.clone(),
                days(item),
                on(report, item),
            ]
        }));
    }
    rows
}

/// What an item stands on, as people call it; a policy outside the report by its path.
pub(super) fn on(report: &YearReport, item: &Item) -> String {
    let names = item.work.on.iter().map(|on| {
        let policy = report.policies.iter().find(|policy| policy.path == on.policy);
        let clause =
            policy.and_then(|policy| policy.clauses.iter().find(|clause| clause.anchor == on.anchor));
        let name = policy.map_or_else(|| on.policy.clone(), |policy| in_title_marks(&policy.title));
        name + clause.map_or("", |clause| &clause.label)
    });
    match names.collect::<Vec<_>>().join("；") {
        none if none.is_empty() => "没有写".to_owned(),
        names => names,
    }
}

/// The days of an item: `2026-06-06`, `2026-06-06至2026-06-08`, `2026-06-06起`.
pub(super) fn days(item: &Item) -> String {
    let one = |(first, last): &(Day, Option<Day>)| match last {
        None => format!("{first}起"),
        Some(last) if last == first => first.to_string(),
        Some(last) => format!("{first}至{last}"),
    };
    let mut said = item.work.days.iter().map(one).collect::<Vec<_>>().join("，");
    if item.work.repeats {
        said.push_str("，重复");
    }
    match said.is_empty() {
        true => "没有写".to_owned(),
        false => said,
    }
}

/// What an item counts as.
pub(super) fn counted(when: When) -> &'static str {
    match when {
        When::Done => "当年",
        When::Planned => "待办",
        When::Undated => "无日期",
    }
}
