//! Inspection as a part of the build: the words of all pages are read once more, side by side.

use super::body_cache::BodyCache;
use super::inputs::Inputs;
use super::{Artifact, BuildOptions, Builder, Outcome, Progress, Sink};
use crate::base::{Diagnostic, Fault, Fingerprint, OutputPath, PageId, Rule};
use crate::check::ClauseText;
use crate::check::inspect::{self, InspectedSite, InspectedText, Quiet, TERMS_FILE, Terms};
use crate::markdown::{Prose, prose};
use crate::site::Site;
use crate::{config, document, fact};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Takes nothing: what is made is only looked at.
struct NoSink;

impl Sink for NoSink {
    fn is_up_to_date(&self, _: &OutputPath, _: Fingerprint) -> bool {
        false
    }

    fn write(&self, _: Artifact<'_>) -> Result<(), Fault> {
        Ok(())
    }
}

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
        let outcome = self.build(order, &NoSink, progress);
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
    mut report: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let terms = Terms::read(&settings(inputs, TERMS_FILE), &mut report);
    let look = |page: Option<PageId>, file: &Arc<str>, prose: &Prose| {
        let inspected = InspectedText {
            site,
            page,
            file,
            prose,
            terms: &terms,
            words,
        };
        (inspect::text(&inspected), Quiet::of(&inspected))
    };
    let pages: Vec<PageId> = site
        .pages
        .ids()
        .filter(|page| !site.pages[*page].is_untranslated)
        .collect();
    let found: Vec<_> = pages
        .into_par_iter()
        .filter_map(|page| {
            let document = &site.pages[page].document;
            let (text, syntax) = bodies.source(page)?;
            let (yaml, start) = document::front_matter(&text).unwrap_or((0..0, 0));
            let prose = inspect::with_front_matter(document, &text, yaml, prose(&text, start, &syntax));
            Some(look(Some(page), &document.file, &prose))
        })
        .collect();
    let mut quiet = Vec::new();
    for (wrong, comments) in found {
        report.extend(wrong);
        quiet.extend(comments);
    }
    for name in [config::FILE, fact::FILE] {
        // The nearest is the site's own; those above are the affair of their authors.
        if let Some((file, text)) = settings(inputs, name)
            .first()
            .filter(|(file, _)| !file.contains('/'))
        {
            let prose = Prose {
                blocks: vec![inspect::settings(text, 0..text.len())],
                ..Prose::default()
            };
            report.extend(look(None, file, &prose).0);
        }
    }
    report.extend(inspect::site(&InspectedSite { site }));
    inspect::settle(report, &quiet)
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
fn settings(inputs: &Inputs, name: &str) -> Vec<(Arc<str>, String)> {
    let layers = inputs.chain.layers.iter();
    let found = layers.filter_map(|site| site.layer.read(name).ok().flatten());
    found.map(|(file, text)| (file.file, text)).collect()
}
