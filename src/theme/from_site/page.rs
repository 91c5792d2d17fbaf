//! A page: what all have, and what those have besides that somebody wrote.

use super::card::{cover, term_links};
use super::notice::{of_section, title_of_section};
use super::share::share;
use super::{ViewInputs, breadcrumb, facts, link, properties, published};
use crate::base::name::means_home;
use crate::base::{Href, Language, Moment, OutputPath, PageId, PageLanguage};
use crate::document::{Document, FileForm, Phase, Role};
use crate::markdown::Shape;
use crate::site::{EventInstance, Page, Site, route, signatures};
use crate::theme::view::{
    CardView, ClauseLinkView, LanguageView, LinkView, PageKind, PageView, SignoffView, TocView, View,
};
use crate::theme::{Feature, Translator};
use serde_json::Value as Json;
use std::sync::Arc;

/// Where a page stands and what it is called.
#[derive(Debug, Clone, Default)]
pub struct PageHead {
    /// What sort of page it is.
    pub kind: PageKind,
    /// Title.
    pub title: String,
    /// Path in the output.
    pub address: OutputPath,
    /// Language.
    pub language: PageLanguage,
    /// Pages above, home first.
    pub breadcrumbs: Vec<LinkView>,
    /// A sentence about it.
    pub summary: Option<String>,
    /// The page of the site that it is, if any.
    pub page: Option<PageId>,
}

/// The view of a page, its body still to be rendered: `content` is empty.
pub fn page(inputs: &ViewInputs<'_>, page: PageId) -> View {
    let (site, at) = (inputs.site, &inputs.site.pages[page]);
    let mut view = start(inputs, &head(inputs, page));
    let (previous, next) = site.neighbours(page);
    view.previous = previous.map(|page| link(site, page));
    view.next = next.map(|page| link(site, page));
    view.section = at.parent.map(|parent| link(site, parent));
    written(inputs, page, &mut view);
    inputs.framed(view, &at.address, &at.document.language)
}

/// What sort of page it is.
pub fn page_kind(site: &Site, page: PageId) -> PageKind {
    let (at, document) = (&site.pages[page], &site.pages[page].document);
    match document.form {
        _ if at.address.address().is_empty() || document.path.is_home() => PageKind::Home,
        FileForm::Section => PageKind::Section,
        _ => PageKind::Of(document.kind.clone()),
    }
}

/// Where a page of the site stands and what it is called.
pub fn head(inputs: &ViewInputs<'_>, page: PageId) -> PageHead {
    let site = inputs.site;
    let at = &site.pages[page];
    let document = &at.document;
    let above = site.ancestors(page).into_iter();
    let summary = document.front.summary.as_ref();
    PageHead {
        kind: page_kind(site, page),
        title: title(inputs, page),
        address: at.address.clone(),
        language: document.language.clone(),
        breadcrumbs: above.map(|above| breadcrumb(inputs, above)).collect(),
        summary: summary.map(|summary| site.fill(page, &summary.value)),
        page: Some(page),
    }
}

/// The title as the page itself shows it. A home page that is called no more than 首页 bears the site's name.
fn title(inputs: &ViewInputs<'_>, page: PageId) -> String {
    let title = title_of_section(inputs, page).unwrap_or_else(|| inputs.site.title(page));
    let says_home = means_home(&title) || title == inputs.translator_of(page).say("首页");
    if says_home && page_kind(inputs.site, page) == PageKind::Home {
        inputs.site.config.name.clone()
    } else {
        title
    }
}

/// The head of a page that nobody wrote, in the site's own language; `title` is a text of ours.
pub fn made_up(inputs: &ViewInputs<'_>, kind: PageKind, title: &str, address: &OutputPath) -> PageHead {
    let home = inputs.site.home(&PageLanguage::Own);
    PageHead {
        kind,
        title: inputs.translator(&PageLanguage::Own).say(title),
        address: address.clone(),
        breadcrumbs: vec![breadcrumb(inputs, home)],
        ..PageHead::default()
    }
}

/// A page of which no more is known than where it stands and what it is called.
pub fn start(inputs: &ViewInputs<'_>, head: &PageHead) -> PageView {
    let (site, config) = (inputs.site, &inputs.site.config);
    let href = config.href(head.address.address());
    let head_title = if head.kind == PageKind::Home {
        config.name.clone()
    } else {
        format!("{} - {}", head.title, config.name)
    };
    let language = head.language.or(&config.language);
    PageView {
        kind: head.kind.clone(),
        title: head.title.clone(),
        phrases: cut(inputs, &head.title),
        head_title,
        permalink: config.absolute(&href),
        href,
        dir: language.direction().to_owned(),
        language: language.clone(),
        original: None,
        text_language: None,
        languages: Vec::new(),
        summary: head.summary.clone(),
        description: head.summary.clone().unwrap_or_else(|| head.title.clone()),
        date: None,
        updated: None,
        source: None,
        author: None,
        signoff: Vec::new(),
        signoff_lacking: Vec::new(),
        tags: Vec::new(),
        audience: Vec::new(),
        cover: None,
        content: String::new(),
        toc: Vec::new(),
        breadcrumbs: head.breadcrumbs.clone(),
        section: None,
        previous: None,
        next: None,
        facts: Arc::default(),
        calendar: None,
        share: share(inputs, head.page.unwrap_or_else(|| site.home(&PageLanguage::Own))),
        qr: None,
        links: Vec::new(),
        properties: Vec::new(),
        origin: None,
        length: 0,
        highlighted: false,
        explainers: Vec::new(),
        backlinks: Vec::new(),
        json_ld: String::new(),
        preview: None,
        notice: None,
        extra: Json::Object(serde_json::Map::new()),
        own: Vec::new(),
    }
}

/// What a page has besides that somebody wrote, sections included.
pub fn written(inputs: &ViewInputs<'_>, page: PageId, view: &mut PageView) {
    view.notice = of_section(inputs, page);
    let (site, at) = (inputs.site, &inputs.site.pages[page]);
    let document = &at.document;
    let (front, outline) = (&document.front, &document.outline);
    if view.summary.is_none() && !outline.lead.trim().is_empty() {
        view.description = shorten(&site.fill(page, &outline.lead));
    }
    view.date = document.published().map(Into::into);
    view.updated = front.updated.map(Into::into);
    view.source.clone_from(&front.further.source);
    view.origin = origin(site, at);
    translations(site, page, view);
    view.author.clone_from(&front.further.author);
    view.signoff = signoff(document, inputs.translator_of(page));
    view.tags = term_links(site, &front.tags, &site.tags);
    view.audience = term_links(site, &front.audience, &site.audiences);
    view.cover = cover(site, inputs.pictures, page);
    if front.toc != Some(false) {
        view.toc = toc(site, page);
    }
    view.facts = Arc::new(facts(inputs, page));
    // A page that has not been translated has calendar and code of its original.
    let original = site.original(page).unwrap_or(page);
    view.calendar = calendar(site, original);
    view.qr = published(site, &route::qr_code(&site.pages[original].address));
    view.properties = properties(document, inputs.translator_of(page));
    view.length = outline.length;
    view.highlighted = outline.highlighted;
    let lacking = site.lacking(page);
    let unseen = [
        (front.draft, "draft"),
        (!lacking.is_empty(), "unsigned"),
        (site.date_filter.is_early(document), "future"),
    ];
    let why = unseen.iter().find(|(holds, _)| *holds);
    view.preview = why.map(|(_, word)| (*word).to_owned());
    let translator = inputs.translator_of(page);
    let labels = lacking.iter().map(|lack| translator.say(lack.role.label()));
    view.signoff_lacking = labels.collect();
    view.explainers = bound_to(inputs, page, &[Role::Explains]);
    view.backlinks = bound_to(inputs, page, &[Role::Basis, Role::Answers, Role::PartOf]);
    if !front.further.extra.is_empty() {
        view.extra = serde_json::from_str(&front.further.extra).expect("`extra` was written as JSON");
    }
}

/// The languages that a page is there in, and the original of one that is only shown in a frame.
fn translations(site: &Site, page: PageId, view: &mut PageView) {
    let config = &site.config;
    if let Some(original) = site.original(page) {
        let link = link(site, original);
        view.permalink = config.absolute(&link.href);
        view.original = Some(link);
        view.text_language = Some(config.language.clone());
    }
    let languages = site.languages();
    if languages.len() < 2 {
        return;
    }
    let own = &site.pages[page].document.language;
    let of = |(filed, code): &(PageLanguage, &Language)| {
        let there = site.in_language(page, filed)?;
        let href = site.href(there);
        Some(LanguageView {
            code: code.to_string(),
            title: code.name().to_owned(),
            url: config.absolute(&href),
            href,
            current: filed == own,
            translated: !site.pages[there].is_untranslated,
        })
    };
    view.languages = languages.iter().filter_map(of).collect();
}

/// The calendar of a page. Of a section of events it is the whole site's.
fn calendar(site: &Site, at: PageId) -> Option<Href> {
    let page = &site.pages[at];
    let is_section = page.document.form == FileForm::Section;
    let contains = page.document.front.further.contains.as_ref();
    // To look through all pages for each list of each section would take long.
    if is_section && !contains.is_some_and(|kind| kind.takes_place) {
        return None;
    }
    let events = if is_section {
        site.all_events()
    } else {
        site.events(at)
    };
    // Nobody needs a day in their calendar that is over.
    let is_over = |one: &EventInstance<'_>| one.event.phase(site.date_filter.today) == Some(Phase::Over);
    if !events.is_empty() && events.iter().all(is_over) {
        return None;
    }
    if !is_section {
        return published(site, &route::calendar(&page.address));
    }
    let has_events = page.pages.iter().any(|below| !site.events(*below).is_empty());
    has_events.then(|| site.config.href(route::calendar(&OutputPath::home()).address()))
}

/// The upstream site that a page was inherited from as it is; `None` for a page of our own, and for
/// one of whose words some are our own.
fn origin(site: &Site, page: &Page) -> Option<String> {
    let theirs = page.layer > 0 && !page.is_synthesised;
    theirs.then(|| site.owners[page.layer].name.clone())
}

/// Pages that are bound to a page as a whole, each once, in the order of their addresses. Those of a
/// clause stand in its margin. First of the clauses that each is bound to comes one of this page.
fn bound_to(inputs: &ViewInputs<'_>, id: PageId, roles: &[Role]) -> Vec<Arc<CardView>> {
    let (page, href) = (&inputs.site.pages[id], inputs.site.href(id));
    let clauses = &page.document.outline.clauses;
    let in_margin = |anchor: &Option<Box<str>>| {
        anchor
            .as_deref()
            .and_then(|anchor| clauses.around(anchor))
            .is_some_and(|clause| clauses.clauses[clause].shape == Shape::Clause)
    };
    let mut from: Vec<PageId> = page
        .backlinks
        .iter()
        .filter(|(role, _, anchor)| roles.contains(role) && !in_margin(anchor))
        .map(|(_, from, _)| *from)
        .collect();
    from.sort_unstable();
    from.dedup();
    let elsewhere = |link: &ClauseLinkView| link.href.as_str().split('#').next() != Some(href.as_str());
    from.into_iter()
        .map(|from| {
            let mut card = inputs.card(from);
            if card.clauses.first().is_some_and(elsewhere) {
                Arc::make_mut(&mut card).clauses.sort_by_key(elsewhere);
            }
            card
        })
        .collect()
}

/// Who signed a page off.
fn signoff(document: &Document, translator: Translator<'_>) -> Vec<SignoffView> {
    let own = signatures(document);
    own.map(|one| SignoffView {
        code: one.role.code().to_owned(),
        label: translator.say(one.role.label()),
        name: one.name.value.clone(),
        date: Moment::day(one.day).into(),
    })
    .collect()
}

/// Headings of the body, nested.
fn toc(site: &Site, page: PageId) -> Vec<TocView> {
    let mut roots: Vec<TocView> = Vec::new();
    let headings = site.pages[page].document.outline.headings.iter();
    for heading in headings.filter(|heading| heading.level <= 4) {
        let entry = TocView {
            title: site.fill(page, heading.text),
            id: heading.id.to_owned(),
            level: heading.level,
            children: Vec::new(),
        };
        let mut row = &mut roots;
        while row.last().is_some_and(|last| last.level < entry.level) {
            let last = row.len() - 1;
            row = &mut row[last].children;
        }
        row.push(entry);
    }
    roots
}

fn shorten(text: &str) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(110) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The phrases of a title; the whole title where the theme does not ask for them.
pub(super) fn cut(inputs: &ViewInputs<'_>, title: &str) -> Vec<String> {
    if inputs.theme.uses(Feature::Phrases) {
        inputs.phrases.cut(title)
    } else {
        vec![title.to_owned()]
    }
}
