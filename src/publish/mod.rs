//! The output folder and its only writer.
//!
//! In goes every file of the new site: written from bytes, copied, or kept because the memo knows that
//! it stands. Out comes a folder that is exactly the old site until [`Publication::commit`], and
//! exactly the new one after it.
//!
//! What always holds: a file that is not in the old `manifest.json` is foreign and neither removed nor
//! overwritten; what did not change keeps its inode and its time; no symlink inside the output is
//! followed; an interrupted run is repaired by the next [`Publication::open`].
//!
//! Not here: what a file says (`outputs`), whether it has to be made at all (`pipeline`), threads.

mod collected;
mod content;
mod exchange;
mod journal;
mod look;
mod manifest;
mod paths;
mod plan;
mod previous;
pub mod signature;
mod spare;
mod staging;
mod stamp;
#[cfg(test)]
mod tests;
pub mod verify;

use crate::base::{Fault, path::is_plain};
use crate::message;
use collected::{Collected, NewFile};
use content::ContentSource;
use exchange::Trees;
use journal::Journal;
use manifest::MANIFEST;
use paths::OutputPaths;
use plan::CommitPlan;
use previous::{PathState, PreviousOutput};
use signature::SIGNATURE;
use staging::Staging;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use content::open_regular;
pub use look::{look_at, look_of};
pub use plan::CommitReport;
pub use spare::SpareTrees;
pub use stamp::Stamp;

/// A site being written beside the old one. Nothing of the output folder changes before
/// [`commit`](Self::commit); dropped without it, the old site stays as it was.
#[derive(Debug)]
pub struct Publication {
    old: PreviousOutput,
    staging: Staging,
    collected: Mutex<Collected>,
    /// What its files are about, for who asks what is in the folder.
    about: Option<String>,
}

impl Publication {
    /// Begins a publication into `out`, which may be missing or a symlink to the real folder.
    ///
    /// Only one at a time: a second one is a fault until the first is done. What an interrupted run
    /// left is finished or cleared away first.
    pub fn open(out: &Path) -> Result<Self, Fault> {
        Self::open_at(OutputPaths::of(out)?)
    }

    /// The same for an output that must stay the same folder, because somebody else has it open: a container that it is mounted
    /// into, a program that watches it. Its files are replaced one by one, with a journal by which the next run finishes what was
    /// interrupted.
    pub fn open_in_place(out: &Path) -> Result<Self, Fault> {
        let mut place = OutputPaths::of(out)?;
        place.exchangeable = false;
        Self::open_at(place)
    }

    fn open_at(place: OutputPaths) -> Result<Self, Fault> {
        // The staging first: it repairs the output, and only then is there an old site to read.
        let staging = Staging::open(place)?;
        Ok(Self {
            old: PreviousOutput::read(staging.out())?,
            staging,
            collected: Mutex::default(),
            about: None,
        })
    }

    /// Makes sure that the folder is ours or empty. `known` are the files, with their SHA-256, that were published there as
    /// far as anybody remembers: they stand in for a manifest that is broken or gone.
    ///
    /// A folder that is not empty and that nobody remembers is a fault: whatever is in it is somebody's.
    pub fn claim(mut self, known: impl FnOnce() -> BTreeMap<String, [u8; 32]>) -> Result<Self, Fault> {
        if self.old.has_manifest() {
            return Ok(self);
        }
        if self.old.take_for_ours(known()) {
            return Ok(self);
        }
        let names = self.old.contents()?;
        if names.is_empty() || self.old.manifest_is_foreign {
            return Ok(self);
        }
        let (root, zh, en) = (self.old.root.display(), names.join("、"), names.join(", "));
        Err(Fault::new(message!(
            "{root} 里已经有别的东西：{zh}……没有动它们",
            "there is something else in {root}: {en}… It was left alone"
        ))
        .hint(message!(
            "先把它们移走，或用 --out 换一个空的、还没有的文件夹",
            "move it elsewhere, or choose a folder with --out that is empty or not there yet"
        )))
    }

    /// Folders that other sites of a run have left are used again, and those of the old site are left for them.
    #[must_use]
    pub fn using_again(mut self, spare: &Arc<SpareTrees>) -> Self {
        self.staging.use_again(spare);
        self
    }

    /// Says what the files are about; [`verify::about`] tells it again.
    #[must_use]
    pub fn about(mut self, what: &str) -> Self {
        self.about = Some(what.to_owned());
        self
    }

    /// Whether the file at `path` is still the one that `stamp` was taken of, by one look at its size
    /// and time: then it need not be made again.
    pub fn is_up_to_date(&self, path: &str, stamp: &Stamp) -> bool {
        self.old.manifest.get(path) == Some(&stamp.sha256) && self.old.looks_like(path, stamp)
    }

    /// Whether the old output is of so many files.
    pub fn holds(&self, files: usize) -> bool {
        self.old.manifest.len() == files
    }

    /// Keeps a file of the old output in the new site, when [`Self::is_up_to_date`] says that it can stay.
    pub fn keep(&self, path: &str, stamp: Stamp) {
        let recorded = self.record(path, NewFile::kept(stamp));
        debug_assert!(recorded.is_ok(), "{recorded:?}");
    }

    /// The new site has these bytes at `path`. When the old output has them too, its file is kept.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        self.put(path, &ContentSource::Bytes(bytes))
    }

    /// The new site has the content of the file `from` at `path`; it is streamed, never whole in
    /// memory. It is a fault when `from` itself is a symlink or no regular file.
    pub fn copy(&self, path: &str, from: &Path) -> Result<(), Fault> {
        let source = ContentSource::open(from).map_err(|error| Fault::io("读取", "read", from, &error))?;
        self.put(path, &source)
    }

    /// The new site has at `path` the file that another site has published at `from`, by a hard link: its bytes take room
    /// once. `false` when that cannot be; then it has to be made.
    pub fn link(&self, path: &str, from: &Path, stamp: &Stamp) -> Result<bool, Fault> {
        check(path)?;
        let unreadable = |error| Fault::io("读取", "read", &self.old.root.join(path), &error);
        let is_free = matches!(self.old.state_of(path).map_err(unreadable)?, PathState::Nothing);
        if !is_free || !self.staging.link(path, from, stamp)? {
            return Ok(false);
        }
        self.record(path, NewFile::staged(stamp.clone()))?;
        Ok(true)
    }

    /// Makes the output the new site.
    ///
    /// When nothing changed, nothing is touched. A foreign file in the way is a fault that names it,
    /// and the old site stays as it was.
    pub fn commit(self) -> Result<CommitReport, Fault> {
        let collected = std::mem::take(&mut *self.collected());
        let plan = CommitPlan::of(collected, self.about.as_deref(), &self.old)?;
        if !plan.changes_nothing(&self.old) {
            self.staging.write(MANIFEST, &plan.manifest)?;
            self.put_in_place(&plan)?;
        }
        Ok(plan.published())
    }

    fn put_in_place(mut self, plan: &CommitPlan) -> Result<(), Fault> {
        if !self.old.exists {
            return exchange::first(&self.staging);
        }
        let trees = Trees::of(&self.staging, plan)?;
        if self.staging.exchangeable() && trees.complete()? && trees.exchange()? {
            if let Some(folders) = trees.retire() {
                self.staging.leave(folders);
            }
            return Ok(());
        }
        let staging = &mut self.staging;
        let journal = Journal::of(plan);
        staging.begin(&journal)?;
        journal.carry_out(staging.next(), staging.out())?;
        staging.done();
        Ok(())
    }

    fn put(&self, path: &str, content: &ContentSource) -> Result<(), Fault> {
        let unreadable = |error| Fault::io("读取", "read", &self.old.root.join(path), &error);
        check(path)?;
        match self.old.state_of(path).map_err(unreadable)? {
            PathState::Nothing => {}
            PathState::File(found) => {
                if let Some(stamp) = self.old.same(path, &found, content).map_err(unreadable)? {
                    return self.record(path, NewFile::kept(stamp));
                }
                if self.old.manifest.get(path).is_none() {
                    self.collected().foreign.insert(path.to_owned());
                }
            }
            PathState::Blocked(by) => {
                self.collected().blocked.insert(by);
            }
        }
        let stamp = self.staging.put(path, content)?;
        self.record(path, NewFile::staged(stamp))
    }

    fn record(&self, path: &str, entry: NewFile) -> Result<(), Fault> {
        check(path)?;
        if self.collected().add(path, entry) {
            return Ok(());
        }
        Err(Fault::new(message!(
            "两份不同的内容都要写到 {path}",
            "two different contents are to be written to {path}"
        )))
    }

    fn collected(&self) -> MutexGuard<'_, Collected> {
        self.collected.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The address of a file may neither leave the output nor be that of the manifest or of its signature.
fn check(path: &str) -> Result<(), Fault> {
    if [MANIFEST, SIGNATURE].contains(&path) {
        return Err(Fault::new(message!(
            "{path} 由 wanjia 自己写入，不能另有一份",
            "{path} is written by wanjia itself, there cannot be another one"
        ))
        .hint(message!("给这个文件换一个名称", "give this file another name")));
    }
    if is_plain(path) {
        return Ok(());
    }
    Err(Fault::new(message!(
        "不能作为输出地址：{path}",
        "not an address inside the output: {path}"
    )))
}
