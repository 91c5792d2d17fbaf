//! The folders of new sites, by a table.

use super::code::RegionCode;
use super::rows::{Row, RowProblem, Table};
use super::sites::Fleet;
use crate::base::{Day, Fault, Message};
use crate::config::{self, Extends};
use crate::local::{self, Differences, ForkOptions, NewSite};
use crate::message;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// New sites that are to be made.
#[derive(Debug)]
pub struct Start {
    /// Their rows in the order in which they are made: who is above comes first.
    rows: Vec<Row>,
    /// Codes of all sites that there are or will be.
    known: BTreeSet<RegionCode>,
    /// The upstream of those that have nobody of the fleet above them.
    upstream: String,
    /// Rows of sites that there are already.
    pub standing: Vec<Row>,
    /// What is wrong with the table.
    pub problems: Vec<Message>,
}

/// Plans the sites of a table that are not there yet. `upstream` is from the folder of the fleet.
pub fn start(fleet: &Fleet, table: &Table, upstream: &str) -> Start {
    let stands = |row: &&Row| fleet.folder_of(&row.code).join(config::FILE).is_file();
    let of_fleet = fleet
        .sites
        .iter()
        .filter_map(|site| RegionCode::read(&site.code).ok());
    let known: BTreeSet<RegionCode> = table
        .rows
        .iter()
        .map(|row| row.code.clone())
        .chain(of_fleet)
        .collect();
    let problems = table.problems.iter().map(RowProblem::whole);
    let mut start = Start {
        rows: Vec::new(),
        known,
        upstream: upstream.to_owned(),
        standing: table.rows.iter().filter(stands).cloned().collect(),
        problems: problems.chain(table.doubts.iter().cloned()).collect(),
    };
    for row in &table.rows {
        let doubtful = row
            .code
            .above()
            .into_iter()
            .find(|above| table.twins.contains(above));
        if let Some(above) = doubtful {
            let (line, code) = (row.line, &row.code);
            start.problems.push(message!(
                "第 {line} 行：{code} 的上级 {above} 在表里有几行，先没有新建",
                "line {line}: {above}, which {code} lies in, has several rows; it is not made yet"
            ));
        } else if stands(&row) {
            start.problems.extend(start.misplaced(fleet, row));
        } else {
            start.rows.push(row.clone());
        }
    }
    start
}

/// The region of a row as `--region` says it.
fn region(row: &Row) -> String {
    format!("{}:{}", row.code, row.known_place())
}

fn wanted<'w>(row: &'w Row, upstream: &'w str, region: &'w str, today: Day) -> ForkOptions<'w> {
    ForkOptions {
        upstream,
        rev: None,
        path: None,
        name: &row.name,
        region,
        today,
        fields: &row.fields,
        facts: &row.facts,
    }
}

impl Start {
    /// The rows of sites that are to be made.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The site of a row, to be put together in `draft` beside its folder.
    pub fn site(&self, fleet: &Fleet, row: &Row, draft: &Path, today: Day) -> Result<NewSite, Fault> {
        let (upstream, region) = (self.above(fleet, row), region(row));
        local::fork(&wanted(row, &upstream.to_string_lossy(), &region, today), draft)
    }

    /// What the files of a site that is there say otherwise than its row.
    pub fn differences(fleet: &Fleet, row: &Row, today: Day) -> Result<Differences, Fault> {
        local::differences(&fleet.folder_of(&row.code), &wanted(row, "", &region(row), today))
    }

    /// The site that a row lies in: the nearest of the fleet, else the upstream.
    pub fn above(&self, fleet: &Fleet, row: &Row) -> PathBuf {
        let above = row
            .code
            .above()
            .into_iter()
            .find(|code| self.known.contains(code));
        above.map_or_else(|| self.place(fleet), |code| fleet.folder_by(&code))
    }

    /// Where the upstream is: from the folder of the fleet, unless it is an address.
    fn place(&self, fleet: &Fleet) -> PathBuf {
        if self.upstream.contains("://") || self.upstream.contains('@') {
            return PathBuf::from(&self.upstream);
        }
        fleet.root.join(&self.upstream)
    }

    /// What to do with a site that is there and stands on another one than it would if it was made now.
    fn misplaced(&self, fleet: &Fleet, row: &Row) -> Option<Message> {
        let above = row
            .code
            .above()
            .into_iter()
            .find(|code| self.known.contains(code))?;
        let folder = fleet.folder_of(&row.code);
        let file: Arc<str> = config::FILE.into();
        let text = crate::source::decode(&file, std::fs::read(folder.join(config::FILE)).ok()?).ok()?;
        let said = config::read(&file, &text, None, &mut Vec::new()).extends?;
        let Extends::Folder(said) = said.value else {
            return None;
        };
        let wanted = fleet.folder_by(&above);
        let now = folder.join(&said).canonicalize().ok()?;
        // It may be one that is to be made now.
        let wanted = wanted.canonicalize().unwrap_or(wanted);
        let (code, name) = (&row.code, &row.name);
        (now != wanted).then(|| {
            message!(
                "{code} {name} 的上级还是 {said}，现在有 {above} 了：改它 site.yaml 的 extends",
                "{code} {name} is still on top of {said}, and there is {above} now: change `extends` in its site.yaml"
            )
        })
    }
}
