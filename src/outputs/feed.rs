//! Atom feeds with the whole texts: of the site, of each section, tag and audience. Stamps come from
//! content, never from the clock.

use super::page::{text, text_fingerprint};
use super::{Job, Made, Ready, xml::Xml};
use crate::base::html::address;
use crate::base::{Diagnostic, Fingerprint, Moment, PageId};
use crate::config::Config;
use crate::document::Form;
use crate::html::{Tree, rooted};
use crate::theme::Present;
use crate::theme::view::FactView;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::sync::Arc;

/// Entries of a feed.
const NEWEST: usize = 20;

pub(super) fn jobs<'s>(present: &'s Present<'s>) -> Vec<Job<'s>> {
    let site = present.site;
    let mut jobs = Vec::new();
    let written = |page: &PageId| site.pages[*page].document.form != Form::Section;
    let own = |page: &PageId| site.pages[*page].document.language.is_own();
    let all: Vec<PageId> = site.pages.ids().filter(written).filter(own).collect();
    jobs.extend(feed(
        present,
        "",
        site.config.name.clone(),
        all,
        site.config.file.clone(),
    ));
    for (at, page) in site.pages.entries() {
        if page.document.form == Form::Section && !page.document.path.is_empty() {
            let title = format!("{} - {}", site.title(at), site.config.name);
            jobs.extend(feed(
                present,
                &page.address,
                title,
                page.pages.clone(),
                page.document.file.clone(),
            ));
        }
    }
    for term in site.tags.terms.iter().chain(&site.audiences.terms) {
        let title = format!("{} - {}", term.title, site.config.name);
        jobs.extend(feed(
            present,
            &term.address,
            title,
            term.pages.clone(),
            site.config.file.clone(),
        ));
    }
    jobs
}

/// A page in a feed.
struct Entry {
    page: PageId,
    date: Moment,
    /// The last change that readers should know of.
    changed: Moment,
    facts: Vec<FactView>,
    /// Fingerprint of all that its text is rendered with.
    print: Fingerprint,
}

fn feed<'s>(
    present: &'s Present<'s>,
    at: &str,
    title: String,
    pages: Vec<PageId>,
    source: Arc<str>,
) -> Option<Job<'s>> {
    let site = present.site;
    let mut dated: Vec<(Moment, PageId)> = pages
        .into_iter()
        .filter(|page| !site.pages[*page].borrowed)
        .filter_map(|page| Some((site.pages[page].document.date()?, page)))
        .collect();
    dated.sort_by_key(|(date, page)| (Reverse(*date), *page));
    dated.truncate(NEWEST);
    if dated.is_empty() {
        return None;
    }
    let at = at.to_owned();
    Some(Job {
        address: format!("{at}atom.xml"),
        source,
        ready: Box::new(move || {
            let (at, title) = (at.clone(), title.clone());
            let entries: Vec<Entry> = dated
                .iter()
                .map(|(date, page)| entry(present, *date, *page))
                .collect();
            Ready {
                key: key(present, &at, &title, &entries),
                make: Box::new(move || Ok(Made::Bytes(Cow::Owned(write(present, &at, &title, &entries)?)))),
            }
        }),
    })
}

fn entry(present: &Present<'_>, date: Moment, page: PageId) -> Entry {
    let document = &present.site.pages[page].document;
    let facts = present.facts(&present.resolved[page]);
    let site = present.site_of(&document.language);
    Entry {
        page,
        date,
        changed: document.front.updated.map_or(date, |updated| updated.max(date)),
        print: text_fingerprint(present, &site, &facts, present.body_print(page)),
        facts,
    }
}

/// Fingerprint of all that a feed says.
fn key(present: &Present<'_>, at: &str, title: &str, entries: &[Entry]) -> Fingerprint {
    let (site, config) = (present.site, &present.site.config);
    let said = |entry: &Entry| {
        let summary = &site.pages[entry.page].document.front.summary;
        (
            site.title(entry.page),
            site.href(entry.page),
            (entry.date, entry.changed),
            summary.as_ref().map(|summary| site.fill(&summary.value)),
            entry.print,
        )
    };
    let all: Vec<_> = entries.iter().map(said).collect();
    let of_site = (&config.origin, &config.base, &config.language, author(config));
    Fingerprint::of(&(at, title, of_site, all))
}

fn author(config: &Config) -> &str {
    config.brand.organiser.as_ref().unwrap_or(&config.name)
}

fn write(
    present: &Present<'_>,
    at: &str,
    title: &str,
    entries: &[Entry],
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let config = &present.site.config;
    let url = |path: &str| address(&config.absolute(&config.href(path)));
    let texts: Vec<Arc<Tree>> = entries
        .iter()
        .map(|entry| {
            let site = present.site_of(&present.site.pages[entry.page].document.language);
            text(present, entry.page, &site, &entry.facts, entry.print)
        })
        .collect::<Result<_, _>>()?;
    let mut xml = Xml::new();
    let namespace = ("xmlns", "http://www.w3.org/2005/Atom");
    xml.element("feed", &[namespace, ("xml:lang", config.language.tag())], |xml| {
        xml.text("title", title);
        xml.text("id", &url(at));
        xml.empty("link", &[("href", &url(at))]);
        let own = url(&format!("{at}atom.xml"));
        let kind = ("type", "application/atom+xml");
        xml.empty("link", &[("rel", "self"), kind, ("href", &own)]);
        if let Some(latest) = entries.iter().map(|entry| entry.changed).max() {
            xml.text("updated", &latest.instant());
        }
        xml.element("author", &[], |xml| xml.text("name", author(config)));
        for (entry, text) in entries.iter().zip(&texts) {
            tell(present, entry, text, xml);
        }
    });
    Ok(xml.finish())
}

fn tell(present: &Present<'_>, entry: &Entry, text: &Tree, xml: &mut Xml) {
    let (site, config) = (present.site, &present.site.config);
    let href = address(&config.absolute(&site.href(entry.page)));
    xml.element("entry", &[], |xml| {
        xml.text("title", &site.title(entry.page));
        xml.text("id", &href);
        xml.empty("link", &[("href", &href)]);
        xml.text("published", &entry.date.instant());
        xml.text("updated", &entry.changed.instant());
        if let Some(summary) = &site.pages[entry.page].document.front.summary {
            xml.text("summary", &site.fill(&summary.value));
        }
        if !text.html().trim().is_empty() {
            let whole = rooted(text, &config.origin, &href);
            xml.text_with("content", &[("type", "html"), ("xml:base", &href)], &whole);
        }
    });
}
