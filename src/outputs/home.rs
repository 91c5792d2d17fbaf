//! The home page: of each kind the first pages.

use crate::base::{PageId, PageLanguage};
use crate::document::{FileForm, Kind};
use crate::kind::KINDS;
use crate::theme::view::{HomeView, SectionPreview, View};
use crate::theme::{ViewInputs, from_site};

/// Pages of one kind that the home page shows; the rest is a step away.
const SHELF: usize = 6;

/// The view of a home page, its body still to be rendered.
pub(super) fn view(inputs: &ViewInputs<'_>, page: PageId) -> View {
    let at = &inputs.site.pages[page];
    let language = &at.document.language;
    let mut view = from_site::start(inputs, &from_site::head(inputs, page));
    from_site::written(inputs, page, &mut view);
    let shelves = KINDS.iter().filter_map(|kind| {
        let shown = kind.home.as_ref()?;
        let all = inputs.site.of_kind(&kind.kind, language);
        let count = all.len();
        let pages = (shown.choose)(inputs.site, all);
        Some((shown.name, shelf(inputs, &kind.kind, (pages, count), language)))
    });
    let kinds = shelves.collect();
    let mut whole = inputs.framed(view, &at.address, language);
    whole.home = Some(HomeView {
        facts: from_site::facts_today(inputs.site, inputs.translator(language)),
        kinds,
    });
    whole
}

/// The first `pages` of a kind, of which there are so many: what its section leads to has also what is over.
fn shelf(
    inputs: &ViewInputs<'_>,
    kind: &Kind,
    (pages, count): (Vec<PageId>, usize),
    language: &PageLanguage,
) -> SectionPreview {
    let site = inputs.site;
    let section = site.pages.entries().find(|(_, page)| {
        page.document.form == FileForm::Section
            && page.document.front.further.contains.as_ref() == Some(kind)
            && page.document.language == *language
    });
    let summary =
        section.and_then(|(at, page)| Some(site.fill(at, &page.document.front.summary.as_ref()?.value)));
    SectionPreview {
        count,
        pages: pages
            .into_iter()
            .take(SHELF)
            .map(|page| inputs.card(page))
            .collect(),
        section: section.map(|(page, _)| from_site::link(site, page)),
        summary,
    }
}
