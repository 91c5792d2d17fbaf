//! The way of every build up to the point where all is resolved and nothing is made: read, document, assemble, answer.

use super::body_cache::BodyCache;
use super::earlier::{self, Answers, Earlier};
use super::inputs::Inputs;
use super::{BuildOptions, Builder, Progress, pictures};
use crate::base::{Changes, Diagnostic, Fault, PageId, Reads, Span};
use crate::check::{self, CheckedPage, CheckedSite};
use crate::config;
use crate::kind::UNREAD;
use crate::site::{Resolved, Site};
use crate::theme::{Phrases, ViewInputs};
use rayon::prelude::*;

/// A site of which all is resolved and nothing is made.
pub(super) struct ResolvedSite<'s> {
    /// What views are made from.
    pub views: &'s ViewInputs<'s>,
    /// What was read.
    pub inputs: &'s Inputs,
    /// Bodies at hand.
    pub bodies: &'s BodyCache<'s>,
    /// The words of clauses.
    pub words: &'s check::ClauseText<'s>,
    /// Texts that were parsed because nothing was known of them.
    pub parsed: usize,
}

impl Builder {
    /// Reads the site and resolves all that its pages ask, then hands it on with what was found on the way. Half of a site
    /// is handed on to nobody: then there is only what is wrong.
    pub(super) fn resolve<T>(
        &mut self,
        order: &BuildOptions,
        progress: &dyn Progress,
        then: impl FnOnce(&mut Self, &ResolvedSite<'_>, Vec<Diagnostic>) -> Result<T, Fault>,
    ) -> Result<Result<T, Vec<Diagnostic>>, Fault> {
        let mut report = Vec::new();
        let cache = self.cache.clone();
        cache.begin();
        let mut inputs = self.inputs(order, progress, &mut report)?;
        self.memo.ready();
        self.built_from = self.built_of(&inputs, order, &report);
        self.files = inputs.names();
        self.above = inputs.chain.folders();
        if inputs.chain.broken || report.iter().any(leaves_site_unread) {
            // Half of the site is not there: all else that could be reported would be wrong.
            return Ok(Err(check::report(report, &inputs.config, &self.asked)));
        }
        let theme = self.theme(&mut inputs, &mut report);
        let documents = inputs.documents(&theme, &mut self.memo, &cache, progress, &mut report);
        let parts = inputs.site_input(&theme, &mut report);
        // Only who builds again and again keeps what it takes.
        let kept = self.again.then(|| (parts.clone(), documents.held.clone()));
        let (earlier, showing) = (self.earlier.take(), order.showing());
        let known = earlier::assemble(earlier, parts, documents.held, showing, &theme);
        let (site, mut outputs) = (known.site, known.outputs);
        let bodies = BodyCache::new(&site, &cache, documents.files, &theme);
        let words = |page: PageId, anchor: Option<&str>| bodies.text(page, anchor);
        let answers = answer(&site, &words, known.answers, &mut outputs.changes);
        let resolved = &answers.resolved;
        report.extend(answers.wrong());
        let (pictures, images) = pictures::prepare(&site, resolved, &self.root, &mut self.memo, progress)?;
        let whole = CheckedSite::of(&site, &words, &inputs.overrides, &images);
        report.extend(check::site(&whole));
        let phrases = Phrases::remembering(std::mem::take(&mut self.memo.phrases));
        let at_hand = |page| bodies.get(page);
        let (views, frames) =
            Reads::of(|| ViewInputs::new(&site, &theme, resolved, &at_hand, &phrases, &pictures));
        outputs.hold_to(&pictures, &frames);
        self.known = outputs;
        let resolved = ResolvedSite {
            views: &views,
            inputs: &inputs,
            bodies: &bodies,
            words: &words,
            parsed: documents.parsed,
        };
        let done = then(self, &resolved, report);
        self.memo.phrases = phrases.known();
        let outputs = std::mem::take(&mut self.known);
        if let (Some((parts, documents)), true) = (kept, done.is_ok()) {
            self.earlier = Some(Earlier::of(parts, documents, &theme, site, answers, outputs));
        }
        done.map(Ok)
    }
}

/// Whether site.yaml could not be read, of this site or of one above.
fn leaves_site_unread(diagnostic: &Diagnostic) -> bool {
    let of_site = |place: &Span| place.file.ends_with(config::FILE);
    UNREAD.iter().any(|rule| diagnostic.breaks(rule)) && diagnostic.place.as_ref().is_some_and(of_site)
}

/// Answers what all pages ask, and checks each of them; where what was found out before still stands it is left.
/// Pages of which other answers came are added to the changes.
fn answer(
    site: &Site,
    words: &check::ClauseText<'_>,
    known: Option<Answers>,
    changes: &mut Changes,
) -> Answers {
    let answered = |page: PageId| Reads::of(|| answer_page(site, words, page));
    let Some(mut known) = known else {
        let pages: Vec<PageId> = site.pages.ids().collect();
        let answered: Vec<_> = pages.into_par_iter().map(answered).collect();
        let mut all = Answers::default();
        for ((resolved, wrong), reads) in answered {
            all.resolved.push(resolved);
            all.checked.push((wrong, reads));
        }
        return all;
    };
    let again = |page: &PageId| !known.checked[*page].1.stand(changes);
    let pages: Vec<PageId> = site.pages.ids().filter(again).collect();
    let answered: Vec<_> = pages.par_iter().map(|page| answered(*page)).collect();
    for (page, ((resolved, wrong), reads)) in pages.into_iter().zip(answered) {
        if known.resolved[page] != resolved {
            changes.pages.insert(page);
        }
        known.resolved[page] = resolved;
        known.checked[page] = (wrong, reads);
    }
    known
}

/// What a page asks, and what is wrong with it.
fn answer_page(site: &Site, words: &check::ClauseText<'_>, page: PageId) -> (Resolved, Vec<Diagnostic>) {
    let resolved = site.answer(page);
    // What a page shows of another one is reported of that one.
    if site.pages[page].is_untranslated {
        return (resolved, Vec::new());
    }
    let wrong = check::page(&CheckedPage {
        site,
        page,
        resolved: &resolved,
        words,
    });
    (resolved, wrong)
}
