//! Folders that a site has left, used again for the next one of a run: on a disk, making and removing folders is most of
//! what it costs to put a site in place, and the sites of a fleet have the same ones.
//!
//! What always holds: a tree that is kept lies in the home of its site's staging, under a name that nobody else gives, and no
//! lock is held for it. Whoever stages that site next moves it away in one step and removes it; so it is taken whole or not
//! at all, and a run that is killed leaves nothing that the next one does not clear away.

use crate::base::path::folder;
use std::collections::{BTreeSet, HashSet};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// More trees than sites are put in place at a time are of no use.
const MOST: usize = 4;

/// What the names of kept trees begin with.
const NAME: &str = "spare-";
/// Where one is moved to be removed.
const GONE: &str = "gone";

/// Trees of empty folders that sites of a run have left, for the sites after them. What is left of them goes with this.
#[derive(Debug, Default)]
pub struct SpareTrees {
    trees: Mutex<Vec<SpareTree>>,
}

/// A tree of empty folders.
#[derive(Debug)]
struct SpareTree {
    /// The home of the staging that left it.
    home: PathBuf,
    /// Where it lies there.
    tree: PathBuf,
    folders: BTreeSet<String>,
}

impl SpareTrees {
    /// Keeps the tree `next` in the home of a staging, of which nothing but these folders is left.
    pub(super) fn keep(&self, home: &Path, next: &Path, folders: BTreeSet<String>) {
        let mut trees = self.trees();
        if trees.len() == MOST {
            return;
        }
        let Some(name) = fs::symlink_metadata(next).ok().and_then(|found| name(&found)) else {
            return;
        };
        let tree = home.join(format!("{NAME}{name}"));
        if fs::rename(next, &tree).is_ok() {
            let home = home.to_owned();
            trees.push(SpareTree { home, tree, folders });
        }
    }

    /// Moves a tree into the home of another staging, to where there is none yet, and tells its folders; none when no tree is
    /// left, when new folders would look otherwise there, or when it cannot be moved.
    pub(super) fn take(&self, home: &Path, to: &Path) -> BTreeSet<String> {
        let Some(mut tree) = self.trees().pop() else {
            return BTreeSet::new();
        };
        // The folder above may hand on another group or other rights. Homes are new folders, too.
        let look = |home: &Path| fs::symlink_metadata(home);
        let alike =
            matches!((look(&tree.home), look(home)), (Ok(one), Ok(other)) if looks_the_same(&one, &other));
        if !alike {
            return BTreeSet::new();
        }
        match fs::rename(&tree.tree, to) {
            Ok(()) => std::mem::take(&mut tree.folders),
            // Somebody stages its site meanwhile, or it lies on another disk.
            Err(_) => BTreeSet::new(),
        }
    }

    /// As if the process had been killed.
    #[cfg(test)]
    pub fn kill(&self) {
        self.trees().drain(..).for_each(std::mem::forget);
    }

    fn trees(&self) -> MutexGuard<'_, Vec<SpareTree>> {
        self.trees.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for SpareTree {
    fn drop(&mut self) {
        // What cannot be cleared away now, the next staging of the site tries again.
        let _ = fs::remove_dir_all(&self.tree);
        let _ = fs::remove_dir(&self.home);
    }
}

/// Removes the trees that runs have left in the home of a staging, each moved away first: who is about to take one finds it
/// whole or not at all.
pub(super) fn clear(home: &Path) -> io::Result<()> {
    let gone = home.join(GONE);
    let remove = || match fs::remove_dir_all(&gone) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    };
    remove()?;
    for entry in fs::read_dir(home)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(NAME) && fs::rename(entry.path(), &gone).is_ok() {
            remove()?;
        }
    }
    Ok(())
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
            above = folder(above);
        }
        true
    }

    /// A folder was made, and those above it.
    pub fn made(&mut self, path: &str) {
        let mut above = path;
        while self.used.insert(above.to_owned()) && !above.is_empty() {
            above = folder(above);
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
        for inner in below.iter().rev() {
            self.idle.remove(inner);
            fs::remove_dir(root.join(inner))?;
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

/// A name for a folder that no other one has: its number on the disk, which another may get after it, and when it was changed.
#[cfg(unix)]
fn name(found: &Metadata) -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    Some(format!(
        "{}-{}-{}",
        found.ino(),
        found.ctime(),
        found.ctime_nsec()
    ))
}

#[cfg(not(unix))]
fn name(_: &Metadata) -> Option<String> {
    None
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
