//! What the last build found out that still stands, for a builder that builds again and again: the next build does only what
//! an edit asks for. Where it is not sure that something stands, it is done again.
//!
//! What always holds: a build with something from an earlier one gives what a build from nothing gives.

use super::inspection::FoundInText;
use crate::base::{ByPage, Changes, Diagnostic, Fingerprint, OutputPath, PageId, Reads};
use crate::check::inspect::Terms;
use crate::config::Config;
use crate::document::Document;
use crate::picture::ImageSet;
use crate::site::{DateFilter, OwnedDocument, Resolved, Route, Site, SiteInput};
use crate::theme::Theme;
use std::collections::HashMap;
use std::sync::Arc;

/// More edited documents than this are no edit: the site is put together anew.
const MOST_EDITED: usize = 64;

/// All but the documents that a site is put together of.
#[derive(Debug, Clone, PartialEq)]
struct Basis {
    input: SiteInput,
    showing: DateFilter,
    theme: Fingerprint,
}

/// What a build found out.
#[derive(Debug)]
pub(super) struct Earlier {
    basis: Basis,
    documents: Vec<OwnedDocument>,
    site: Site,
    answers: Answers,
    outputs: KnownOutputs,
}

/// What the pages of a site asked, and what was wrong with each.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// What their requests were resolved to.
    pub resolved: ByPage<Resolved>,
    /// What was wrong, and what was looked at for both.
    pub checked: ByPage<(Vec<Diagnostic>, Reads)>,
}

impl Answers {
    /// What was wrong, page by page.
    pub fn wrong(&self) -> impl Iterator<Item = Diagnostic> {
        self.checked.iter().flat_map(|(wrong, _)| wrong).cloned()
    }
}

/// What was made and found of a site, and what has changed since.
#[derive(Debug, Default)]
pub(super) struct KnownOutputs {
    /// What is another one now than when that was made.
    pub changes: Changes,
    /// Keys of files by address, and what was looked at for each.
    pub jobs: HashMap<OutputPath, KnownJob>,
    /// What inspection found on each page.
    pub inspected: KnownFindings,
    /// Pictures as pages show them.
    pictures: ImageSet,
    /// What was looked at for what stands around pages.
    frames: Reads,
}

/// A file that was made.
#[derive(Debug)]
pub(super) struct KnownJob {
    /// Of what.
    pub key: Fingerprint,
    /// What was looked at.
    pub reads: Reads,
}

/// What inspection found on pages, and by which words it went.
#[derive(Debug, Default)]
pub(super) struct KnownFindings {
    /// Names and phrases, and what they are mistaken for.
    pub terms: Terms,
    /// site.yaml of the sites above.
    pub above: Vec<Config>,
    /// What was found on each page that somebody wrote, and what was looked at.
    pub pages: HashMap<PageId, (Option<FoundInText>, Reads)>,
}

/// A site, and what is known of it.
pub(super) struct Known {
    /// The site.
    pub site: Site,
    /// What its pages asked when they were last looked at; nothing for a site that is new.
    pub answers: Option<Answers>,
    /// What was made of it.
    pub outputs: KnownOutputs,
}

/// A site put together, from what was known of it where that still stands.
pub(super) fn assemble(
    earlier: Option<Earlier>,
    input: SiteInput,
    documents: Vec<OwnedDocument>,
    showing: DateFilter,
    theme: &Theme,
) -> Known {
    let edited = earlier.and_then(|earlier| earlier.edited(&input, &documents, showing, theme));
    edited.unwrap_or_else(|| Known {
        site: Site::assemble(input, documents, showing),
        answers: None,
        outputs: KnownOutputs::default(),
    })
}

impl Earlier {
    /// What is known of a site after a build of these inputs.
    pub fn of(
        input: SiteInput,
        documents: Vec<OwnedDocument>,
        theme: &Theme,
        site: Site,
        answers: Answers,
        outputs: KnownOutputs,
    ) -> Self {
        let showing = site.date_filter;
        Self {
            basis: Basis {
                input,
                showing,
                theme: theme.fingerprint,
            },
            documents,
            site,
            answers,
            outputs,
        }
    }

    /// The site with the edited documents in their places; `None` when it is to be put together anew.
    fn edited(
        mut self,
        input: &SiteInput,
        documents: &[OwnedDocument],
        showing: DateFilter,
        theme: &Theme,
    ) -> Option<Known> {
        let same = self.basis.input == *input
            && self.basis.showing == showing
            && self.basis.theme == theme.fingerprint
            && self.documents.len() == documents.len();
        if !same {
            return None;
        }
        let mut edited: Vec<(Arc<Document>, Arc<Document>)> = Vec::new();
        for (former, new) in self.documents.iter().zip(documents) {
            if Arc::ptr_eq(&former.document, &new.document) && former.layer == new.layer {
                continue;
            }
            if former.layer != new.layer || edited.len() == MOST_EDITED {
                return None;
            }
            edited.push((former.document.clone(), new.document.clone()));
        }
        self.outputs.changes = self.site.edit(&edited)?;
        Some(Known {
            site: self.site,
            answers: Some(self.answers),
            outputs: self.outputs,
        })
    }
}

impl KnownOutputs {
    /// Whether what was made at a route is what would be made there now: its key.
    pub fn stands(&self, route: &Route) -> Option<Fingerprint> {
        let job = self.jobs.get(&route.path)?;
        job.reads.stand(&self.changes).then_some(job.key)
    }

    /// Forgets what may be found otherwise now; and all that was made when something is another one that all pages show:
    /// pictures, or what stands around them.
    pub fn hold_to(&mut self, pictures: &ImageSet, frames: &Reads) {
        let changes = &self.changes;
        self.inspected.pages.retain(|_, (_, reads)| reads.stand(changes));
        if self.pictures != *pictures || !self.frames.stand(&self.changes) {
            self.jobs.clear();
        }
        self.pictures.clone_from(pictures);
        self.frames = frames.clone();
    }
}
