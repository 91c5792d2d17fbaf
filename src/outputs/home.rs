//! The home page: of each kind the first pages.

use crate::base::{PageId, PageLanguage};
use crate::document::{Form, Kind};
use crate::kind::KINDS;
use crate::theme::Present;
use crate::theme::view::{HomeView, Shelf, View};

/// Pages of one kind that the home page shows; the rest is a step away.
const SHELF: usize = 6;

/// The view of a home page, its body still to be rendered.
pub(super) fn view(present: &Present<'_>, page: PageId) -> View {
    let at = &present.site.pages[page];
    let language = &at.document.language;
    let mut head = present.frame_view(&present.frame_of(page));
    present.common(page, &mut head);
    let shelves = KINDS.iter().filter_map(|kind| {
        let shown = kind.home.as_ref()?;
        let pages = (shown.choose)(present.site, present.site.of_kind(&kind.kind, language));
        Some((shown.name, shelf(present, &kind.kind, pages, language)))
    });
    let kinds = shelves.collect();
    let mut whole = present.view(head, &at.address, language);
    whole.home = Some(HomeView {
        facts: present.all_facts(language),
        kinds,
    });
    whole
}

fn shelf(present: &Present<'_>, kind: &Kind, pages: Vec<PageId>, language: &PageLanguage) -> Shelf {
    let site = present.site;
    let section = site.pages.entries().find(|(_, page)| {
        page.document.form == Form::Section
            && page.document.front.contains.as_ref() == Some(kind)
            && page.document.language == *language
    });
    let summary = section
        .and_then(|(_, page)| page.document.front.summary.as_ref())
        .map(|text| site.fill(&text.value));
    Shelf {
        count: pages.len(),
        pages: pages
            .into_iter()
            .take(SHELF)
            .map(|page| present.card(page))
            .collect(),
        section: section.map(|(page, _)| present.link(page)),
        summary,
    }
}
