//! The folders of new sites, by a table.

use super::code::RegionCode;
use super::rows::{Row, Table};
use super::sites::Fleet;
use crate::base::{Day, Fault, Message};
use crate::config;
use crate::local::{self, ForkOptions, NewSite};
use crate::message;
use crate::yaml::nearest;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// New sites that are to be made.
#[derive(Debug)]
pub struct Start {
    /// Their rows in the order in which they are made: who is above comes first.
    rows: Vec<Row>,
    /// Codes of all sites that there are or will be.
    known: BTreeSet<RegionCode>,
    /// The upstream of those that have nobody of the fleet above them.
    upstream: String,
    /// Sites that there are already.
    pub standing: usize,
    /// What is wrong with the table.
    pub problems: Vec<Message>,
}

/// Plans the sites of a table that are not there yet. `here` is the folder that the upstream is named from.
pub fn start(fleet: &Fleet, table: &Table, upstream: Option<&str>) -> Result<Start, Fault> {
    let upstream = upstream.or(fleet.settings.upstream.as_deref()).ok_or_else(|| {
        Fault::new(message!(
            "没有说上级站点在哪里",
            "it is not said where the upstream is"
        ))
        .hint(message!(
            "在 fleet.yaml 里写 upstream: ../上级站",
            "write `upstream: ../upstream` in fleet.yaml"
        ))
    })?;
    let place = fleet.root.join(upstream);
    let facts = if place.is_dir() {
        Some(local::facts_of(&place)?)
    } else {
        None
    };
    let mut problems: Vec<Message> = table
        .problems
        .iter()
        .map(|problem| {
            let (line, Message { zh, en }) = (problem.line, &problem.message);
            message!("第 {line} 行：{zh}", "line {line}: {en}")
        })
        .collect();
    if let Some(facts) = &facts {
        problems.extend(table.facts.iter().filter_map(|column| unknown(column, facts)));
    }
    let stands = |row: &&Row| fleet.folder_of(&row.code).join(config::FILE).is_file();
    let standing = table.rows.iter().filter(stands).count();
    let mut rows: Vec<Row> = table.rows.iter().filter(|row| !stands(row)).cloned().collect();
    if let Some(facts) = &facts {
        rows.iter_mut().for_each(|row| name_facts(row, facts));
    }
    Ok(Start {
        rows,
        known: table.rows.iter().map(|row| row.code.clone()).collect(),
        upstream: upstream.to_owned(),
        standing,
        problems,
    })
}

/// A column that is neither a field nor a fact of the upstream.
fn unknown(column: &str, facts: &[(String, String)]) -> Option<Message> {
    if facts
        .iter()
        .any(|(name, label)| name == column || label == column)
    {
        return None;
    }
    let near = nearest(column, facts.iter().map(|(name, _)| name.as_str()));
    Some(match near {
        Some(near) => message!(
            "上级没有“{column}”这个事实，是不是“{near}”？这一列没有用",
            "the upstream has no fact `{column}`, did you mean `{near}`? The column is not used"
        ),
        None => message!(
            "“{column}”不是字段，上级也没有这个事实，这一列没有用",
            "`{column}` is no field and no fact of the upstream; the column is not used"
        ),
    })
}

/// Facts by their names, where the table has their labels; what the upstream does not know is left out.
fn name_facts(row: &mut Row, facts: &[(String, String)]) {
    row.facts.retain_mut(|(said, _)| {
        let known = facts.iter().find(|(name, label)| name == said || label == said);
        if let Some((name, _)) = known {
            said.clone_from(name);
        }
        known.is_some()
    });
}

impl Start {
    /// The rows of sites that are to be made.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The site of a row, to be put together in `draft` beside its folder.
    pub fn site(&self, fleet: &Fleet, row: &Row, draft: &Path, today: Day) -> Result<NewSite, Fault> {
        let above = row
            .code
            .above()
            .into_iter()
            .find(|code| self.known.contains(code));
        let upstream = above.map_or_else(|| self.place(fleet), |code| fleet.folder_of(&code));
        let region = format!("{}:{}", row.code, row.place());
        let wanted = ForkOptions {
            upstream: &upstream.to_string_lossy(),
            rev: None,
            path: None,
            name: &row.name,
            region: &region,
            today,
            fields: &row.fields,
            facts: &row.facts,
        };
        local::fork(&wanted, draft)
    }

    /// Where the upstream is: from the folder of the fleet, unless it is an address.
    fn place(&self, fleet: &Fleet) -> PathBuf {
        if self.upstream.contains("://") || self.upstream.contains('@') {
            return PathBuf::from(&self.upstream);
        }
        fleet.root.join(&self.upstream)
    }
}
