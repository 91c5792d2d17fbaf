//! Inspection as a part of the build: the words of all pages are read once more, side by side.

use super::body_cache::BodyCache;
use super::inputs::Inputs;
use super::scales::Scales;
use super::{BuildOptions, Builder, Outcome, Progress};
use crate::base::{Diagnostic, Fault, PageId, Rule};
use crate::check::ClauseText;
use crate::check::inspect::{self, InspectedSite, InspectedText, MadePage, Quiet, TERMS_FILE, Terms};
use crate::config::{self, Config};
use crate::markdown::{Prose, prose};
use crate::site::Site;
use crate::{document, fact};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Builder {
    /// Builds as [`build`](Self::build) does, writes nothing, and inspects. Only breaks of the rules `asked` for are told;
    /// of all, when it is empty.
    pub fn check(
        &mut self,
        order: &BuildOptions,
        asked: &[&'static Rule],
        progress: &dyn Progress,
    ) -> Result<Outcome, Fault> {
        self.inspecting = true;
        self.asked = asked.to_vec();
        let outcome = self.build(order, &Scales::default(), progress);
        self.inspecting = false;
        self.asked.clear();
        outcome
    }

    /// Inspection is a part of each build.
    #[must_use]
    pub fn inspecting(mut self, inspecting: bool) -> Self {
        self.inspecting = inspecting;
        self
    }
}

/// What was found, with what inspection finds, as comments in the text allow.
pub(super) fn inspect(
    site: &Site,
    inputs: &Inputs,
    bodies: &BodyCache<'_>,
    words: &ClauseText<'_>,
    made: &[MadePage],
    mut report: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let layers = inputs.chain.layers.iter().skip(1);
    let inspector = Inspector {
        site,
        bodies,
        words,
        terms: Terms::read(&texts(inputs, TERMS_FILE), &mut report),
        above: layers.map(|layer| layer.config.clone()).collect(),
    };
    let pages: Vec<PageId> = site.pages.ids().collect();
    let found: Vec<_> = pages
        .into_par_iter()
        .filter_map(|page| inspector.page(page))
        .collect();
    let mut quiet = Vec::new();
    for (wrong, comments) in found {
        report.extend(wrong);
        quiet.extend(comments);
    }
    let settings = texts(inputs, config::FILE);
    for (file, text) in settings.iter().chain(&texts(inputs, fact::FILE)) {
        // Those above are the affair of their authors.
        if !file.contains('/') {
            report.extend(inspector.settings(file, text));
        }
    }
    report.extend(inspect::site(&InspectedSite {
        site,
        above: &inspector.above,
        made,
        settings: settings.first().map_or("", |(_, text)| text),
    }));
    inspect::settle(report, &quiet)
}

/// All that it takes to inspect a page.
struct Inspector<'i> {
    site: &'i Site,
    bodies: &'i BodyCache<'i>,
    words: &'i ClauseText<'i>,
    terms: Terms,
    /// site.yaml of the sites above.
    above: Vec<Config>,
}

impl Inspector<'_> {
    /// What is found on a page, and its comments; `None` for one that nobody wrote in its language.
    fn page(&self, page: PageId) -> Option<(Vec<Diagnostic>, Vec<Quiet>)> {
        let own = &self.site.pages[page];
        let (text, syntax) = self.bodies.source(page).filter(|_| !own.is_untranslated)?;
        let (yaml, start) = document::front_matter(&text).unwrap_or((0..0, 0));
        let prose = prose(&text, start, &syntax);
        let prose = inspect::with_front_matter(&own.document, &text, yaml, prose);
        Some(self.look(Some(page), &own.document.file, &prose))
    }

    /// What is found in a file of settings.
    fn settings(&self, file: &Arc<str>, text: &str) -> Vec<Diagnostic> {
        let prose = Prose {
            blocks: vec![inspect::settings(text, 0..text.len())],
            ..Prose::default()
        };
        self.look(None, file, &prose).0
    }

    fn look(&self, page: Option<PageId>, file: &Arc<str>, prose: &Prose) -> (Vec<Diagnostic>, Vec<Quiet>) {
        let inspected = InspectedText {
            site: self.site,
            page,
            file,
            prose,
            terms: &self.terms,
            words: self.words,
            above: &self.above,
        };
        (inspect::text(&inspected), Quiet::of(&inspected))
    }
}

/// Titles of pages by their files.
pub(super) fn titles(site: &Site) -> BTreeMap<Arc<str>, String> {
    let written = site
        .pages
        .entries()
        .filter(|(_, page)| !(page.is_synthesised || page.is_untranslated));
    written
        .map(|(id, page)| (page.document.file.clone(), site.title(id)))
        .collect()
}

/// The texts of a file of settings in every layer that has it, nearest first.
fn texts(inputs: &Inputs, name: &str) -> Vec<(Arc<str>, String)> {
    let layers = inputs.chain.layers.iter();
    let found = layers.filter_map(|site| site.layer.read(name).ok().flatten());
    found.map(|(file, text)| (file.file, text)).collect()
}
