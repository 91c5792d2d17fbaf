//! How an output looks from outside, without reading its files: by it a fleet knows that nobody touched what it built.

use super::manifest::{MANIFEST, Manifest};
use super::stamp::Stamp;
use crate::base::Fingerprint;
use std::fs;
use std::path::Path;

/// How files look that were published, by their addresses in order.
pub fn look_of<'s>(files: impl Iterator<Item = (&'s String, &'s Stamp)>) -> Fingerprint {
    let looks: Vec<(&str, u64, i64)> = files
        .map(|(path, stamp)| (path.as_str(), stamp.size, stamp.modified))
        .collect();
    Fingerprint::of(&looks)
}

/// How the files that the manifest of an output lists look now; `None` when one of them, or the manifest, is not there.
pub fn look_at(out: &Path) -> Option<Fingerprint> {
    let manifest = Manifest::parse(&fs::read(out.join(MANIFEST)).ok()?)?;
    let stamp = |(path, hash): (&String, &[u8; 32])| {
        let found = fs::symlink_metadata(out.join(path))
            .ok()
            .filter(fs::Metadata::is_file)?;
        Some((path.clone(), Stamp::new(*hash, &found)))
    };
    let stamps: Vec<(String, Stamp)> = manifest.iter().map(stamp).collect::<Option<_>>()?;
    Some(look_of(stamps.iter().map(|(path, stamp)| (path, stamp))))
}
