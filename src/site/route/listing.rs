//! Which routes there are: pages, lists, feeds, calendars and all else that a site publishes.

use super::*;
use crate::document::Document;

pub(super) fn route(kind: RouteKind, path: OutputPath, source: &Arc<str>) -> Route {
    let source = source.clone();
    Route { kind, path, source }
}

/// Whether a page is one that somebody wrote, or a home page.
fn is_written(page: &Page) -> bool {
    page.document.form != FileForm::Section || page.document.path.is_home()
}

pub(super) fn pages(site: &Site) -> Vec<Route> {
    let written = site.pages.entries().filter(|(_, at)| is_written(at));
    written
        .map(|(page, at)| route(RouteKind::Page(page), at.address.clone(), &at.document.file))
        .collect()
}

pub(super) fn notices(site: &Site) -> Vec<Route> {
    let notices = site.notices.iter().enumerate();
    notices
        .filter(|(_, at)| at.section.is_none())
        .map(|(id, at)| route(RouteKind::Notice(id), at.address.clone(), &at.document.file))
        .collect()
}

pub(super) fn leaflets(site: &Site, options: &RouteOptions) -> Vec<Route> {
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

pub(super) fn sections(site: &Site) -> Vec<Route> {
    let numbered = written_sections(site).flat_map(|(page, at)| {
        (1..=list_pages(at.pages.len())).map(move |number| {
            let path = list_page(&at.address, number);
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

pub(super) fn terms(site: &Site) -> Vec<Route> {
    let source = &site.config.file;
    let mut routes = Vec::new();
    for id in [VocabularyId::Tags, VocabularyId::Audiences] {
        let known = site.vocabulary(id);
        if !known.terms.is_empty() {
            let path = vocabulary(known);
            routes.push(route(RouteKind::Vocabulary(id), path, source));
        }
        for (at, term) in known.terms.iter().enumerate() {
            routes.extend((1..=list_pages(term.pages.len())).map(|number| {
                let path = list_page(&term.address, number);
                route(RouteKind::Term((id, at), number), path, source)
            }));
        }
    }
    routes
}

pub(super) fn feeds(site: &Site) -> Vec<Route> {
    let source = &site.config.file;
    let dated = |of: FeedOf| site.pages_of_feed(of).next().is_some();
    let home = OutputPath::home();
    let whole = std::iter::once((FeedOf::Site, &home, source));
    let sections =
        written_sections(site).map(|(page, at)| (FeedOf::Section(page), &at.address, &at.document.file));
    let terms = all_terms(site).map(|(id, term)| (FeedOf::Term(id), &term.address, source));
    whole
        .chain(sections)
        .chain(terms)
        .filter(|(of, ..)| dated(*of) && !site.config.is_unaddressed)
        .map(|(of, address, source)| route(RouteKind::Feed(of), feed(address), source))
        .collect()
}

pub(super) fn calendars(site: &Site) -> Vec<Route> {
    let whole = route(
        RouteKind::Calendar(None),
        calendar(&OutputPath::home()),
        &site.config.file,
    );
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
pub(super) fn pictures(site: &Site, options: &RouteOptions) -> Vec<Route> {
    let mut routes = Vec::new();
    let own = || {
        site.pages
            .entries()
            .filter(|(_, at)| is_written(at) && !at.is_untranslated)
    };
    if options.qr_codes && !site.config.is_unaddressed {
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
pub(super) fn redirects(site: &Site) -> Vec<Route> {
    let first = |list: &OutputPath, count: usize, source: &Arc<str>| {
        let from = list.beside("page/1/");
        let to = RouteKind::Redirect(list.clone());
        (list_pages(count) > 1).then(|| route(to, from, source))
    };
    let mut routes = Vec::new();
    for at in &site.pages {
        let file = &at.document.file;
        if !at.is_untranslated {
            routes.extend(aliases(&at.document, &at.address));
        }
        if !is_written(at) {
            routes.extend(first(&at.address, at.pages.len(), file));
        }
    }
    for at in site.notices.iter().filter(|at| !at.is_untranslated) {
        routes.extend(aliases(&at.document, &at.address));
    }
    let terms = all_terms(site);
    routes.extend(terms.filter_map(|(_, term)| first(&term.address, term.pages.len(), &site.config.file)));
    routes
}

/// Redirects from the former addresses of a page.
fn aliases(document: &Document, address: &OutputPath) -> impl Iterator<Item = Route> {
    document.front.further.aliases.iter().map(|alias| {
        let to = RouteKind::Redirect(address.clone());
        route(to, alias_path(&alias.value), &document.file)
    })
}

/// Where what leads on from a former address is: in a folder unless the name has an extension.
pub fn alias_path(alias: &str) -> OutputPath {
    let path = alias.trim_matches('/');
    if crate::base::path::name(path).contains('.') && !alias.ends_with('/') {
        OutputPath::at(path)
    } else {
        OutputPath::at(&format!("{path}/"))
    }
}

/// What there is once in a site.
pub(super) fn of_the_site(site: &Site, options: &RouteOptions) -> Vec<Route> {
    let config = &site.config;
    let at = OutputPath::at;
    let mut found = vec![
        (RouteKind::NotFound, at(NOT_FOUND)),
        (RouteKind::Sources, at(SOURCES)),
    ];
    if !config.is_unaddressed {
        found.extend([
            (RouteKind::Robots, at(ROBOTS)),
            (RouteKind::Sitemap, sitemap(None)),
        ]);
    }
    let count = site.sitemap().count();
    if count > SITEMAP_MOST && !config.is_unaddressed {
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
        let icons = if config.is_folder {
            // What is opened from a folder cannot be installed.
            &ICONS[..1]
        } else {
            replaceable.push((RouteKind::Manifest, at(MANIFEST)));
            &ICONS
        };
        replaceable.extend(
            icons
                .iter()
                .map(|(name, width)| (RouteKind::Icon(*width), at(name))),
        );
    }
    if config.offline {
        replaceable.push((RouteKind::ServiceWorker, at(SERVICE_WORKER)));
    }
    replaceable.retain(|(_, path)| !site.files.contains_key(path));
    found.extend(replaceable);
    found
        .into_iter()
        .map(|(kind, path)| route(kind, path, &config.file))
        .collect()
}

pub(super) fn files(site: &Site, options: &RouteOptions) -> Vec<Route> {
    let own = site
        .files
        .iter()
        .map(|(path, file)| route(RouteKind::File, path.clone(), &file.file));
    let themes: Arc<str> = "themes".into();
    let shipped = options.shipped.iter();
    let shipped = shipped
        .filter(|path| !site.files.contains_key(*path))
        .map(|path| route(RouteKind::Shipped, path.clone(), &themes));
    own.chain(shipped).collect()
}
