//! The yearly report of a fleet: for each clause of a policy, which sites have explainers, campaigns, activities, service points
//! and facts of their own.
//!
//! Everything is from content, and nothing is estimated: what lies in the year by its own day counts; what is still to come
//! stands beside it, and so does what says no day.

mod map;
mod page;
mod read;
mod table;
mod word;

use crate::base::name::in_title_marks;
use crate::base::{Day, Message};
use crate::pipeline::yearly::{ClauseName, ClauseRef, Work, WorkKind};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;
use std::path::PathBuf;

pub use read::report;

/// What a report is made of.
#[derive(Debug, Clone)]
pub struct ReportOrder {
    /// The year.
    pub year: i16,
    /// The day of the report: what begins later is still to come.
    pub today: Day,
    /// Policies by their names; none for all that campaigns and explainers stand on.
    pub policies: Vec<String>,
    /// This program itself, which reads PDF in a process of its own.
    pub own_program: Option<PathBuf>,
}

impl ReportOrder {
    fn first(&self) -> Day {
        day(self.year, "01-01")
    }

    /// The last day that counts.
    fn last(&self) -> Day {
        self.today.min(day(self.year, "12-31"))
    }
}

fn day(year: i16, rest: &str) -> Day {
    format!("{year}-{rest}").parse().expect("every year has this day")
}

/// When something was, as its days tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum When {
    /// In the year.
    Done,
    /// In the year, on a day that is still to come.
    Planned,
    /// It says no day.
    Undated,
}

/// How many things there are, by when they were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
struct Tally {
    done: usize,
    planned: usize,
    undated: usize,
}

impl Tally {
    fn of(when: When) -> Self {
        let is = |wanted: When| usize::from(when == wanted);
        Self {
            done: is(When::Done),
            planned: is(When::Planned),
            undated: is(When::Undated),
        }
    }

    fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// `3`, `3＋1待办`, `3＋2无日期`; a dash for nothing at all.
    fn words(self) -> String {
        if self.is_empty() {
            return "—".to_owned();
        }
        let mut words = self.done.to_string();
        for (count, name) in [(self.planned, "待办"), (self.undated, "无日期")] {
            if count > 0 {
                words.push_str(&format!("＋{count}{name}"));
            }
        }
        words
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.done += other.done;
        self.planned += other.planned;
        self.undated += other.undated;
    }
}

/// Something that a site has of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Item {
    #[serde(flatten)]
    work: Work,
    when: When,
}

/// A site in the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct SiteYear {
    code: String,
    name: String,
    /// The name of its region; empty when it says none.
    place: String,
    /// Its own, in the order of kinds and days.
    items: Vec<Item>,
    /// Facts that a site above requires and that have no value.
    missing: Vec<String>,
    /// What it has from above, by clause and kind.
    #[serde(skip)]
    inherited: BTreeMap<(ClauseRef, WorkKind), Tally>,
}

impl SiteYear {
    fn tally(&self, kind: WorkKind, fits: &dyn Fn(&Work) -> bool) -> Tally {
        let mut tally = Tally::default();
        let items = self
            .items
            .iter()
            .filter(|item| item.work.kind == kind && fits(&item.work));
        items.for_each(|item| tally += Tally::of(item.when));
        tally
    }
}

/// A policy in the report.
#[derive(Debug, Clone, PartialEq, Eq)]
struct PolicyYear {
    path: String,
    title: String,
    number: Option<String>,
    clauses: Vec<ClauseName>,
    /// How many sites hold it.
    sites: usize,
}

impl PolicyYear {
    fn name(&self) -> String {
        let number = self.number.as_ref().map(|number| format!("（{number}）"));
        in_title_marks(&self.title) + &number.unwrap_or_default()
    }

    /// The rows that something counts for that stands on clauses: theirs, and those of the clauses that they are in.
    fn rows_of(&self, on: &[ClauseRef]) -> BTreeSet<&str> {
        let here = on.iter().filter(|on| on.policy == self.path);
        let rows = here.flat_map(|on| {
            let clause = self.clauses.iter().find(|clause| clause.anchor == on.anchor);
            let own = clause.map(|clause| clause.anchor.as_str()).into_iter();
            let above = clause
                .into_iter()
                .flat_map(|clause| clause.above.iter().map(String::as_str));
            let whole = clause.is_none().then_some("");
            own.chain(above).chain(whole)
        });
        rows.collect()
    }
}

/// The yearly report of a fleet.
#[derive(Debug, Clone)]
pub struct YearReport {
    year: i16,
    first: Day,
    last: Day,
    policies: Vec<PolicyYear>,
    sites: Vec<SiteYear>,
    /// Sites of which nothing can be said: code, name, why.
    pub unread: Vec<(String, String, Message)>,
}

impl YearReport {
    /// The files of the report: a page for people, a document for Word, tables, the map, and all of it for programs.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let name = format!("report-{}", self.year);
        let tables = table::tables(self);
        let mut files = vec![
            ("index.html".to_owned(), page::page(self).into_bytes()),
            (format!("{name}.docx"), word::document(self)),
            ("map.svg".to_owned(), map::whole(self).into_bytes()),
            (
                format!("{name}.json"),
                (self.json().to_string() + "\n").into_bytes(),
            ),
        ];
        let csv = |table: &table::Table| {
            (
                format!("{}.csv", table.file),
                super::csv(&table.rows).into_bytes(),
            )
        };
        files.extend(tables.iter().map(csv));
        files
    }

    /// All of it for programs.
    pub fn json(&self) -> serde_json::Value {
        let unread = self
            .unread
            .iter()
            .map(|(code, name, why)| serde_json::json!({"code": code, "name": name, "error": why.zh}));
        serde_json::json!({
            "year": self.year,
            "until": self.last.to_string(),
            "policies": self.policies.iter().map(|policy| self.policy_json(policy)).collect::<Vec<_>>(),
            "sites": self.sites,
            "unread": unread.collect::<Vec<_>>(),
        })
    }

    fn policy_json(&self, policy: &PolicyYear) -> serde_json::Value {
        let (rows, cells, none) = (self.rows(policy), self.cells(policy), Cell::default());
        let rows = rows.iter().map(|row| {
            let kinds = WorkKind::ALL.into_iter().map(|kind| {
                let cell = cells.get(&(row.anchor, kind)).unwrap_or(&none);
                let own: Vec<&str> = cell.own.iter().map(|(site, _)| site.code.as_str()).collect();
                let key = serde_json::to_value(kind).expect("a kind is a word");
                let key = key.as_str().unwrap_or_default().to_owned();
                (
                    key,
                    serde_json::json!({"items": cell.tally, "sites": own, "inherited": cell.inherited}),
                )
            });
            let kinds: serde_json::Map<String, serde_json::Value> = kinds.collect();
            serde_json::json!({"anchor": row.anchor, "clause": row.label, "has": kinds})
        });
        serde_json::json!({
            "path": policy.path,
            "title": policy.title,
            "number": policy.number,
            "sites": policy.sites,
            "clauses": rows.collect::<Vec<_>>(),
        })
    }

    /// The rows of a policy: its clauses, and first what stands on it as a whole.
    fn rows<'r>(&self, policy: &'r PolicyYear) -> Vec<Row<'r>> {
        let whole = Row {
            anchor: "",
            label: "整份（没有说到条款）",
            title: "",
        };
        let clauses = policy.clauses.iter().map(|clause| Row {
            anchor: &clause.anchor,
            label: &clause.label,
            title: &clause.title,
        });
        std::iter::once(whole).chain(clauses).collect()
    }

    /// What all sites have on each clause of a policy and on those within it.
    fn cells<'r>(&'r self, policy: &'r PolicyYear) -> Cells<'r> {
        let mut cells = Cells::default();
        for site in &self.sites {
            let mut own: BTreeMap<(&str, WorkKind), Tally> = BTreeMap::new();
            for Item { work, when } in &site.items {
                for row in policy.rows_of(&work.on) {
                    *own.entry((row, work.kind)).or_default() += Tally::of(*when);
                }
            }
            let inherited = site.inherited.keys().flat_map(|(on, kind)| {
                let rows = policy.rows_of(std::slice::from_ref(on));
                rows.into_iter().map(|row| (row, *kind))
            });
            let inherited: BTreeSet<(&str, WorkKind)> =
                inherited.filter(|key| !own.contains_key(key)).collect();
            for (key, tally) in own {
                let cell = cells.entry(key).or_default();
                cell.tally += tally;
                cell.own.push((site, tally));
            }
            for key in inherited {
                cells.entry(key).or_default().inherited += 1;
            }
        }
        cells
    }

    /// On how many clauses of these policies a site has something of its own in the year.
    fn lit(&self, site: &SiteYear) -> usize {
        let done = site.items.iter().filter(|item| item.when == When::Done);
        let known = |on: &&ClauseRef| self.policies.iter().any(|policy| policy.path == on.policy);
        let on: BTreeSet<&ClauseRef> = done.flat_map(|item| &item.work.on).filter(known).collect();
        on.len()
    }
}

/// A row of a policy's table.
struct Row<'r> {
    anchor: &'r str,
    label: &'r str,
    title: &'r str,
}

/// What sites have of a kind on a clause.
#[derive(Default)]
struct Cell<'r> {
    /// Sites that have something of their own.
    own: Vec<(&'r SiteYear, Tally)>,
    /// How much that is.
    tally: Tally,
    /// Sites that have only what is from above.
    inherited: usize,
}

/// What there is, by the anchor of a row and by kind.
type Cells<'r> = BTreeMap<(&'r str, WorkKind), Cell<'r>>;

/// What a kind is called.
fn label(kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::Explainer => "解读",
        WorkKind::Question => "问答",
        WorkKind::Campaign => "行动",
        WorkKind::Activity => "活动",
        WorkKind::Place => "服务点",
        WorkKind::Fact => "当地事实",
    }
}
