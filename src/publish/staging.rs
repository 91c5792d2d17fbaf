//! Where the new site is written: beside the output, in a folder that one run at a time has.
//!
//! ```text
//! PARENT/public             the output
//! PARENT/.public.wanjia/    the home: gone when a run is done
//!     lock                  held by the run that has it
//!     next/                 the new tree; after an exchange the old one
//!     journal               when files go over one by one
//!     spare-…/              empty folders for other sites of a run (`spare`)
//! ```
//! A `next` with a journal is to be finished, one without is to be thrown away: there, the output is
//! whole already.

use super::content::ContentSource;
use super::journal::Journal;
use super::paths::OutputPaths;
use super::spare::{self, Folders, SpareTrees};
use super::stamp::Stamp;
use crate::base::{Fault, path::folder};
use crate::message;
use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A staging that this run has to itself.
#[derive(Debug)]
pub(super) struct Staging {
    place: OutputPaths,
    next: PathBuf,
    /// Folders of the new tree; nothing until there is one.
    folders: Mutex<Option<Folders>>,
    /// Folders that other sites of the run have left.
    spare: Option<Arc<SpareTrees>>,
    /// Whether the journal has begun and must not be thrown away.
    begun: bool,
    /// Closed, and so released, after everything else.
    _lock: File,
}

impl Staging {
    /// Takes the lock and repairs what an interrupted run left.
    pub fn open(place: OutputPaths) -> Result<Self, Fault> {
        let lock = lock(&place)?;
        let next = place.home.join("next");
        if let Some(journal) = Journal::read(&place.home)? {
            journal.carry_out(&next, &place.out)?;
        }
        let staging = Self {
            next,
            folders: Mutex::default(),
            spare: None,
            begun: false,
            _lock: lock,
            place,
        };
        let uncleared = |error| Fault::io("清理", "clear away", &staging.next, &error);
        let clear = || staging.clear().and_then(|()| spare::clear(&staging.place.home));
        clear().map_err(uncleared)?;
        Ok(staging)
    }

    /// Uses again the folders that other sites have left.
    pub fn use_again(&mut self, spare: &Arc<SpareTrees>) {
        self.spare = Some(spare.clone());
    }

    /// Leaves the folders of its tree, of which nothing else is there, for other sites, if they use what is left.
    pub fn leave(&self, folders: BTreeSet<String>) {
        if let Some(spare) = &self.spare {
            spare.keep(&self.place.home, &self.next, folders);
        }
    }

    /// Whether other sites use what is left.
    pub fn is_used_again(&self) -> bool {
        self.spare.is_some()
    }

    /// The output folder itself, through no symlink.
    pub fn out(&self) -> &Path {
        &self.place.out
    }

    /// The new tree; missing until the first file is put into it.
    pub fn next(&self) -> &Path {
        &self.next
    }

    /// Whether an exchange may be tried.
    pub fn exchangeable(&self) -> bool {
        self.place.exchangeable
    }

    /// Puts a file into the new tree.
    pub fn put(&self, path: &str, content: &ContentSource) -> Result<Stamp, Fault> {
        let put = || {
            self.make_place(path)?;
            let mut file = File::create(self.next.join(path))?;
            let hash = content.write_to(&mut file)?;
            Ok(Stamp::new(hash, &file.metadata()?))
        };
        put().map_err(|error| Fault::io("写入", "write", &self.place.out.join(path), &error))
    }

    /// Puts a file of another site into the new tree under a second name. `false` when it does not look as its stamp says, or
    /// the system cannot.
    pub fn link(&self, path: &str, from: &Path, stamp: &Stamp) -> Result<bool, Fault> {
        let refused = |error| Fault::io("写入", "write", &self.place.out.join(path), &error);
        self.make_place(path).map_err(refused)?;
        let to = self.next.join(path);
        if fs::hard_link(from, &to).is_err() {
            return Ok(false);
        }
        if fs::symlink_metadata(&to).is_ok_and(|found| found.is_file() && stamp.describes(&found)) {
            return Ok(true);
        }
        fs::remove_file(&to).map_err(refused)?;
        Ok(false)
    }

    /// Puts these bytes into the new tree.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        self.put(path, &ContentSource::Bytes(bytes)).map(drop)
    }

    /// From here on the output changes, and whoever comes next has to finish it.
    pub fn begin(&mut self, journal: &Journal) -> Result<(), Fault> {
        let home = &self.place.home;
        journal
            .write(home)
            .map_err(|error| Fault::io("写入", "write", home, &error))?;
        self.begun = true;
        Ok(())
    }

    /// The journal is carried out.
    pub fn done(&mut self) {
        self.begun = false;
    }

    /// As if the process had been killed here: only the lock is released.
    #[cfg(test)]
    pub fn kill(mut self) {
        self.begun = true;
    }

    /// Makes the folder of a new file, and sees that the file itself has room.
    pub fn make_place(&self, path: &str) -> io::Result<()> {
        self.make_folder(folder(path))?;
        match &mut *self.folders() {
            Some(folders) => folders.make_room(&self.next, path),
            None => Ok(()),
        }
    }

    /// Makes a folder of the new tree, and those above it.
    pub fn make_folder(&self, path: &str) -> io::Result<()> {
        let spare = || {
            let spare = self.spare.as_ref();
            Folders::of(spare.map_or_else(BTreeSet::new, |spare| spare.take(&self.place.home, &self.next)))
        };
        if self.folders().get_or_insert_with(spare).enter(path) {
            return Ok(());
        }
        fs::create_dir_all(self.next.join(path))?;
        if let Some(folders) = &mut *self.folders() {
            folders.made(path);
        }
        Ok(())
    }

    /// Removes folders of the new tree that came from another site and that nothing lies in.
    pub fn remove_idle(&self) -> io::Result<()> {
        let mut folders = self.folders();
        folders
            .as_mut()
            .map_or(Ok(()), |folders| folders.remove_idle(&self.next))
    }

    fn folders(&self) -> MutexGuard<'_, Option<Folders>> {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Throws away the new tree, the journal before it: a tree without a journal is never finished.
    fn clear(&self) -> io::Result<()> {
        for name in ["journal", "journal.new"] {
            accept_missing(fs::remove_file(self.place.home.join(name)))?;
        }
        accept_missing(fs::remove_dir_all(&self.next))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if self.begun {
            return;
        }
        // What cannot be cleared away now, the next run tries again, and says why if it cannot either.
        if self.clear().is_ok() {
            let _ = fs::remove_file(self.place.home.join("lock"));
            let _ = fs::remove_dir(&self.place.home);
        }
    }
}

/// How long to wait for somebody else to let go of the lock.
const PATIENCE: Duration = Duration::from_millis(200);

/// Takes the lock. It is unlinked by the run that has it, before it is released; so whoever gets it
/// looks whether it is still the file that bears the name, and else begins anew.
fn lock(place: &OutputPaths) -> Result<File, Fault> {
    let at = place.home.join("lock");
    let refused = |error| Fault::io("写入", "write", &at, &error);
    let begin = Instant::now();
    for _ in 0..1000 {
        match fs::create_dir(&place.home) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && !place.home.is_symlink() => {}
            result => result.map_err(refused)?,
        }
        let file = match File::options().create(true).append(true).open(&at) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            result => result.map_err(refused)?,
        };
        match file.try_lock() {
            // A file system without locks: then nobody watches, as before there were any.
            Err(TryLockError::Error(error)) if error.kind() != ErrorKind::Unsupported => {
                return Err(refused(error));
            }
            // A program that this process just started may hold on to it for a moment.
            Err(TryLockError::WouldBlock) if begin.elapsed() < PATIENCE => {
                std::thread::sleep(PATIENCE / 20);
                continue;
            }
            Err(TryLockError::WouldBlock) => return Err(taken(&place.out)),
            _ => {}
        }
        if is_still_named(&file, &at).map_err(refused)? {
            return Ok(file);
        }
    }
    Err(taken(&place.out))
}

fn taken(out: &Path) -> Fault {
    let out = out.display();
    Fault::new(message!(
        "另一次构建正在写入 {out}",
        "another build is writing {out}"
    ))
    .hint(message!(
        "等它结束再运行，或用 --out 换一个输出文件夹",
        "run again when it is done, or choose another folder with --out"
    ))
}

fn accept_missing(result: io::Result<()>) -> io::Result<()> {
    result.or_else(|error| {
        if error.kind() == ErrorKind::NotFound {
            Ok(())
        } else {
            Err(error)
        }
    })
}

#[cfg(unix)]
fn is_still_named(file: &File, at: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let held = file.metadata()?;
    Ok(fs::symlink_metadata(at).is_ok_and(|named| named.ino() == held.ino() && named.dev() == held.dev()))
}

/// Here a file that is open cannot lose its name.
#[cfg(not(unix))]
fn is_still_named(_: &File, _: &Path) -> io::Result<bool> {
    Ok(true)
}
