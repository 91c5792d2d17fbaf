//! Inspection as a part of the build: the words of all pages are read once more, side by side.

use super::body_cache::BodyCache;
use super::earlier::KnownOutputs;
use super::inputs::Inputs;
use super::outside::{self, AskedOutside};
use super::pdf;
use super::scales::Scales;
use super::{BuildOptions, Builder, Manners, Outcome, Progress, ResolvedSite, Scope, SharedCache, Sink};
use crate::base::{Diagnostic, Fault, OutputPath, PageId, Reads, Rule};
use crate::check::inspect::{
    self, InspectedSite, InspectedText, OutsideLink, Quiet, TERMS_FILE, Terms, Verdict,
};
use crate::check::{self, ClauseText};
use crate::config::{self, Config};
use crate::markdown::{Prose, prose};
use crate::message;
use crate::site::Site;
use crate::source::{self, SourceFile};
use crate::{document, fact};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

impl Builder {
    /// Builds as [`build`](Self::build) does, writes nothing, and inspects. Only breaks of the rules `asked` for are told;
    /// of all, when it is empty.
    pub fn check(
        &mut self,
        order: &BuildOptions,
        asked: &[&'static Rule],
        progress: &dyn Progress,
    ) -> Result<Outcome, Fault> {
        self.inspecting = WhenInspected::Within;
        self.asked = asked.to_vec();
        let outcome = self.build(order, &Scales::default(), progress);
        self.inspecting = WhenInspected::Never;
        self.asked.clear();
        outcome
    }

    /// Inspection asks other sites whether what the pages in `scope` link to is still there.
    #[must_use]
    pub fn asking(mut self, manners: Manners, scope: Scope) -> Self {
        self.asking = Some((manners, scope));
        self
    }

    /// Where poppler is not on the machine, PDF that pages offer are read by `program`, which is wanjia itself.
    #[must_use]
    pub fn reading_pdf_by(mut self, program: Option<PathBuf>) -> Self {
        self.own_program = program;
        self
    }

    /// Inspection is a part of each build.
    #[must_use]
    pub fn inspecting(mut self, inspecting: bool) -> Self {
        if inspecting {
            self.inspecting = WhenInspected::Within;
        }
        self
    }
}

/// Whether and how builds are inspected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WhenInspected {
    /// They are not.
    Never,
    /// What is found is told with what the build tells, and an error keeps the site from being published.
    Within,
    /// What is found is told apart.
    Beside,
}

/// What an inspection goes by, beside the site itself.
pub(super) struct Inspecting<'i> {
    /// The site, and all that the build read.
    pub resolved: &'i ResolvedSite<'i>,
    /// Took the pages.
    pub sink: &'i dyn Sink,
    /// What is built.
    pub order: &'i BuildOptions,
    /// Who waits.
    pub progress: &'i dyn Progress,
}

/// What came of an inspection.
#[derive(Default)]
pub(super) struct Inspected {
    /// What the build tells: with what inspection found, when that is part of it.
    pub report: Vec<Diagnostic>,
    /// All that was found, when inspection is beside the build.
    pub findings: Vec<Diagnostic>,
    /// Where pages are, by their files.
    pub addresses: BTreeMap<Arc<str>, OutputPath>,
    /// Titles of pages by their files.
    pub titles: BTreeMap<Arc<str>, String>,
    /// How other sites were asked.
    pub outside: Option<AskedOutside>,
}

/// Links to other sites, and what came of asking them.
#[derive(Default)]
struct Answers {
    links: Vec<OutsideLink>,
    verdicts: BTreeMap<String, Verdict>,
    summary: Option<AskedOutside>,
}

impl Builder {
    /// Asks other sites, when that is wished.
    fn ask(&self, mut links: Vec<OutsideLink>, inspecting: &Inspecting<'_>) -> Answers {
        let Some((manners, scope)) = self.asking.as_ref().filter(|_| inspect::asks_others(&self.asked))
        else {
            return Answers::default();
        };
        links.retain(|link| scope.holds(Some(&link.place)));
        let Inspecting { order, progress, .. } = inspecting;
        let (verdicts, summary) = outside::ask(&self.root, &links, manners, order.clock, *progress);
        Answers {
            links,
            verdicts,
            summary: Some(summary),
        }
    }

    /// What the build found, in order, and what inspection finds.
    pub(super) fn inspect(&mut self, inspecting: &Inspecting<'_>, report: Vec<Diagnostic>) -> Inspected {
        let site = inspecting.resolved.views.site;
        let asked = self.asked.clone();
        let ordered = |found| check::report(found, &site.config, &asked);
        if self.inspecting == WhenInspected::Never || inspecting.sink.given_up() {
            return Inspected {
                report: ordered(report),
                ..Inspected::default()
            };
        }
        if self.inspecting == WhenInspected::Within {
            let (all, outside) = self.all(inspecting, report);
            return Inspected {
                report: ordered(all),
                titles: titles(site),
                outside,
                ..Inspected::default()
            };
        }
        let (all, _) = self.all(inspecting, report.clone());
        Inspected {
            report: ordered(report),
            findings: ordered(all),
            addresses: addresses(site),
            ..Inspected::default()
        }
    }

    /// All that was found, what the build found included, as comments in the text allow; and how other sites were asked.
    fn all(
        &mut self,
        inspecting: &Inspecting<'_>,
        mut report: Vec<Diagnostic>,
    ) -> (Vec<Diagnostic>, Option<AskedOutside>) {
        let resolved = inspecting.resolved;
        let (site, inputs) = (resolved.views.site, resolved.inputs);
        let layers = inputs.chain.layers.iter().skip(1);
        let mut known = std::mem::take(&mut self.known);
        let inspector = Inspector {
            site,
            bodies: resolved.bodies,
            words: resolved.words,
            terms: Terms::read(&texts(inputs, TERMS_FILE), &mut report),
            above: layers.map(|layer| layer.config.clone()).collect(),
            own_program: self.own_program.as_deref(),
            cache: &self.cache,
        };
        known.look(&inspector, self.again, inspecting.sink);
        let (mut quiet, mut links) = (Vec::new(), Vec::new());
        for page in site
            .pages
            .ids()
            .filter_map(|page| known.inspected.pages.get(&page))
        {
            if let (Some(page), _) = page {
                report.extend(page.wrong.iter().cloned());
                quiet.extend(page.quiet.iter().cloned());
                links.extend(page.links.iter().cloned());
            }
        }
        let settings = texts(inputs, config::FILE);
        for (file, text) in settings.iter().chain(&texts(inputs, fact::FILE)) {
            // Those above are the affair of their authors.
            if !file.contains('/') {
                let found = inspector.settings(file, text);
                report.extend(found.wrong);
                links.extend(found.links);
            }
        }
        let offered: Vec<&SourceFile> = site.files.values().filter(|file| file.layer == 0).collect();
        report.par_extend(offered.par_iter().flat_map_iter(|file| inspector.offered(file)));
        self.known = known;
        let answers = self.ask(links, inspecting);
        report.extend(inspect::site(&InspectedSite {
            site,
            above: &inspector.above,
            made: &inspecting.sink.made(site),
            settings: settings.first().map_or("", |(_, text)| text),
            outside: &answers.links,
            verdicts: &answers.verdicts,
        }));
        (inspect::settle(report, &quiet), answers.summary)
    }
}

impl KnownOutputs {
    /// Looks at all pages of which it is not known what is found there.
    fn look(&mut self, inspector: &Inspector<'_>, noting: bool, sink: &dyn Sink) {
        let known = &mut self.inspected;
        if known.terms != inspector.terms || known.above != inspector.above {
            known.pages.clear();
        }
        known.terms.clone_from(&inspector.terms);
        known.above.clone_from(&inspector.above);
        let new = |page: &PageId| !known.pages.contains_key(page);
        let pages: Vec<PageId> = inspector.site.pages.ids().filter(new).collect();
        let look = |page: PageId| {
            if noting {
                Reads::of(|| inspector.page(page))
            } else {
                (inspector.page(page), Reads::default())
            }
        };
        let found: Vec<_> = pages
            .into_par_iter()
            .filter(|_| !sink.given_up())
            .map(|page| (page, look(page)))
            .collect();
        known.pages.extend(found);
    }
}

/// All that it takes to inspect a page.
struct Inspector<'i> {
    site: &'i Site,
    bodies: &'i BodyCache<'i>,
    words: &'i ClauseText<'i>,
    terms: Terms,
    /// site.yaml of the sites above.
    above: Vec<Config>,
    /// Reads PDF where poppler is not there.
    own_program: Option<&'i Path>,
    /// Keeps words of attachments.
    cache: &'i SharedCache,
}

impl Inspector<'_> {
    /// What is found on a page; `None` for one that nobody wrote in its language.
    fn page(&self, page: PageId) -> Option<FoundInText> {
        let own = &self.site.pages[page];
        let (text, syntax) = self.bodies.source(page).filter(|_| !own.is_untranslated)?;
        let (yaml, start) = document::front_matter(&text).unwrap_or((0..0, 0));
        let prose = prose(&text, start, &syntax);
        let prose = inspect::with_front_matter(&own.document, &text, yaml, prose);
        Some(self.look(Some(page), &own.document.file, &prose))
    }

    /// What is found in a file of settings.
    fn settings(&self, file: &Arc<str>, text: &str) -> FoundInText {
        let prose = Prose {
            blocks: vec![inspect::settings(text, 0..text.len())],
            ..Prose::default()
        };
        self.look(None, file, &prose)
    }

    /// What is found in a file that pages offer, and in its name.
    fn offered(&self, file: &SourceFile) -> Vec<Diagnostic> {
        let prose = self.cache.offered(file, || self.words_of(file));
        inspect::attachment(&self.text(None, &file.file, &prose))
    }

    fn words_of(&self, file: &SourceFile) -> Prose {
        let name = file.inner();
        // What git has not fetched is told as such.
        if !inspect::is_read(name) || source::lfs_pointer(file).is_some() {
            return inspect::unknown(name);
        }
        if file.state.size > LARGEST_OFFERED {
            let (size, most) = (file.state.size >> 20, LARGEST_OFFERED >> 20);
            let why = message!(
                "有 {size} MB，超过 {most} MB 的不读",
                "it has {size} MB, and none above {most} MB is read"
            );
            return inspect::unread(name, why);
        }
        let Ok(bytes) = std::fs::read(&file.path) else {
            return inspect::unread(name, message!("文件读不出来", "the file cannot be read"));
        };
        if !pdf::is_pdf(&bytes) {
            return inspect::offered(name, &bytes);
        }
        match pdf::of_bytes(&bytes, self.own_program, PDF_PATIENCE) {
            Ok(said) => inspect::offered_pdf(name, &said),
            Err(why) => inspect::unread(name, why),
        }
    }

    fn text<'t>(&'t self, page: Option<PageId>, file: &'t Arc<str>, prose: &'t Prose) -> InspectedText<'t> {
        InspectedText {
            site: self.site,
            page,
            file,
            prose,
            terms: &self.terms,
            words: self.words,
            above: &self.above,
        }
    }

    fn look(&self, page: Option<PageId>, file: &Arc<str>, prose: &Prose) -> FoundInText {
        let inspected = self.text(page, file, prose);
        let is_own = page.is_none_or(|page| self.site.pages[page].layer == 0);
        FoundInText {
            wrong: inspect::text(&inspected),
            quiet: Quiet::of(&inspected),
            links: if is_own {
                inspect::outside(&inspected)
            } else {
                Vec::new()
            },
        }
    }
}

/// Whoever reads a PDF has so long.
const PDF_PATIENCE: Duration = Duration::from_secs(30);

/// A larger file is offered unread, in bytes.
const LARGEST_OFFERED: u64 = 20 << 20;

/// What is found in one text.
#[derive(Debug)]
pub(super) struct FoundInText {
    wrong: Vec<Diagnostic>,
    /// Comments that ask for quiet.
    quiet: Vec<Quiet>,
    /// Links to other sites; those of inherited pages are the affair of their authors.
    links: Vec<OutsideLink>,
}

/// Where pages are, by their files.
fn addresses(site: &Site) -> BTreeMap<Arc<str>, OutputPath> {
    let written = site
        .pages
        .entries()
        .filter(|(_, page)| !(page.is_synthesised || page.is_untranslated));
    written
        .map(|(_, page)| (page.document.file.clone(), page.address.clone()))
        .collect()
}

/// Titles of pages by their files.
fn titles(site: &Site) -> BTreeMap<Arc<str>, String> {
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
