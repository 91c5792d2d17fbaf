//! A stamp: which bytes a file has, and by what one sees without reading that it still has them.

use serde::{Deserialize, Serialize};
use std::fs::Metadata;
use std::time::{Duration, UNIX_EPOCH};

/// A published file, as the memo remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// Its length in bytes.
    pub size: u64,
    /// When it was last written, in nanoseconds since 1970.
    pub modified: i64,
}

impl Stamp {
    /// The stamp of a file with this hash and this metadata.
    pub(super) fn new(sha256: [u8; 32], found: &Metadata) -> Self {
        Self {
            sha256,
            size: found.len(),
            modified: modified(found),
        }
    }

    /// Whether a file that looks like `found` still has the bytes it had.
    pub(super) fn describes(&self, found: &Metadata) -> bool {
        self.size == found.len() && self.modified == modified(found)
    }
}

/// A system without file times says 0 for all: there the size alone tells.
/// The number goes as far as the year 2262: what we write is never of a later day, so a file that is does not look like ours.
fn modified(found: &Metadata) -> i64 {
    let nanoseconds = |length: Duration| i64::try_from(length.as_nanos()).unwrap_or(i64::MAX);
    let Ok(time) = found.modified() else { return 0 };
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => nanoseconds(after),
        Err(before) => -nanoseconds(before.duration()),
    }
}
