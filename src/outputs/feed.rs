//! Atom feeds with the whole texts: of the site, of each section, tag and audience. Stamps come from
//! content, never from the clock.

use super::job::{JobOutput, PrepareJob, Tools, of_view};
use super::xml::Xml;
use crate::base::{AbsoluteUrl, Diagnostic, Href, Language, Moment, OutputPath, PageId, PageLanguage};
use crate::html::{Tree, rooted};
use crate::site::{FeedOf, Site, route};
use crate::theme::{PageText, ViewInputs, from_site};
use serde::Serialize;
use std::cmp::Reverse;
use std::sync::Arc;

/// Entries of a feed.
const NEWEST: usize = 20;

pub(super) fn job<'s>(inputs: &'s ViewInputs<'s>, of: FeedOf) -> PrepareJob<'s> {
    of_view(move || view(inputs, of), make)
}

/// All that a feed is made from.
#[derive(Serialize)]
struct FeedView<'s> {
    title: String,
    /// The absolute URL of the list that it is of, and its own.
    url: AbsoluteUrl,
    own_url: AbsoluteUrl,
    language: Language,
    author: String,
    /// The theme's style for those who open the feed itself.
    style: Option<Href>,
    /// Scheme and host.
    origin: String,
    entries: Vec<FeedEntry<'s>>,
}

/// A page in a feed.
#[derive(Serialize)]
struct FeedEntry<'s> {
    title: String,
    url: AbsoluteUrl,
    date: Moment,
    /// The last change that readers should know of.
    changed: Moment,
    summary: Option<String>,
    text: PageText<'s>,
}

fn view<'s>(inputs: &'s ViewInputs<'s>, of: FeedOf) -> FeedView<'s> {
    let config = &inputs.site.config;
    let (at, title) = about(inputs.site, of);
    let language = match of {
        FeedOf::Section(page) => inputs.site.text_language(page),
        FeedOf::Site | FeedOf::Term(_) => &PageLanguage::Own,
    };
    let url = |path: &OutputPath| config.absolute(&config.href(path.address()));
    let mut dated: Vec<(Moment, PageId)> = inputs.site.pages_of_feed(of).collect();
    dated.sort_by_key(|(date, page)| (Reverse(*date), *page));
    dated.truncate(NEWEST);
    let assets = &inputs.frames.get(language).assets;
    FeedView {
        title,
        style: assets.get("feed.css").cloned(),
        url: url(&at),
        own_url: url(&route::feed(&at)),
        language: language.or(&config.language).clone(),
        author: config.brand.organiser.as_ref().unwrap_or(&config.name).clone(),
        origin: config.origin.clone(),
        entries: dated
            .into_iter()
            .map(|(date, page)| entry(inputs, date, page))
            .collect(),
    }
}

fn entry<'s>(inputs: &'s ViewInputs<'s>, date: Moment, page: PageId) -> FeedEntry<'s> {
    let site = inputs.site;
    let document = &site.pages[page].document;
    let facts = Arc::new(from_site::facts(inputs, page));
    let front = &document.front;
    FeedEntry {
        title: site.title(page),
        url: site.config.absolute(&site.href(page)),
        date,
        changed: front.updated.map_or(date, |updated| updated.max(date)),
        summary: front
            .summary
            .as_ref()
            .map(|summary| site.fill(page, &summary.value)),
        text: PageText::of(inputs, page, &inputs.frames.get(&document.language).site, &facts),
    }
}

/// The address of the list that a feed is of, and its title.
fn about(site: &Site, of: FeedOf) -> (OutputPath, String) {
    let name = &site.config.name;
    match of {
        FeedOf::Site => (OutputPath::home(), name.clone()),
        FeedOf::Section(page) => (
            site.pages[page].address.clone(),
            format!("{} - {name}", site.title(page)),
        ),
        FeedOf::Term((id, at)) => {
            let term = &site.vocabulary(id).terms[at];
            (term.address.clone(), format!("{} - {name}", term.title))
        }
    }
}

fn make<'s>(feed: FeedView<'s>, tools: &Tools<'s>) -> Result<JobOutput<'s>, Vec<Diagnostic>> {
    let texts: Vec<Arc<Tree>> = feed
        .entries
        .iter()
        .map(|entry| entry.text.tree(tools.theme, tools.render))
        .collect::<Result<_, _>>()?;
    let mut xml = Xml::new();
    if let Some(style) = &feed.style {
        xml.style(style.as_str());
    }
    let namespace = ("xmlns", "http://www.w3.org/2005/Atom");
    xml.element("feed", &[namespace, ("xml:lang", feed.language.tag())], |xml| {
        xml.text("title", &feed.title);
        xml.text("id", feed.url.as_str());
        xml.empty("link", &[("href", feed.url.as_str())]);
        let kind = ("type", "application/atom+xml");
        xml.empty("link", &[("rel", "self"), kind, ("href", feed.own_url.as_str())]);
        if let Some(latest) = feed.entries.iter().map(|entry| entry.changed).max() {
            xml.text("updated", &latest.instant());
        }
        xml.element("author", &[], |xml| xml.text("name", &feed.author));
        for (entry, text) in feed.entries.iter().zip(&texts) {
            tell(entry, text, &feed.origin, xml);
        }
    });
    Ok(xml.finish().into())
}

fn tell(entry: &FeedEntry<'_>, text: &Tree, origin: &str, xml: &mut Xml) {
    xml.element("entry", &[], |xml| {
        xml.text("title", &entry.title);
        xml.text("id", entry.url.as_str());
        xml.empty("link", &[("href", entry.url.as_str())]);
        xml.text("published", &entry.date.instant());
        xml.text("updated", &entry.changed.instant());
        if let Some(summary) = &entry.summary {
            xml.text("summary", summary);
        }
        if !text.html().trim().is_empty() {
            let whole = rooted(text, origin, entry.url.as_str());
            xml.text_with(
                "content",
                &[("type", "html"), ("xml:base", entry.url.as_str())],
                &whole,
            );
        }
    });
}
