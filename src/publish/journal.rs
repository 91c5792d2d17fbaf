//! The way round where two folders cannot be exchanged: one file after the other, with a journal, so
//! that what was interrupted can be finished.
//!
//! What always holds: the journal is on the disk before the first step; every step can be done twice.

use super::content::hash_of_file;
use super::manifest::{MANIFEST, hex, unhex};
use super::plan::CommitPlan;
use crate::base::{Fault, path::folder, path::is_plain};
use crate::message;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

const NAME: &str = "journal";

/// All steps from the old site to the new one, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    /// The steps.
    pub steps: Vec<JournalStep>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum JournalStep {
    /// A staged file goes to its place.
    Move(String),
    /// A file with this hash goes, and the folders that are empty then.
    Remove(String, String),
}

impl Journal {
    /// First what makes room, then what is new, then what is stale; the manifest says last that it is
    /// done, and until then the old one knows what is ours.
    pub fn of(plan: &CommitPlan) -> Self {
        let remove = |room: bool| {
            let paths = plan
                .remove
                .iter()
                .filter(move |(path, _)| plan.makes_room(path) == room);
            paths.map(|(path, hash)| JournalStep::Remove(path.clone(), hex(hash)))
        };
        let moves = plan.staged().map(|path| JournalStep::Move(path.to_owned()));
        let last = JournalStep::Move(MANIFEST.to_owned());
        Self {
            steps: remove(true)
                .chain(moves)
                .chain(remove(false))
                .chain([last])
                .collect(),
        }
    }

    /// Puts the journal into `home`, whole or not at all.
    pub fn write(&self, home: &Path) -> io::Result<()> {
        let (draft, at) = (home.join("journal.new"), home.join(NAME));
        let mut file = File::create(&draft)?;
        serde_json::to_writer(&mut io::BufWriter::new(&mut file), self)?;
        file.flush()?;
        file.sync_all()?;
        fs::rename(&draft, &at)?;
        sync_folder(home)
    }

    /// The journal that an interrupted run left in `home`. `None` when there is none.
    pub fn read(home: &Path) -> Result<Option<Self>, Fault> {
        let at = home.join(NAME);
        let read = || match fs::read(&at) {
            Ok(text) => serde_json::from_slice(&text).map(Some).map_err(io::Error::from),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        };
        read().map_err(|error| {
            let home = home.display();
            Fault::io("读取", "read", &at, &error).hint(message!(
                "删除 {home} 后重新构建",
                "delete {home} and build again"
            ))
        })
    }

    /// Does every step that is not done yet: files of `next` go to `out`.
    pub fn carry_out(&self, next: &Path, out: &Path) -> Result<(), Fault> {
        for step in &self.steps {
            let (done, path) = match step {
                JournalStep::Move(path) => (move_in(next, out, path), path),
                JournalStep::Remove(path, hash) => (remove(out, path, hash), path),
            };
            done.map_err(|error| Fault::io("更新", "update", &out.join(path), &error))?;
        }
        Ok(())
    }
}

fn move_in(next: &Path, out: &Path, path: &str) -> io::Result<()> {
    let (from, to) = (next.join(checked(path)?), out.join(path));
    match fs::symlink_metadata(&from) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        found => found?,
    };
    make_folder(out, folder(path))?;
    match fs::rename(&from, &to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => carry_across(&from, &to),
        result => result,
    }
}

/// The output is a mount of its own: the file is copied beside its place, so that it appears whole.
fn carry_across(from: &Path, to: &Path) -> io::Result<()> {
    let beside = to.with_file_name(".wanjia-moving");
    fs::copy(from, &beside)?;
    let modified = fs::metadata(from)?.modified()?;
    File::options()
        .write(true)
        .open(&beside)?
        .set_modified(modified)?;
    fs::rename(&beside, to)?;
    fs::remove_file(from)
}

fn remove(out: &Path, path: &str, hash: &str) -> io::Result<()> {
    let at = out.join(checked(path)?);
    if !all_real(out, folder(path)) {
        return Ok(());
    }
    match fs::symlink_metadata(&at) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Ok(found) if found.is_file() && Some(hash_of_file(&at)?) == unhex(hash) => fs::remove_file(&at)?,
        // Somebody put something else there since: no longer ours.
        found => return found.map(drop),
    }
    let mut empty = folder(path);
    while !empty.is_empty() {
        match fs::remove_dir(out.join(empty)) {
            Err(error) if error.kind() != ErrorKind::NotFound => break,
            _ => empty = folder(empty),
        }
    }
    Ok(())
}

/// Makes a folder and those above it, but through no symlink.
fn make_folder(out: &Path, path: &str) -> io::Result<()> {
    if path.is_empty() {
        return Ok(());
    }
    make_folder(out, folder(path))?;
    let at = out.join(path);
    match fs::symlink_metadata(&at) {
        Ok(found) if found.is_dir() => Ok(()),
        Ok(_) => Err(ErrorKind::NotADirectory.into()),
        Err(error) if error.kind() == ErrorKind::NotFound => fs::create_dir(&at),
        Err(error) => Err(error),
    }
}

/// Whether no folder on the way is a symlink; one that is missing is none.
fn all_real(out: &Path, path: &str) -> bool {
    let real = |path: &str| fs::symlink_metadata(out.join(path)).map_or(true, |found| found.is_dir());
    path.is_empty() || (all_real(out, folder(path)) && real(path))
}

/// A journal is a file, and a file may have been tampered with.
fn checked(path: &str) -> io::Result<&str> {
    if is_plain(path) {
        Ok(path)
    } else {
        Err(ErrorKind::InvalidFilename.into())
    }
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}
