//! Building into the output folder.

use super::cache::SharedCache;
use super::inputs::Inputs;
use super::inspection::WhenInspected;
use super::portable::PortableSink;
use super::published::Stamps;
use super::{Artifact, BuildOptions, Builder, Outcome, Progress, RenderLog, Sink};
use crate::base::{Diagnostic, Fault, Fingerprint, OutputPath};
use crate::publish::{Publication, Stamp, look_of};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
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
    /// How the files look from outside.
    pub look: Fingerprint,
}

/// The output folder as a sink.
struct FolderSink {
    publication: Publication,
    /// What is there from an earlier build.
    known: Arc<Stamps>,
    /// Of what each file of the new site is made.
    keys: Mutex<HashMap<OutputPath, Fingerprint>>,
    /// What other sites have published.
    cache: Arc<SharedCache>,
}

impl FolderSink {
    fn note(&self, address: &OutputPath, key: Fingerprint) {
        self.keys
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(address.clone(), key);
    }
}

impl Sink for FolderSink {
    fn is_up_to_date(&self, address: &OutputPath, key: Fingerprint) -> bool {
        let known = self.known.get(address.as_str());
        let known = known.filter(|(known, stamp)| {
            *known == key && self.publication.is_up_to_date(address.as_str(), stamp)
        });
        let stands = match known {
            Some((_, stamp)) => {
                self.publication.keep(address.as_str(), stamp.clone());
                true
            }
            // What cannot be linked is made, and what is wrong with its place is told then.
            None => self.cache.published(address, key).is_some_and(|(from, stamp)| {
                let linked = self.publication.link(address.as_str(), &from, &stamp);
                linked.unwrap_or(false)
            }),
        };
        if stands {
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

fn look(files: &Stamps) -> Fingerprint {
    look_of(files.iter().map(|(address, (_, stamp))| (address, stamp)))
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
        let open = if self.in_place {
            Publication::open_in_place
        } else {
            Publication::open
        };
        let mut publication = open(out)?.claim(|| self.published.hashes(&place))?;
        if let Some(spare) = &self.cache.spare {
            publication = publication.using_again(spare);
        }
        if let Some(done) = self.standing(order, &place, &publication, progress)? {
            return Ok(done);
        }
        let folder = FolderSink {
            publication,
            known: self.published.files(&place),
            keys: Mutex::default(),
            cache: self.cache.clone(),
        };
        let outcome = if self.portable {
            self.build(order, &PortableSink(&folder), progress)?
        } else {
            self.build(order, &folder, progress)?
        };
        if outcome.failed {
            drop(folder);
            self.earlier = self.earlier.take().filter(|_| self.again);
            self.save();
            return Ok((outcome, PublishSummary::default()));
        }
        let keys = folder.keys.into_inner().unwrap_or_else(PoisonError::into_inner);
        let done = folder.publication.commit()?;
        let stamps = done.stamps.into_iter().filter_map(|(address, stamp)| {
            let key = *keys.get(address.as_str())?;
            Some((address, (key, stamp)))
        });
        let stamps: BTreeMap<_, _> = stamps.collect();
        self.cache.keep_published(&place, stamps.iter());
        let look = look(&stamps);
        self.published.set(&place, stamps);
        // What lies in the way of the site is to be told each time.
        let inputs = self.built_from.filter(|_| done.kept_foreign.is_empty());
        self.published.set_outcome(&place, inputs, &outcome);
        self.save();
        self.leave_carried();
        let published = PublishSummary {
            written: done.written,
            unchanged: done.unchanged,
            removed: done.removed,
            kept_foreign: done.kept_foreign,
            look,
        };
        Ok((outcome, published))
    }

    /// What came of the last build, when nothing that a build reads has changed since and all its files stand: then there is
    /// nothing to do.
    fn standing(
        &mut self,
        order: &BuildOptions,
        place: &Path,
        publication: &Publication,
        progress: &dyn Progress,
    ) -> Result<Option<(Outcome, PublishSummary)>, Fault> {
        self.built_from = None;
        if !self.is_plain() || !self.published.has_outcome(place) {
            return Ok(None);
        }
        let mut report = Vec::new();
        let inputs = self.inputs(order, progress, &mut report)?;
        let Some(outcome) = self
            .built_of(&inputs, order, &report)
            .and_then(|of| self.published.outcome(place, of))
        else {
            return Ok(None);
        };
        let files = self.published.of(place);
        let stands = |(address, (_, stamp)): (&String, &(Fingerprint, Stamp))| {
            publication.is_up_to_date(address, stamp)
        };
        if !(publication.holds(files.len()) && files.par_iter().all(stands)) {
            return Ok(None);
        }
        self.files = inputs.names();
        let published = PublishSummary {
            unchanged: files.len(),
            look: look(files),
            ..PublishSummary::default()
        };
        Ok(Some((outcome, published)))
    }

    /// Whether a build only makes the site: it neither inspects nor asks anybody, and leaves nothing out.
    pub(super) fn is_plain(&self) -> bool {
        self.inspecting == WhenInspected::Never
            && !self.reviewing
            && self.asked.is_empty()
            && self.asking.is_none()
    }

    /// Fingerprint of what a build reads, of what was wrong with files that are not read, and of how it is to be made.
    pub(super) fn built_of(
        &self,
        inputs: &Inputs,
        order: &BuildOptions,
        told: &[Diagnostic],
    ) -> Option<Fingerprint> {
        let order = format!("{order:?} {} {}", self.portable, self.is_plain());
        Some(Fingerprint::join(&[
            inputs.fingerprint()?,
            Fingerprint::of(&(&order, told)),
        ]))
    }
}
