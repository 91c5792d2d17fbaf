//! The rules of the output folder, each a sentence; those about files hold both ways, by exchange and
//! one by one.

mod foreign;
mod interrupted;
mod machine;
mod rules;
#[cfg(unix)]
mod spare;

use super::{CommitReport, Publication};
use crate::base::Fault;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// How a publication is opened.
type Way = fn(&Path) -> Result<Publication, Fault>;

/// By exchange, and one file after the other.
const WAYS: [Way; 2] = [Publication::open, Publication::open_in_place];

/// Files of a site: path and words.
type Files<'a> = &'a [(&'a str, &'a str)];

/// A folder to publish into, gone with the test.
struct TestFolder {
    folder: TempDir,
    way: Way,
}

impl TestFolder {
    fn new(way: Way) -> Self {
        let folder = TempDir::new().unwrap();
        Self { folder, way }
    }

    /// One folder a way.
    fn each() -> impl Iterator<Item = Self> {
        WAYS.into_iter().map(Self::new)
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("public")
    }

    fn at(&self, path: &str) -> PathBuf {
        self.out().join(path)
    }

    /// Somebody else writes into the output.
    fn put(&self, path: &str, words: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), words).unwrap();
    }

    fn open(&self) -> Publication {
        (self.way)(&self.out()).unwrap()
    }

    /// A publication with these files, before its commit.
    fn prepare(&self, files: Files) -> Publication {
        let publication = self.open();
        for (path, words) in files {
            publication.write(path, words.as_bytes()).unwrap();
        }
        publication
    }

    fn publish(&self, files: Files) -> CommitReport {
        self.prepare(files).commit().unwrap()
    }

    /// The message of a publication that fails, after which everything must be as before.
    fn refused(&self, files: Files) -> String {
        let before = (self.tree(), inodes(&self.out()));
        let fault = self.prepare(files).commit().unwrap_err();
        assert_eq!((self.tree(), inodes(&self.out())), before);
        self.assert_tidy();
        assert!(fault.hint.is_some());
        fault.message.en.to_string()
    }

    /// What lies in the output, the manifest aside.
    fn tree(&self) -> BTreeMap<String, String> {
        let mut tree = tree(&self.out());
        tree.remove("manifest.json");
        tree
    }

    #[track_caller]
    fn assert_holds(&self, files: Files) {
        let files = files
            .iter()
            .map(|(path, words)| ((*path).into(), (*words).into()));
        assert_eq!(self.tree(), files.collect());
    }

    /// Nothing lies beside the output.
    #[track_caller]
    fn assert_tidy(&self) {
        let left = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name());
        let left: Vec<_> = left
            .filter(|name| name.to_string_lossy().contains("wanjia"))
            .collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

/// Everything under `root`: files with their words, symlinks with `-> target`, empty folders as `a/`.
fn tree(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    collect(root, "", &mut found);
    found
}

fn collect(folder: &Path, name: &str, found: &mut BTreeMap<String, String>) {
    let mut empty = true;
    for entry in fs::read_dir(folder).into_iter().flatten() {
        empty = false;
        let entry = entry.unwrap();
        let inside = format!("{name}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            collect(&entry.path(), &format!("{inside}/"), found);
        } else if kind.is_symlink() {
            let target = fs::read_link(entry.path()).unwrap();
            found.insert(inside, format!("-> {}", target.display()));
        } else {
            let words = fs::read(entry.path()).unwrap();
            found.insert(inside, String::from_utf8_lossy(&words).into_owned());
        }
    }
    if empty && !name.is_empty() {
        found.insert(name.to_owned(), String::new());
    }
}

/// Inode and time of every file: equal when nothing was touched.
fn inodes(root: &Path) -> BTreeMap<String, (u64, i64, i64)> {
    use std::os::unix::fs::MetadataExt;
    let files = tree(root).into_keys().map(|path| {
        let found = fs::symlink_metadata(root.join(&path)).unwrap();
        (path, (found.ino(), found.mtime(), found.mtime_nsec()))
    });
    files.collect()
}
