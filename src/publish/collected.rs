//! The files of the new site, as the threads that write bring them in.

use super::stamp::Stamp;
use std::collections::{BTreeMap, BTreeSet};

/// A file of the new site.
#[derive(Debug)]
pub(super) struct NewFile {
    /// What it is.
    pub stamp: Stamp,
    /// Whether it lies in the staging; else it is kept from the old output.
    pub staged: bool,
}

impl NewFile {
    /// A file that stays as it is.
    pub fn kept(stamp: Stamp) -> Self {
        Self { stamp, staged: false }
    }

    /// A file that is new or has new bytes.
    pub fn staged(stamp: Stamp) -> Self {
        Self { stamp, staged: true }
    }
}

/// What the threads that write have gathered so far.
#[derive(Debug, Default)]
pub(super) struct Collected {
    /// The files of the new site.
    pub files: BTreeMap<String, NewFile>,
    /// Foreign files whose content is not ours.
    pub foreign: BTreeSet<String>,
    /// What lies where it should not: ours and going, or in the way.
    pub blocked: BTreeSet<String>,
}

impl Collected {
    /// Adds a file. `false` when the path is taken by other bytes.
    pub fn add(&mut self, path: &str, entry: NewFile) -> bool {
        if let Some(before) = self.files.get(path) {
            return before.stamp.sha256 == entry.stamp.sha256;
        }
        self.files.insert(path.to_owned(), entry);
        true
    }
}
