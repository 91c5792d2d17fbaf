//! The search page, as it is before a script takes over and where none does.

use super::job::PrepareJob;
use super::page::{rendered, templates};
use crate::base::slug::slug;
use crate::base::{OutputPath, PageId, PageLanguage};
use crate::document::FileForm;
use crate::kind::KINDS;
use crate::site::{Page, Site, route};
use crate::theme::view::{LetterView, LinkView, PageKind, SearchView, View};
use crate::theme::{ViewInputs, from_site};
use std::collections::BTreeMap;

/// Words that are proposed.
const POPULAR: usize = 8;

pub(super) fn job<'s>(inputs: &'s ViewInputs<'s>) -> PrepareJob<'s> {
    rendered(
        inputs,
        move || view(inputs),
        None,
        templates(&["search.html", "page.html"]),
    )
}

fn view(inputs: &ViewInputs<'_>) -> View {
    let site = inputs.site;
    let head = from_site::made_up(inputs, PageKind::Search, "搜索", &OutputPath::at(route::SEARCH));
    let page = from_site::start(inputs, &head);
    let mut view = inputs.framed(page, &head.address, &PageLanguage::Own);
    let tags = site.tags.terms.iter();
    view.search = Some(SearchView {
        popular: popular(inputs),
        tags: tags.map(|term| from_site::term_link(site, term)).collect(),
        letters: letters(site),
    });
    view
}

/// What the site itself has answers to: its facts, then the first titles of some kinds.
fn popular(inputs: &ViewInputs<'_>) -> Vec<LinkView> {
    let site = inputs.site;
    let facts = from_site::facts_today(site, inputs.translator(&PageLanguage::Own));
    let facts = facts.into_iter().take(4).map(|fact| fact.label);
    let titles = KINDS.iter().flat_map(|kind| {
        let pages = site.of_kind(&kind.kind, &PageLanguage::Own).into_iter();
        pages.take(kind.proposed).map(|page| site.title(page))
    });
    let mut words: Vec<String> = facts.chain(titles).collect();
    words.dedup();
    words.truncate(POPULAR);
    let href = |word: &str| {
        let word = word
            .replace('%', "%25")
            .replace('&', "%26")
            .replace('#', "%23")
            .replace('+', "%2B");
        site.config.href(route::SEARCH).with(&format!("?q={word}"))
    };
    let link = |word: String| LinkView {
        href: href(&word),
        title: word,
    };
    words.into_iter().map(link).collect()
}

/// All pages of the site's own language by the first letter of their title's pinyin.
fn letters(site: &Site) -> Vec<LetterView> {
    let mut rows: BTreeMap<String, Vec<(String, LinkView)>> = BTreeMap::new();
    let listed = |(_, page): &(PageId, &Page)| {
        let document = &page.document;
        let home = document.form == FileForm::Section && document.path.is_home();
        !page.is_synthesised && document.language == PageLanguage::Own && !home
    };
    for (page, _) in site.pages.entries().filter(listed) {
        let link = from_site::link(site, page);
        let sound = slug(&link.title);
        let first = sound.chars().next().filter(char::is_ascii_alphabetic);
        let letter = first.map_or_else(|| "#".to_owned(), |c| c.to_ascii_uppercase().to_string());
        rows.entry(letter).or_default().push((sound, link));
    }
    let sorted = |mut pages: Vec<(String, LinkView)>| {
        pages.sort_by(|a, b| (&a.0, &a.1.href).cmp(&(&b.0, &b.1.href)));
        pages.into_iter().map(|(_, link)| link).collect()
    };
    let letter = |(letter, pages)| LetterView {
        letter,
        pages: sorted(pages),
    };
    rows.into_iter().map(letter).collect()
}
