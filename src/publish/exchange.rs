//! The two trees change places in one step.
//!
//! The new tree is first completed with what stays of the old one, by hard links: inode and time stay,
//! and neither tree can lose anything while both exist.
//!
//! Not here: the way round for systems that cannot (`journal`); it begins where a `false` ends.

use super::plan::{CommitPlan, FileAction};
use super::spare::Left;
use super::staging::Staging;
use crate::base::Fault;
use crate::message;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// Puts the first site in place: there is nothing to exchange it with.
pub(super) fn first(staging: &Staging) -> Result<(), Fault> {
    let (new, out) = (staging.next(), staging.out());
    let put = || {
        staging.remove_idle()?;
        fs::rename(new, out)
    };
    put().map_err(|error| Fault::io("更新", "update", out, &error))
}

/// The old output and the new tree beside it.
#[derive(Debug)]
pub(super) struct Trees<'a> {
    /// The staging, which has the new tree.
    staging: &'a Staging,
    /// The output folder.
    old: &'a Path,
    /// The new tree.
    new: &'a Path,
    /// What is to become of every file.
    plan: &'a CommitPlan,
    /// How a new folder looks.
    usual: fs::Metadata,
}

impl<'a> Trees<'a> {
    /// The trees of a staging that holds at least a manifest.
    pub fn of(staging: &'a Staging, plan: &'a CommitPlan) -> Result<Self, Fault> {
        let (old, new) = (staging.out(), staging.next());
        let usual = fs::symlink_metadata(new).map_err(|error| Fault::io("更新", "update", old, &error))?;
        Ok(Self {
            staging,
            old,
            new,
            plan,
            usual,
        })
    }

    /// Links kept and foreign files into the new tree. `false` when the system cannot.
    pub fn complete(&self) -> Result<bool, Fault> {
        let mut kept = 0;
        let filled = self.fill(Path::new(""), &mut kept);
        let filled = filled.and_then(|()| self.staging.remove_idle());
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
    ///
    /// When other sites use what is left, its folders stay, and are told.
    pub fn retire(&self) -> Option<BTreeSet<String>> {
        let mut left = self.staging.is_used_again().then(|| Left::new(&self.usual));
        self.clear(Path::new(""), left.as_mut()).ok()?;
        left.map(|left| left.folders).filter(|left| !left.is_empty())
    }

    /// Fills one folder of the new tree from the old one.
    fn fill(&self, folder: &Path, kept: &mut usize) -> io::Result<()> {
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
                self.fill(&path, kept)?;
                continue;
            }
            let fate = self.plan.action_for(&path);
            if fate == FileAction::Goes {
                continue;
            }
            if !made {
                self.make_folder(folder)?;
                made = true;
            }
            if let Some(path) = path.to_str() {
                self.staging.make_place(path)?;
            }
            *kept += usize::from(fate == FileAction::Kept);
            match fs::hard_link(self.old.join(&path), self.new.join(&path)) {
                // A temporary file of somebody else's came and went.
                Err(error) if error.kind() == ErrorKind::NotFound && fate == FileAction::Foreign => {}
                result => result?,
            }
        }
        if empty {
            self.make_folder(folder)?;
        }
        dress(&to, &found, &self.usual)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        match folder.to_str() {
            Some(path) => self.staging.make_folder(path),
            // No folder of ours, and so none that came from another site.
            None => fs::create_dir_all(self.new.join(folder)),
        }
    }

    fn clear(&self, folder: &Path, left: Option<&mut Left<'_>>) -> io::Result<()> {
        // `self.new` is the old tree by now.
        let mut left = left.and_then(|left| left.keeps(self.new, folder).then_some(left));
        for entry in fs::read_dir(self.new.join(folder))? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                self.clear(&path, left.as_deref_mut())?;
            } else if self.plan.action_for(&path) == FileAction::Foreign
                && fs::symlink_metadata(self.old.join(&path)).is_err()
            {
                fs::create_dir_all(self.old.join(folder))?;
                fs::rename(entry.path(), self.old.join(&path))?;
            } else {
                fs::remove_file(entry.path())?;
            }
        }
        match left {
            Some(_) => Ok(()),
            None => fs::remove_dir(self.new.join(folder)),
        }
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
