//! `manifest.json`: which files of the output are ours, and what we wrote into them.

use crate::base::path::is_plain;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Where it lies in the output.
pub(super) const MANIFEST: &str = "manifest.json";

/// Paths of files and the SHA-256 of their bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Manifest(BTreeMap<String, [u8; 32]>);

impl Manifest {
    /// Reads one back. `None` when it is not one of ours: then nothing in the output is.
    pub fn parse(text: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct ManifestFile {
            files: BTreeMap<String, String>,
        }
        let written: ManifestFile = serde_json::from_slice(text).ok()?;
        let entry = |(path, hash): (String, String)| Some((is_plain(&path).then_some(path)?, unhex(&hash)?));
        written
            .files
            .into_iter()
            .map(entry)
            .collect::<Option<_>>()
            .map(Self)
    }

    /// What the files of a manifest are about; `None` when nobody said it.
    pub fn about(text: &[u8]) -> Option<String> {
        #[derive(Deserialize)]
        struct ManifestAbout {
            about: String,
        }
        let written: ManifestAbout = serde_json::from_slice(text).ok()?;
        Some(written.about)
    }

    /// How many files it lists.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// One of these files.
    pub fn of(files: BTreeMap<String, [u8; 32]>) -> Self {
        Self(files)
    }

    /// The manifest of these files, and what they are about when somebody says it: one a line, sorted, the same on any machine.
    pub fn text<'a>(about: Option<&str>, files: impl Iterator<Item = (&'a str, &'a [u8; 32])>) -> Vec<u8> {
        let about = about.map(|about| format!("\"about\": {},\n", serde_json::Value::from(about)));
        let mut text = format!("{{{}\"files\": {{", about.unwrap_or_default());
        let mut separator = "\n";
        for (path, hash) in files {
            // As a JSON value, for a name may hold a quotation mark.
            let path = serde_json::Value::from(path);
            let _ = write!(text, "{separator}{path}: \"{}\"", hex(hash));
            separator = ",\n";
        }
        text.push_str("\n}}\n");
        text.into_bytes()
    }

    /// The hash of a file of ours; `None` for a foreign one.
    pub fn get(&self, path: &str) -> Option<&[u8; 32]> {
        self.0.get(path)
    }

    /// All files of ours, sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &[u8; 32])> {
        self.0.iter()
    }
}

/// As hexadecimal digits.
pub(super) fn hex(hash: &[u8; 32]) -> String {
    let mut digits = String::with_capacity(64);
    for byte in hash {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// The hash of 64 hexadecimal digits; `None` for anything else.
pub(super) fn unhex(digits: &str) -> Option<[u8; 32]> {
    let mut hash = [0; 32];
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    if pairs.len() != hash.len() || !rest.is_empty() {
        return None;
    }
    for (byte, pair) in hash.iter_mut().zip(pairs) {
        let [high, low] = pair.map(|digit| char::from(digit).to_digit(16));
        *byte = u8::try_from(high? * 16 + low?).ok()?;
    }
    Some(hash)
}
