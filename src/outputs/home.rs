//! The home page: of each kind the first pages.

use crate::base::{PageId, PageLanguage};
use crate::document::{FileForm, Kind};
use crate::kind::KINDS;
use crate::theme::ViewBuilder;
use crate::theme::view::{HomeView, SectionPreview, View};

/// Pages of one kind that the home page shows; the rest is a step away.
const SHELF: usize = 6;

/// The view of a home page, its body still to be rendered.
pub(super) fn view(present: &ViewBuilder<'_>, page: PageId) -> View {
    let at = &present.site.pages[page];
    let language = &at.document.language;
    let mut head = present.head_view(&present.page_head(page));
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

fn shelf(
    present: &ViewBuilder<'_>,
    kind: &Kind,
    pages: Vec<PageId>,
    language: &PageLanguage,
) -> SectionPreview {
    let site = present.site;
    let section = site.pages.entries().find(|(_, page)| {
        page.document.form == FileForm::Section
            && page.document.front.contains.as_ref() == Some(kind)
            && page.document.language == *language
    });
    let summary =
        section.and_then(|(at, page)| Some(site.fill(at, &page.document.front.summary.as_ref()?.value)));
    SectionPreview {
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
