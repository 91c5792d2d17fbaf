//! The sites of a fleet.

use super::code::RegionCode;
use super::rows::{RowProblem, Table};
use super::settings::{FleetSettings, SITES};
use crate::base::{Diagnostic, Fault, Message};
use crate::config;
use crate::message;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A fleet.
#[derive(Debug, Clone)]
pub struct Fleet {
    /// The folder with fleet.yaml.
    pub root: PathBuf,
    /// What it says.
    pub settings: FleetSettings,
    /// Its sites in the order of their codes.
    pub sites: Vec<FleetSite>,
    /// Sites that are to be there and are not: rows without a folder, and what two folders claim to be.
    pub absent: Vec<AbsentSite>,
    /// What is wrong with single sites, before anything is built: rows, folders that are not there, two of one code.
    pub problems: Vec<Message>,
    /// What people should know of single sites, without anything being wrong.
    pub notes: Vec<Message>,
}

/// A site that is to be there and is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsentSite {
    /// The code of its region; empty when its row cannot be read.
    pub code: String,
    /// Its name, else where it stands in the table.
    pub name: String,
    /// Why it is not there.
    pub why: Message,
}

/// A site of a fleet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FleetSite {
    /// The code of its region; else the name of its folder.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its folder.
    pub root: PathBuf,
    /// Its output.
    pub out: PathBuf,
}

impl Fleet {
    /// Opens the fleet of a folder. What is wrong in fleet.yaml is told in `report`.
    pub fn open(root: &Path, report: &mut Vec<Diagnostic>) -> Result<Self, Fault> {
        Self::of(root, FleetSettings::read(root, report)?)
    }

    /// The fleet that a folder is with these settings, whether or not it has a fleet.yaml.
    pub fn of(root: &Path, settings: FleetSettings) -> Result<Self, Fault> {
        let mut fleet = Self {
            root: root.to_path_buf(),
            settings,
            sites: Vec::new(),
            absent: Vec::new(),
            problems: Vec::new(),
            notes: Vec::new(),
        };
        fleet.gather()?;
        Ok(fleet)
    }

    fn gather(&mut self) -> Result<(), Fault> {
        let mut folders: Vec<PathBuf> = Vec::new();
        for pattern in &self.settings.sites {
            let found = folders_of(&self.root, &pattern.value)?;
            if found.is_empty() {
                let pattern = &pattern.value;
                self.problems.push(message!(
                    "sites 的 {pattern} 没有一个站点",
                    "`{pattern}` of `sites` is no folder with a site.yaml"
                ));
            }
            folders.extend(found);
        }
        folders.extend(self.of_table()?);
        folders.sort();
        folders.dedup();
        let sites: Vec<FleetSite> = folders.into_iter().map(|folder| self.site(folder)).collect();
        let mut by_code: BTreeMap<String, Vec<FleetSite>> = BTreeMap::new();
        for site in sites {
            by_code.entry(site.code.clone()).or_default().push(site);
        }
        for (code, sites) in by_code {
            if sites.len() > 1 {
                let folders: Vec<String> = sites.iter().map(|site| self.shown(&site.root)).collect();
                let folders = folders.join("、");
                self.absent.push(AbsentSite {
                    code: code.clone(),
                    name: sites[0].name.clone(),
                    why: message!(
                        "有几个站点是这个代码：{folders}",
                        "several sites have this code: {folders}"
                    ),
                });
                self.problems.push(message!(
                    "{code} 有几个站点：{folders}；都没有生成",
                    "{code} has several sites: {folders}; none is built"
                ));
                continue;
            }
            self.sites.extend(sites);
        }
        Ok(())
    }

    /// The folders of the sites that the table names. Rows without one, and folders without a row, are told.
    fn of_table(&mut self) -> Result<Vec<PathBuf>, Fault> {
        let Some(table) = &self.settings.table else {
            return Ok(Vec::new());
        };
        let table = Table::read(&self.root.join(&table.value))?;
        self.problems.extend(table.problems.iter().map(RowProblem::whole));
        self.notes
            .extend(table.doubts.iter().chain(&table.notes).cloned());
        self.absent.extend(table.problems.iter().map(RowProblem::absent));
        let (mut folders, mut named) = (Vec::new(), BTreeSet::new());
        for row in &table.rows {
            let folder = self.folder_of(&row.code);
            named.insert(folder.clone());
            if folder.join(config::FILE).is_file() {
                folders.push(folder);
                continue;
            }
            let (code, name) = (&row.code, &row.name);
            self.absent.push(AbsentSite {
                code: code.to_string(),
                name: name.clone(),
                why: message!("表格里有，还没有新建", "it is in the table and was not made yet"),
            });
            self.problems.push(message!(
                "{code} {name} 还没有站点：用 wanjia fleet new 新建",
                "{code} {name} has no site yet: make it with `wanjia fleet new`"
            ));
        }
        for folder in folders_of(&self.root, &format!("{SITES}/*"))? {
            if !named.contains(&folder) && self.settings.sites.is_empty() {
                let folder = self.shown(&folder);
                self.notes.push(message!(
                    "{folder} 不在表格里，没有管它",
                    "{folder} is not in the table and was left alone"
                ));
            }
        }
        Ok(folders)
    }

    /// Where the site of a region is that a table names.
    pub fn folder_of(&self, code: &RegionCode) -> PathBuf {
        self.root.join(SITES).join(code.as_str())
    }

    /// Where the site of a region is, wherever it is.
    pub fn folder_by(&self, code: &RegionCode) -> PathBuf {
        let site = self.sites.iter().find(|site| site.code == code.as_str());
        site.map_or_else(|| self.folder_of(code), |site| site.root.clone())
    }

    /// A path as people see it from the folder of the fleet.
    pub fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root)
            .unwrap_or(path)
            .display()
            .to_string()
    }

    fn site(&mut self, root: PathBuf) -> FleetSite {
        let folder = root
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let text = std::fs::read(root.join(config::FILE)).ok();
        let file: Arc<str> = config::FILE.into();
        let text = text
            .and_then(|bytes| crate::source::decode(&file, bytes).ok())
            .unwrap_or_default();
        // What is wrong in it is told when it is built.
        let config = config::read(&file, &text, None, &mut Vec::new());
        let code = config.speaks_for().map(|region| region.code.clone());
        let code = code.filter(|code| RegionCode::read(code).is_ok());
        if let Some(code) = code
            .as_ref()
            .filter(|code| **code != folder && RegionCode::read(&folder).is_ok())
        {
            let folder = self.shown(&root);
            self.notes.push(message!(
                "{folder} 的 site.yaml 写的是 {code}，按 {code} 生成",
                "site.yaml of {folder} says {code}, so it is built as {code}"
            ));
        }
        let code = code.unwrap_or(folder);
        let out = self.root.join(self.settings.out.replace("{code}", &code));
        FleetSite {
            name: config.name,
            code,
            root,
            out,
        }
    }
}

/// The folders with a site.yaml that a pattern names.
fn folders_of(root: &Path, pattern: &str) -> Result<Vec<PathBuf>, Fault> {
    let wrong = |error: &dyn std::fmt::Display| {
        Fault::new(message!(
            "sites 的写法不对：{pattern}（{error}）",
            "`{pattern}` of `sites` cannot be read: {error}"
        ))
        .hint(message!("写成 sites/* 这样", "write it like sites/*"))
    };
    let whole = format!(
        "{}/{}",
        glob::Pattern::escape(&root.to_string_lossy()),
        pattern.trim_end_matches('/')
    );
    let found = glob::glob(&whole).map_err(|error| wrong(&error))?;
    // What may not be looked into holds no site of ours.
    Ok(found
        .flatten()
        .filter(|folder| folder.join(config::FILE).is_file())
        .collect())
}
