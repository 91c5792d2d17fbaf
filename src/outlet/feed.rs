//! Atom feeds: of the whole site, of each section, tag and audience. Stamps come from content, never
//! from the clock.

use super::{Job, simple, xml::Xml};
use crate::base::Moment;
use crate::base::html::address;
use crate::document::Form;
use crate::theme::Present;
use std::cmp::Reverse;
use std::sync::Arc;

/// Entries of a feed.
const NEWEST: usize = 20;

pub(super) fn jobs<'s>(present: &'s Present<'s>) -> Vec<Job<'s>> {
    let site = present.site;
    let mut jobs = Vec::new();
    let written = |page: &usize| site.pages[*page].document.form != Form::Section;
    let own = |page: &usize| site.pages[*page].document.language.is_none();
    let all: Vec<usize> = (0..site.pages.len()).filter(written).filter(own).collect();
    jobs.extend(feed(
        present,
        "",
        site.config.name.clone(),
        all,
        site.config.file.clone(),
    ));
    for (at, page) in site.pages.iter().enumerate() {
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

fn feed<'s>(
    present: &'s Present<'s>,
    at: &str,
    title: String,
    pages: Vec<usize>,
    source: Arc<str>,
) -> Option<Job<'s>> {
    let site = present.site;
    let mut dated: Vec<(Moment, usize)> = pages
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
    Some(simple(format!("{at}atom.xml"), source, move || {
        write(present, &at, &title, &dated)
    }))
}

fn write(present: &Present<'_>, at: &str, title: &str, pages: &[(Moment, usize)]) -> Vec<u8> {
    let site = present.site;
    let config = &site.config;
    let url = |path: &str| address(&config.absolute(&config.href(path)));
    let changed = |page: usize, date: Moment| {
        site.pages[page]
            .document
            .front
            .updated
            .map_or(date, |updated| updated.max(date))
    };
    let latest = pages.iter().map(|(date, page)| changed(*page, *date)).max();
    let mut xml = Xml::new();
    xml.element(
        "feed",
        &[
            ("xmlns", "http://www.w3.org/2005/Atom"),
            ("xml:lang", &config.language),
        ],
        |xml| {
            xml.text("title", title);
            xml.text("id", &url(at));
            xml.empty("link", &[("href", &url(at))]);
            xml.empty(
                "link",
                &[
                    ("rel", "self"),
                    ("type", "application/atom+xml"),
                    ("href", &url(&format!("{at}atom.xml"))),
                ],
            );
            if let Some(latest) = latest {
                xml.text("updated", &latest.instant());
            }
            xml.element("author", &[], |xml| {
                xml.text("name", config.brand.organiser.as_ref().unwrap_or(&config.name))
            });
            for (date, page) in pages {
                let document = &site.pages[*page].document;
                let href = url(&site.pages[*page].address);
                xml.element("entry", &[], |xml| {
                    xml.text("title", &site.title(*page));
                    xml.text("id", &href);
                    xml.empty("link", &[("href", &href)]);
                    xml.text("published", &date.instant());
                    xml.text("updated", &changed(*page, *date).instant());
                    if let Some(summary) = &document.front.summary {
                        xml.text("summary", &site.fill(&summary.value));
                    }
                });
            }
        },
    );
    xml.finish()
}
