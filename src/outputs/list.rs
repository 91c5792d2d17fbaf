//! Lists: sections, tags and audiences page by page, the search page, and the page for what is not found.

use super::{job::PrepareJob, page::rendered};
use crate::base::{PageId, PageLanguage};
use crate::kind::KINDS;
use crate::site::VocabularyId;
use crate::site::route::TermId;
use crate::theme::ViewBuilder;

fn templates(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

pub(super) fn section<'s>(present: &'s ViewBuilder<'s>, page: PageId, number: usize) -> PrepareJob<'s> {
    // The section's own text stands on the first page of its list.
    let body = (number == 1 && !present.site.pages[page].is_synthesised).then_some(page);
    let view = move || present.section(page, number);
    rendered(present, view, body, templates(&["section.html"]))
}

pub(super) fn vocabulary<'s>(present: &'s ViewBuilder<'s>, id: VocabularyId) -> PrepareJob<'s> {
    let view = move || present.terms_page(present.site.vocabulary(id));
    rendered(present, view, None, templates(&["tags.html", "section.html"]))
}

pub(super) fn term<'s>(present: &'s ViewBuilder<'s>, (id, at): TermId, number: usize) -> PrepareJob<'s> {
    let known = present.site.vocabulary(id);
    let view = move || present.term(known, &known.terms[at], number);
    rendered(present, view, None, templates(&["tag.html", "section.html"]))
}

pub(super) fn search<'s>(present: &'s ViewBuilder<'s>) -> PrepareJob<'s> {
    let view = move || present.search_page(&proposed(present));
    rendered(present, view, None, templates(&["search.html", "page.html"]))
}

/// Titles that the search page proposes: the first ones of some kinds.
fn proposed(present: &ViewBuilder<'_>) -> Vec<String> {
    let titles = KINDS.iter().flat_map(|kind| {
        let pages = present.site.of_kind(&kind.kind, &PageLanguage::Own).into_iter();
        pages.take(kind.proposed).map(|page| present.site.title(page))
    });
    titles.collect()
}

pub(super) fn not_found<'s>(present: &'s ViewBuilder<'s>) -> PrepareJob<'s> {
    let view = move || present.not_found();
    rendered(present, view, None, templates(&["not-found.html"]))
}
