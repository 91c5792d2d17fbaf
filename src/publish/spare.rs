//! Folders that a site has left, used again for the next one of a run: on a disk, making and removing folders is most of
//! what it costs to put a site in place, and the sites of a fleet have the same ones.
//!
//! What always holds: a tree that is kept here lies where the staging of its site lies, with its lock held; so a run that is
//! killed leaves nothing that the next one does not clear away.

use super::staging::Staging;
use std::collections::{BTreeSet, HashSet};
use std::fs::{self, Metadata};
use std::io;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// More trees than sites are put in place at a time are of no use.
const MOST: usize = 4;

/// Trees of empty folders that sites of a run have left, for the sites after them. What is left of them goes with this.
#[derive(Debug, Default)]
pub struct SpareTrees {
    trees: Mutex<Vec<SpareTree>>,
}

/// Empty folders where a staging has its new tree.
#[derive(Debug)]
struct SpareTree {
    staging: Staging,
    folders: BTreeSet<String>,
}

impl SpareTrees {
    /// Keeps the tree of a staging, of which nothing but these folders is left.
    pub(super) fn keep(&self, staging: Staging, folders: BTreeSet<String>) {
        let tree = SpareTree { staging, folders };
        let mut trees = self.trees();
        if trees.len() < MOST {
            trees.push(tree);
        }
    }

    /// Moves a tree to where there is none yet, and tells its folders; none when no tree is left, or it cannot be moved.
    pub(super) fn take(&self, to: &Path) -> BTreeSet<String> {
        let Some(tree) = self.trees().pop() else {
            return BTreeSet::new();
        };
        match fs::rename(tree.staging.next(), to) {
            Ok(()) => tree.folders,
            Err(_) => BTreeSet::new(),
        }
    }

    /// As if the process had been killed: only the locks are released.
    #[cfg(test)]
    pub fn kill(&self) {
        self.trees().drain(..).for_each(|tree| tree.staging.kill());
    }

    fn trees(&self) -> MutexGuard<'_, Vec<SpareTree>> {
        self.trees.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The folders of a new tree, by their paths.
#[derive(Debug, Default)]
pub(super) struct Folders {
    /// Something lies in them.
    used: HashSet<String>,
    /// They came along, and nothing lies in them yet.
    idle: BTreeSet<String>,
}

impl Folders {
    /// Folders that came along.
    pub fn of(idle: BTreeSet<String>) -> Self {
        Self {
            used: HashSet::new(),
            idle,
        }
    }

    /// Whether a folder is there; from now on something lies in it.
    pub fn enter(&mut self, path: &str) -> bool {
        if self.used.contains(path) {
            return true;
        }
        if !self.idle.contains(path) {
            return false;
        }
        let mut above = path;
        while self.idle.remove(above) {
            self.used.insert(above.to_owned());
            above = crate::base::path::folder(above);
        }
        true
    }

    /// A folder was made, and those above it.
    pub fn made(&mut self, path: &str) {
        let mut above = path;
        while self.used.insert(above.to_owned()) && !above.is_empty() {
            above = crate::base::path::folder(above);
            self.idle.remove(above);
        }
    }

    /// Removes what came along and lies where a file is to go.
    pub fn make_room(&mut self, root: &Path, path: &str) -> io::Result<()> {
        if !self.idle.remove(path) {
            return Ok(());
        }
        let inside = format!("{path}/");
        let below: Vec<String> = (self.idle.range(inside.clone()..))
            .take_while(|other| other.starts_with(&inside))
            .cloned()
            .collect();
        for folder in below.iter().rev() {
            self.idle.remove(folder);
            fs::remove_dir(root.join(folder))?;
        }
        fs::remove_dir(root.join(path))
    }

    /// Removes what came along and is not used.
    pub fn remove_idle(&mut self, root: &Path) -> io::Result<()> {
        let idle = std::mem::take(&mut self.idle);
        // The innermost first.
        let mut idle = idle.iter().rev().filter(|folder| !folder.is_empty());
        idle.try_for_each(|folder| fs::remove_dir(root.join(folder)))
    }
}

/// The folders of an old tree that stay when its files go.
#[derive(Debug)]
pub(super) struct Left<'u> {
    /// How a new folder looks.
    usual: &'u Metadata,
    /// Their paths.
    pub folders: BTreeSet<String>,
}

impl<'u> Left<'u> {
    /// None yet.
    pub fn new(usual: &'u Metadata) -> Self {
        Self {
            usual,
            folders: BTreeSet::new(),
        }
    }

    /// Keeps a folder if it could as well be new.
    pub fn keeps(&mut self, root: &Path, folder: &Path) -> bool {
        let found = fs::symlink_metadata(root.join(folder));
        let usual = found.is_ok_and(|found| looks_the_same(&found, self.usual));
        match folder.to_str() {
            Some(path) if usual => self.folders.insert(path.to_owned()),
            _ => false,
        }
    }
}

#[cfg(unix)]
fn looks_the_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    let look = |found: &Metadata| (found.mode(), found.uid(), found.gid(), found.dev());
    look(one) == look(other)
}

#[cfg(not(unix))]
fn looks_the_same(_: &Metadata, _: &Metadata) -> bool {
    false
}
