//! What earlier builds found out, in memory and in `.wanjia/`.
//!
//! It holds outlines and keys, never HTML: a body is parsed again when its page must be made again. A
//! memo of another program, another version or a broken file is no memo.

use crate::base::{Fault, Fingerprint};
use crate::document::Document;
use crate::outputs::search::Listing;
use crate::publish::Stamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The files of a page as they were when its document was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seen {
    /// Of their names, sizes and times of the last change.
    pub about: Fingerprint,
    /// Of its text.
    pub text: Fingerprint,
    /// Of the way it was read.
    pub how: Fingerprint,
    /// It had been still for a while when it was read: a change within one tick of the clock would not show.
    pub settled: bool,
}

impl Seen {
    /// Whether sizes and times tell that the text is the same.
    pub fn trusted(&self, about: Fingerprint) -> bool {
        self.settled && self.about == about
    }
}

/// The memo of a site.
#[derive(Debug, Default)]
pub struct Memo {
    documents: HashMap<Arc<str>, (Seen, Arc<Document>)>,
    /// Documents of the build in hand.
    next: HashMap<Arc<str>, (Seen, Arc<Document>)>,
    /// Titles that were cut.
    pub(super) phrases: BTreeMap<String, Vec<String>>,
    /// What stands in the output folder, by folder and address: key and stamp.
    pub(super) published: BTreeMap<PathBuf, BTreeMap<String, (Fingerprint, Stamp)>>,
    /// When it was written, nanoseconds: a file changed at that moment or later is not trusted.
    changed: bool,
    /// The index of search: of what it was made, and its files.
    pub(super) search: Option<(Fingerprint, Listing)>,
    /// Pictures that pages show, by file: sizes and times as they were, and of what is in them.
    pictures: BTreeMap<Arc<str>, (Fingerprint, Fingerprint)>,
}

#[derive(Serialize, Deserialize)]
struct OnDisk {
    documents: Vec<(Arc<str>, Seen, Document)>,
    phrases: BTreeMap<String, Vec<String>>,
    published: BTreeMap<PathBuf, BTreeMap<String, (Fingerprint, Stamp)>>,
    search: Option<(Fingerprint, Listing)>,
    pictures: BTreeMap<Arc<str>, (Fingerprint, Fingerprint)>,
}

const FOLDER: &str = ".wanjia";
const FILE: &str = "memo";

impl Memo {
    /// The memo in a site's folder, or an empty one.
    pub fn load(root: &Path) -> Self {
        let Some(disk) = read::<OnDisk>(&beside(root, FILE)) else {
            return Self::default();
        };
        Self {
            documents: disk
                .documents
                .into_iter()
                .map(|(file, seen, document)| (file, (seen, Arc::new(document))))
                .collect(),
            phrases: disk.phrases,
            published: disk.published,
            search: disk.search,
            pictures: disk.pictures,
            ..Self::default()
        }
    }

    /// Writes the memo where the next build finds it. It replaces the old one in one step.
    pub(super) fn save(&mut self, root: &Path) -> Result<(), Fault> {
        if !self.changed {
            return Ok(());
        }
        let mut documents: Vec<_> = self
            .documents
            .iter()
            .map(|(file, (seen, document))| (file.clone(), seen.clone(), Document::clone(document)))
            .collect();
        documents.sort_by(|a, b| a.0.cmp(&b.0));
        let disk = OnDisk {
            documents,
            phrases: self.phrases.clone(),
            published: self.published.clone(),
            search: self.search.clone(),
            pictures: self.pictures.clone(),
        };
        write(&beside(root, FILE), &disk)?;
        self.changed = false;
        Ok(())
    }

    /// What is known of a file that was read this way.
    pub(super) fn recall(&self, file: &Arc<str>, how: Fingerprint) -> Option<(&Seen, Arc<Document>)> {
        let (seen, document) = self.documents.get(file)?;
        (seen.how == how).then(|| (seen, document.clone()))
    }

    pub(super) fn begin(&mut self) {
        self.next.clear();
    }

    pub(super) fn keep(&mut self, file: &Arc<str>, seen: Seen, document: Arc<Document>) {
        self.changed = self.changed || self.documents.get(file).is_none_or(|(known, _)| *known != seen);
        self.next.insert(file.clone(), (seen, document));
    }

    /// Forgets what is no longer there.
    pub(super) fn end(&mut self) {
        self.changed = self.changed || self.next.len() != self.documents.len();
        self.documents = std::mem::take(&mut self.next);
    }

    /// What is in a picture that looks from outside as it did.
    pub(super) fn picture(&self, file: &str, about: Fingerprint) -> Option<Fingerprint> {
        let (known, print) = self.pictures.get(file)?;
        (*known == about).then_some(*print)
    }

    /// Pictures that pages show, and no others.
    pub(super) fn set_pictures(&mut self, pictures: BTreeMap<Arc<str>, (Fingerprint, Fingerprint)>) {
        self.changed = self.changed || self.pictures != pictures;
        self.pictures = pictures;
    }

    /// Of what the index of search was made, and its files.
    pub(super) fn set_search(&mut self, print: Fingerprint, listing: Listing) {
        self.search = Some((print, listing));
        self.changed = true;
    }

    /// What was published into a folder.
    pub(super) fn set_published(&mut self, out: &Path, stamps: BTreeMap<String, (Fingerprint, Stamp)>) {
        if self.published.get(out) != Some(&stamps) {
            self.published.insert(out.to_path_buf(), stamps);
            // A few outputs at most: the usual one and a trial.
            while self.published.len() > 4 {
                let oldest = self.published.keys().find(|key| *key != out).cloned();
                let Some(oldest) = oldest else { break };
                self.published.remove(&oldest);
            }
            self.changed = true;
        }
    }
}

/// A file in a site's folder of memos.
pub(super) fn beside(root: &Path, name: &str) -> PathBuf {
    root.join(FOLDER).join(name)
}

/// What this program wrote into a file; nothing when another did, or the file is broken.
pub(super) fn read<T: serde::de::DeserializeOwned>(file: &Path) -> Option<T> {
    let bytes = std::fs::read(file).ok()?;
    postcard::from_bytes(bytes.strip_prefix(salt().as_bytes())?).ok()
}

/// Puts bytes into a file in one step.
pub(super) fn put(file: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let new = file.with_extension(std::process::id().to_string());
    let write = || {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&new, bytes)?;
        std::fs::rename(&new, file)
    };
    write().map_err(|error| {
        let _ = std::fs::remove_file(&new);
        Fault::io("写入", "write", file, &error)
    })
}

/// Writes a value where the next build finds it. It replaces the old one in one step.
pub(super) fn write<T: Serialize>(file: &Path, value: &T) -> Result<(), Fault> {
    let mut bytes = salt().into_bytes();
    bytes.extend(postcard::to_stdvec(value).unwrap_or_default());
    put(file, &bytes)
}

/// Another program may read texts in another way: its memo is not ours.
fn salt() -> String {
    let program = std::env::current_exe()
        .ok()
        .and_then(|path| std::fs::metadata(path).ok());
    let time = program
        .as_ref()
        .and_then(|about| about.modified().ok())
        .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let size = program.map_or(0, |about| about.len());
    format!(
        "wanjia {} {size} {}\n",
        env!("CARGO_PKG_VERSION"),
        time.map_or(0, |time| time.as_nanos())
    )
}
