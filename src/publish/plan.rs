//! What a commit will do, decided before the output is touched: what goes, what is left alone, and
//! whether a foreign file is in the way.

use super::collected::{Collected, NewFile};
use super::content::hash_of_file;
use super::manifest::{MANIFEST, Manifest};
use super::previous::{PathState, PreviousOutput};
use super::stamp::Stamp;
use crate::base::{Fault, path::folder};
use crate::message;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

/// A commit that can be carried out.
#[derive(Debug)]
pub(super) struct CommitPlan {
    files: BTreeMap<String, NewFile>,
    /// Files of ours that go, with the hash they have now.
    pub remove: BTreeMap<String, [u8; 32]>,
    kept_foreign: Vec<String>,
    /// The bytes of the new manifest.
    pub manifest: Vec<u8>,
}

impl CommitPlan {
    /// Decides. Foreign files in the way are a fault that names them all.
    pub fn of(collected: Collected, about: Option<&str>, old: &PreviousOutput) -> Result<Self, Fault> {
        let Collected {
            files,
            mut foreign,
            mut blocked,
        } = collected;
        let hashes = files
            .iter()
            .map(|(path, file)| (path.as_str(), &file.stamp.sha256));
        let mut plan = Self {
            manifest: Manifest::text(about, hashes),
            files,
            remove: BTreeMap::new(),
            kept_foreign: Vec::new(),
        };
        plan.refuse_files_that_are_folders()?;
        let unreadable = |error| Fault::io("读取", "read", &old.root, &error);
        plan.look_for_stale(old).map_err(unreadable)?;
        if plan.changes_nothing(old) {
            return Ok(plan);
        }
        for path in plan.files.keys() {
            blocked.extend(old.in_place_of_folder(path).map_err(unreadable)?);
        }
        if old.manifest_is_foreign {
            foreign.insert(MANIFEST.to_owned());
        }
        for path in blocked {
            plan.look_behind(&old.root, &path, &mut foreign)
                .map_err(unreadable)?;
        }
        if foreign.is_empty() {
            Ok(plan)
        } else {
            Err(in_the_way(&old.root, &foreign))
        }
    }

    /// Whether the old output is the new site already.
    pub fn changes_nothing(&self, old: &PreviousOutput) -> bool {
        old.exists
            && self.remove.is_empty()
            && self.manifest == old.manifest_text
            && self.staged().next().is_none()
    }

    /// Files that come from the staging, sorted.
    pub fn staged(&self) -> impl Iterator<Item = &str> {
        let staged = self.files.iter().filter(|(_, file)| file.staged);
        staged.map(|(path, _)| path.as_str())
    }

    /// How many files the new site has from the old one.
    pub fn kept(&self) -> usize {
        self.files.len() - self.staged().count()
    }

    /// Whether a file that lies in the old output lies in the new one too, and whether it is ours.
    pub fn action_for(&self, path: &Path) -> FileAction {
        // What is not UTF-8 was never ours.
        let Some(path) = path.to_str() else {
            return FileAction::Foreign;
        };
        match self.files.get(path) {
            Some(file) if !file.staged => FileAction::Kept,
            Some(_) => FileAction::Goes,
            None if path == MANIFEST || self.remove.contains_key(path) => FileAction::Goes,
            None => FileAction::Foreign,
        }
    }

    /// Whether the file at `path` must be gone before all new files can be put in place.
    pub fn makes_room(&self, path: &str) -> bool {
        let inside = format!("{path}/");
        let below = self.files.range(inside.clone()..).next();
        below.is_some_and(|(file, _)| file.starts_with(&inside)) || self.has_file_above(path)
    }

    /// What a commit reports.
    pub fn published(self) -> CommitReport {
        let kept = self.kept();
        CommitReport {
            written: self.files.len() - kept,
            unchanged: kept,
            removed: self.remove.len(),
            kept_foreign: self.kept_foreign,
            stamps: self
                .files
                .into_iter()
                .map(|(path, file)| (path, file.stamp))
                .collect(),
        }
    }

    fn has_file_above(&self, path: &str) -> bool {
        let above = folder(path);
        !above.is_empty() && (self.files.contains_key(above) || self.has_file_above(above))
    }

    fn refuse_files_that_are_folders(&self) -> Result<(), Fault> {
        let Some(path) = self.files.keys().find(|path| self.has_file_above(path)) else {
            return Ok(());
        };
        Err(Fault::new(message!(
            "{path} 所在的文件夹又是一个文件的地址",
            "the folder of {path} is the address of a file as well"
        )))
    }

    /// A stale file goes only while it still has the bytes that we wrote.
    fn look_for_stale(&mut self, old: &PreviousOutput) -> io::Result<()> {
        for (path, hash) in old.manifest.iter() {
            if self.files.contains_key(path) {
                continue;
            }
            let PathState::File(_) = old.state_of(path)? else {
                continue;
            };
            if hash_of_file(&old.root.join(path))? == *hash {
                self.remove.insert(path.clone(), *hash);
            } else {
                self.kept_foreign.push(path.clone());
            }
        }
        Ok(())
    }

    /// Adds to `foreign` what does not go of what lies at `path`, an empty folder included.
    fn look_behind(&self, root: &Path, path: &str, foreign: &mut BTreeSet<String>) -> io::Result<()> {
        if self.remove.contains_key(path) {
            return Ok(());
        }
        let at = root.join(path);
        if !fs::symlink_metadata(&at)?.is_dir() {
            foreign.insert(path.to_owned());
            return Ok(());
        }
        let mut empty = true;
        for entry in fs::read_dir(&at)? {
            let name = entry?.file_name();
            let inside = format!("{path}/{}", name.to_string_lossy());
            if name.to_str().is_some() {
                self.look_behind(root, &inside, foreign)?;
            } else {
                foreign.insert(inside);
            }
            empty = false;
        }
        if empty {
            foreign.insert(format!("{path}/"));
        }
        Ok(())
    }
}

/// What a commit did. `manifest.json` is counted nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitReport {
    /// Files that are new or have new bytes.
    pub written: usize,
    /// Files that were not touched.
    pub unchanged: usize,
    /// Files of the old site that are gone.
    pub removed: usize,
    /// Files that the new site no longer has and that somebody had changed: left where they are.
    pub kept_foreign: Vec<String>,
    /// Every file of the new site, for the memo.
    pub stamps: BTreeMap<String, Stamp>,
}

/// What becomes of a file of the old output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileAction {
    /// Ours, unchanged.
    Kept,
    /// Ours, replaced or no longer there.
    Goes,
    /// Not ours: it stays, whatever it is.
    Foreign,
}

fn in_the_way(root: &Path, foreign: &BTreeSet<String>) -> Fault {
    const NAMED: usize = 10;
    let named: Vec<&str> = foreign.iter().take(NAMED).map(String::as_str).collect();
    let (zh, en) = (named.join("、"), named.join(", "));
    let more = foreign.len() - named.len();
    let root = root.display();
    let message = if more == 0 {
        message!(
            "{root} 中已有不是 wanjia 生成的内容：{zh}",
            "something in {root} that wanjia did not make is in the way: {en}"
        )
    } else {
        message!(
            "{root} 中已有不是 wanjia 生成的内容：{zh}，另有 {more} 个",
            "something in {root} that wanjia did not make is in the way: {en} and {more} more"
        )
    };
    Fault::new(message).hint(message!(
        "先把它们移走，或用 --out 换一个输出文件夹",
        "move them elsewhere, or choose another folder with --out"
    ))
}
