//! Whether a published site is still what its manifest says, byte by byte.

use super::content::transfer;
use super::manifest::{MANIFEST, Manifest, hex};
use super::signature::SIGNATURE;
use crate::base::Fault;
use crate::message;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::Path;

/// A file that is not as the manifest says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mismatch {
    /// Path in the output.
    pub path: String,
    /// How it differs.
    pub state: MismatchState,
}

/// How a file differs from the manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MismatchState {
    /// Its bytes are others.
    Changed,
    /// It is not there.
    Missing,
    /// It is there, and the manifest does not know it.
    Foreign,
}

/// The files of a folder that are not the manifest's, in the order of their paths. A fault when there is no manifest.
pub fn verify(folder: &Path) -> Result<Vec<Mismatch>, Fault> {
    let text =
        std::fs::read(folder.join(MANIFEST)).map_err(|_| no_manifest(&folder.display().to_string()))?;
    let listed = listed(&text).ok_or_else(|| no_manifest(&folder.display().to_string()))?;
    let mut wrong: Vec<Mismatch> = listed
        .iter()
        .filter_map(|file| file.mismatch(&folder.join(&file.path)))
        .collect();
    let foreign = foreign(folder, &listed)?.into_iter();
    wrong.extend(foreign.map(|path| Mismatch {
        path,
        state: MismatchState::Foreign,
    }));
    wrong.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(wrong)
}

/// The files of a folder that are neither listed nor the manifest or its signature, in the order of their paths.
pub fn foreign(folder: &Path, listed: &[ListedFile]) -> Result<Vec<String>, Fault> {
    let known: BTreeSet<&str> = listed
        .iter()
        .map(|file| file.path.as_str())
        .chain([MANIFEST, SIGNATURE])
        .collect();
    let mut found = BTreeSet::new();
    files(folder, "", &mut found)?;
    found.retain(|path| !known.contains(path.as_str()));
    Ok(found.into_iter().collect())
}

/// A file that a manifest lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedFile {
    /// Path in the output.
    pub path: String,
    sha256: [u8; 32],
}

impl ListedFile {
    /// What changes with its bytes, as [`version`] says it of bytes.
    pub fn version(&self) -> String {
        hex(&self.sha256)
    }

    /// How the file at `real` differs from what is listed; `None` when it does not. A link is no file.
    pub fn mismatch(&self, real: &Path) -> Option<Mismatch> {
        let plain = std::fs::symlink_metadata(real).is_ok_and(|about| about.file_type().is_file());
        let bytes = plain.then(|| std::fs::read(real).ok()).flatten();
        let state = match bytes {
            None => MismatchState::Missing,
            Some(bytes) if <[u8; 32]>::from(Sha256::digest(&bytes)) == self.sha256 => return None,
            Some(_) => MismatchState::Changed,
        };
        Some(Mismatch {
            path: self.path.clone(),
            state,
        })
    }
}

/// Copies bytes; their SHA-256 in hexadecimal digits.
pub fn copy(from: impl std::io::Read, into: &mut impl std::io::Write) -> std::io::Result<String> {
    Ok(hex(&transfer(std::io::BufReader::new(from), into)?))
}

/// What changes with the bytes of a file: their SHA-256 in hexadecimal digits.
pub fn version(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes).into())
}

/// The files that the text of a manifest lists; `None` when it is none of ours.
pub fn listed(manifest: &[u8]) -> Option<Vec<ListedFile>> {
    let manifest = Manifest::parse(manifest)?;
    let files = manifest.iter().map(|(path, sha256)| ListedFile {
        path: path.clone(),
        sha256: *sha256,
    });
    Some(files.collect())
}

/// The files that the manifest of a folder lists; `None` when there is no manifest of ours.
pub fn listed_in(folder: &Path) -> Option<Vec<ListedFile>> {
    listed(&std::fs::read(folder.join(MANIFEST)).ok()?)
}

/// What the files of a folder are about, as its manifest says; `None` when it says nothing.
pub fn about(folder: &Path) -> Option<String> {
    Manifest::about(&std::fs::read(folder.join(MANIFEST)).ok()?)
}

/// A place without a manifest, as a fault.
pub fn no_manifest(place: &str) -> Fault {
    Fault::new(message!(
        "{place} 里没有 manifest.json，或读不懂",
        "there is no manifest.json in {place}, or it cannot be read"
    ))
    .hint(message!(
        "写发布出去的文件夹或网址，如 public、https://example.org/jsx/",
        "name the published folder or address, like public or https://example.org/jsx/"
    ))
}

/// Paths of all files below a folder; links are listed, not followed.
fn files(folder: &Path, prefix: &str, found: &mut BTreeSet<String>) -> Result<(), Fault> {
    let unread = |error: std::io::Error| Fault::io("读取", "read", folder, &error);
    for entry in std::fs::read_dir(folder).map_err(unread)? {
        let entry = entry.map_err(unread)?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(unread)?.is_dir() {
            files(&entry.path(), &format!("{path}/"), found)?;
        } else {
            found.insert(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_changed_missing_or_foreign_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| std::fs::write(folder.path().join(path), text).unwrap();
        let hash = |text: &str| <[u8; 32]>::from(Sha256::digest(text));
        std::fs::create_dir(folder.path().join("a")).unwrap();
        let hashes = [hash("same"), hash("before"), hash("gone")];
        let names = ["a/same.html", "changed.html", "gone.html"];
        let text = Manifest::text(None, names.iter().copied().zip(&hashes));
        std::fs::write(folder.path().join(MANIFEST), text).unwrap();
        write("a/same.html", "same");
        write("changed.html", "after");
        write("a/foreign.html", "x");
        let found = verify(folder.path()).unwrap();
        let found: Vec<_> = found
            .iter()
            .map(|wrong| (wrong.path.as_str(), wrong.state))
            .collect();
        assert_eq!(
            found,
            [
                ("a/foreign.html", MismatchState::Foreign),
                ("changed.html", MismatchState::Changed),
                ("gone.html", MismatchState::Missing),
            ]
        );
        assert!(verify(&folder.path().join("a")).is_err());
    }
}
