//! The two trees change places in one step.
//!
//! The new tree is first completed with what stays of the old one, by hard links: inode and time stay,
//! and neither tree can lose anything while both exist.
//!
//! Not here: the way round for systems that cannot (`journal`); it begins where a `false` ends.

use super::plan::{CommitPlan, FileAction};
use crate::base::Fault;
use crate::message;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// Puts the first site in place: there is nothing to exchange it with.
pub(super) fn first(new: &Path, out: &Path) -> Result<(), Fault> {
    fs::rename(new, out).map_err(|error| Fault::io("更新", "update", out, &error))
}

/// The old output and the new tree beside it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trees<'a> {
    /// The output folder.
    pub old: &'a Path,
    /// The staging.
    pub new: &'a Path,
    /// What is to become of every file.
    pub plan: &'a CommitPlan,
}

impl Trees<'_> {
    /// Links kept and foreign files into the new tree. `false` when the system cannot.
    pub fn complete(&self) -> Result<bool, Fault> {
        let mut kept = 0;
        let usual = fs::symlink_metadata(self.new);
        let filled = usual.and_then(|usual| self.fill(Path::new(""), &usual, &mut kept));
        if !possible(filled, self.old)? {
            return Ok(false);
        }
        if kept == self.plan.kept() {
            Ok(true)
        } else {
            Err(vanished(self.old))
        }
    }

    /// The one step. `false` when the system cannot.
    pub fn exchange(&self) -> Result<bool, Fault> {
        possible(exchange(self.new, self.old), self.old)
    }

    /// Clears away the old tree, which now lies where the new one was. A foreign file that came while
    /// the trees were being exchanged goes over to the new one. What cannot be cleared away now is
    /// left to the next run.
    pub fn retire(&self) {
        let _ = self.clear(Path::new(""));
    }

    /// Fills one folder of the new tree from the old one; `usual` is how a new folder looks.
    fn fill(&self, folder: &Path, usual: &fs::Metadata, kept: &mut usize) -> io::Result<()> {
        let (from, to) = (self.old.join(folder), self.new.join(folder));
        let found = fs::symlink_metadata(&from)?;
        if !can_be_emptied(&found) {
            return Err(ErrorKind::PermissionDenied.into());
        }
        let (mut empty, mut made) = (true, false);
        for entry in fs::read_dir(&from)? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            empty = false;
            if entry.file_type()?.is_dir() {
                self.fill(&path, usual, kept)?;
                continue;
            }
            let fate = self.plan.action_for(&path);
            if fate == FileAction::Goes {
                continue;
            }
            if !made {
                fs::create_dir_all(&to)?;
                made = true;
            }
            *kept += usize::from(fate == FileAction::Kept);
            match fs::hard_link(self.old.join(&path), self.new.join(&path)) {
                // A temporary file of somebody else's came and went.
                Err(error) if error.kind() == ErrorKind::NotFound && fate == FileAction::Foreign => {}
                result => result?,
            }
        }
        if empty {
            fs::create_dir_all(&to)?;
        }
        dress(&to, &found, usual)
    }

    fn clear(&self, folder: &Path) -> io::Result<()> {
        // `self.new` is the old tree by now.
        for entry in fs::read_dir(self.new.join(folder))? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                self.clear(&path)?;
            } else if self.plan.action_for(&path) == FileAction::Foreign
                && fs::symlink_metadata(self.old.join(&path)).is_err()
            {
                fs::create_dir_all(self.old.join(folder))?;
                fs::rename(entry.path(), self.old.join(&path))?;
            } else {
                fs::remove_file(entry.path())?;
            }
        }
        fs::remove_dir(self.new.join(folder))
    }
}

#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// Whether it was done; `false` when this system, file system or folder does not allow it.
fn possible(result: io::Result<()>, out: &Path) -> Result<bool, Fault> {
    use ErrorKind::{
        CrossesDevices, InvalidInput, PermissionDenied, ResourceBusy, TooManyLinks, Unsupported,
    };
    let Err(error) = result else { return Ok(true) };
    match error.kind() {
        CrossesDevices | InvalidInput | PermissionDenied | ResourceBusy | TooManyLinks | Unsupported => {
            Ok(false)
        }
        _ => Err(Fault::io("更新", "update", out, &error)),
    }
}

fn vanished(out: &Path) -> Fault {
    let out = out.display();
    Fault::new(message!(
        "构建期间有人改动了 {out}",
        "somebody changed {out} during the build"
    ))
    .hint(message!("再运行一次", "run it again"))
}

/// A folder that its owner may not write to could not be cleared away afterwards.
#[cfg(unix)]
fn can_be_emptied(folder: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    folder.mode() & 0o700 == 0o700
}

#[cfg(not(unix))]
fn can_be_emptied(_: &fs::Metadata) -> bool {
    false
}

/// Gives the new folder `to` the owner and the rights of the old one, where they are not the `usual`.
#[cfg(unix)]
fn dress(to: &Path, old: &fs::Metadata, usual: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, chown};
    let same_owner = old.uid() == usual.uid() && old.gid() == usual.gid();
    if same_owner && old.mode() == usual.mode() {
        return Ok(());
    }
    // Nothing of the folder may have stayed, or a file of ours is there now.
    if !fs::symlink_metadata(to).is_ok_and(|found| found.is_dir()) {
        return Ok(());
    }
    if !same_owner {
        chown(to, Some(old.uid()), Some(old.gid()))?;
    }
    fs::set_permissions(to, old.permissions())
}

#[cfg(not(unix))]
fn dress(_: &Path, _: &fs::Metadata, _: &fs::Metadata) -> io::Result<()> {
    Ok(())
}
