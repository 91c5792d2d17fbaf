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
    _held: File,
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
                return Ok(Self { at, _held: file });
            }
        }
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.at);
    }
}

fn age(at: &Path) -> u64 {
    let time = fs::symlink_metadata(at).and_then(|found| found.modified());
    let since = time
        .ok()
        .and_then(|time| SystemTime::now().duration_since(time).ok());
    since.map_or(0, |since| since.as_secs())
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
