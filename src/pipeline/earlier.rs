//! What the last build found out that still stands, for a builder that builds again and again: the next build does only what
//! an edit asks for. Where it is not sure that something stands, it is done again.
//!
//! What always holds: a build with something from an earlier one gives what a build from nothing gives.

use super::BuildOptions;
use super::carried::{Carried, Former};
use super::inputs::Inputs;
use super::inspection::FoundInText;
use crate::base::{ByPage, Changes, Diagnostic, Fingerprint, OutputPath, PageId, Reads};
use crate::check::inspect::Terms;
use crate::config::Config;
use crate::document::Document;
use crate::picture::ImageSet;
use crate::site::{DateFilter, OwnedDocument, Resolved, Route, Site, SiteInput};
use crate::source::{self, SourceFile};
use crate::theme::Theme;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// More edited documents than this are no edit: the site is put together anew.
pub(super) const MOST_EDITED: usize = 64;

/// All but the documents that a site is put together of.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Basis {
    input: SiteInput,
    showing: DateFilter,
    theme: Fingerprint,
}

impl Basis {
    /// A site of documents.
    pub fn site(&self, documents: Vec<OwnedDocument>) -> Site {
        Site::assemble(self.input.clone(), documents, self.showing)
    }

    /// The same for what makes the same site of the same documents. The words of the program come with the theme.
    pub fn fingerprint(&self) -> Fingerprint {
        let SiteInput {
            config,
            owners,
            facts,
            localities,
            hidden,
            statics,
            beside,
            logo_size,
            routes,
            words: _,
        } = &self.input;
        let rest =
            format!("{config:?} {owners:?} {facts:?} {localities:?} {hidden:?} {logo_size:?} {routes:?}");
        let files = format!("{statics:?} {beside:?}");
        let showing = format!("{:?}", self.showing);
        Fingerprint::join(&[Fingerprint::of(&(rest, files, showing)), self.theme])
    }
}

/// What a build has read.
#[derive(Debug)]
pub(super) struct ReadFiles {
    /// For which order.
    pub order: BuildOptions,
    /// What was found on the disk.
    pub inputs: Inputs,
    /// The theme.
    pub theme: Arc<Theme>,
    /// The files of each page, by the nearest.
    pub pages: HashMap<Arc<str>, Vec<SourceFile>>,
    /// What is wrong with it, besides what is wrong with documents.
    pub wrong: Vec<Diagnostic>,
}

/// What a build found out.
#[derive(Debug)]
pub(super) struct Earlier {
    basis: Basis,
    documents: Vec<OwnedDocument>,
    /// What was read.
    pub read: ReadFiles,
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
    /// Pages that show pictures: few of many, and asked for after each edit.
    pub picturing: BTreeSet<PageId>,
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
    jobs: HashMap<OutputPath, KnownJob>,
    /// Addresses of files of which nothing is known: something was wrong with them, or they were put off.
    unknown: HashSet<OutputPath>,
    /// What inspection found on each page.
    pub inspected: KnownFindings,
    /// Pictures as pages show them.
    pictures: ImageSet,
    /// What was looked at for what stands around pages.
    frames: Reads,
    /// What all pages may show, as another process left it.
    former: Option<Former>,
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
    /// What it is made of; nothing when nobody will ask for it again.
    pub basis: Option<Basis>,
    /// Its documents; nothing when nobody will ask for them again.
    pub documents: Vec<OwnedDocument>,
    /// What was read.
    pub read: ReadFiles,
    /// The site.
    pub site: Site,
    /// What its pages asked when they were last looked at; nothing for a site that is new.
    pub answers: Option<Answers>,
    /// What was made of it.
    pub outputs: KnownOutputs,
    /// Texts that were parsed because nothing was known of them.
    pub parsed: usize,
}

/// A site put together, from what was known of it where that still stands. Documents are `kept` for who builds again.
pub(super) fn assemble(
    (earlier, carried): (Option<Earlier>, Option<Carried>),
    (input, read): (SiteInput, ReadFiles),
    (documents, parsed): (Vec<OwnedDocument>, usize),
    kept: bool,
) -> Known {
    let showing = read.order.showing();
    let basis = kept.then(|| Basis {
        input: input.clone(),
        showing,
        theme: read.theme.fingerprint,
    });
    let edited = earlier.zip(basis.as_ref());
    if let Some((site, answers, outputs)) =
        edited.and_then(|(earlier, basis)| earlier.edited(basis, &documents))
    {
        return Known {
            basis,
            documents,
            read,
            site,
            answers: Some(answers),
            outputs,
            parsed,
        };
    }
    let edited = carried.zip(basis.as_ref());
    if let Some((site, outputs)) = edited.and_then(|(carried, basis)| carried.edited(basis, &documents)) {
        return Known {
            basis,
            documents,
            read,
            site,
            answers: None,
            outputs,
            parsed,
        };
    }
    let held = if kept { documents.clone() } else { Vec::new() };
    Known {
        basis,
        documents: held,
        read,
        site: Site::assemble(input, documents, showing),
        answers: None,
        outputs: KnownOutputs::default(),
        parsed,
    }
}

impl Earlier {
    /// What is known of a site after a build of these inputs.
    pub fn of(
        basis: Basis,
        documents: Vec<OwnedDocument>,
        read: ReadFiles,
        site: Site,
        (answers, outputs): (Answers, KnownOutputs),
    ) -> Self {
        Self {
            basis,
            documents,
            read,
            site,
            answers,
            outputs,
        }
    }

    /// All but the documents, what its pages asked, and its outputs.
    pub fn parts(self) -> (Basis, Answers, KnownOutputs) {
        (self.basis, self.answers, self.outputs)
    }

    /// The site with the edited documents in their places; `None` when it is to be put together anew.
    fn edited(mut self, basis: &Basis, documents: &[OwnedDocument]) -> Option<(Site, Answers, KnownOutputs)> {
        if self.basis != *basis || self.documents.len() != documents.len() {
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
        Some((self.site, self.answers, self.outputs))
    }

    /// The site after nothing but these files have been written, of which only they are read; it is given back when more
    /// than that has changed. `read` reads a page anew, of a site with these documents.
    pub fn touched(
        mut self,
        order: &BuildOptions,
        files: &BTreeSet<PathBuf>,
        read: impl FnMut(&ReadFiles, &[OwnedDocument], &SourceFile) -> Option<Arc<Document>>,
    ) -> Result<Known, Box<Self>> {
        if self.read.order != *order {
            return Err(Box::new(self));
        }
        let Some(touched) = self.read_touched(files, read) else {
            return Err(Box::new(self));
        };
        let edited: Vec<_> = touched
            .iter()
            .map(|(at, _, new)| (self.documents[*at].document.clone(), new.clone()))
            .filter(|(former, new)| !Arc::ptr_eq(former, new))
            .collect();
        let Some(changes) = self.site.edit(&edited) else {
            return Err(Box::new(self));
        };
        for (at, file, document) in touched {
            self.documents[at].document = document;
            self.read.pages.insert(file.file.clone(), vec![file]);
        }
        self.outputs.changes = changes;
        Ok(Known {
            basis: Some(self.basis),
            documents: self.documents,
            read: self.read,
            site: self.site,
            answers: Some(self.answers),
            outputs: self.outputs,
            parsed: edited.len(),
        })
    }

    /// Each page that was touched: its place among the documents, its file, and its document now. `None` when anything else
    /// was touched, too, or it is not sure.
    fn read_touched(
        &self,
        files: &BTreeSet<PathBuf>,
        mut read: impl FnMut(&ReadFiles, &[OwnedDocument], &SourceFile) -> Option<Arc<Document>>,
    ) -> Option<Vec<(usize, SourceFile, Arc<Document>)>> {
        let mut touched = Vec::new();
        for path in files {
            let Some(file) = self.read.page_at(path) else {
                if self.came_and_went(path) {
                    continue;
                }
                return None;
            };
            let file = source::looked_at_again(file)?;
            let at = self
                .documents
                .iter()
                .position(|held| held.document.file == file.file)?;
            let document = read(&self.read, &self.documents, &file)?;
            touched.push((at, file, document));
        }
        (touched.len() <= MOST_EDITED).then_some(touched)
    }

    /// Whether a place in content/ or static/ is empty and was empty before: an editor put something down for a moment.
    fn came_and_went(&self, path: &Path) -> bool {
        let inner = path.strip_prefix(&self.read.order.root);
        let is_content =
            inner.is_ok_and(|inner| inner.starts_with("content") || inner.starts_with(source::STATIC));
        let input = &self.basis.input;
        let mut files = (self.read.pages.values().flatten())
            .chain(&input.statics)
            .chain(&input.beside);
        is_content
            && std::fs::symlink_metadata(path).is_err()
            && !files.any(|file| file.path.starts_with(path))
    }
}

impl ReadFiles {
    /// A page of the site itself that is a plain file of its own: nothing of it comes from above.
    fn page_at(&self, path: &Path) -> Option<&SourceFile> {
        let inner = path.strip_prefix(&self.order.root).ok()?;
        let stack = self.pages.get(&*source::slashed(inner))?;
        let overridden = self.inputs.overrides.iter();
        let mut overridden = overridden.map(|changed| &changed.file.file);
        match &stack[..] {
            [file] if *file.path == *path && !overridden.any(|other| *other == file.file) => Some(file),
            _ => None,
        }
    }
}

impl KnownOutputs {
    /// What another process left, and what has changed since.
    pub fn carried(
        changes: Changes,
        jobs: HashMap<OutputPath, KnownJob>,
        former: Former,
        frames: Reads,
    ) -> Self {
        Self {
            changes,
            jobs,
            frames,
            former: Some(former),
            ..Self::default()
        }
    }

    /// What is known of files, pictures as pages show them, and what was looked at for what stands around pages.
    pub fn parts(self) -> (HashMap<OutputPath, KnownJob>, ImageSet, Reads) {
        (self.jobs, self.pictures, self.frames)
    }

    /// Adds to the changes the pages whose requests are resolved to something else than another process found.
    pub fn hold_to_answers(&mut self, answers: &Answers) {
        let Some(former) = &self.former else { return };
        match former.same(answers) {
            Some(same) => {
                let other = answers.resolved.ids().zip(same).filter(|(_, same)| !same);
                self.changes.pages.extend(other.map(|(page, _)| page));
            }
            None => self.jobs.clear(),
        }
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.jobs.is_empty()
    }

    /// Whether what was made at a route is what would be made there now: its key.
    pub fn stands(&self, route: &Route) -> Option<Fingerprint> {
        let job = self.jobs.get(&route.path)?;
        job.reads.stand(&self.changes).then_some(job.key)
    }

    /// The routes of a site that do not stand, in order, without asking each of them. With `pages_first` all others are put
    /// off.
    pub fn fallen<'s>(&mut self, site: &'s Site, pages_first: bool) -> Vec<&'s Route> {
        let is_edited = !self.changes.is_empty();
        let stands = |(_, job): &(&OutputPath, &KnownJob)| job.reads.stand(&self.changes);
        let fallen = self.jobs.iter().filter(|known| is_edited && !stands(known));
        let fallen: Vec<OutputPath> = fallen.map(|(address, _)| address.clone()).collect();
        for address in fallen {
            self.jobs.remove(&address);
            self.unknown.insert(address);
        }
        let now = self
            .unknown
            .iter()
            .filter(|address| !pages_first || address.is_page());
        let mut numbers: Vec<usize> = now.filter_map(|address| site.routes.number(address)).collect();
        numbers.sort_unstable();
        site.routes.numbered(numbers.into_iter()).collect()
    }

    /// Notes what is known of files now that these jobs have been done.
    pub fn note(&mut self, done: Vec<OutputPath>, known: Vec<(OutputPath, KnownJob)>) {
        for address in done {
            self.jobs.remove(&address);
            self.unknown.insert(address);
        }
        for (address, job) in known {
            self.unknown.remove(&address);
            self.jobs.insert(address, job);
        }
    }

    /// Forgets what may be found otherwise now; and all that was made when something is another one that all pages show:
    /// pictures, or what stands around them.
    pub fn hold_to(&mut self, pictures: &ImageSet, frames: &Reads) {
        let changes = &self.changes;
        if !changes.is_empty() {
            self.inspected.pages.retain(|_, (_, reads)| reads.stand(changes));
        }
        let same = match self.former.take() {
            Some(former) => former.has(pictures),
            None => self.pictures == *pictures,
        };
        if !same || !self.frames.stand(&self.changes) {
            self.jobs.clear();
        }
        self.pictures.clone_from(pictures);
        self.frames = frames.clone();
    }
}
