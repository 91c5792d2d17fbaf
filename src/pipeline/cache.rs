//! What sites that are built in one process share: texts that were read, bodies, and what was rendered.
//! A fleet of local sites reads its upstream once.

use super::crew;
use super::memo::SourceStamp;
use super::once::Once;
use super::spill::{Spill, Spilled};
use crate::base::{Fingerprint, OutputPath};
use crate::document::Document;
use crate::markdown::{Body, Outline, Prose, Tree};
use crate::outputs::card::Band;
use crate::outputs::search;
use crate::publish::{SpareTrees, Stamp};
use crate::search::PageIndex;
use crate::source::SourceFile;
use crate::theme::Phrases;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Trees of bodies that are kept in memory, in bytes. What is beyond is on the disk: no site is too large.
const BODIES: usize = 32 << 20;
/// Trees of bodies on the disk. What is beyond is parsed again.
const SPILLED: u64 = 4 << 30;
/// Trees of rendered bodies that are kept, when sites share a shelf.
const RENDERED: usize = 64 << 20;
/// Words of attachments that are kept, in bytes: reading a PDF takes a program, and the preview inspects after each edit.
const OFFERED: usize = 32 << 20;

/// Pages cut for search that are kept, when sites share a shelf.
const CUT: usize = 128 << 20;

/// Bands of cards that are kept, when sites share a shelf.
const BANDS: usize = 64 << 20;

/// What a block takes beside its words, about.
const BLOCK: usize = 200;

/// What builds keep: documents, parsed bodies, rendered bodies and pages cut for search, each up to a bound.
#[derive(Debug, Default)]
pub struct SharedCache {
    documents: Mutex<HashMap<Arc<str>, CachedDocument>>,
    bodies: Mutex<BoundedCache<Arc<Body>>>,
    spilled: Mutex<SpilledTrees>,
    rendered: Mutex<BoundedCache<Arc<Tree>>>,
    offered: Mutex<BoundedCache<Arc<Prose>>>,
    cut: Mutex<BoundedCache<Arc<PageIndex>>>,
    bands: Mutex<BoundedCache<Arc<Band>>>,
    /// Titles that were cut.
    phrases: Arc<Phrases>,
    published: Mutex<PublishedFiles>,
    /// Several sites use it: what was rendered for one may serve another.
    shared: bool,
    /// Large files that several sites publish are one file with several names.
    linking: bool,
    /// Folders that sites of a run have left, for the ones after them.
    pub(super) spare: Option<Arc<SpareTrees>>,
    /// What lies above the sites of a run.
    pub(super) once: Once,
    /// Bodies rendered, not remembered.
    renders: AtomicUsize,
}

/// Files that sites have published, by what they were made of and their address: where each is, and how it looks.
type PublishedFiles = HashMap<(String, Fingerprint), (PathBuf, Stamp)>;

/// So many of them are remembered.
const LINKED: usize = 100_000;
/// A file of fewer bytes is as quickly written as linked.
const LARGE: u64 = 64 << 10;

/// Trees of bodies on the disk.
#[derive(Debug, Default)]
struct SpilledTrees {
    spill: Option<Arc<Spill>>,
    trees: HashMap<Fingerprint, Spilled>,
    bytes: u64,
}

/// A document, and the files as they were when it was read.
type CachedDocument = (SourceStamp, Arc<Document>);

/// Values by fingerprint, up to so many bytes.
#[derive(Debug)]
struct BoundedCache<V> {
    values: HashMap<Fingerprint, (V, usize, u64)>,
    bytes: usize,
    /// Number of the current build.
    round: u64,
}

impl<V> Default for BoundedCache<V> {
    fn default() -> Self {
        Self {
            values: HashMap::new(),
            bytes: 0,
            round: 0,
        }
    }
}

impl<V: Clone> BoundedCache<V> {
    fn get(&mut self, key: Fingerprint) -> Option<V> {
        let (value, _, used) = self.values.get_mut(&key)?;
        *used = self.round;
        Some(value.clone())
    }

    /// Keeps a value while there is room; tells whether it is there.
    fn put(&mut self, key: Fingerprint, value: V, bytes: usize, most: usize) -> bool {
        let fits = self.bytes + bytes <= most;
        if fits && self.values.insert(key, (value, bytes, self.round)).is_none() {
            self.bytes += bytes;
        }
        fits
    }

    /// Begins a build: when half is full, what the last `builds` did not use goes.
    fn begin(&mut self, most: usize, builds: u64) {
        if self.bytes > most / 2 {
            let round = self.round;
            self.values.retain(|_, (.., used)| *used + builds > round);
            self.bytes = self.values.values().map(|(_, bytes, _)| bytes).sum();
        }
        self.round += 1;
    }
}

fn open<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl SharedCache {
    /// A cache that several sites are to share.
    pub fn shared() -> Arc<Self> {
        Arc::new(Self {
            shared: true,
            ..Self::default()
        })
    }

    /// The same for a run that builds each site once: what lies above them is looked at once. With `linking` large files
    /// that several sites publish become one file with several names where the system can.
    pub fn of_run(linking: bool) -> Arc<Self> {
        Arc::new(Self {
            shared: true,
            linking,
            once: Once::of_run(),
            spare: Some(Arc::default()),
            ..Self::default()
        })
    }

    /// Where another site has published a file that was made of the same.
    pub(super) fn published(&self, address: &OutputPath, key: Fingerprint) -> Option<(PathBuf, Stamp)> {
        let known = (address.to_string(), key);
        self.linking.then(|| open(&self.published).get(&known).cloned())?
    }

    /// Remembers the large ones of the files that a site has published in a folder, and those that take long to pack.
    pub(super) fn keep_published<'f>(
        &self,
        place: &Path,
        files: impl Iterator<Item = (&'f String, &'f (Fingerprint, Stamp))>,
    ) {
        if !self.linking {
            return;
        }
        let mut published = open(&self.published);
        let is_kept = |address: &str, stamp: &Stamp| stamp.size >= LARGE || search::has_words(address);
        for (address, (key, stamp)) in files.filter(|(address, (_, stamp))| is_kept(address, stamp)) {
            if published.len() < LINKED {
                let at = (place.join(address), stamp.clone());
                published.entry((address.clone(), *key)).or_insert(at);
            }
        }
    }

    pub(super) fn begin(&self) {
        // Of those that go on side by side each has its turn at what another one is about to use.
        let builds = match self.once.is_kept() {
            true => 2 * crew::hands() as u64,
            false => 1,
        };
        open(&self.bodies).begin(BODIES, builds);
        open(&self.rendered).begin(RENDERED, builds);
        open(&self.offered).begin(OFFERED, builds);
        open(&self.cut).begin(CUT, builds);
        open(&self.bands).begin(BANDS, builds);
    }

    /// The words of an attachment; read when it is not as it was.
    pub(super) fn offered(&self, file: &SourceFile, read: impl FnOnce() -> Prose) -> Arc<Prose> {
        let key = Fingerprint::of(&(&*file.file, &file.state));
        let known = open(&self.offered).get(key);
        known.unwrap_or_else(|| {
            let prose = Arc::new(read());
            let bytes: usize = prose.blocks.iter().map(|block| BLOCK + block.text.len()).sum();
            open(&self.offered).put(key, prose.clone(), bytes, OFFERED);
            prose
        })
    }

    /// What another site found out of a file that was read this way.
    pub(super) fn document(&self, file: &Arc<str>, options_hash: Fingerprint) -> Option<CachedDocument> {
        let documents = open(&self.documents);
        documents
            .get(file)
            .filter(|(stamp, _)| stamp.options_hash == options_hash)
            .cloned()
    }

    pub(super) fn keep_document(&self, file: &Arc<str>, stamp: &SourceStamp, document: &Arc<Document>) {
        if self.shared {
            open(&self.documents).insert(file.clone(), (stamp.clone(), document.clone()));
        }
    }

    /// A body whose outline is known.
    pub(super) fn body(&self, fingerprint: Fingerprint, outline: &Arc<Outline>) -> Option<Arc<Body>> {
        if let Some(body) = open(&self.bodies).get(fingerprint) {
            return Some(body);
        }
        let spilled = open(&self.spilled).trees.get(&fingerprint).cloned()?;
        let tree = postcard::from_bytes(&spilled.read().ok()?).ok()?;
        Some(Arc::new(Body {
            tree,
            outline: outline.clone(),
        }))
    }

    /// Keeps a body, beyond what memory should hold on the disk, beside the site in `root`.
    pub(super) fn keep_body(&self, fingerprint: Fingerprint, body: &Arc<Body>, root: &Path) {
        let size = body.tree.size();
        if open(&self.bodies).put(fingerprint, body.clone(), size, BODIES) {
            return;
        }
        let spill = {
            let mut spilled = open(&self.spilled);
            if spilled.bytes > SPILLED || spilled.trees.contains_key(&fingerprint) {
                return;
            }
            let fresh = || Arc::new(Spill::of(root));
            spilled.spill.get_or_insert_with(fresh).clone()
        };
        let Ok(bytes) = postcard::to_stdvec(&body.tree) else {
            return;
        };
        // What the disk does not take is parsed again.
        if let Ok(tree) = spill.put(&bytes) {
            let mut spilled = open(&self.spilled);
            spilled.bytes += bytes.len() as u64;
            spilled.trees.insert(fingerprint, tree);
        }
    }

    /// What a body was rendered to with these answers, or `render` does it.
    pub(super) fn render<E>(
        &self,
        key: Fingerprint,
        render: impl FnOnce() -> Result<Tree, E>,
    ) -> Result<Arc<Tree>, E> {
        if self.shared
            && let Some(known) = open(&self.rendered).get(key)
        {
            return Ok(known);
        }
        let tree = Arc::new(render()?);
        self.renders.fetch_add(1, Ordering::Relaxed);
        if self.shared {
            open(&self.rendered).put(key, tree.clone(), tree.size(), RENDERED);
        }
        Ok(tree)
    }

    /// A page as another site cut it for search.
    pub(super) fn cut(&self, fingerprint: Fingerprint) -> Option<Arc<PageIndex>> {
        self.shared.then(|| open(&self.cut).get(fingerprint)).flatten()
    }

    pub(super) fn keep_cut(&self, fingerprint: Fingerprint, page: &Arc<PageIndex>) {
        if self.shared {
            open(&self.cut).put(fingerprint, page.clone(), page.size(), CUT);
        }
    }

    /// Titles that other sites have cut.
    pub(super) fn phrases(&self) -> Option<Arc<Phrases>> {
        self.shared.then(|| self.phrases.clone())
    }

    /// A band of a card that another site has, too, or `draw` makes it.
    pub(super) fn band(&self, key: Fingerprint, draw: &dyn Fn() -> Band) -> Arc<Band> {
        let known = self.shared.then(|| open(&self.bands).get(key)).flatten();
        known.unwrap_or_else(|| {
            let band = Arc::new(draw());
            if self.shared {
                open(&self.bands).put(key, band.clone(), band.size(), BANDS);
            }
            band
        })
    }

    pub(super) fn renders(&self) -> usize {
        self.renders.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_used_goes_when_half_is_full() {
        let key = |n: u8| Fingerprint::of_bytes(&[n]);
        let mut kept: BoundedCache<u8> = BoundedCache::default();
        kept.put(key(1), 1, 40, 100);
        kept.put(key(2), 2, 40, 100);
        kept.put(key(3), 3, 40, 100);
        assert!(kept.get(key(3)).is_none() && kept.bytes == 80);
        kept.begin(100, 1);
        kept.get(key(1));
        kept.begin(100, 1);
        assert!(!kept.values.contains_key(&key(2)) && kept.bytes == 40);
        kept.put(key(2), 2, 40, 100);
        kept.begin(100, 2);
        assert!(kept.values.contains_key(&key(1)) && kept.bytes == 80);
    }
}
