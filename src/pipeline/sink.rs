//! Who takes what a build makes.

use crate::base::{Fault, Fingerprint, OutputPath};
use crate::check::inspect::MadePage;
use crate::site::Site;
use std::path::Path;

/// Takes what is made: the output folder, or the preview.
pub trait Sink: Sync {
    /// Whether what is at `address` was made from `key` already: then it is not made again.
    fn is_up_to_date(&self, address: &OutputPath, key: Fingerprint) -> bool;
    /// Takes something new.
    fn write(&self, artifact: Artifact<'_>) -> Result<(), Fault>;
    /// Whether nobody waits for this build any more, as another edit has come: it ends as soon as it can.
    fn given_up(&self) -> bool {
        false
    }
    /// What is not written from now on stays as it was after the last build. A sink that wants to hear of each file says no.
    fn keeps_rest(&self) -> bool {
        false
    }
    /// Whether the index of search is wanted, too.
    fn wants_search(&self) -> bool {
        true
    }
    /// Pages as they were made, for a sink that weighs them.
    fn made(&self, _: &Site) -> Vec<MadePage> {
        Vec::new()
    }
}

/// Something that was made.
pub enum Artifact<'a> {
    /// Bytes.
    Made {
        /// Path in the output.
        address: &'a OutputPath,
        /// What it was made from.
        key: Fingerprint,
        /// What is in it.
        bytes: Vec<u8>,
    },
    /// A photo, without what its camera noted.
    Photo {
        /// Path in the output.
        address: &'a OutputPath,
        /// What it was made from.
        key: Fingerprint,
        /// The file with the notes.
        path: &'a Path,
        /// What is to be put out.
        bytes: Vec<u8>,
    },
    /// A copy of a file.
    File {
        /// Path in the output.
        address: &'a OutputPath,
        /// What it was made from.
        key: Fingerprint,
        /// The file.
        path: &'a Path,
    },
}
