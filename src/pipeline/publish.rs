//! Building into the output folder.

use super::portable::PortableSink;
use super::{Artifact, BuildOptions, Builder, Outcome, Progress, RenderLog, Sink};
use crate::base::{Fault, Fingerprint, OutputPath};
use crate::publish::{Publication, Stamp};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// What publishing did to the output folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublishSummary {
    /// Files that are new or have new bytes.
    pub written: usize,
    /// Files that were left as they were.
    pub unchanged: usize,
    /// Files that are gone.
    pub removed: usize,
    /// Files that are no longer part of the site but that somebody had changed: left alone.
    pub kept_foreign: Vec<String>,
}

/// The output folder as a sink.
struct FolderSink {
    publication: Publication,
    /// What is there from an earlier build.
    known: BTreeMap<String, (Fingerprint, Stamp)>,
    keys: Mutex<BTreeMap<String, Fingerprint>>,
}

impl FolderSink {
    fn note(&self, address: &OutputPath, key: Fingerprint) {
        self.keys
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(address.as_str().to_owned(), key);
    }
}

impl Sink for FolderSink {
    fn is_up_to_date(&self, address: &OutputPath, key: Fingerprint) -> bool {
        let Some((known, stamp)) = self.known.get(address.as_str()) else {
            return false;
        };
        let stands = *known == key && self.publication.is_up_to_date(address.as_str(), stamp);
        if stands {
            self.publication.keep(address.as_str(), stamp.clone());
            self.note(address, key);
        }
        stands
    }

    fn write(&self, artifact: Artifact<'_>) -> Result<(), Fault> {
        match artifact {
            Artifact::Made { address, key, bytes }
            | Artifact::Photo {
                address, key, bytes, ..
            } => {
                self.note(address, key);
                self.publication.write(address.as_str(), &bytes)
            }
            Artifact::File { address, key, path } => {
                self.note(address, key);
                self.publication.copy(address.as_str(), path)
            }
        }
    }
}

impl Builder {
    /// Somebody looks at what templates of sites above are making.
    #[must_use]
    pub fn watched_by(mut self, renders: &Arc<RenderLog>) -> Self {
        self.renders = renders.clone();
        self
    }

    /// The output folder stays the same folder: its files are replaced one by one.
    #[must_use]
    pub fn in_place(mut self, in_place: bool) -> Self {
        self.in_place = in_place;
        self
    }

    /// Builds into the output folder. Content errors publish nothing and leave the old site as it was.
    pub fn publish(
        &mut self,
        order: &BuildOptions,
        out: &Path,
        progress: &dyn Progress,
    ) -> Result<(Outcome, PublishSummary), Fault> {
        let place = std::path::absolute(out).unwrap_or_else(|_| out.to_path_buf());
        let known = self.memo.published.get(&place).cloned().unwrap_or_default();
        let hashes = known
            .iter()
            .map(|(path, (_, stamp))| (path.clone(), stamp.sha256));
        let open = if self.in_place {
            Publication::open_in_place
        } else {
            Publication::open
        };
        let folder = FolderSink {
            publication: open(out)?.claim(hashes.collect())?,
            known,
            keys: Mutex::default(),
        };
        let outcome = if self.portable {
            self.build(order, &PortableSink(&folder), progress)?
        } else {
            self.build(order, &folder, progress)?
        };
        if outcome.failed {
            drop(folder);
            self.save();
            return Ok((outcome, PublishSummary::default()));
        }
        let keys = folder.keys.into_inner().unwrap_or_else(PoisonError::into_inner);
        let done = folder.publication.commit()?;
        let stamps = done.stamps.into_iter().filter_map(|(address, stamp)| {
            let key = *keys.get(&address)?;
            Some((address, (key, stamp)))
        });
        self.memo.set_published(&place, stamps.collect());
        self.save();
        let published = PublishSummary {
            written: done.written,
            unchanged: done.unchanged,
            removed: done.removed,
            kept_foreign: done.kept_foreign,
        };
        Ok((outcome, published))
    }
}
