//! Every address that the site publishes, known before any link is resolved. The link check asks the routes
//! and nothing else, and every output makes what a route names: names of outputs are written here only.
//!
//! Not here: files that are named by what is in them (sizes of photos, squares to share, parts of the search
//! index). They are known once they are made, and nobody writes links to them.

mod listing;

use super::{AddressClash, NoticeId, Page, Site, Term, Vocabulary};
pub use crate::base::address::NOT_FOUND;
use crate::base::{OutputPath, PageId};
use crate::document::FileForm;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

pub use listing::alias_path;

/// Pages on one page of a list.
pub const LIST_PAGE: usize = 20;
/// More addresses than this do not fit one sitemap (sitemaps.org).
pub const SITEMAP_MOST: usize = 50_000;
/// Icons of a site that is kept on a phone: file and width in pixels. Phones ask for the first by its name.
pub const ICONS: [(&str, usize); 3] = [
    ("apple-touch-icon.png", 180),
    ("icon-192.png", 192),
    ("icon-512.png", 512),
];
/// The web app manifest.
pub const MANIFEST: &str = "manifest.webmanifest";
/// The service worker. It must lie at the top: a browser lets it answer for what lies beside and below it.
pub const SERVICE_WORKER: &str = "sw.js";
/// Address of the search page; all files of the search index lie below it.
pub const SEARCH: &str = "search/";
/// The list of all files that are published, which is written last.
const FILES: &str = "manifest.json";
const ROBOTS: &str = "robots.txt";
const SOURCES: &str = "sources.json";

/// What a site publishes besides its content: as the theme and site.yaml ask for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RouteOptions {
    /// Campaigns have leaflets.
    pub leaflets: bool,
    /// Written pages have QR codes.
    pub qr_codes: bool,
    /// Written pages have pictures for those who share them.
    pub cards: bool,
    /// There is a web app manifest with icons.
    pub manifest: bool,
    /// Files of the program and the theme. A file of the site stands in for one of the same address.
    pub shipped: Vec<OutputPath>,
}

/// Which vocabulary a term is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VocabularyId {
    /// `tags`
    Tags,
    /// `audience`
    Audiences,
}

/// A term: its vocabulary and its index there.
pub type TermId = (VocabularyId, usize);

/// Whose newest pages a feed holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedOf {
    /// The whole site.
    Site,
    /// A section.
    Section(PageId),
    /// A tag or an audience.
    Term(TermId),
}

/// What is published at a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RouteKind {
    /// A page that somebody wrote, or a home page.
    Page(PageId),
    /// What stays of a page that was withdrawn or has expired.
    Notice(NoticeId),
    /// A campaign on a sheet of paper.
    Leaflet(PageId),
    /// A section: the number of the page of its list, from 1.
    Section(PageId, usize),
    /// All terms of a vocabulary.
    Vocabulary(VocabularyId),
    /// The pages of a term: the number of the page of its list, from 1.
    Term(TermId, usize),
    /// The search page.
    SearchPage,
    /// The page for addresses that lead nowhere.
    NotFound,
    /// An Atom feed.
    Feed(FeedOf),
    /// A calendar of the whole site, or of a page and what is part of it.
    Calendar(Option<PageId>),
    /// Facts and quotations with their sources.
    Sources,
    /// The QR code of a page.
    QrCode(PageId),
    /// The picture of a page for those who share it.
    Card(PageId),
    /// The web app manifest.
    Manifest,
    /// An icon of so many pixels.
    Icon(usize),
    /// The service worker.
    ServiceWorker,
    /// A page that leads on to another address.
    Redirect(OutputPath),
    /// The sitemap, or the index of several.
    Sitemap,
    /// One of several sitemaps, from 1.
    SitemapPart(usize),
    /// robots.txt.
    Robots,
    /// A file of the site, as its author gave it or without the notes of its camera.
    File,
    /// A file of the theme or the program.
    Shipped,
    /// Where the search script begins to read.
    SearchStart,
    /// A file that is named by what is in it.
    Made,
}

/// An address that is published, and what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// What it is.
    pub kind: RouteKind,
    /// The file in the output.
    pub path: OutputPath,
    /// The source it comes from, as people name it.
    pub source: Arc<str>,
}

/// Routes of a site, in the order of outputs, each address once.
#[derive(Debug, Default)]
pub struct Routes {
    all: Vec<Route>,
    /// Which route has an address, in lower case: some systems do not tell it from upper case. `None` is the list of all files.
    taken: HashMap<Arc<str>, Option<u32>>,
    /// Folders, and the first route in each.
    folders: HashMap<Box<str>, u32>,
}

/// The address of a page of a list: the first one is the list itself.
pub fn list_page(list: &OutputPath, number: usize) -> OutputPath {
    match number {
        1 => list.clone(),
        number => list.beside(&format!("page/{number}/")),
    }
}

/// How many pages a list of so many entries has.
pub fn list_pages(count: usize) -> usize {
    count.div_ceil(LIST_PAGE).max(1)
}

/// The feed of a section or term.
pub fn feed(page: &OutputPath) -> OutputPath {
    page.beside("atom.xml")
}

/// The calendar of a page, or that of the site.
pub fn calendar(page: &OutputPath) -> OutputPath {
    page.beside("calendar.ics")
}

/// The leaflet of a campaign.
pub fn leaflet(page: &OutputPath) -> OutputPath {
    page.beside("leaflet/")
}

/// The QR code of a page.
pub fn qr_code(page: &OutputPath) -> OutputPath {
    page.beside("qr.svg")
}

/// The picture of a page for those who share it.
pub fn card(page: &OutputPath) -> OutputPath {
    page.beside("card.png")
}

/// The square with an emblem; all pages with the same emblem have the same, known by its fingerprint.
pub fn square(emblem: &str) -> OutputPath {
    OutputPath::at(&format!("share/{emblem}.png"))
}

/// The sitemap, or one of several.
pub fn sitemap(part: Option<usize>) -> OutputPath {
    let part = part.map_or_else(String::new, |part| format!("-{part}"));
    OutputPath::at(&format!("sitemap{part}.xml"))
}

/// A file of the search index.
pub fn search_file(name: &str) -> OutputPath {
    OutputPath::at(&format!("{SEARCH}{name}"))
}

/// The list of all terms of a vocabulary.
pub fn vocabulary(terms: &Vocabulary) -> OutputPath {
    OutputPath::at(&format!("{}/", terms.name))
}

impl Routes {
    /// All routes of a site, and the addresses that two want: the first one has it.
    pub(super) fn gather(site: &Site, options: &RouteOptions) -> (Self, Vec<AddressClash>) {
        let mut routes = Self::default();
        routes.taken.insert(FILES.into(), None);
        let mut listed = listing::pages(site);
        listed.extend(listing::notices(site));
        listed.extend(listing::leaflets(site, options));
        listed.extend(listing::sections(site));
        listed.extend(listing::terms(site));
        listed.extend(listing::feeds(site));
        listed.extend(listing::calendars(site));
        listed.extend(listing::pictures(site, options));
        listed.extend(listing::redirects(site));
        listed.extend(listing::of_the_site(site, options));
        listed.extend(listing::files(site, options));
        let clashes = listed.into_iter().filter_map(|route| routes.add(route)).collect();
        (routes, clashes)
    }

    /// Keeps an address for what a source will publish there; of whom it is when it is taken already.
    pub fn keep(&mut self, path: OutputPath, kind: RouteKind, source: &Arc<str>) -> Option<AddressClash> {
        self.add(listing::route(kind, path, source))
    }

    /// Every route.
    pub fn iter(&self) -> std::slice::Iter<'_, Route> {
        self.all.iter()
    }

    /// The route of a path: that of the file, or that of the folder's own page.
    pub fn find(&self, path: &str) -> Option<&Route> {
        let page = || {
            OutputPath::at(&if path.is_empty() {
                String::new()
            } else {
                format!("{path}/")
            })
        };
        self.at(path).or_else(|| self.at(page().as_str()))
    }

    /// The route of a file that is named by what is in it, unless its address is taken.
    pub fn made(&self, path: OutputPath, source: &Arc<str>) -> Option<Route> {
        let free = self.other(&lower(path.as_str())).is_none();
        free.then(|| listing::route(RouteKind::Made, path, source))
    }

    /// The number of the route of a file, in their order.
    pub fn number(&self, path: &OutputPath) -> Option<usize> {
        let number = (*self.taken.get(&*lower(path.as_str()))?)? as usize;
        (self.all.get(number)?.path == *path).then_some(number)
    }

    /// The route of an address.
    fn at(&self, path: &str) -> Option<&Route> {
        let number = (*self.taken.get(&*lower(path))?)? as usize;
        self.all.get(number).filter(|route| route.path.as_str() == path)
    }

    /// The routes of these numbers.
    pub fn numbered(&self, numbers: impl Iterator<Item = usize>) -> impl Iterator<Item = &Route> {
        numbers.filter_map(|number| self.all.get(number))
    }

    /// Whether something is published there.
    pub fn has(&self, path: &OutputPath) -> bool {
        self.number(path).is_some()
    }

    /// The source that has an address, or something above or below it, already.
    fn other(&self, key: &str) -> Option<Arc<str>> {
        let above = || folders_above(key).find_map(|folder| self.taken.get(folder));
        let taken = self.taken.get(key).copied();
        let holder = taken
            .or_else(|| self.folders.get(key).map(|first| Some(*first)))
            .or_else(|| above().copied())?;
        let route = holder.and_then(|number| self.all.get(number as usize));
        Some(route.map_or_else(|| FILES.into(), |route| route.source.clone()))
    }

    /// Adds a route, unless its address is taken: a file cannot be a folder, and two cannot have one address.
    fn add(&mut self, route: Route) -> Option<AddressClash> {
        let key = match lower(route.path.as_str()) {
            Cow::Borrowed(_) => route.path.text(),
            Cow::Owned(key) => key.into(),
        };
        if let Some(other) = self.other(&key) {
            return Some(AddressClash {
                address: route.path,
                file: route.source,
                other,
            });
        }
        let number = u32::try_from(self.all.len()).expect("a site has fewer files than a disk has");
        for folder in folders_above(&key) {
            if !self.folders.contains_key(folder) {
                self.folders.insert(folder.into(), number);
            }
        }
        self.taken.insert(key, Some(number));
        self.all.push(route);
        None
    }
}

/// An address in lower case; most are.
fn lower(path: &str) -> Cow<'_, str> {
    // Han has no case, which is quicker seen here than in the tables.
    let is_lower = |one: char| matches!(one, '\u{4e00}'..='\u{9fff}') || one.to_lowercase().eq([one]);
    let is_lower = path.chars().all(is_lower);
    if is_lower {
        Cow::Borrowed(path)
    } else {
        Cow::Owned(path.to_lowercase())
    }
}

fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}
