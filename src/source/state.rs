//! What one sees of a file without reading it.

use serde::{Deserialize, Serialize};
use std::fs::Metadata;
use std::time::{SystemTime, UNIX_EPOCH};

/// What one sees of a file without reading it: while it stays the same, so do the bytes.
///
/// Size and time of the last change are not enough: unpacking an archive, `cp -p` and disks that count in two seconds keep
/// both. The system's own note of the last change of a file, and its number on the disk, are not theirs to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FileState {
    /// In bytes.
    pub size: u64,
    /// Last change of the bytes as programs say, nanoseconds since 1970; 0 where the system keeps no time.
    modified: i64,
    /// Last change of the file as the system noted it, in the same unit; 0 where it notes none.
    noted: i64,
    /// Number of the file on its disk; 0 where files have none.
    inode: u64,
}

impl FileState {
    /// The state of a file of which this is known.
    pub fn of(about: &Metadata) -> Self {
        let (noted, inode) = noted(about);
        Self {
            size: about.len(),
            modified: about.modified().map_or(0, nanoseconds),
            noted,
            inode,
        }
    }

    /// Whether the system's own note is part of it: nobody but the system can make it look as it was.
    pub fn is_noted(&self) -> bool {
        self.noted != 0
    }

    /// The last change that is known of, in nanoseconds since 1970; 0 where none is.
    pub fn last_change(&self) -> i64 {
        if self.modified == 0 {
            0
        } else {
            self.modified.max(self.noted)
        }
    }
}

/// The number goes as far as the year 2262. A file of a later day, which only a wrong clock gives, counts as changed at the last
/// moment that there is: that is never well past, so its text is read at each build and never taken for what it was.
fn nanoseconds(time: SystemTime) -> i64 {
    time.duration_since(UNIX_EPOCH)
        .map_or(0, |since| i64::try_from(since.as_nanos()).unwrap_or(i64::MAX))
}

#[cfg(unix)]
fn noted(about: &Metadata) -> (i64, u64) {
    use std::os::unix::fs::MetadataExt;
    let noted = about
        .ctime()
        .saturating_mul(1_000_000_000)
        .saturating_add(about.ctime_nsec());
    (noted, about.ino())
}

#[cfg(not(unix))]
fn noted(_: &Metadata) -> (i64, u64) {
    (0, 0)
}
