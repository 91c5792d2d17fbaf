//! Atom feeds with the whole texts: of the site, of each section, tag and audience. Stamps come from
//! content, never from the clock.

use super::page::{text, text_fingerprint};
use super::{GetReady, Made, Ready, xml::Xml};
use crate::base::{Diagnostic, Fingerprint, Moment, PageId};
use crate::html::{Tree, rooted};
use crate::site::{FeedOf, route};
use crate::theme::Present;
use crate::theme::view::FactView;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::sync::Arc;

/// Entries of a feed.
const NEWEST: usize = 20;

pub(super) fn job<'s>(present: &'s Present<'s>, of: FeedOf) -> GetReady<'s> {
    Box::new(move || {
        let (at, title) = about(present, of);
        let mut dated: Vec<(Moment, PageId)> = present.site.pages_of_feed(of).collect();
        dated.sort_by_key(|(date, page)| (Reverse(*date), *page));
        dated.truncate(NEWEST);
        let entries: Vec<Entry> = dated
            .iter()
            .map(|(date, page)| entry(present, *date, *page))
            .collect();
        Ready {
            key: key(present, at, &title, &entries),
            make: Box::new(move || Ok(Made::Bytes(Cow::Owned(write(present, at, &title, &entries)?)))),
        }
    })
}

/// The address of the list that a feed is of, and its title.
fn about<'s>(present: &'s Present<'s>, of: FeedOf) -> (&'s str, String) {
    let (site, name) = (present.site, &present.site.config.name);
    match of {
        FeedOf::Site => ("", name.clone()),
        FeedOf::Section(page) => (
            site.pages[page].address.as_str(),
            format!("{} - {name}", site.title(page)),
        ),
        FeedOf::Term((id, at)) => {
            let term = &site.vocabulary(id).terms[at];
            (term.address.as_str(), format!("{} - {name}", term.title))
        }
    }
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
    let of_site = (&config.origin, &config.base, &config.language, author(present));
    Fingerprint::of(&(at, title, of_site, all))
}

fn author<'s>(present: &Present<'s>) -> &'s str {
    let config = &present.site.config;
    config.brand.organiser.as_ref().unwrap_or(&config.name)
}

fn write(
    present: &Present<'_>,
    at: &str,
    title: &str,
    entries: &[Entry],
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let config = &present.site.config;
    let url = |path: &str| config.absolute(&config.href(path)).to_string();
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
        let own = url(route::feed(at).address());
        let kind = ("type", "application/atom+xml");
        xml.empty("link", &[("rel", "self"), kind, ("href", &own)]);
        if let Some(latest) = entries.iter().map(|entry| entry.changed).max() {
            xml.text("updated", &latest.instant());
        }
        xml.element("author", &[], |xml| xml.text("name", author(present)));
        for (entry, text) in entries.iter().zip(&texts) {
            tell(present, entry, text, xml);
        }
    });
    Ok(xml.finish())
}

fn tell(present: &Present<'_>, entry: &Entry, text: &Tree, xml: &mut Xml) {
    let (site, config) = (present.site, &present.site.config);
    let href = config.absolute(&site.href(entry.page)).to_string();
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
