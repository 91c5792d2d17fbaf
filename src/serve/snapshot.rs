//! The snapshot that the preview shows, held in memory. One build fills the next while browsers still
//! get the former; then all is exchanged at once: first the pages, then the index of search, which takes longer.
//!
//! What always holds: a browser sees pages of one build, never of two, and an index that is whole. A build that failed leaves the
//! assets as they were and shows a page of errors instead of every page.
//!
//! Not here: how requests are answered (`http`).

use super::body::{Bodies, Body};
use super::panel::Panels;
use crate::base::{Fault, Fingerprint, OutputPath};
use crate::pipeline::{Artifact, Sink};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// The file at an address.
#[derive(Debug, Clone)]
pub struct SnapshotFile {
    key: Fingerprint,
    /// What is in it.
    pub body: FileContent,
}

/// What is in a file of a snapshot.
#[derive(Debug, Clone)]
pub enum FileContent {
    /// Made by the build.
    Made(Body),
    /// A photo by its real path, cleaned when somebody asks for it: a folder of them is too much to be held.
    Photo(PathBuf),
    /// A file of the site by its real path, read when somebody asks for it.
    File(PathBuf),
}

/// Files by their addresses.
type Files = HashMap<Arc<str>, SnapshotFile>;

/// The site as it is shown between two builds.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// By address.
    pub assets: Arc<Files>,
    /// Base path of the site: `/`, `/jsx/`.
    pub base: String,
    /// The page that replaces all pages while the content has errors.
    pub failure: Option<Arc<String>>,
    /// What inspection found, by the path of the page.
    pub panels: Arc<Panels>,
    /// Another number for every change, also after a restart.
    pub version: u64,
}

/// Holds a snapshot and takes in the next.
pub struct SnapshotStore {
    bodies: Bodies,
    snapshot: RwLock<Arc<Snapshot>>,
    pending: Mutex<Files>,
    /// What a failed build made: the next one need not make it again.
    unpublished: RwLock<Files>,
    changed: AtomicBool,
    /// What does not come in stays as it is.
    rest_stays: AtomicBool,
    /// The pages of this build are shown already.
    pages_shown: AtomicBool,
}

/// Whether a file is of the index of search, which pages ask for when somebody searches.
fn is_index(address: &str) -> bool {
    address
        .strip_prefix("search/")
        .is_some_and(|name| !name.ends_with(".html"))
}

impl SnapshotStore {
    /// A store with an empty snapshot. `version` should be another one each time the preview is started; what memory should
    /// not hold goes into files without a name in the site's folder `root`.
    pub fn new(version: u64, root: &Path) -> Self {
        let empty = Snapshot {
            assets: Arc::default(),
            base: "/".to_owned(),
            failure: None,
            panels: Arc::default(),
            version,
        };
        Self {
            bodies: Bodies::of(root),
            snapshot: RwLock::new(Arc::new(empty)),
            pending: Mutex::default(),
            unpublished: RwLock::default(),
            changed: AtomicBool::new(false),
            rest_stays: AtomicBool::new(false),
            pages_shown: AtomicBool::new(false),
        }
    }

    /// The snapshot that is shown now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Begins to make pages: what comes in from now on is for the next snapshot.
    pub fn begin(&self) {
        self.pages_shown.store(false, Ordering::Relaxed);
        self.begin_rest();
    }

    /// Begins to make the index of the pages that are shown.
    pub fn begin_rest(&self) {
        self.pending().clear();
        self.changed.store(false, Ordering::Relaxed);
        self.rest_stays.store(false, Ordering::Relaxed);
    }

    /// Shows the pages that came in since [`SnapshotStore::begin`], with the index of search as it was. Returns whether
    /// a browser could see a difference.
    pub fn show_pages(&self, base: &str) -> bool {
        let pending = std::mem::take(&mut *self.pending());
        self.keep_unpublished(Files::new());
        let stays = self.rest_stays.load(Ordering::Relaxed);
        let changed = {
            let old = self.snapshot();
            let differs = self.changed.load(Ordering::Relaxed) || old.base != base || old.failure.is_some();
            let pages = || old.assets.keys().filter(|address| !is_index(address)).count();
            differs || !stays && pending.len() != pages()
        };
        if changed {
            self.pages_shown.store(true, Ordering::Relaxed);
            self.exchange(base, 1, pending, |address| stays || is_index(address));
        }
        changed
    }

    /// Shows what came in since [`SnapshotStore::begin_rest`]; what did not come is gone. Returns whether a
    /// browser could see a difference to what it was told of: pages that are shown already are the same with another index.
    pub fn publish(&self, base: &str) -> bool {
        let pending = std::mem::take(&mut *self.pending());
        self.keep_unpublished(Files::new());
        let stays = self.rest_stays.load(Ordering::Relaxed);
        let stays = |address: &str| stays && !is_index(address);
        let differs = {
            let old = self.snapshot();
            let gone = |address: &Arc<str>| !stays(address) && !pending.contains_key(address);
            self.changed.load(Ordering::Relaxed)
                || old.base != base
                || old.failure.is_some()
                || pending.keys().any(|address| !old.assets.contains_key(address))
                || old.assets.keys().any(gone)
        };
        let changed = differs && !self.pages_shown.load(Ordering::Relaxed);
        self.exchange(base, u64::from(changed), pending, stays);
        changed
    }

    /// Shows `page` instead of every page. Returns whether it says anything new.
    pub fn fail(&self, base: &str, page: String) -> bool {
        let pending = std::mem::take(&mut *self.pending());
        self.keep_unpublished(pending);
        let old = self.snapshot();
        if old.failure.as_deref() == Some(&page) && old.base == base {
            return false;
        }
        self.show(Snapshot {
            assets: old.assets.clone(),
            base: base.to_owned(),
            failure: Some(Arc::new(page)),
            panels: old.panels.clone(),
            version: old.version + 1,
        });
        true
    }

    /// Shows what inspection found beside the pages. Returns whether it says anything new.
    pub fn annotate(&self, panels: Panels) -> bool {
        let old = self.snapshot();
        if *old.panels == panels {
            return false;
        }
        self.show(Snapshot {
            panels: Arc::new(panels),
            version: old.version + 1,
            ..(*old).clone()
        });
        true
    }

    /// Shows these files and those that stay. Where no browser is being answered right now nothing is copied.
    fn exchange(&self, base: &str, versions: u64, new: Files, stays: impl Fn(&str) -> bool) {
        let mut shown = self.snapshot.write().unwrap_or_else(PoisonError::into_inner);
        let snapshot = Arc::make_mut(&mut shown);
        let files = Arc::make_mut(&mut snapshot.assets);
        files.retain(|address, _| stays(address));
        files.extend(new);
        base.clone_into(&mut snapshot.base);
        snapshot.failure = None;
        snapshot.version += versions;
    }

    fn show(&self, snapshot: Snapshot) {
        *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
    }

    fn keep_unpublished(&self, assets: Files) {
        *self.unpublished.write().unwrap_or_else(PoisonError::into_inner) = assets;
    }

    fn pending(&self) -> MutexGuard<'_, Files> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for SnapshotStore {
    fn keeps_rest(&self) -> bool {
        let shown = self.snapshot();
        let unpublished = self.unpublished.read().unwrap_or_else(PoisonError::into_inner);
        let keeps = shown.failure.is_none() && unpublished.is_empty() && !shown.assets.is_empty();
        self.rest_stays.store(keeps, Ordering::Relaxed);
        keeps
    }

    fn is_up_to_date(&self, address: &OutputPath, key: Fingerprint) -> bool {
        let same = |asset: &&SnapshotFile| asset.key == key;
        if let Some(asset) = self.snapshot().assets.get(address.as_str()).filter(same) {
            self.pending().insert(address.text(), asset.clone());
            return true;
        }
        let unpublished = self.unpublished.read().unwrap_or_else(PoisonError::into_inner);
        let Some(asset) = unpublished.get(address.as_str()).filter(same) else {
            return false;
        };
        self.changed.store(true, Ordering::Relaxed);
        self.pending().insert(address.text(), asset.clone());
        true
    }

    fn write(&self, artifact: Artifact<'_>) -> Result<(), Fault> {
        let (address, asset) = match artifact {
            Artifact::Made { address, key, bytes } => (
                address,
                SnapshotFile {
                    key,
                    body: FileContent::Made(self.bodies.take(bytes)),
                },
            ),
            Artifact::Photo {
                address, key, path, ..
            } => (
                address,
                SnapshotFile {
                    key,
                    body: FileContent::Photo(real(path)),
                },
            ),
            Artifact::File { address, key, path } => (
                address,
                SnapshotFile {
                    key,
                    body: FileContent::File(real(path)),
                },
            ),
        };
        self.pending().insert(address.text(), asset);
        self.changed.store(true, Ordering::Relaxed);
        Ok(())
    }
}

/// Where a file is, through no link. One that is gone already is not found later, either.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_shown_before_the_index_of_search_and_told_of_once() {
        let snapshots = SnapshotStore::new(1, Path::new("."));
        let build = |text: &str, index: &str| {
            snapshots.begin();
            bring(&snapshots, "a/index.html", text);
            let early = snapshots.show_pages("/");
            let old = shown(&snapshots, "search/index.json");
            snapshots.begin_rest();
            bring(&snapshots, "a/index.html", text);
            bring(&snapshots, "search/index.json", index);
            let late = snapshots.publish("/");
            (early, old, late, snapshots.snapshot().version)
        };
        assert_eq!(build("一", "甲"), (true, None, false, 2));
        assert_eq!(shown(&snapshots, "search/index.json").unwrap(), "甲");
        assert_eq!(build("二", "乙"), (true, Some("甲".into()), false, 3));
        assert_eq!(shown(&snapshots, "search/index.json").unwrap(), "乙");
        // Nothing new is no news; another index alone is told of when it is there.
        assert_eq!(build("二", "乙"), (false, Some("乙".into()), false, 3));
        assert_eq!(build("二", "丙"), (false, Some("乙".into()), true, 4));
    }

    fn bring(snapshots: &SnapshotStore, address: &str, text: &str) {
        let address = &OutputPath::at(address);
        let key = Fingerprint::of_bytes(text.as_bytes());
        if !snapshots.is_up_to_date(address, key) {
            snapshots
                .write(Artifact::Made {
                    address,
                    key,
                    bytes: text.into(),
                })
                .unwrap();
        }
    }

    fn shown(snapshots: &SnapshotStore, address: &str) -> Option<String> {
        match &snapshots.snapshot().assets.get(address)?.body {
            FileContent::Made(body) => Some(String::from_utf8_lossy(&body.read().unwrap()).into_owned()),
            FileContent::File(_) | FileContent::Photo(_) => None,
        }
    }

    #[test]
    fn a_build_is_shown_all_at_once() {
        let snapshots = SnapshotStore::new(7, Path::new("."));
        snapshots.begin();
        bring(&snapshots, "a", "一");
        assert_eq!(shown(&snapshots, "a"), None);
        assert!(snapshots.publish("/"));
        assert_eq!(shown(&snapshots, "a").as_deref(), Some("一"));
        assert_eq!(snapshots.snapshot().version, 8);
    }

    #[test]
    fn what_is_no_longer_made_is_gone() {
        let snapshots = SnapshotStore::new(0, Path::new("."));
        for texts in [&["a", "b"][..], &["a"]] {
            snapshots.begin();
            texts.iter().for_each(|text| bring(&snapshots, text, text));
            assert!(snapshots.publish("/"));
        }
        assert_eq!(shown(&snapshots, "a").as_deref(), Some("a"));
        assert_eq!(shown(&snapshots, "b"), None);
    }

    #[test]
    fn what_a_failed_build_made_is_not_made_again() {
        let snapshots = SnapshotStore::new(0, Path::new("."));
        snapshots.begin();
        bring(&snapshots, "a", "一");
        snapshots.fail("/", "坏了".to_owned());
        snapshots.begin();
        assert!(snapshots.is_up_to_date(&OutputPath::at("a"), Fingerprint::of_bytes("一".as_bytes())));
        assert!(!snapshots.is_up_to_date(&OutputPath::at("a"), Fingerprint::of_bytes("二".as_bytes())));
        assert!(snapshots.publish("/"));
        assert_eq!(shown(&snapshots, "a").as_deref(), Some("一"));
    }

    #[test]
    fn the_same_build_again_is_no_change() {
        let snapshots = SnapshotStore::new(0, Path::new("."));
        for changed in [true, false] {
            snapshots.begin();
            bring(&snapshots, "a", "一");
            assert_eq!(snapshots.publish("/"), changed);
        }
        assert_eq!(snapshots.snapshot().version, 1);
    }

    #[test]
    fn a_failed_build_leaves_the_pictures_and_puts_a_note_in_front() {
        let snapshots = SnapshotStore::new(0, Path::new("."));
        snapshots.begin();
        bring(&snapshots, "a", "一");
        snapshots.publish("/");
        snapshots.begin();
        bring(&snapshots, "a", "半");
        assert!(snapshots.fail("/", "坏了".to_owned()));
        assert!(!snapshots.fail("/", "坏了".to_owned()));
        assert_eq!(shown(&snapshots, "a").as_deref(), Some("一"));
        assert!(snapshots.snapshot().failure.is_some());
        snapshots.begin();
        bring(&snapshots, "a", "一");
        assert!(
            snapshots.publish("/"),
            "the note is gone, so browsers must load again"
        );
        assert!(snapshots.snapshot().failure.is_none());
    }
}
