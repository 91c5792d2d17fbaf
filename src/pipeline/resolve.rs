//! The way of every build up to the point where all is resolved and nothing is made: read, document, assemble, answer.

use super::body_cache::BodyCache;
use super::cache::SharedCache;
use super::earlier::{self, Answers, Earlier, Known, ReadFiles};
use super::inputs::Inputs;
use super::{BuildOptions, Builder, Progress, documents, pictures};
use crate::base::{Changes, Diagnostic, Fault, Fingerprint, PageId, Reads, Span};
use crate::check::{self, CheckedPage, CheckedSite};
use crate::config;
use crate::kind::UNREAD;
use crate::markdown::ItemNumbers;
use crate::site::{OwnedDocument, Resolved, Site};
use crate::source::SourceFile;
use crate::theme::{Phrases, Theme, ViewInputs};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

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
        let cache = self.cache.clone();
        cache.begin();
        let touched = self.read_touched(order, &cache);
        let known = match touched {
            Some(known) => known,
            None => match self.read_all(order, &cache, progress)? {
                Ok(known) => known,
                Err(wrong) => return Ok(Err(wrong)),
            },
        };
        let (read, site, mut outputs) = (known.read, known.site, known.outputs);
        let (inputs, theme) = (&read.inputs, &*read.theme);
        let mut report = read.wrong.clone();
        report.extend(documents::wrong(&known.documents));
        let bodies = BodyCache::new(&site, &cache, &read);
        let words =
            |page: PageId, anchor: Option<&str>, numbers: ItemNumbers| bodies.text(page, anchor, numbers);
        let answers = answer(&site, &words, known.answers, &mut outputs.changes);
        outputs.hold_to_answers(&answers);
        let resolved = &answers.resolved;
        report.extend(answers.wrong());
        let (pictures, images) = pictures::prepare(&site, &answers, &self.root, &mut self.memo, progress)?;
        let whole = CheckedSite::of(&site, &words, &inputs.overrides, &images);
        report.extend(check::site(&whole));
        let phrases = Phrases::remembering(std::mem::take(&mut self.memo.phrases)).beside(cache.phrases());
        let at_hand = |page| bodies.get(page);
        let (views, frames) =
            Reads::of(|| ViewInputs::new(&site, theme, resolved, &at_hand, &phrases, &pictures));
        outputs.hold_to(&pictures, &frames);
        self.known = outputs;
        let resolved = ResolvedSite {
            views: &views,
            inputs,
            bodies: &bodies,
            words: &words,
            parsed: known.parsed,
        };
        let done = then(self, &resolved, report);
        self.memo.phrases = phrases.take();
        let outputs = std::mem::take(&mut self.known);
        if let (Some(basis), true) = (known.basis, done.is_ok()) {
            let found = (answers, outputs);
            self.earlier = Some(Earlier::of(basis, known.documents, read, site, found));
        }
        done.map(Ok)
    }

    /// Reads all of the site; only what is wrong when half of it is not there.
    pub(super) fn read_all(
        &mut self,
        order: &BuildOptions,
        cache: &SharedCache,
        progress: &dyn Progress,
    ) -> Result<Result<Known, Vec<Diagnostic>>, Fault> {
        let mut wrong = Vec::new();
        let mut inputs = self.inputs(order, progress, &mut wrong)?;
        self.memo.ready();
        // Who builds again and again publishes nothing.
        self.built_from = (!self.again)
            .then(|| self.built_of(&inputs, order, &wrong))
            .flatten();
        self.files = inputs.names();
        self.above = inputs.chain.folders();
        if inputs.chain.broken || wrong.iter().any(leaves_site_unread) {
            // Half of the site is not there: all else that could be reported would be wrong.
            return Ok(Err(check::report(wrong, &inputs.config, &self.asked)));
        }
        let theme = self.theme(&mut inputs, &mut wrong);
        let carried = self.carried();
        let kept = self.keeps();
        let mut documents = inputs.documents(&theme, &mut self.memo, cache, progress, &mut Vec::new());
        let parts = inputs.site_input(&theme, &mut wrong);
        wrong.append(&mut documents.unread);
        if !kept {
            wrong.extend(documents::wrong(&documents.held));
        }
        let read = ReadFiles {
            order: order.clone(),
            inputs,
            theme,
            pages: documents.files,
            wrong,
        };
        let documents = (documents.held, documents.parsed);
        let earlier = (self.earlier.take(), carried);
        Ok(Ok(earlier::assemble(earlier, (parts, read), documents, kept)))
    }

    /// Reads only the pages that have been written since the last build, when it is sure that nothing else has changed.
    fn read_touched(&mut self, order: &BuildOptions, cache: &SharedCache) -> Option<Known> {
        let files = self.touched.take()?;
        let memo = &mut self.memo;
        let read = |read: &ReadFiles, held: &[OwnedDocument], file: &SourceFile| {
            documents::read_again(&read.inputs, &read.theme, (&mut *memo, cache), held, file)
        };
        match self.earlier.take()?.touched(order, &files, read) {
            Ok(known) => Some(known),
            Err(earlier) => {
                self.earlier = Some(*earlier);
                None
            }
        }
    }

    /// The theme, compiled again only when one of its files changed.
    pub(super) fn theme(&mut self, inputs: &mut Inputs, report: &mut Vec<Diagnostic>) -> Arc<Theme> {
        let fingerprint = inputs.theme_fingerprint();
        let config = &inputs.config;
        // It has been translated into the languages of the site, and what others have written is held to limits.
        let foreign: Vec<bool> = inputs.theme.iter().flatten().map(|file| file.foreign).collect();
        let whole = Fingerprint::of(&(fingerprint, &config.language, &config.languages, foreign));
        if let Some((known, theme)) = &self.themes
            && *known == fingerprint
        {
            return theme.clone();
        }
        if let Some(theme) = self.cache.once.compiled(whole) {
            return theme;
        }
        let before = report.len();
        let files = std::mem::take(&mut inputs.theme);
        let theme = Arc::new(Theme::load(files, &inputs.config, &self.renders, report));
        // A broken theme is not remembered, else its diagnostics would be reported only once.
        self.themes = (report.len() == before).then(|| (fingerprint, theme.clone()));
        if report.len() == before {
            self.cache.once.keep_compiled(whole, &theme);
        }
        theme
    }

    /// Tells which files have been written since the last build, when that is known; the next build reads no others.
    pub fn touch(&mut self, files: Option<BTreeSet<PathBuf>>) {
        self.touched = files;
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
            let page = all.resolved.push(resolved);
            all.note_pictures(site, page);
            all.checked.push((wrong, reads));
        }
        return all;
    };
    if changes.is_empty() {
        return known;
    }
    let again = |page: &PageId| !known.checked[*page].1.stand(changes);
    let pages: Vec<PageId> = site.pages.ids().filter(again).collect();
    let answered: Vec<_> = pages.par_iter().map(|page| answered(*page)).collect();
    for (page, ((resolved, wrong), reads)) in pages.into_iter().zip(answered) {
        if known.resolved[page] != resolved {
            changes.pages.insert(page);
        }
        known.resolved[page] = resolved;
        known.note_pictures(site, page);
        known.checked[page] = (wrong, reads);
    }
    known
}

impl Answers {
    /// Notes whether a page shows pictures.
    fn note_pictures(&mut self, site: &Site, page: PageId) {
        if site.has_pictures(page, &self.resolved[page]) {
            self.picturing.insert(page);
        } else {
            self.picturing.remove(&page);
        }
    }
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
