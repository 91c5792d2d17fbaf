//! Every address that the site publishes, known before any link is resolved. The link check asks the routes
//! and nothing else, and every output makes what a route names: names of outputs are written here only.
//!
//! Not here: files that are named by what is in them (sizes of photos, squares to share, parts of the search
//! index). They are known once they are made, and nobody writes links to them.

use super::{ADDRESS_CLASH, Page, Site, Term, Vocabulary};
pub use crate::base::address::NOT_FOUND;
use crate::base::{Diagnostic, OutputPath, PageId, Span};
use crate::document::FileForm;
use crate::message;
use std::collections::HashMap;
use std::sync::Arc;

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
    by_path: HashMap<OutputPath, usize>,
    /// Who has an address, in lower case: some systems do not tell it from upper case.
    taken: HashMap<String, Arc<str>>,
    /// Folders, and the first source of a file in each.
    folders: HashMap<String, Arc<str>>,
}

/// The address of a page of a list: the first one is the list itself.
pub fn list_page(address: &str, number: usize) -> String {
    match number {
        1 => address.to_owned(),
        number => format!("{address}page/{number}/"),
    }
}

/// How many pages a list of so many entries has.
pub fn list_pages(count: usize) -> usize {
    count.div_ceil(LIST_PAGE).max(1)
}

/// The feed of a section or term.
pub fn feed(address: &str) -> OutputPath {
    OutputPath::at(&format!("{address}atom.xml"))
}

/// The calendar of a page, or that of the site.
pub fn calendar(address: &str) -> OutputPath {
    OutputPath::at(&format!("{address}calendar.ics"))
}

/// The leaflet of a campaign.
pub fn leaflet(address: &str) -> OutputPath {
    OutputPath::at(&format!("{address}leaflet/"))
}

/// The QR code of a page.
pub fn qr_code(address: &str) -> OutputPath {
    OutputPath::at(&format!("{address}qr.svg"))
}

/// The picture of a page for those who share it.
pub fn card(address: &str) -> OutputPath {
    OutputPath::at(&format!("{address}card.png"))
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
pub fn vocabulary(terms: &Vocabulary) -> String {
    format!("{}/", terms.name)
}

impl Routes {
    /// All routes of a site. An address that two want is told, and the first one has it.
    pub(super) fn gather(site: &Site, options: &RouteOptions, report: &mut Vec<Diagnostic>) -> Self {
        let mut routes = Self::default();
        routes
            .taken
            .insert("manifest.json".to_owned(), "manifest.json".into());
        let mut listed = pages(site);
        listed.extend(leaflets(site, options));
        listed.extend(sections(site));
        listed.extend(terms(site));
        listed.extend(feeds(site));
        listed.extend(calendars(site));
        listed.extend(pictures(site, options));
        listed.extend(redirects(site));
        listed.extend(of_the_site(site, options));
        listed.extend(files(site, options));
        for route in listed {
            routes.add(route, report);
        }
        routes
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
        let at = self.by_path.get(path).or_else(|| self.by_path.get(&page()))?;
        Some(&self.all[*at])
    }

    /// The route of a file that is named by what is in it, unless its address is taken.
    pub fn made(&self, path: OutputPath, source: &Arc<str>) -> Option<Route> {
        let free = self.other(&path.as_str().to_lowercase()).is_none();
        free.then(|| route(RouteKind::Made, path, source))
    }

    /// Whether something is published there.
    pub fn has(&self, path: &OutputPath) -> bool {
        self.by_path.contains_key(path)
    }

    /// The source that has an address, or something above or below it, already.
    fn other(&self, key: &str) -> Option<&Arc<str>> {
        let above = || folders_above(key).find_map(|folder| self.taken.get(folder));
        self.taken
            .get(key)
            .or_else(|| self.folders.get(key))
            .or_else(above)
    }

    fn add(&mut self, route: Route, report: &mut Vec<Diagnostic>) {
        let key = route.path.as_str().to_lowercase();
        if let Some(other) = self.other(&key) {
            report.push(clash(&route, other));
            return;
        }
        for folder in folders_above(&key) {
            if !self.folders.contains_key(folder) {
                self.folders.insert(folder.to_owned(), route.source.clone());
            }
        }
        self.taken.insert(key, route.source.clone());
        self.by_path.insert(route.path.clone(), self.all.len());
        self.all.push(route);
    }
}

fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}

/// A file cannot be a folder, and two cannot have one address.
fn clash(route: &Route, other: &Arc<str>) -> Diagnostic {
    let path = &route.path;
    Diagnostic::new(
        &ADDRESS_CLASH,
        Span::top(&route.source),
        message!("{other} 也在 /{path}", "{other} has the address /{path} too"),
    )
    .see(Span::top(other), message!("另一个", "the other one"))
    .hint(message!(
        "给其中一个改名、改 slug 或去掉 alias",
        "rename one, change its slug or drop the alias"
    ))
}

fn route(kind: RouteKind, path: OutputPath, source: &Arc<str>) -> Route {
    let source = source.clone();
    Route { kind, path, source }
}

/// Whether a page is one that somebody wrote, or a home page.
fn is_written(page: &Page) -> bool {
    page.document.form != FileForm::Section || page.document.path.is_home()
}

fn pages(site: &Site) -> Vec<Route> {
    let written = site.pages.entries().filter(|(_, at)| is_written(at));
    written
        .map(|(page, at)| {
            route(
                RouteKind::Page(page),
                OutputPath::at(&at.address),
                &at.document.file,
            )
        })
        .collect()
}

fn leaflets(site: &Site, options: &RouteOptions) -> Vec<Route> {
    let campaigns = site.pages.entries().filter(|(_, at)| {
        let campaign = at.document.kind.leaflet && at.document.form != FileForm::Section;
        options.leaflets && campaign && !at.is_untranslated
    });
    campaigns
        .map(|(page, at)| route(RouteKind::Leaflet(page), leaflet(&at.address), &at.document.file))
        .collect()
}

/// Sections but for the home page.
fn written_sections(site: &Site) -> impl Iterator<Item = (PageId, &Page)> {
    site.pages.entries().filter(|(_, at)| !is_written(at))
}

fn sections(site: &Site) -> Vec<Route> {
    let numbered = written_sections(site).flat_map(|(page, at)| {
        (1..=list_pages(at.pages.len())).map(move |number| {
            let path = OutputPath::at(&list_page(&at.address, number));
            route(RouteKind::Section(page, number), path, &at.document.file)
        })
    });
    numbered.collect()
}

/// Every term of a site.
fn all_terms(site: &Site) -> impl Iterator<Item = (TermId, &Term)> {
    [VocabularyId::Tags, VocabularyId::Audiences]
        .into_iter()
        .flat_map(|id| {
            let terms = site.vocabulary(id).terms.iter().enumerate();
            terms.map(move |(at, term)| ((id, at), term))
        })
}

fn terms(site: &Site) -> Vec<Route> {
    let source = &site.config.file;
    let mut routes = Vec::new();
    for id in [VocabularyId::Tags, VocabularyId::Audiences] {
        let known = site.vocabulary(id);
        if !known.terms.is_empty() {
            let path = OutputPath::at(&vocabulary(known));
            routes.push(route(RouteKind::Vocabulary(id), path, source));
        }
        for (at, term) in known.terms.iter().enumerate() {
            routes.extend((1..=list_pages(term.pages.len())).map(|number| {
                let path = OutputPath::at(&list_page(&term.address, number));
                route(RouteKind::Term((id, at), number), path, source)
            }));
        }
    }
    routes
}

fn feeds(site: &Site) -> Vec<Route> {
    let source = &site.config.file;
    let dated = |of: FeedOf| site.pages_of_feed(of).next().is_some();
    let whole = std::iter::once((FeedOf::Site, "", source));
    let sections = written_sections(site)
        .map(|(page, at)| (FeedOf::Section(page), at.address.as_str(), &at.document.file));
    let terms = all_terms(site).map(|(id, term)| (FeedOf::Term(id), term.address.as_str(), source));
    whole
        .chain(sections)
        .chain(terms)
        .filter(|(of, ..)| dated(*of))
        .map(|(of, address, source)| route(RouteKind::Feed(of), feed(address), source))
        .collect()
}

fn calendars(site: &Site) -> Vec<Route> {
    let whole = route(RouteKind::Calendar(None), calendar(""), &site.config.file);
    let dated = site
        .pages
        .entries()
        .filter(|(page, at)| !at.is_untranslated && !site.events(*page).is_empty());
    let pages = dated.map(|(page, at)| {
        route(
            RouteKind::Calendar(Some(page)),
            calendar(&at.address),
            &at.document.file,
        )
    });
    std::iter::once(whole).chain(pages).collect()
}

/// QR codes and cards.
fn pictures(site: &Site, options: &RouteOptions) -> Vec<Route> {
    let mut routes = Vec::new();
    let own = || {
        site.pages
            .entries()
            .filter(|(_, at)| is_written(at) && !at.is_untranslated)
    };
    if options.qr_codes {
        routes.extend(
            own().map(|(page, at)| route(RouteKind::QrCode(page), qr_code(&at.address), &at.document.file)),
        );
    }
    if options.cards {
        routes.extend(
            own().map(|(page, at)| route(RouteKind::Card(page), card(&at.address), &at.document.file)),
        );
    }
    routes
}

/// Former addresses, and the first page of a list under its number.
fn redirects(site: &Site) -> Vec<Route> {
    let first = |address: &str, count: usize, source: &Arc<str>| {
        let from = OutputPath::at(&format!("{address}page/1/"));
        let to = RouteKind::Redirect(OutputPath::at(address));
        (list_pages(count) > 1).then(|| route(to, from, source))
    };
    let mut routes = Vec::new();
    for at in &site.pages {
        let file = &at.document.file;
        let aliases = at.document.front.aliases.iter().filter(|_| !at.is_untranslated);
        routes.extend(aliases.map(|alias| {
            let to = RouteKind::Redirect(OutputPath::at(&at.address));
            route(to, OutputPath::at(&alias_address(&alias.value)), file)
        }));
        if !is_written(at) {
            routes.extend(first(&at.address, at.pages.len(), file));
        }
    }
    let terms = all_terms(site);
    routes.extend(terms.filter_map(|(_, term)| first(&term.address, term.pages.len(), &site.config.file)));
    routes
}

/// A former address is a folder unless its name has an extension.
fn alias_address(alias: &str) -> String {
    let alias = alias.trim_matches('/');
    if crate::base::path::name(alias).contains('.') {
        alias.to_owned()
    } else {
        format!("{alias}/")
    }
}

/// What there is once in a site.
fn of_the_site(site: &Site, options: &RouteOptions) -> Vec<Route> {
    let config = &site.config;
    let at = OutputPath::at;
    let mut found = vec![
        (RouteKind::NotFound, at(NOT_FOUND)),
        (RouteKind::Sources, at(SOURCES)),
        (RouteKind::Robots, at(ROBOTS)),
        (RouteKind::Sitemap, sitemap(None)),
    ];
    let count = site.sitemap().count();
    if count > SITEMAP_MOST {
        let parts = 1..=count.div_ceil(SITEMAP_MOST);
        found.extend(parts.map(|part| (RouteKind::SitemapPart(part), sitemap(Some(part)))));
    }
    if config.search {
        found.push((RouteKind::SearchPage, at(SEARCH)));
        found.push((RouteKind::SearchStart, search_file("index.json")));
    }
    // A file of the site's own stands in for each of these.
    let mut replaceable = Vec::new();
    if options.manifest {
        replaceable.push((RouteKind::Manifest, at(MANIFEST)));
        replaceable.extend(ICONS.map(|(name, width)| (RouteKind::Icon(width), at(name))));
    }
    if config.offline {
        replaceable.push((RouteKind::ServiceWorker, at(SERVICE_WORKER)));
    }
    replaceable.retain(|(_, path)| !site.files.contains_key(path.as_str()));
    found.extend(replaceable);
    found
        .into_iter()
        .map(|(kind, path)| route(kind, path, &config.file))
        .collect()
}

fn files(site: &Site, options: &RouteOptions) -> Vec<Route> {
    let own = site
        .files
        .iter()
        .map(|(path, file)| route(RouteKind::File, OutputPath::at(path), &file.file));
    let themes: Arc<str> = "themes".into();
    let shipped = options.shipped.iter();
    let shipped = shipped
        .filter(|path| !site.files.contains_key(path.as_str()))
        .map(|path| route(RouteKind::Shipped, path.clone(), &themes));
    own.chain(shipped).collect()
}
