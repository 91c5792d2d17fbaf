//! The gallery: what the preview shows, held in memory. One build hangs it anew while visitors still
//! look at what hung there before; then all is exchanged at once.
//!
//! What always holds: a visitor sees one build, never parts of two. A build that failed leaves the
//! pictures hanging and puts a note in front of them.
//!
//! Not here: how visitors are answered (`http`).

use crate::base::{Fault, Fingerprint};
use crate::pipeline::{Artifact, Sink};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// What hangs at an address.
#[derive(Debug, Clone)]
pub struct Exhibit {
    key: Fingerprint,
    /// The thing itself.
    pub what: What,
}

/// The thing itself.
#[derive(Debug, Clone)]
pub enum What {
    /// Made by the build.
    Made(Arc<Vec<u8>>),
    /// A photo, cleaned when somebody asks for it: a folder of them is too much to be held.
    Photo(PathBuf),
    /// A file of the site, read when somebody asks for it.
    File(PathBuf),
}

/// What is shown between two builds.
#[derive(Debug, Clone)]
pub struct Showing {
    /// By address.
    pub exhibits: Arc<HashMap<String, Exhibit>>,
    /// Base path of the site: `/`, `/jsx/`.
    pub base: String,
    /// The page that stands in for all pages while the content has errors.
    pub failure: Option<Arc<String>>,
    /// Which showing this is; another number for every change, also after a restart.
    pub turn: u64,
}

/// Holds a showing and takes in the next.
pub struct Gallery {
    showing: RwLock<Arc<Showing>>,
    coming: Mutex<HashMap<String, Exhibit>>,
    /// What a failed build brought: the next one need not make it again.
    stored: RwLock<HashMap<String, Exhibit>>,
    changed: AtomicBool,
}

impl Gallery {
    /// An empty gallery. `turn` should be another one each time the preview is started.
    pub fn new(turn: u64) -> Self {
        let empty = Showing {
            exhibits: Arc::default(),
            base: "/".to_owned(),
            failure: None,
            turn,
        };
        Self {
            showing: RwLock::new(Arc::new(empty)),
            coming: Mutex::default(),
            stored: RwLock::default(),
            changed: AtomicBool::new(false),
        }
    }

    /// What is shown now.
    pub fn showing(&self) -> Arc<Showing> {
        self.showing
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Clears the room for a build.
    pub fn prepare(&self) {
        self.coming().clear();
        self.changed.store(false, Ordering::Relaxed);
    }

    /// Shows what came in since [`Gallery::prepare`]; what did not come is gone. SlotContents whether a
    /// visitor could see a difference.
    pub fn hang(&self, base: &str) -> bool {
        let coming = std::mem::take(&mut *self.coming());
        self.store(HashMap::new());
        let old = self.showing();
        let changed = self.changed.load(Ordering::Relaxed)
            || coming.len() != old.exhibits.len()
            || old.base != base
            || old.failure.is_some();
        let turn = old.turn + u64::from(changed);
        self.show(Showing {
            exhibits: Arc::new(coming),
            base: base.to_owned(),
            failure: None,
            turn,
        });
        changed
    }

    /// Puts a note in front of what is shown. SlotContents whether it says anything new.
    pub fn fail(&self, base: &str, page: String) -> bool {
        let coming = std::mem::take(&mut *self.coming());
        self.store(coming);
        let old = self.showing();
        if old.failure.as_deref() == Some(&page) && old.base == base {
            return false;
        }
        self.show(Showing {
            exhibits: old.exhibits.clone(),
            base: base.to_owned(),
            failure: Some(Arc::new(page)),
            turn: old.turn + 1,
        });
        true
    }

    fn show(&self, showing: Showing) {
        *self.showing.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(showing);
    }

    fn store(&self, exhibits: HashMap<String, Exhibit>) {
        *self.stored.write().unwrap_or_else(PoisonError::into_inner) = exhibits;
    }

    fn coming(&self) -> MutexGuard<'_, HashMap<String, Exhibit>> {
        self.coming.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Gallery {
    fn stands(&self, address: &str, key: Fingerprint) -> bool {
        let same = |exhibit: &&Exhibit| exhibit.key == key;
        if let Some(exhibit) = self.showing().exhibits.get(address).filter(same) {
            self.coming().insert(address.to_owned(), exhibit.clone());
            return true;
        }
        let stored = self.stored.read().unwrap_or_else(PoisonError::into_inner);
        let Some(exhibit) = stored.get(address).filter(same) else {
            return false;
        };
        self.changed.store(true, Ordering::Relaxed);
        self.coming().insert(address.to_owned(), exhibit.clone());
        true
    }

    fn take(&self, artifact: Artifact<'_>) -> Result<(), Fault> {
        let (address, exhibit) = match artifact {
            Artifact::Made { address, key, bytes } => (
                address,
                Exhibit {
                    key,
                    what: What::Made(Arc::new(bytes)),
                },
            ),
            Artifact::Photo {
                address, key, path, ..
            } => (
                address,
                Exhibit {
                    key,
                    what: What::Photo(path.to_owned()),
                },
            ),
            Artifact::File { address, key, path } => (
                address,
                Exhibit {
                    key,
                    what: What::File(path.to_owned()),
                },
            ),
        };
        self.coming().insert(address.to_owned(), exhibit);
        self.changed.store(true, Ordering::Relaxed);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bring(gallery: &Gallery, address: &str, text: &str) {
        let key = Fingerprint::of_bytes(text.as_bytes());
        if !gallery.stands(address, key) {
            gallery
                .take(Artifact::Made {
                    address,
                    key,
                    bytes: text.into(),
                })
                .unwrap();
        }
    }

    fn shown(gallery: &Gallery, address: &str) -> Option<String> {
        match &gallery.showing().exhibits.get(address)?.what {
            What::Made(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            What::File(_) | What::Photo(_) => None,
        }
    }

    #[test]
    fn a_build_is_shown_all_at_once() {
        let gallery = Gallery::new(7);
        gallery.prepare();
        bring(&gallery, "a", "一");
        assert_eq!(shown(&gallery, "a"), None);
        assert!(gallery.hang("/"));
        assert_eq!(shown(&gallery, "a").as_deref(), Some("一"));
        assert_eq!(gallery.showing().turn, 8);
    }

    #[test]
    fn what_is_no_longer_made_is_gone() {
        let gallery = Gallery::new(0);
        for texts in [&["a", "b"][..], &["a"]] {
            gallery.prepare();
            texts.iter().for_each(|text| bring(&gallery, text, text));
            assert!(gallery.hang("/"));
        }
        assert_eq!(shown(&gallery, "a").as_deref(), Some("a"));
        assert_eq!(shown(&gallery, "b"), None);
    }

    #[test]
    fn what_a_failed_build_made_is_not_made_again() {
        let gallery = Gallery::new(0);
        gallery.prepare();
        bring(&gallery, "a", "一");
        gallery.fail("/", "坏了".to_owned());
        gallery.prepare();
        assert!(gallery.stands("a", Fingerprint::of_bytes("一".as_bytes())));
        assert!(!gallery.stands("a", Fingerprint::of_bytes("二".as_bytes())));
        assert!(gallery.hang("/"));
        assert_eq!(shown(&gallery, "a").as_deref(), Some("一"));
    }

    #[test]
    fn the_same_build_again_is_no_change() {
        let gallery = Gallery::new(0);
        for changed in [true, false] {
            gallery.prepare();
            bring(&gallery, "a", "一");
            assert_eq!(gallery.hang("/"), changed);
        }
        assert_eq!(gallery.showing().turn, 1);
    }

    #[test]
    fn a_failed_build_leaves_the_pictures_and_puts_a_note_in_front() {
        let gallery = Gallery::new(0);
        gallery.prepare();
        bring(&gallery, "a", "一");
        gallery.hang("/");
        gallery.prepare();
        bring(&gallery, "a", "半");
        assert!(gallery.fail("/", "坏了".to_owned()));
        assert!(!gallery.fail("/", "坏了".to_owned()));
        assert_eq!(shown(&gallery, "a").as_deref(), Some("一"));
        assert!(gallery.showing().failure.is_some());
        gallery.prepare();
        bring(&gallery, "a", "一");
        assert!(gallery.hang("/"), "the note is gone, so visitors must look again");
        assert!(gallery.showing().failure.is_none());
    }
}
