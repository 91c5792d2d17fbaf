//! The whole pipeline on one page, and the only place with threads.
//!
//! Read → document → assemble → answer → render → make. One path, run again: the first build, a rebuild,
//! and the preview differ only in what the [`Memo`] knows already and in the [`Sink`] that takes what
//! is made. A remembered document brings its diagnostics along.
//!
//! Not here: what any of the steps does.

mod addresses;
mod attachments;
mod body_cache;
mod cache;
mod carried;
mod crew;
mod documents;
mod earlier;
pub mod export;
mod inputs;
mod inspection;
mod make;
mod memo;
mod named;
pub mod next;
mod once;
mod outside;
pub mod pack;
mod pages;
pub mod pdf;
mod pictures;
mod portable;
pub mod programs;
mod progress;
mod publish;
mod published;
mod resolve;
pub mod review;
mod scales;
mod scope;
mod search;
mod sink;
mod spill;
mod store;
mod web;
pub mod yearly;

pub use crate::publish::{look_at, open_regular, signature, verify};
pub use crate::site::HiddenReason;
pub use addresses::AddressBook;
pub use cache::SharedCache;
pub use crew::{Heard, side_by_side};
pub use memo::Memo;
pub use outside::AskedOutside;
pub use pages::ListedPage;
pub use pictures::photo;
pub use progress::{NoProgress, Progress};
pub use publish::PublishSummary;
pub use scope::Scope;
pub use sink::{Artifact, Sink};
pub use spill::{Spill, Spilled};
pub use store::{RECORDS, put};
pub use web::{Manners, Unasked};

use crate::base::{Day, Diagnostic, Fault, Fingerprint, OutputPath, Rule};
use crate::markdown::Tree;
use crate::outputs::card::{self, Band};
use crate::outputs::{self, Tools};
use crate::site::{DateFilter, Site};
pub use crate::theme::{RenderLog, RunningRender};
use crate::theme::{Theme, ViewInputs};
use crate::{check, config, fact, message, overlay};
use earlier::{Earlier, KnownOutputs};
use inputs::Inputs;
use inspection::{Inspecting, WhenInspected};
use published::Published;
use resolve::ResolvedSite;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is to be built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildOptions {
    /// The folder with site.yaml.
    pub root: PathBuf,
    /// Stands in for `url` of site.yaml.
    pub url: Option<String>,
    /// Drafts are shown, marked as such.
    pub drafts: bool,
    /// Pages whose day is still to come are shown, marked as such: what is looked at before it is published.
    pub early: bool,
    /// The day on which the site is really built: what is dated up to it has been done, also on a `today` that was asked for.
    pub clock: Day,
    /// The day that the site is made for.
    pub today: Day,
}

impl BuildOptions {
    /// What of the site is shown.
    fn showing(&self) -> DateFilter {
        DateFilter {
            today: self.today,
            drafts: self.drafts,
            early: self.early,
            clock: self.clock,
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Pages of the site: written ones, lists, and the 404 page.
    pub pages: usize,
    /// All that may be wrong, in the order of files.
    pub diagnostics: Vec<Diagnostic>,
    /// Something keeps the site from being published.
    pub failed: bool,
    /// Files that were made, not remembered.
    pub made: usize,
    /// Files of which it was found out anew what they are made of; pages and what stands beside them, not the index.
    pub considered: usize,
    /// Texts that were parsed because nothing was known of them.
    pub parsed: usize,
    /// Texts that are known and were parsed again, because their words were asked for.
    pub reparsed: usize,
    /// Bodies that were rendered, not remembered.
    pub rendered: usize,
    /// The name of the site.
    pub name: String,
    /// Pages that are left out because they lack signatures.
    pub unsigned: usize,
    /// Pages that are not on the site yet, by their paths below content/, and why.
    pub held_back: Vec<(String, HiddenReason)>,
    /// Titles of pages by their files, when they were inspected.
    pub titles: BTreeMap<Arc<str>, String>,
    /// What an inspection beside the build found, what the build told included.
    pub findings: Vec<Diagnostic>,
    /// Where pages are, by their files, when they were inspected beside the build.
    pub addresses: BTreeMap<Arc<str>, OutputPath>,
    /// How other sites were asked, when they were.
    pub outside: Option<AskedOutside>,
    /// It came to no end, for nobody waits for it any more.
    pub given_up: bool,
}

impl Outcome {
    /// The outcome for a site whose upstream cannot be reached: nothing was built.
    fn unreachable(diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            diagnostics,
            failed: true,
            ..Self::default()
        }
    }
}

/// A memo, and the one build path.
#[derive(Debug)]
pub struct Builder {
    root: PathBuf,
    /// Files of other layers are named from here.
    names_from: PathBuf,
    memo: Memo,
    published: Published,
    cache: Arc<SharedCache>,
    /// Folders of the sites above, as far as they are folders.
    above: Vec<PathBuf>,
    themes: Option<(Fingerprint, Arc<Theme>)>,
    files: HashMap<Arc<str>, Arc<Path>>,
    segments: search::SegmentCache,
    /// What is published is to work from a folder.
    portable: bool,
    /// What is made goes to those who pass it, and holds only some of the pages.
    reviewing: bool,
    /// The output stays the same folder.
    in_place: bool,
    /// Inspection is part of the build.
    inspecting: WhenInspected,
    /// The only rules that are asked for; empty for all.
    asked: Vec<&'static Rule>,
    /// Inspection asks other sites, for these pages.
    asking: Option<(Manners, Scope)>,
    /// This program itself, which reads PDF in a process of its own.
    own_program: Option<PathBuf>,
    /// What templates of sites above are making.
    renders: Arc<RenderLog>,
    /// It builds again and again, and keeps what it found out.
    again: bool,
    /// It takes up what another process found out, and leaves the same.
    carries: bool,
    /// What the last build found out.
    earlier: Option<Earlier>,
    /// The only files that have been written since then.
    touched: Option<BTreeSet<PathBuf>>,
    /// What is known of the outputs of the site that is being built.
    known: KnownOutputs,
    /// Fingerprint of what the last build was made from; `None` when that cannot be known.
    built_from: Option<Fingerprint>,
}

impl Builder {
    /// Opens the builder of a site, with what earlier builds left in `.wanjia/`.
    pub fn open(root: &Path) -> Self {
        Self::open_beside(root, root, &Arc::default())
    }

    /// Opens the builder of one of several sites that share a cache. Files are named from the folder
    /// `names_from`, so that a file has one name for all of them.
    pub fn open_beside(root: &Path, names_from: &Path, cache: &Arc<SharedCache>) -> Self {
        Self {
            memo: Memo::at(root),
            published: Published::at(root),
            root: root.to_path_buf(),
            names_from: names_from.to_path_buf(),
            cache: cache.clone(),
            above: Vec::new(),
            themes: None,
            files: HashMap::new(),
            segments: search::SegmentCache::of(root),
            portable: false,
            reviewing: false,
            in_place: false,
            inspecting: WhenInspected::Never,
            asked: Vec::new(),
            asking: None,
            own_program: None,
            renders: Arc::default(),
            again: false,
            carries: false,
            earlier: None,
            touched: None,
            known: KnownOutputs::default(),
            built_from: None,
        }
    }

    /// It builds again and again: what a build finds out is kept in memory, so that the next one does only what an edit
    /// asks for.
    #[must_use]
    pub fn again(mut self) -> Self {
        self.again = true;
        self.segments.again = true;
        self
    }

    /// What is published is to work from a folder, opened as `file://`.
    #[must_use]
    pub fn portable(mut self, portable: bool) -> Self {
        self.portable = portable;
        self
    }

    /// Whether inspection goes on beside the next build.
    pub fn inspect_beside(&mut self, beside: bool) {
        self.inspecting = if beside {
            WhenInspected::Beside
        } else {
            WhenInspected::Never
        };
    }

    /// Builds the site; what is made goes through `sink`. When content is wrong everything is still
    /// looked at, but nothing is for publication.
    pub fn build(
        &mut self,
        order: &BuildOptions,
        sink: &dyn Sink,
        progress: &dyn Progress,
    ) -> Result<Outcome, Fault> {
        let rendered = self.cache.renders();
        let built = self.resolve(order, progress, |builder, resolved, mut report| {
            let site = resolved.views.site;
            let (pages, made, considered) = builder.outputs(resolved.views, sink, progress, &mut report)?;
            let inspecting = Inspecting {
                resolved,
                sink,
                order,
                progress,
            };
            let inspected = builder.inspect(&inspecting, report);
            Ok(Outcome {
                pages,
                failed: check::fails(&inspected.report),
                diagnostics: inspected.report,
                findings: inspected.findings,
                addresses: inspected.addresses,
                made,
                considered,
                parsed: resolved.parsed,
                reparsed: resolved.bodies.parsed(),
                rendered: builder.cache.renders() - rendered,
                name: site.config.name.clone(),
                unsigned: site.unsigned.len(),
                held_back: held_back(site),
                titles: inspected.titles,
                outside: inspected.outside,
                given_up: sink.given_up(),
            })
        })?;
        Ok(built.unwrap_or_else(Outcome::unreachable))
    }

    /// All that the build reads.
    fn inputs(
        &self,
        order: &BuildOptions,
        progress: &dyn Progress,
        report: &mut Vec<Diagnostic>,
    ) -> Result<Inputs, Fault> {
        let reading = message!("读取站点和上级", "reading the site and its upstream");
        progress.begin(&reading, 1);
        let mut inputs = Inputs::gather(order, &self.names_from, &self.cache.once, report)?;
        if self.portable {
            inputs.config = inputs.config.for_folder();
            // A folder works without an address.
            report.retain(|diagnostic| !diagnostic.breaks(&config::URL_MISSING));
        }
        if self.reviewing {
            // There is nothing to search in but a few pages.
            inputs.config.search = false;
        }
        progress.end();
        Ok(inputs)
    }

    /// Makes all outputs of a site that `sink` has not seen: how many pages there are, how many files were made, and of
    /// how many it was found out what they are made of.
    fn outputs(
        &mut self,
        inputs: &ViewInputs<'_>,
        sink: &dyn Sink,
        progress: &dyn Progress,
        report: &mut Vec<Diagnostic>,
    ) -> Result<(usize, usize, usize), Fault> {
        let cache = self.cache.clone();
        let render = |key, make: &mut dyn FnMut() -> Result<Tree, Vec<Diagnostic>>| cache.render(key, make);
        let bands = |key, draw: &dyn Fn() -> Band| cache.band(key, draw);
        let tools = Tools {
            theme: inputs.theme,
            render: &render,
            bands: &bands,
        };
        // The routes are those of the last build when anything of it is known.
        let rest_stays = !self.known.is_empty() && sink.keeps_rest();
        let routes = if rest_stays {
            // Who looks at pages gets them first: feeds, the sitemap and the like come with the index.
            self.known.fallen(inputs.site, !sink.wants_search())
        } else {
            self.known.to_make(inputs.site, sink)
        };
        let (count, jobs) = outputs::jobs(inputs, outputs::Wanted { routes, rest_stays });
        let making = make::Making {
            tools,
            sink,
            progress,
            noting: self.keeps(),
        };
        let done = making.make(&message!("生成页面", "making pages"), count, jobs)?;
        report.extend(done.wrong);
        if self.keeps() {
            self.known.note(done.done, done.known);
        }
        let (made, considered) = (done.made, done.considered);
        let pages = inputs
            .site
            .routes
            .iter()
            .filter(|route| route.path.is_page())
            .count();
        let index = if inputs.site.config.search && sink.wants_search() {
            self.index(inputs, sink, progress, report)?
        } else {
            0
        };
        Ok((pages, made + index, considered))
    }

    /// Makes the index of search: how many files were made.
    fn index(
        &mut self,
        inputs: &ViewInputs<'_>,
        sink: &dyn Sink,
        progress: &dyn Progress,
        report: &mut Vec<Diagnostic>,
    ) -> Result<usize, Fault> {
        let known = (&mut self.segments, &*self.cache);
        let index = search::prepare(inputs, &mut self.memo, known, sink, progress);
        let files = match &index {
            search::IndexState::Fresh(index) => outputs::search::jobs(inputs.site, index),
            search::IndexState::Standing(listing) => outputs::search::standing(inputs.site, listing),
            search::IndexState::GivenUp => return Ok(0),
        };
        let writing = message!("写搜索索引", "writing the index of search");
        let making = make::Making {
            tools: Tools {
                theme: inputs.theme,
                render: &|_, make| make().map(Arc::new),
                bands: card::ANEW,
            },
            sink,
            progress,
            noting: false,
        };
        let done = making.make(&writing, files.len(), files.into_iter())?;
        report.extend(done.wrong);
        Ok(done.made)
    }

    /// Folders and files that a watcher should watch; some may not be there yet.
    pub fn watched(&self) -> Vec<PathBuf> {
        let names = [
            "content",
            "static",
            "themes",
            config::FILE,
            fact::FILE,
            overlay::LOCK,
        ];
        let roots = std::iter::once(&self.root).chain(&self.above);
        roots.flat_map(|root| names.map(|name| root.join(name))).collect()
    }

    /// Leaves in `.wanjia/` what was found out, for the next program that opens this site. Where nothing may be written,
    /// that program finds it out anew.
    pub fn save(&mut self) {
        let _ = self.segments.save().and_then(|()| self.memo.save(&self.root));
        let _ = self.published.save();
    }
}

fn held_back(site: &Site) -> Vec<(String, HiddenReason)> {
    let held = site.held_back().into_iter();
    held.map(|(path, why)| (path.to_string(), why)).collect()
}
