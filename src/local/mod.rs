//! A local site and its upstream: how they differ, and what a command is to write so that they
//! agree again.
//!
//! In goes the folder of a site, out come values: a [`SiteStatus`], and for every change the files with
//! their new texts ([`FileChange`]). Nothing here writes; who writes keeps the former file.
//!
//! What always holds: only `fork` and `localize` make pages, only `merge` changes one, and `update` changes
//! nothing but site.yaml and site.lock.
//!
//! Not here: whose word counts and what drifted (`overlay`), how a command is called (`cli`).

mod accept;
mod fork;
mod former;
mod given;
mod localize;
mod merge;
mod status;
mod update;

pub use crate::fact::FILE as FACTS;
pub use accept::accept;
pub use fork::{ForkOptions, LeftFact, NewSite, fork};
pub use former::{FormerSite, FormerTree, Since, former};
pub use given::{Differences, differences};
pub use localize::localize;
pub use merge::{Merged, Sides, merge, merge_texts};
pub use status::{
    BlockStatus, FactState, FactStatus, IdentityState, PageState, PageStatus, SiteStatus, state, status,
};
pub use update::{UpdatePlan, Updated, forget_upstreams, update};

use crate::base::path::in_content;
use crate::base::{Diagnostic, Fault, Level, Message};
use crate::config::{Config, Extends};
use crate::message;
use crate::overlay::{
    self, ContentKey, LOCK, LayerResolver, LayerStack, Lock, Override, Pages, Pinned, Records,
};
use crate::source::SourceFile;
use crate::yaml::nearest;
use std::path::{Path, PathBuf};

/// A file and the text that it is to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// Its path from the site's folder: `content/a.md`.
    pub file: String,
    /// Its text.
    pub text: String,
    /// An author wrote it: the former text is to be kept.
    pub keep_former: bool,
}

/// A site that was looked at together with all its upstreams.
#[derive(Debug)]
pub struct LocalSite {
    /// Its folder.
    pub root: PathBuf,
    /// The site and those above.
    pub chain: LayerStack,
    /// The site with what it inherits.
    pub config: Config,
    /// Its own Markdown files.
    pub own: Vec<SourceFile>,
    /// Pages of the site.
    pub pages: Pages,
    /// Pages of the sites above alone.
    pub above: Pages,
    /// What it overrides.
    pub overrides: Vec<Override>,
    /// What is wrong with any of it.
    pub diagnostics: Vec<Diagnostic>,
}

impl LocalSite {
    /// Looks at the site in a folder.
    pub fn open(root: &Path) -> Result<Self, Fault> {
        Self::resolve(&LayerResolver {
            root,
            names_from: root,
            url: None,
            own_texts: None,
            allow_cached: false,
        })
    }

    fn resolve(climb: &LayerResolver<'_>) -> Result<Self, Fault> {
        let mut told = Vec::new();
        let chain = climb.resolve(&mut told)?;
        let config = chain.config();
        let markdown: Vec<Vec<SourceFile>> = chain
            .layers
            .iter()
            .map(|site| {
                let mut files = site.layer.list("content", &mut told);
                files.retain(|file| file.inner().ends_with(".md"));
                files
            })
            .collect();
        let pages = overlay::pages(&chain.layers, &markdown, &config.languages, &mut told);
        let above = overlay::pages(
            &chain.layers[1..],
            &markdown[1..],
            &config.languages,
            &mut Vec::new(),
        );
        let own = markdown
            .into_iter()
            .next()
            .expect("a site is its own first layer");
        let overrides = overlay::overrides(&own, &above, &chain.layers, &config.languages);
        Ok(Self {
            root: climb.root.to_path_buf(),
            chain,
            config,
            own,
            pages,
            above,
            overrides,
            diagnostics: told,
        })
    }

    /// The site's lock.
    pub fn lock(&self) -> &Lock {
        &self.chain.layers[0].lock
    }

    /// The lock as a command is to change it, with the state of the upstream that the site was looked at with: a
    /// colleague's copy then builds the same. A lock that could not be read is not replaced.
    fn lock_to_change(&self) -> Result<Lock, Fault> {
        if let Some(told) = self.broken_lock() {
            return Err(left_alone(told));
        }
        let mut lock = self.lock().clone();
        if let (None, Some(Extends::Git { url, rev, .. }), Some(pin)) = (
            &lock.upstream,
            self.chain.layers[0]
                .config
                .extends
                .as_ref()
                .map(|extends| &extends.value),
            self.chain.layers.get(1).and_then(|above| above.pin.clone()),
        ) {
            lock.upstream = Some(Pinned {
                from: url.clone(),
                rev: rev.clone(),
                pin,
            });
        }
        Ok(lock)
    }

    /// What is wrong with the site's own lock, when it could not be read.
    pub fn broken_lock(&self) -> Option<&Diagnostic> {
        let own = self.chain.layers[0].layer.display(LOCK);
        let is_own = |told: &&Diagnostic| told.place.as_ref().is_some_and(|place| place.file == own);
        self.diagnostics
            .iter()
            .filter(|told| told.level == Level::Error)
            .find(is_own)
    }

    /// The decoded text of a source that a diagnostic names.
    pub fn text_of(&self, file: &str) -> Option<String> {
        let (own, above) = self.chain.layers.split_first()?;
        // The site's own name is empty, and begins all the others.
        above.iter().chain([own]).find_map(|site| {
            let inner = file.strip_prefix(&*site.layer.display(""))?;
            crate::source::unlinked(&site.layer.root, inner)?;
            crate::source::read(&site.layer.one(inner)?).ok()
        })
    }

    /// A page as the sites above have it: its file below content/ and its text; `None` when they have no such page.
    pub fn above_text(&self, named: &str) -> Option<Result<(String, String), Fault>> {
        let inner = self.find(named).ok()?;
        let stack = self.above.by_key.get(&self.key(&inner))?;
        let text = overlay::text_of(&stack.files, Records::of(&self.chain.layers), &mut Vec::new());
        Some(
            text.map(|up| (inner, up.text))
                .map_err(|told| Fault::new(told.message)),
        )
    }

    /// A fault when the site has no upstream, or one that cannot be reached.
    fn require_upstream(&self) -> Result<(), Fault> {
        if self.chain.broken {
            let message = self.diagnostics.last().map(|told| told.message.clone());
            let hint = self.diagnostics.last().and_then(|told| told.hint.clone());
            let mut fault = Fault::new(
                message.unwrap_or_else(|| message!("读不到上级站点", "the upstream cannot be read")),
            );
            fault.hint = hint;
            return Err(fault);
        }
        if self.chain.layers.len() < 2 {
            return Err(
                Fault::new(message!("这个站点没有上级", "this site has no upstream")).hint(message!(
                    "在 site.yaml 里写 extends，或用 wanjia fork 从上级站点新建",
                    "write `extends` in site.yaml, or make a site with `wanjia fork`"
                )),
            );
        }
        Ok(())
    }

    /// The file of content/ that somebody names: `campaigns/x`, `content/campaigns/x.md`, also from the
    /// folder in which they are.
    fn find(&self, named: &str) -> Result<String, Fault> {
        let plain = in_content(named);
        let all = || {
            let stacks = self.pages.by_key.values().chain(self.above.by_key.values());
            let standing = stacks.filter_map(|stack| stack.file());
            standing
                .chain(self.pages.hidden.values().map(|(file, _)| file))
                .map(|file| file.inner())
        };
        let fits = |inner: &&str| {
            let stem = inner.strip_suffix(".md").unwrap_or(inner);
            *inner == plain || stem == plain
        };
        let folder = |inner: &&str| {
            let stem = inner.strip_suffix(".md").unwrap_or(inner);
            let page = stem
                .strip_suffix("/index")
                .or_else(|| stem.strip_suffix("/_index"));
            page == Some(plain.as_str()) || (stem == "_index" && plain.is_empty())
        };
        // A site's own file speaks for the page, whatever the upstream's is called.
        let found = all().find(fits).or_else(|| all().find(folder));
        found
            .map(str::to_owned)
            .ok_or_else(|| self.unknown(named, &plain, all()))
    }

    fn unknown<'a>(&self, named: &str, plain: &str, all: impl Iterator<Item = &'a str>) -> Fault {
        let fault = Fault::new(message!("没有 {named} 这一页", "there is no page {named}"));
        let stems: Vec<&str> = all
            .map(|inner| inner.strip_suffix(".md").unwrap_or(inner))
            .collect();
        fault.hint(match nearest(plain, stems.into_iter()) {
            Some(near) => message!("是不是 {near}？", "did you mean {near}?"),
            None => message!(
                "写 content 里的路径，如 campaigns/x；有哪些页用 wanjia status --all 看",
                "name it by its path in content/, like campaigns/x; `wanjia status --all` lists them"
            ),
        })
    }

    /// The site's own change of a page, or a fault with this way out.
    fn overriding(&self, inner: &str, way_out: impl Fn() -> Message) -> Result<&Override, Fault> {
        let message = || message!("本站没有改写 {inner}", "this site does not override {inner}");
        self.override_of(inner)
            .ok_or_else(|| Fault::new(message()).hint(way_out()))
    }

    /// The site's own change of a page, when it has one.
    fn override_of(&self, inner: &str) -> Option<&Override> {
        let wanted = self.key(inner);
        self.overrides
            .iter()
            .find(|page| self.key(page.file.inner()) == wanted)
    }

    fn key(&self, inner: &str) -> ContentKey {
        overlay::key(inner, &self.config.languages)
    }
}

/// A lock that could not be read is not replaced: what it recorded would be lost.
fn left_alone(lock_told: &Diagnostic) -> Fault {
    Fault::new(lock_told.message.clone()).hint(message!(
        "没有动它。从 .wanjia/backup 或版本库里找回；有合并的记号就选定一份",
        "it was left alone: restore it from .wanjia/backup or the repository; where it has marks of a merge, choose one side"
    ))
}

/// A lock as a draft.
fn lock_draft(lock: &Lock) -> FileChange {
    FileChange {
        file: LOCK.to_owned(),
        text: lock.write(),
        keep_former: false,
    }
}

/// A text with the ends of lines that a file has on the disk.
pub fn as_on_disk(path: &Path, text: String) -> String {
    let crlf = std::fs::read(path).is_ok_and(|bytes| bytes.windows(2).any(|pair| pair == b"\r\n"));
    if crlf { text.replace('\n', "\r\n") } else { text }
}
