//! What earlier builds found out, in memory and in `.wanjia/`.
//!
//! It holds outlines and keys, never HTML: a body is parsed again when its page must be made again. A
//! memo of another program, another version or a broken file is no memo.

use super::store;
use crate::base::{Fault, Fingerprint};
use crate::document::Document;
use crate::outputs::search::Listing;
use crate::theme::PhraseEnds;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// The files of a page as they were when its document was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SourceStamp {
    /// Fingerprint of their names, sizes and times of the last change.
    pub stat_hash: Fingerprint,
    /// Fingerprint of their text.
    pub text: Fingerprint,
    /// Fingerprint of the options it was read with.
    pub options_hash: Fingerprint,
    /// It had been still for a while when it was read: a change within one tick of the clock would not show.
    pub is_stable: bool,
}

impl SourceStamp {
    /// Whether sizes and times tell that the text is the same.
    pub fn trusted(&self, stat_hash: Fingerprint) -> bool {
        self.is_stable && self.stat_hash == stat_hash
    }
}

/// The memo of a site.
#[derive(Debug, Default)]
pub struct Memo {
    /// The site's folder, until what is in `.wanjia/` is read.
    unread: Option<PathBuf>,
    documents: HashMap<Arc<str>, (SourceStamp, Arc<Document>)>,
    /// Documents of the current build.
    next: HashMap<Arc<str>, (SourceStamp, Arc<Document>)>,
    /// Titles that were cut.
    pub(super) phrases: PhraseEnds,
    /// When it was written, nanoseconds: a file changed at that moment or later is not trusted.
    changed: bool,
    /// The index of search: of what it was made, and its files.
    pub(super) search: Option<(Fingerprint, Listing)>,
    /// Pictures that pages show, by file: sizes and times as they were, and of what is in them.
    pictures: BTreeMap<Arc<str>, (Fingerprint, Fingerprint)>,
    /// Where pictures are made when the site's folder takes none; gone with the program.
    scratch: Option<TempDir>,
}

/// What stands at the head of the file, as it is read. [`Written`] has the same fields in the same order.
#[derive(Deserialize)]
struct OnDisk {
    program: String,
    phrases: PhraseEnds,
    search: Option<(Fingerprint, Listing)>,
    pictures: BTreeMap<Arc<str>, (Fingerprint, Fingerprint)>,
}

/// The same as it is written: nothing of it is copied.
#[derive(Serialize)]
struct Written<'m> {
    program: String,
    phrases: &'m PhraseEnds,
    search: &'m Option<(Fingerprint, Listing)>,
    pictures: &'m BTreeMap<Arc<str>, (Fingerprint, Fingerprint)>,
}

/// A document in the file, one behind the other: a large site has a hundred megabytes of them.
type Remembered = (Arc<str>, SourceStamp, Document);

const FILE: &str = "memo";

impl Memo {
    /// The memo of the site in this folder, read when somebody first needs it.
    pub fn at(root: &Path) -> Self {
        Self {
            unread: Some(root.to_path_buf()),
            ..Self::default()
        }
    }

    /// Reads what earlier builds left, if nobody has done so.
    pub(super) fn ready(&mut self) {
        if let Some(root) = self.unread.take() {
            *self = Self::load(&root);
        }
    }

    /// The memo in a site's folder, or an empty one.
    fn load(root: &Path) -> Self {
        let mut documents = HashMap::new();
        let take = |(file, stamp, document): Remembered| {
            documents.insert(file, (stamp, Arc::new(document)));
        };
        let ours = |disk: &OnDisk| disk.program == program();
        let Some(disk) = store::read_parts(&store::beside(root, FILE), ours, take) else {
            return Self::default();
        };
        Self {
            documents,
            phrases: disk.phrases,
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
        let mut documents: Vec<(&str, &SourceStamp, &Document)> = self
            .documents
            .iter()
            .map(|(file, (stamp, document))| (&**file, stamp, &**document))
            .collect();
        documents.sort_by_key(|(file, ..)| *file);
        let head = Written {
            program: program(),
            phrases: &self.phrases,
            search: &self.search,
            pictures: &self.pictures,
        };
        store::write_parts(&store::beside(root, FILE), &head, documents.into_iter())?;
        self.changed = false;
        Ok(())
    }

    /// What is known of a file that was read this way.
    pub(super) fn recall(
        &self,
        file: &Arc<str>,
        options_hash: Fingerprint,
    ) -> Option<(&SourceStamp, Arc<Document>)> {
        let (stamp, document) = self.documents.get(file)?;
        (stamp.options_hash == options_hash).then(|| (stamp, document.clone()))
    }

    pub(super) fn begin(&mut self) {
        self.next.clear();
    }

    pub(super) fn keep(&mut self, file: &Arc<str>, stamp: SourceStamp, document: Arc<Document>) {
        self.changed = self.changed || self.documents.get(file).is_none_or(|(known, _)| *known != stamp);
        self.next.insert(file.clone(), (stamp, document));
    }

    /// Keeps another document of a file, beside all others.
    pub(super) fn replace(&mut self, file: &Arc<str>, stamp: SourceStamp, document: Arc<Document>) {
        self.documents.insert(file.clone(), (stamp, document));
        self.changed = true;
    }

    /// The documents of the last build by their files.
    pub(super) fn documents(&self) -> HashMap<Arc<str>, Arc<Document>> {
        let known = self.documents.iter();
        known
            .map(|(file, (_, document))| (file.clone(), document.clone()))
            .collect()
    }

    /// Fingerprint of the texts of all documents and of how they were read.
    pub(super) fn documents_fingerprint(&self) -> Fingerprint {
        let known = self.documents.iter();
        let mut texts: Vec<_> = known
            .map(|(file, (stamp, _))| (&**file, stamp.text, stamp.options_hash))
            .collect();
        texts.sort_unstable();
        Fingerprint::of(&texts)
    }

    /// Forgets what is no longer there.
    pub(super) fn end(&mut self) {
        self.changed = self.changed || self.next.len() != self.documents.len();
        self.documents = std::mem::take(&mut self.next);
    }

    /// What is in a picture that looks from outside as it did.
    pub(super) fn picture(&self, file: &str, stat_hash: Fingerprint) -> Option<Fingerprint> {
        let (known, fingerprint) = self.pictures.get(file)?;
        (*known == stat_hash).then_some(*fingerprint)
    }

    /// The folder for what is made of pictures: in the site's folder or, where nothing may be written, a temporary one.
    pub(super) fn picture_folder(&mut self, root: &Path, name: &str) -> Result<PathBuf, Fault> {
        let folder = store::beside(root, name);
        if store::takes_files(&folder) {
            return Ok(folder);
        }
        let scratch = match self.scratch.take() {
            Some(scratch) => scratch,
            None => TempDir::new().map_err(|error| Fault::io("写入", "write", &folder, &error))?,
        };
        Ok(self.scratch.insert(scratch).path().to_path_buf())
    }

    /// Pictures that pages show, and no others.
    pub(super) fn set_pictures(&mut self, pictures: BTreeMap<Arc<str>, (Fingerprint, Fingerprint)>) {
        self.changed = self.changed || self.pictures != pictures;
        self.pictures = pictures;
    }

    /// Remembers the fingerprint of what the index of search was made from, and its files.
    pub(super) fn set_search(&mut self, fingerprint: Fingerprint, listing: Listing) {
        self.search = Some((fingerprint, listing));
        self.changed = true;
    }
}

/// Another program may read texts in another way: what it remembers is not ours.
pub(super) fn program() -> String {
    let program = std::env::current_exe()
        .ok()
        .and_then(|path| std::fs::metadata(path).ok());
    let time = program
        .as_ref()
        .and_then(|metadata| metadata.modified().ok())
        .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let size = program.map_or(0, |metadata| metadata.len());
    format!(
        "wanjia {} {size} {}",
        env!("CARGO_PKG_VERSION"),
        time.map_or(0, |time| time.as_nanos())
    )
}
