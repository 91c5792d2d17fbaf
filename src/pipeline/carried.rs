//! What a build leaves for one in another process: of what each file was made and what was looked at for that, so that the
//! other one looks only at what an edit has changed. A fleet builds thousands of sites anew, each time in a new process.
//!
//! What always holds: a build with something carried over gives what a build from nothing gives; where it is not sure that
//! something stands, it is done again.

use super::earlier::{Answers, Basis, Earlier, KnownJob, KnownOutputs, MOST_EDITED};
use super::memo::program;
use super::{Builder, Sink, store};
use crate::base::{Fault, Fingerprint, OutputPath, Reads};
use crate::document::Document;
use crate::picture::ImageSet;
use crate::site::{OwnedDocument, Resolved, Route, Site};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

const FILE: &str = "looked";

/// What is carried over.
#[derive(Debug, Serialize, Deserialize)]
struct OnDisk {
    program: String,
    /// Fingerprint of all but the documents.
    basis: Fingerprint,
    /// Fingerprint of the documents.
    documents: Fingerprint,
    former: Former,
    /// What was looked at for what stands around pages.
    frames: Reads,
    /// Files: of what each was made, and what was looked at.
    jobs: Vec<(OutputPath, Fingerprint, Reads)>,
}

/// What all pages may show.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Former {
    /// Of what the requests of each page were resolved to.
    resolved: Vec<Fingerprint>,
    /// Of all pictures.
    pictures: Fingerprint,
}

/// What was carried over, and the documents that it was found out of.
pub(super) struct Carried {
    disk: OnDisk,
    documents: HashMap<Arc<str>, Arc<Document>>,
}

impl Builder {
    /// It takes up what another process left, and leaves the same.
    #[must_use]
    pub fn carrying(mut self) -> Self {
        self.carries = true;
        self
    }

    /// Whether what is looked at is noted, for the next build.
    pub(super) fn keeps(&self) -> bool {
        self.again || (self.carries && self.is_plain() && !self.portable)
    }

    /// What another process left, before the documents are read anew; nothing when it is not of these documents.
    pub(super) fn carried(&self) -> Option<Carried> {
        if !self.carries || !self.is_plain() || self.portable {
            return None;
        }
        let disk: OnDisk = store::read(&store::beside(&self.root, FILE))?;
        let ours = disk.program == program() && disk.documents == self.memo.documents_fingerprint();
        ours.then(|| Carried {
            disk,
            documents: self.memo.documents(),
        })
    }

    /// Leaves what was found out for another process. Where nothing may be written, that one finds it out anew.
    pub(super) fn leave_carried(&mut self) {
        if let Some(earlier) = self.earlier.take_if(|_| self.carries) {
            let _ = earlier.leave(self.memo.documents_fingerprint(), &self.root);
        }
    }
}

impl Carried {
    /// The site with the edited ones of these documents in their places; `None` when it is to be put together anew.
    pub fn edited(self, basis: &Basis, documents: &[OwnedDocument]) -> Option<(Site, KnownOutputs)> {
        if self.disk.basis != basis.fingerprint() || self.documents.len() != documents.len() {
            return None;
        }
        let (mut former, mut edited) = (Vec::with_capacity(documents.len()), Vec::new());
        for new in documents {
            let document = self.documents.get(&new.document.file)?.clone();
            if !Arc::ptr_eq(&document, &new.document) {
                edited.push((document.clone(), new.document.clone()));
            }
            former.push(OwnedDocument {
                document,
                layer: new.layer,
            });
        }
        if edited.len() > MOST_EDITED {
            return None;
        }
        let mut site = basis.site(former);
        let changes = site.edit(&edited)?;
        let jobs = self.disk.jobs.into_iter();
        let jobs = jobs.map(|(address, key, reads)| (address, KnownJob { key, reads }));
        let (former, frames) = (self.disk.former, self.disk.frames);
        Some((
            site,
            KnownOutputs::carried(changes, jobs.collect(), former, frames),
        ))
    }
}

impl KnownOutputs {
    /// The routes of a site at which something else is to be made than what `sink` has.
    pub fn to_make<'s>(&self, site: &'s Site, sink: &dyn Sink) -> Vec<&'s Route> {
        let stands = |route: &&Route| {
            let key = self.stands(route);
            key.is_some_and(|key| sink.is_up_to_date(&route.path, key))
        };
        let all: Vec<&Route> = site.routes.iter().collect();
        all.into_par_iter().filter(|route| !stands(route)).collect()
    }
}

impl Former {
    fn of(answers: &Answers, pictures: &ImageSet) -> Self {
        Self {
            resolved: answers.resolved.iter().map(of_resolved).collect(),
            pictures: of_pictures(pictures),
        }
    }

    /// Whether pages show the same pictures in the same way.
    pub fn has(&self, pictures: &ImageSet) -> bool {
        self.pictures == of_pictures(pictures)
    }

    /// Whether the requests of each page are resolved to what they were; `None` when there were other pages.
    pub fn same(&self, answers: &Answers) -> Option<Vec<bool>> {
        let now = answers.resolved.iter();
        (self.resolved.len() == answers.resolved.ids().len()).then(|| {
            self.resolved
                .iter()
                .zip(now)
                .map(|(was, is)| *was == of_resolved(is))
                .collect()
        })
    }
}

fn of_resolved(resolved: &Resolved) -> Fingerprint {
    let rest = format!("{:?} {:?}", resolved.facts, resolved.problems);
    Fingerprint::join(&[resolved.fingerprint, Fingerprint::of(&rest)])
}

fn of_pictures(pictures: &ImageSet) -> Fingerprint {
    Fingerprint::of(&format!("{pictures:?}"))
}

impl Earlier {
    /// Leaves what is known in a site's folder.
    fn leave(self, documents: Fingerprint, root: &Path) -> Result<(), Fault> {
        let (basis, answers, outputs) = self.parts();
        let (jobs, pictures, frames) = outputs.parts();
        let mut jobs: Vec<_> = jobs
            .into_iter()
            .map(|(address, job)| (address, job.key, job.reads))
            .collect();
        jobs.sort_by(|a, b| a.0.cmp(&b.0));
        let disk = OnDisk {
            program: program(),
            basis: basis.fingerprint(),
            documents,
            former: Former::of(&answers, &pictures),
            frames,
            jobs,
        };
        store::write(&store::beside(root, FILE), &disk)
    }
}
