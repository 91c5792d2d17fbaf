//! The site: every document with its relations to the others.
//!
//! A [`Site`] is made once and never changed. What is wrong here is an author's fault: the site remembers it, and
//! `check` says so; [`Site::assemble`] cannot fail.
//!
//! Not here: reading files (`source`), what a page looks like (`theme`), which pages are written (`outputs`).

mod answer;
mod authority;
mod edited;
mod edition;
mod event;
mod link;
mod lookup;
mod name;
mod notice;
mod picture;
mod problem;
pub mod route;
mod signoff;
mod term;
mod tree;

pub use answer::{Cited, Resolution, Resolved};
pub use event::EventInstance;
pub use notice::{Ending, Notice, NoticeId};
pub use problem::Problem;
pub use route::{FeedOf, Route, RouteKind, RouteOptions, VocabularyId};
pub use signoff::{Discounted, LackingSignature, Unsigned, signatures};
pub use term::{Term, Vocabulary};

use crate::base::{
    AbsoluteUrl, ByPage, ContentPath, Day, Href, Language, Moment, OutputPath, PageId, PageLanguage,
    Translations,
};
use crate::base::{characters, path};
use crate::config::{Config, Region};
use crate::document::{Document, FileForm, Kind, Role};
use crate::fact::FactTable;
use crate::markdown::fill_plain;
use crate::source::SourceFile;
use notice::Parted;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

/// Which day the site is made for, and whether drafts are in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateFilter {
    /// Pages are there from `publish` to `expires`, facts hold from `since` to `until`.
    pub today: Day,
    /// Drafts are shown, marked as such.
    pub drafts: bool,
    /// Pages whose `publish` is still to come are shown, marked as such.
    pub early: bool,
    /// The day of the clock: what is dated up to it is nothing to come, though `today` may be an earlier day.
    pub clock: Day,
}

/// All that a site is put together of, besides its documents.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteInput {
    /// site.yaml with what it inherits from upstream.
    pub config: Config,
    /// Sites whose pages there are, nearest first: the site itself, its upstream, …
    pub owners: Vec<Owner>,
    /// Facts of all layers.
    pub facts: FactTable,
    /// Facts of sites further down, for comparison.
    pub localities: Vec<Locality>,
    /// Content paths of upstream pages that are left out.
    pub hidden: Vec<ContentPath>,
    /// Files that are copied as they are.
    pub statics: Vec<SourceFile>,
    /// Files in content/ that go with their page.
    pub beside: Vec<SourceFile>,
    /// Pixels across and down of the logo in site.yaml, where its file says them.
    pub logo_size: Option<(u32, u32)>,
    /// What is published besides.
    pub routes: RouteOptions,
    /// Words of the program in other languages.
    pub words: Arc<Translations>,
}

/// An address that two want: the first one has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressClash {
    /// The address.
    pub address: OutputPath,
    /// The file that does not get it.
    pub file: Arc<str>,
    /// The file that has it.
    pub other: Arc<str>,
}

/// A site in the chain of sites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// Its name.
    pub name: String,
    /// What names of its files begin with.
    pub prefix: Arc<str>,
    /// The region that it says it speaks for.
    pub region: Option<Region>,
}

/// A site further down, as far as its facts are compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Locality {
    /// Its name.
    pub name: String,
    /// Where it is, when it says so.
    pub url: Option<AbsoluteUrl>,
    /// Whose rules its own facts are.
    pub region: Region,
    /// Its facts and those above it.
    pub facts: FactTable,
}

/// A document and whose it is.
#[derive(Debug, Clone)]
pub struct OwnedDocument {
    /// The document.
    pub document: Arc<Document>,
    /// Whose: index of the owner.
    pub layer: usize,
}

/// A document and its place in the site.
#[derive(Debug, Clone)]
pub struct Page {
    /// The document.
    pub document: Arc<Document>,
    /// Whose it is: 0 is the site itself, 1 its upstream.
    pub layer: usize,
    /// Path in the output, of a folder's own page.
    pub address: OutputPath,
    /// The section it lies in; `None` for a home page.
    pub parent: Option<PageId>,
    /// Pages of a section in order, without sections below; empty for other pages.
    pub pages: Vec<PageId>,
    /// Sections directly below a section, in order; empty for other pages.
    pub sections: Vec<PageId>,
    /// What it is bound to, in the order of its front matter.
    pub relations: Vec<ResolvedRelation>,
    /// What is bound to it: role, page, and the anchor of the clause meant.
    pub backlinks: Vec<(Role, PageId, Option<Box<str>>)>,
    /// Nobody wrote it: a folder without `_index.md`.
    pub is_synthesised: bool,
    /// It has not been translated, and shows the text of the site's own language.
    pub is_untranslated: bool,
}

/// A relation to another page or to one of its clauses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedRelation {
    /// What it is.
    pub role: Role,
    /// To which page.
    pub page: PageId,
    /// Anchor of the clause, when one is meant.
    pub anchor: Option<Box<str>>,
    /// What people call the clause; empty for the whole.
    pub clause: String,
}

/// All pages of a site in one language or several, and all that leads to them.
#[derive(Debug)]
pub struct Site {
    /// site.yaml.
    pub config: Config,
    /// Pixels across and down of its logo, where its file says them.
    pub logo_size: Option<(u32, u32)>,
    /// For which day.
    pub date_filter: DateFilter,
    /// Whose pages there are, nearest first.
    pub owners: Vec<Owner>,
    /// Facts of all layers.
    pub facts: FactTable,
    /// Facts of sites further down.
    pub localities: Vec<Locality>,
    /// Every page, sections included, in the order of content paths.
    pub pages: ByPage<Page>,
    /// What stays at the addresses of pages that are no longer there, in the order of languages and content paths.
    pub notices: Vec<Notice>,
    /// Pages that are left out because they lack signatures, in the order of content paths.
    pub unsigned: Vec<Unsigned>,
    /// Tags.
    pub tags: Vocabulary,
    /// Audiences.
    pub audiences: Vocabulary,
    /// Files that are copied: path in the output and where they are.
    pub files: BTreeMap<OutputPath, SourceFile>,
    /// All that is published.
    pub routes: route::Routes,
    /// Addresses that two want.
    pub clashes: Vec<AddressClash>,
    /// Files whose names are no addresses: not published.
    pub unfit: Vec<Arc<str>>,
    /// Words of the program in other languages.
    words: Arc<Translations>,
    by_path: HashMap<(PageLanguage, ContentPath), PageId>,
    /// Files in content/ beside pages, by their path below it: their path in the output.
    pub beside: HashMap<String, OutputPath>,
    names: OnceLock<name::Names>,
    editions: OnceLock<edition::Editions>,
    /// Content paths that are not shown on this day, and of which nothing is.
    absent: HashMap<ContentPath, HiddenReason>,
    notice_by_path: HashMap<(PageLanguage, ContentPath), NoticeId>,
}

/// Why a page is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum HiddenReason {
    /// `draft: true`
    Draft,
    /// `publish` is still to come.
    Early,
    /// It lacks a signature that the site demands.
    Unsigned,
    /// The site leaves out this page of its upstream.
    Hidden,
}

impl DateFilter {
    /// Why nothing of a document is shown; `None` when it or a notice of it is.
    fn hides(&self, document: &Document) -> Option<HiddenReason> {
        let front = &document.front;
        if front.draft && !self.drafts {
            return Some(HiddenReason::Draft);
        }
        (self.is_early(document) && !self.early).then_some(HiddenReason::Early)
    }

    /// Whether the day on which a document is published is still to come.
    pub fn is_early(&self, document: &Document) -> bool {
        document
            .front
            .further
            .publish
            .is_some_and(|publish| publish.day > self.today)
    }

    /// Why a document that was shown is no longer.
    fn ending(&self, document: &Document) -> Option<Ending> {
        let front = &document.front;
        if let Some(reason) = &front.further.withdrawn {
            return Some(Ending::Withdrawn(reason.value.clone(), document.language.clone()));
        }
        let last = front.further.expires?.day;
        (last < self.today).then_some(Ending::Expired(last))
    }
}

impl Site {
    /// Puts documents, each once, facts and files together.
    pub fn assemble(parts: SiteInput, documents: Vec<OwnedDocument>, showing: DateFilter) -> Self {
        let config = parts.config;
        let mut parted = Parted::of(documents, showing, &config);
        let unsigned = parted.hold_back(&config, showing);
        let over = parted.keys();
        let mut absent = parted.hidden;
        absent.extend(parts.hidden.into_iter().map(|path| (path, HiddenReason::Hidden)));
        let mut clashes = Vec::new();
        let pages = tree::build(parted.shown, &over, &config, &mut clashes);
        let notices = notice::notices(parted.ended, &pages, &config);
        let mut site = Self {
            tags: Vocabulary::gather("tags", "标签", &pages, &config, |front| &front.tags),
            audiences: Vocabulary::gather("audiences", "适用人群", &pages, &config, |front| {
                &front.audience
            }),
            by_path: pages
                .entries()
                .map(|(i, page)| ((page.document.language.clone(), page.document.path.clone()), i))
                .collect(),
            notice_by_path: notices
                .iter()
                .enumerate()
                // The list of a section is worth a link, whatever became of the words above it.
                .filter(|(_, notice)| notice.section.is_none() || notice.document.form != FileForm::Section)
                .map(|(id, notice)| {
                    (
                        (notice.document.language.clone(), notice.document.path.clone()),
                        id,
                    )
                })
                .collect(),
            notices,
            unsigned,
            names: OnceLock::new(),
            editions: OnceLock::new(),
            config,
            logo_size: parts.logo_size,
            date_filter: showing,
            owners: parts.owners,
            facts: parts.facts,
            localities: parts.localities,
            pages,
            files: BTreeMap::new(),
            beside: HashMap::new(),
            routes: route::Routes::default(),
            clashes,
            unfit: Vec::new(),
            words: parts.words,
            absent,
        };
        site.place_files(parts.statics, parts.beside);
        site.bind();
        let (routes, clashes) = route::Routes::gather(&site, &parts.routes);
        site.routes = routes;
        site.clashes.extend(clashes);
        site
    }

    fn place_files(&mut self, statics: Vec<SourceFile>, beside: Vec<SourceFile>) {
        for file in beside {
            let meant = characters::bare(file.inner());
            let Some(target) = self.place_beside(&meant, file.inner()) else {
                continue;
            };
            // A link as it is meant finds it too.
            self.beside.insert(meant.into_owned(), target.clone());
            self.beside.insert(file.inner().to_owned(), target.clone());
            self.place_file(target, file);
        }
        for file in statics {
            let target = OutputPath::at(file.inner());
            let meant = characters::bare(file.inner());
            if *meant != *file.inner() {
                self.beside.insert(meant.into_owned(), target.clone());
            }
            self.place_file(target, file);
        }
    }

    /// Pages of which nothing is shown on this day, by their paths below content/, in order.
    pub fn held_back(&self) -> Vec<(&ContentPath, HiddenReason)> {
        let absent = self.absent.iter().map(|(path, why)| (path, *why));
        let mut held: Vec<_> = absent.filter(|(_, why)| *why != HiddenReason::Hidden).collect();
        held.sort_by_key(|(path, _)| path.to_string());
        held
    }

    /// Where a file of content/ goes: beside the page of its folder; from a folder without pages of its own, as `images/` is,
    /// below the next page above. `None` when the page that it goes with is not shown on this day.
    fn place_beside(&self, meant: &str, inner: &str) -> Option<OutputPath> {
        let mut folder = path::folder(meant);
        let mut slashes = inner.rmatch_indices('/');
        loop {
            let start = slashes.next().map_or(0, |(at, _)| at + 1);
            if let Some(page) = self.by_path(&ContentPath::new(folder), &PageLanguage::Own) {
                return Some(self.pages[page].address.beside(&inner[start..]));
            }
            let of_page = folder.strip_suffix(".assets").unwrap_or(folder);
            let hidden = |path: &str| {
                self.absent.contains_key(path)
                    || self
                        .notice_of(&ContentPath::new(path), &PageLanguage::Own)
                        .is_some()
            };
            if folder.is_empty() || hidden(folder) || hidden(of_page) {
                return None;
            }
            folder = path::folder(folder);
        }
    }

    fn place_file(&mut self, target: OutputPath, file: SourceFile) {
        if !path::is_plain(target.as_str()) {
            self.unfit.push(file.file);
            return;
        }
        if let Some(other) = self.files.get(&target) {
            self.clashes.push(AddressClash {
                other: other.file.clone(),
                file: file.file,
                address: target,
            });
            return;
        }
        self.files.insert(target, file);
    }

    /// Finds what front matter binds pages to.
    fn bind(&mut self) {
        let all = self.bonds();
        for (index, bonds) in all.entries() {
            for bond in bonds {
                self.pages[bond.page]
                    .backlinks
                    .push((bond.role, index, bond.anchor.clone()));
            }
        }
        for (page, bonds) in self.pages.iter_mut().zip(all) {
            page.relations = bonds;
        }
    }
}
