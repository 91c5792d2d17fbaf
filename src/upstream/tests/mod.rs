//! Upstreams from repositories and archives that are made here, good and evil. No test asks the network.

mod address;
mod archive;
mod entry;
mod repository;

use super::store::UpstreamStore;
use super::*;
use crate::base::{Message, Span};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use tempfile::TempDir;

/// A folder with a cache and whatever a test puts beside it.
struct TestFolder(TempDir);

impl TestFolder {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn cache(&self) -> PathBuf {
        self.at("site/.wanjia/upstream")
    }

    fn write(&self, path: &str, words: impl AsRef<[u8]>) -> PathBuf {
        let at = self.at(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(&at, words).unwrap();
        at
    }

    fn fetch(&self, origin: &Origin) -> Result<Fetched, UpstreamError> {
        fetch(origin, None, &self.cache(), true)
    }

    fn resolve(&self, origin: &Origin) -> Result<String, UpstreamError> {
        resolve(origin, &self.cache())
    }

    /// An archive with these bytes.
    fn archive(&self, name: &str, bytes: impl AsRef<[u8]>) -> Origin {
        Origin::Archive {
            file: self.write(name, bytes),
            sha256: None,
        }
    }

    /// The trouble with an origin, after which no tree is in the cache and nothing is left half done.
    #[track_caller]
    fn refused(&self, origin: &Origin) -> UpstreamError {
        let error = self.fetch(origin).unwrap_err();
        assert_eq!(self.trees(), Vec::<String>::new());
        let left = fs::read_dir(self.cache().join("tmp"));
        assert_eq!(left.into_iter().flatten().count(), 0);
        assert_said(&error);
        error
    }

    /// The pins of the trees in the cache.
    fn trees(&self) -> Vec<String> {
        let names = fs::read_dir(self.cache()).into_iter().flatten();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut pins: Vec<_> = names.filter(|name| name.len() >= 40).collect();
        pins.sort();
        pins
    }
}

/// Both languages say something, and both say a way out.
#[track_caller]
fn assert_said(error: &UpstreamError) {
    for Message { zh, en } in [error.message(), error.hint()] {
        assert!(zh.chars().any(|c| ('一'..='龥').contains(&c)), "{zh}");
        assert!(en.chars().filter(char::is_ascii_alphabetic).count() > 8, "{en}");
        assert!(!zh.contains('\n') && !en.contains('\n'), "{zh}");
    }
}

/// Files below `root` with their words.
fn files(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut rest = vec![root.to_owned()];
    while let Some(folder) = rest.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                rest.push(path);
            } else {
                let inner = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                found.insert(inner, fs::read_to_string(path).unwrap());
            }
        }
    }
    found
}

/// A zip of these files.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, words) in files {
        let deflated = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, deflated).unwrap();
        writer.write_all(words).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A tar of entries with any name, kind and words, as no honest program would make it.
fn tar(entries: &[(&[u8], u8, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (name, kind, words) in entries {
        let mut header = tar::Header::new_gnu();
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name);
        header.set_entry_type(tar::EntryType::new(*kind));
        header.set_size(words.len() as u64);
        header.set_mode(0o755);
        header.set_cksum();
        bytes.extend_from_slice(header.as_bytes());
        bytes.extend_from_slice(words);
        bytes.resize(bytes.len().next_multiple_of(512), 0);
    }
    bytes.resize(bytes.len() + 1024, 0);
    bytes
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

/// The bytes with `from` written over by `to`, everywhere; both are equally long.
fn patch(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let places = bytes.windows(from.len()).enumerate();
    let places: Vec<_> = places
        .filter(|(_, there)| *there == from)
        .map(|(at, _)| at)
        .collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

#[test]
fn a_trouble_is_a_diagnostic_at_its_place_and_the_fault_of_the_machine_stays_one() {
    let place = || Span::top(&"site.yaml".into());
    let error = UpstreamError::GitMissing;
    let diagnostic = error.at(place()).unwrap();
    assert!(diagnostic.breaks(&GIT_MISSING));
    assert_eq!(diagnostic.hint, Some(error.hint()));
    let fault = Fault::new(message!("磁盘已满", "the disk is full, alas"));
    let error = UpstreamError::from(fault.clone());
    assert_said(&error);
    assert_eq!(error.at(place()).unwrap_err().message, fault.message);
}

#[test]
fn a_folder_inside_never_leaves_the_upstream() {
    let test = TestFolder::new();
    test.write("up/sites/national/site.yaml", "name: 国家");
    test.write("secret/site.yaml", "name: 别人");
    let root = test.at("up");
    assert_eq!(inside(&root, "").unwrap(), root);
    assert_eq!(
        inside(&root, "sites/national/").unwrap(),
        root.join("sites/national")
    );
    for path in [
        "../secret",
        "/etc",
        "sites/../../secret",
        "sites\\national",
        "C:x",
    ] {
        let error = inside(&root, path).unwrap_err();
        assert_eq!(error.rule(), Some(&UPSTREAM_UNSAFE), "{path}");
        assert_said(&error);
    }
    let missing = inside(&root, "sites/none").unwrap_err();
    assert_eq!(missing.rule(), Some(&UPSTREAM_MISSING));
    assert_said(&missing);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(test.at("secret"), root.join("link")).unwrap();
        assert_eq!(inside(&root, "link").unwrap_err().rule(), Some(&UPSTREAM_UNSAFE));
    }
}

#[test]
fn a_folder_inside_may_be_named_from_the_only_folder_of_an_archive() {
    let test = TestFolder::new();
    test.write("up/repo-main/sites/national/site.yaml", "name: 国家");
    let found = inside(&test.at("up"), "sites/national").unwrap();
    assert_eq!(found, test.at("up/repo-main/sites/national"));
}

#[test]
fn sweeping_keeps_what_is_named_and_clears_what_interrupted_runs_left() {
    let test = TestFolder::new();
    let fetched = |words: &str| {
        let origin = test.archive("up.zip", zip(&[("site.yaml", words.as_bytes())]));
        test.fetch(&origin).unwrap().pin
    };
    let (old, new) = (fetched("旧"), fetched("新"));
    test.write("site/.wanjia/upstream/tmp/.tmpX/tree/half.md", "半");
    assert_eq!(test.trees().len(), 2);
    sweep(&test.cache(), &[&new]).unwrap();
    assert_eq!(test.trees(), [new]);
    assert!(!test.cache().join("tmp").exists());
    sweep(&test.at("nowhere"), &[&old]).unwrap();
    assert!(!test.at("nowhere").exists());
}
