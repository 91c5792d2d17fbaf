//! The index of search: pages are cut in parallel, and those that stand as they were are not read again.

use super::{Progress, Sink, memo::Memo};
use crate::base::{Diagnostic, Fault, Fingerprint};
use crate::message;
use crate::outputs::search::{self as outputs, Index, Listing, Subject};
use crate::search::{Part, Unit};
use crate::theme::Present;
use rayon::prelude::*;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// What is to be put out.
pub(super) enum Found {
    /// Nothing changed, and every file stands.
    Standing(Listing),
    /// To be made.
    Fresh(Box<Index>),
}

/// Gets the index ready. Only where something changed is there anything to do.
pub(super) fn find(
    present: &Present<'_>,
    memo: &mut Memo,
    cuts: &mut Cuts,
    door: &dyn Sink,
    progress: &dyn Progress,
) -> Found {
    let pages = outputs::pages(present);
    let subjects: Vec<Subject> = pages
        .par_iter()
        .map(|page| outputs::subject(present, *page))
        .collect();
    let print = outputs::print(present, &subjects);
    if let Some((known, listing)) = &memo.search
        && *known == print
        && listing.iter().all(|(address, key)| door.stands(address, *key))
    {
        return Found::Standing(listing.clone());
    }
    progress.begin(&message!("编搜索索引", "indexing for search"), subjects.len());
    cuts.load();
    let cut = |subject: &Subject| {
        let part = match cuts.get(subject.print) {
            Some(part) => Ok(part),
            None => outputs::cut(present, subject).map(Arc::new),
        };
        progress.step();
        part
    };
    let cut: Vec<Result<Arc<Part>, Vec<Diagnostic>>> = subjects.par_iter().map(cut).collect();
    progress.end();
    let mut parts = Vec::with_capacity(cut.len());
    for part in cut {
        // What is wrong with a template is told by the page itself.
        parts.push(part.unwrap_or_else(|_| Arc::default()));
    }
    cuts.keep(&subjects, &parts);
    let index = Index::new(present, subjects, parts);
    memo.set_search(print, index.listing());
    Found::Fresh(Box::new(index))
}

/// Pages that were cut, by the print of what they were cut from.
#[derive(Debug, Default)]
pub(super) struct Cuts {
    file: std::path::PathBuf,
    known: HashMap<Fingerprint, Arc<Part>>,
    /// Read from disk, their terms still to be found.
    units: HashMap<Fingerprint, Vec<Unit>>,
    loaded: bool,
    changed: bool,
}

impl Cuts {
    /// Of a site.
    pub fn of(root: &Path) -> Self {
        Self {
            file: super::memo::beside(root, "search"),
            ..Self::default()
        }
    }

    fn load(&mut self) {
        if std::mem::replace(&mut self.loaded, true) {
            return;
        }
        let stored: Option<Vec<(Fingerprint, Vec<Unit>)>> = super::memo::read(&self.file);
        self.units = stored.unwrap_or_default().into_iter().collect();
    }

    fn get(&self, print: Fingerprint) -> Option<Arc<Part>> {
        let known = self.known.get(&print).cloned();
        known.or_else(|| {
            self.units
                .get(&print)
                .map(|units| Arc::new(Part::from_units(units.clone())))
        })
    }

    /// Keeps what the site has now, and no more.
    fn keep(&mut self, subjects: &[Subject], parts: &[Arc<Part>]) {
        let had = |print| self.known.contains_key(print) || self.units.contains_key(print);
        self.changed = self.changed || !subjects.iter().all(|subject| had(&subject.print));
        self.known = subjects
            .iter()
            .map(|subject| subject.print)
            .zip(parts.iter().cloned())
            .collect();
        self.units = HashMap::new();
    }

    /// Leaves it in `.wanjia/` for the next program.
    pub fn save(&mut self) -> Result<(), Fault> {
        if !std::mem::take(&mut self.changed) {
            return Ok(());
        }
        let mut all: Vec<(Fingerprint, &[Unit])> = self
            .known
            .iter()
            .map(|(print, part)| (*print, part.units()))
            .collect();
        all.sort_by_key(|(print, _)| *print);
        super::memo::write(&self.file, &all)
    }
}
