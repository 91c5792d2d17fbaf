//! The index of search: pages are cut in parallel, and those that are as they were are not read again.

use super::cache::SharedCache;
use super::memo::program;
use super::store;
use super::{Progress, Sink, memo::Memo};
use crate::base::{Diagnostic, Fault, Fingerprint};
use crate::message;
use crate::outputs::search::{self as outputs, Index, IndexedPage, IndexedTerms, Listing};
use crate::search::{PageIndex, Passage};
use crate::theme::ViewInputs;
use rayon::prelude::*;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// What is to be put out.
pub(super) enum IndexState {
    /// Nothing changed, and every file is up to date.
    Standing(Listing),
    /// To be made.
    Fresh(Box<Index>),
    /// Nobody waits for it any more.
    GivenUp,
}

/// Gets the index ready. Only where something changed is there anything to do.
pub(super) fn prepare(
    inputs: &ViewInputs<'_>,
    memo: &mut Memo,
    (segments, cache): (&mut SegmentCache, &SharedCache),
    sink: &dyn Sink,
    progress: &dyn Progress,
) -> IndexState {
    let pages = outputs::pages(inputs.site);
    let subjects: Vec<IndexedPage> = pages
        .par_iter()
        .map(|page| outputs::subject(inputs, *page))
        .collect();
    let fingerprint = outputs::fingerprint(inputs.site, &subjects);
    if let Some((known, listing)) = &memo.search
        && *known == fingerprint
        && outputs::catalog_of(listing).is_some()
        && listing
            .iter()
            .all(|(address, key)| sink.is_up_to_date(address, *key))
    {
        return IndexState::Standing(listing.clone());
    }
    progress.begin(&message!("编搜索索引", "indexing for search"), subjects.len());
    // What other sites of this process have cut is not kept a second time.
    let shared: Vec<Option<Arc<PageIndex>>> = subjects
        .iter()
        .map(|subject| cache.cut(subject.fingerprint))
        .collect();
    if shared.iter().any(Option::is_none) {
        segments.load();
    }
    let cut: Vec<CutPage> = subjects
        .par_iter()
        .zip(&shared)
        .map(|(subject, shared)| {
            let known = || segments.get(subject.fingerprint);
            let part = match shared.clone().or_else(known) {
                Some(part) => Ok(part),
                None if sink.given_up() => Err(Vec::new()),
                None => outputs::cut(inputs, subject).map(Arc::new),
            };
            progress.step();
            part
        })
        .collect();
    progress.end();
    if sink.given_up() {
        segments.add(&subjects, cut);
        return IndexState::GivenUp;
    }
    let parts = keep(cut, &subjects, &shared, segments, cache);
    let index = Index::new(inputs.site, subjects, parts, segments.earlier.as_ref());
    if !postings_made(&index, sink) {
        return IndexState::GivenUp;
    }
    segments.earlier = segments.again.then(|| index.terms.clone());
    memo.set_search(fingerprint, index.listing());
    IndexState::Fresh(Box::new(index))
}

/// Makes the files of postings, by which they are named. Whether somebody still waits for them.
fn postings_made(index: &Index, sink: &dyn Sink) -> bool {
    let lots = index.lots().into_par_iter();
    lots.filter(|_| !sink.given_up())
        .for_each(|lot| index.make_lot(lot));
    !sink.given_up()
}

/// A page that was cut, or what was wrong with a template.
type CutPage = Result<Arc<PageIndex>, Vec<Diagnostic>>;

/// Keeps the pages that were cut: for other sites those that may be theirs, for this one all that are not `shared` already.
fn keep(
    cut: Vec<CutPage>,
    subjects: &[IndexedPage],
    shared: &[Option<Arc<PageIndex>>],
    segments: &mut SegmentCache,
    cache: &SharedCache,
) -> Vec<Arc<PageIndex>> {
    let (mut parts, mut own) = (Vec::with_capacity(cut.len()), HashMap::new());
    for ((subject, part), shared) in subjects.iter().zip(cut).zip(shared) {
        if let Ok(part) = &part {
            cache.keep_cut(subject.fingerprint, part);
        }
        // What is wrong with a template is told by the page itself.
        let part = part.unwrap_or_default();
        if shared.is_none() {
            own.insert(subject.fingerprint, part.clone());
        }
        parts.push(part);
    }
    segments.keep(own);
    parts
}

/// A page by the fingerprint of what it was cut from, behind the name of the program that cut it.
type Stored<P> = (Fingerprint, P);

/// Pages that were cut, by the print of what they were cut from.
#[derive(Debug, Default)]
pub(super) struct SegmentCache {
    file: std::path::PathBuf,
    known: HashMap<Fingerprint, Arc<PageIndex>>,
    /// Read from disk, their terms still to be found.
    passages: HashMap<Fingerprint, Vec<Passage>>,
    loaded: bool,
    changed: bool,
    /// The site is built again and again: what the last index was made of serves the next one.
    pub again: bool,
    /// The terms of the last index, while that is so.
    earlier: Option<IndexedTerms>,
}

impl SegmentCache {
    /// The cache of a site; it is read from `.wanjia/` when it is first asked for.
    pub fn of(root: &Path) -> Self {
        Self {
            file: store::beside(root, "search"),
            ..Self::default()
        }
    }

    fn load(&mut self) {
        if std::mem::replace(&mut self.loaded, true) {
            return;
        }
        let mut passages = HashMap::new();
        let take = |(fingerprint, cut): Stored<Vec<Passage>>| {
            passages.insert(fingerprint, cut);
        };
        let ours = |of: &String| *of == program();
        if store::read_parts(&self.file, ours, take).is_some() {
            self.passages = passages;
        }
    }

    fn get(&self, fingerprint: Fingerprint) -> Option<Arc<PageIndex>> {
        let known = self.known.get(&fingerprint).cloned();
        known.or_else(|| {
            self.passages
                .get(&fingerprint)
                .map(|passages| Arc::new(PageIndex::from_passages(passages.clone())))
        })
    }

    /// Keeps pages that were cut, for who takes it up again.
    fn add(&mut self, subjects: &[IndexedPage], parts: Vec<CutPage>) {
        for (subject, part) in subjects.iter().zip(parts) {
            if let Ok(part) = part {
                self.known.insert(subject.fingerprint, part);
            }
        }
    }

    /// Keeps what the site has now, and no more.
    fn keep(&mut self, pages: HashMap<Fingerprint, Arc<PageIndex>>) {
        let had =
            |fingerprint| self.known.contains_key(fingerprint) || self.passages.contains_key(fingerprint);
        self.changed = self.changed || !pages.keys().all(had);
        self.known = pages;
        self.passages = HashMap::new();
    }

    /// Leaves it in `.wanjia/` for the next program.
    pub fn save(&mut self) -> Result<(), Fault> {
        if !std::mem::take(&mut self.changed) {
            return Ok(());
        }
        let mut all: Vec<Stored<&[Passage]>> = self
            .known
            .iter()
            .map(|(fingerprint, part)| (*fingerprint, part.passages()))
            .collect();
        all.sort_by_key(|(fingerprint, _)| *fingerprint);
        store::write_parts(&self.file, &program(), all.into_iter())
    }
}
