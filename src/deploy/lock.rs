//! One deploy into a folder at a time. The system lets go of the lock when a program ends, however it ends.

use super::Order;
use super::holder::taken;
use crate::base::Fault;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// Its name in the target.
const NAME: &str = ".wanjia-lock";
/// How often it is looked at.
const STEP: Duration = Duration::from_millis(50);

/// A folder that this run has to itself.
#[derive(Debug)]
pub(super) struct FolderLock {
    at: PathBuf,
    held: File,
}

impl FolderLock {
    /// Takes the lock of a folder, or waits as long as the order says.
    pub fn take(folder: &Path, order: &Order<'_>) -> Result<Self, Fault> {
        let at = folder.join(NAME);
        let refused = |error: io::Error| Fault::io("写入", "write", &at, &error);
        if order.unlock {
            let _ = fs::remove_file(&at);
        }
        let begin = Instant::now();
        loop {
            if at.is_symlink() {
                return Err(refused(ErrorKind::AlreadyExists.into()));
            }
            let mut file = File::options()
                .create(true)
                .append(true)
                .open(&at)
                .map_err(refused)?;
            match file.try_lock() {
                // A file system without locks: then nobody watches.
                Err(TryLockError::Error(error)) if error.kind() != ErrorKind::Unsupported => {
                    return Err(refused(error));
                }
                Err(TryLockError::WouldBlock) => {
                    if begin.elapsed() >= order.wait {
                        return Err(taken(&folder.display().to_string(), age(&at)));
                    }
                    std::thread::sleep(STEP);
                    continue;
                }
                _ => {}
            }
            // Whoever had it took the name away before letting go.
            if is_still_named(&file, &at) {
                // Its time says since when it is held.
                writeln!(file, "{}", std::process::id()).map_err(refused)?;
                return Ok(Self { at, held: file });
            }
        }
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        // Whoever broke it has one of their own there.
        if is_still_named(&self.held, &self.at) {
            let _ = fs::remove_file(&self.at);
        }
    }
}

/// Since how many seconds a lock is held, where that can be told.
fn age(at: &Path) -> Option<u64> {
    let time = fs::symlink_metadata(at).and_then(|found| found.modified());
    let since = time
        .ok()
        .and_then(|time| SystemTime::now().duration_since(time).ok());
    since.map(|since| since.as_secs())
}

#[cfg(unix)]
fn is_still_named(file: &File, at: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let Ok(held) = file.metadata() else {
        return false;
    };
    fs::symlink_metadata(at).is_ok_and(|named| held.ino() == named.ino() && held.dev() == named.dev())
}

/// Here a file that is open cannot lose its name.
#[cfg(not(unix))]
fn is_still_named(_: &File, _: &Path) -> bool {
    true
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_lock_that_another_deploy_broke_is_not_let_go_of() {
        let folder = tempfile::tempdir().unwrap();
        let order = Order::of(Path::new(""), Duration::ZERO);
        let first = FolderLock::take(folder.path(), &order).unwrap();
        assert!(FolderLock::take(folder.path(), &order).is_err());
        let breaks = Order {
            unlock: true,
            ..order.clone()
        };
        let second = FolderLock::take(folder.path(), &breaks).unwrap();
        drop(first);
        assert!(
            FolderLock::take(folder.path(), &order).is_err(),
            "the second still has it"
        );
        drop(second);
        assert!(FolderLock::take(folder.path(), &order).is_ok());
    }
}
