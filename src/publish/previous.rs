//! The output as it is before a publication: which files are ours, what lies at a path.
//!
//! What always holds: nothing here is written, and no symlink inside the output is followed.

use super::content::{ContentSource, hash_of_file, open_regular};
use super::manifest::{MANIFEST, Manifest};
use super::stamp::Stamp;
use crate::base::{Fault, path::folder};
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The old output.
#[derive(Debug)]
pub(super) struct PreviousOutput {
    /// Its folder.
    pub root: PathBuf,
    /// Whether there is one.
    pub exists: bool,
    /// What is ours in it.
    pub manifest: Manifest,
    /// The bytes of its manifest; empty when there is none.
    pub manifest_text: Vec<u8>,
    /// Whether something else bears the name of the manifest.
    pub manifest_is_foreign: bool,
    folders: Mutex<HashMap<String, FolderState>>,
}

/// What lies where a file is to go.
#[derive(Debug)]
pub(super) enum PathState {
    /// Nothing.
    Nothing,
    /// A regular file.
    File(Metadata),
    /// Something else, at this path or at one of its folders.
    Blocked(String),
}

/// What lies where a folder is to go.
#[derive(Debug, Clone)]
enum FolderState {
    Real,
    Missing,
    Blocked(String),
}

impl PreviousOutput {
    /// Looks at the output `root`, which may be missing.
    pub fn read(root: &Path) -> Result<Self, Fault> {
        let at = root.join(MANIFEST);
        let unreadable = |error| Fault::io("读取", "read", &at, &error);
        let (there, manifest_text) = match fs::symlink_metadata(&at) {
            Ok(found) if found.is_file() => (true, fs::read(&at).map_err(unreadable)?),
            Ok(_) => (true, Vec::new()),
            Err(error) if error.kind() == ErrorKind::NotFound => (false, Vec::new()),
            Err(error) => return Err(unreadable(error)),
        };
        let manifest = Manifest::parse(&manifest_text);
        Ok(Self {
            root: root.to_owned(),
            exists: root.is_dir(),
            manifest_is_foreign: there && manifest.is_none(),
            manifest: manifest.unwrap_or_default(),
            manifest_text,
            folders: Mutex::default(),
        })
    }

    /// Whether it is ours by its manifest.
    pub fn has_manifest(&self) -> bool {
        !self.manifest_text.is_empty() && !self.manifest_is_foreign
    }

    /// Takes those of these files for ours that still have the bytes they had: the manifest that said so is broken or gone,
    /// and what is there now may be somebody else's. Answers whether any was.
    pub fn take_for_ours(&mut self, mut files: BTreeMap<String, [u8; 32]>) -> bool {
        files.retain(|path, hash| hash_of_file(&self.root.join(path)).is_ok_and(|now| now == *hash));
        let any = !files.is_empty();
        if any {
            self.manifest = Manifest::of(files);
            self.manifest_is_foreign = false;
        }
        any
    }

    /// Some of what lies in it, by name; what begins with a dot is not looked at: it belongs to programs.
    pub fn contents(&self) -> Result<Vec<String>, Fault> {
        if !self.exists {
            return Ok(Vec::new());
        }
        let unreadable = |error| Fault::io("读取", "read", &self.root, &error);
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.root).map_err(unreadable)? {
            let name = entry
                .map_err(unreadable)?
                .file_name()
                .to_string_lossy()
                .into_owned();
            if !name.starts_with('.') {
                names.push(name);
            }
        }
        names.sort();
        names.truncate(3);
        Ok(names)
    }

    /// What lies at the place of the file `path`.
    pub fn state_of(&self, path: &str) -> io::Result<PathState> {
        match self.folder(folder(path))? {
            FolderState::Missing => return Ok(PathState::Nothing),
            FolderState::Blocked(by) => return Ok(PathState::Blocked(by)),
            FolderState::Real => {}
        }
        match fs::symlink_metadata(self.root.join(path)) {
            Ok(found) if found.is_file() => Ok(PathState::File(found)),
            Ok(_) => Ok(PathState::Blocked(path.to_owned())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(PathState::Nothing),
            Err(error) => Err(error),
        }
    }

    /// Whether the file at `path` looks as it did when `stamp` was taken. This is asked of every file
    /// of every build, so its folders are not looked at: a commit that changes something does that.
    pub fn looks_like(&self, path: &str, stamp: &Stamp) -> bool {
        let found = fs::symlink_metadata(self.root.join(path));
        found.is_ok_and(|found| found.is_file() && stamp.describes(&found))
    }

    /// What lies where the folder of the file `path` should: `None` when it is one, or missing.
    pub fn in_place_of_folder(&self, path: &str) -> io::Result<Option<String>> {
        match self.folder(folder(path))? {
            FolderState::Blocked(by) => Ok(Some(by)),
            FolderState::Real | FolderState::Missing => Ok(None),
        }
    }

    /// The stamp of the file at `path` when it says the same as `content`: its size is looked at
    /// first, its bytes only then.
    pub fn same(&self, path: &str, found: &Metadata, content: &ContentSource) -> io::Result<Option<Stamp>> {
        if found.len() != content.size() {
            return Ok(None);
        }
        let mut there = open_regular(&self.root.join(path))?;
        let hash = content.hash_if_same(&mut there)?;
        Ok(hash.map(|hash| Stamp::new(hash, found)))
    }

    /// Each folder is looked at once, however many files it has.
    fn folder(&self, path: &str) -> io::Result<FolderState> {
        if path.is_empty() {
            return Ok(if self.exists {
                FolderState::Real
            } else {
                FolderState::Missing
            });
        }
        let known = || self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = known().get(path) {
            return Ok(folder.clone());
        }
        let answer = match self.folder(folder(path))? {
            FolderState::Real => match fs::symlink_metadata(self.root.join(path)) {
                Ok(found) if found.is_dir() => FolderState::Real,
                Ok(_) => FolderState::Blocked(path.to_owned()),
                Err(error) if error.kind() == ErrorKind::NotFound => FolderState::Missing,
                Err(error) => return Err(error),
            },
            above => above,
        };
        known().insert(path.to_owned(), answer.clone());
        Ok(answer)
    }
}
