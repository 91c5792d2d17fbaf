//! Lists: sections, tags and audiences page by page, and the pages for what is not found and what is no longer there.

use super::job::PrepareJob;
use super::page::{rendered, templates};
use crate::base::{Href, OutputPath, PageId, PageLanguage};
use crate::document::Kind;
use crate::site::route::{self, LIST_PAGE, TermId, list_page, list_pages};
use crate::site::{NoticeId, Site, VocabularyId};
use crate::theme::ViewInputs;
use crate::theme::from_site::{self, PageHead};
use crate::theme::view::{LinkView, ListView, PageKind, PagerPageView, PagerView, TermView, View};

pub(super) fn section<'s>(inputs: &'s ViewInputs<'s>, page: PageId, number: usize) -> PrepareJob<'s> {
    // The section's own text stands on the first page of its list.
    let body = (number == 1 && !inputs.site.pages[page].is_synthesised).then_some(page);
    let view = move || section_view(inputs, page, number);
    rendered(inputs, view, body, templates(&["section.html"]))
}

pub(super) fn vocabulary<'s>(inputs: &'s ViewInputs<'s>, id: VocabularyId) -> PrepareJob<'s> {
    let view = move || vocabulary_view(inputs, id);
    rendered(inputs, view, None, templates(&["tags.html", "section.html"]))
}

pub(super) fn term<'s>(inputs: &'s ViewInputs<'s>, term: TermId, number: usize) -> PrepareJob<'s> {
    let view = move || term_view(inputs, term, number);
    rendered(inputs, view, None, templates(&["tag.html", "section.html"]))
}

pub(super) fn not_found<'s>(inputs: &'s ViewInputs<'s>) -> PrepareJob<'s> {
    let view = move || {
        let head = from_site::made_up(
            inputs,
            PageKind::NotFound,
            "没有这个页面",
            &OutputPath::at(route::NOT_FOUND),
        );
        inputs.framed(
            from_site::start(inputs, &head),
            &OutputPath::home(),
            &PageLanguage::Own,
        )
    };
    rendered(inputs, view, None, templates(&["not-found.html"]))
}

pub(super) fn notice<'s>(inputs: &'s ViewInputs<'s>, notice: NoticeId) -> PrepareJob<'s> {
    let view = move || from_site::notice(inputs, notice);
    rendered(inputs, view, None, templates(&["notice.html", "page.html"]))
}

/// A page of the list of a section.
fn section_view(inputs: &ViewInputs<'_>, page: PageId, number: usize) -> View {
    let (site, at) = (inputs.site, &inputs.site.pages[page]);
    let head = numbered(inputs, from_site::head(inputs, page), number);
    let mut view = from_site::start(inputs, &head);
    from_site::written(inputs, page, &mut view);
    view.section = at.parent.map(|parent| from_site::link(site, parent));
    let contains = at.document.front.further.contains.as_ref();
    let mut view = inputs.framed(view, &at.address, &at.document.language);
    view.list = Some(ListView {
        sections: at.sections.iter().map(|below| inputs.card(*below)).collect(),
        contains: contains.unwrap_or(&Kind::PAGE).name.to_string(),
        ..list(inputs, &at.pages, &at.address, number)
    });
    view
}

/// A page of the list of a tag or an audience.
fn term_view(inputs: &ViewInputs<'_>, (id, at): TermId, number: usize) -> View {
    let site = inputs.site;
    let vocabulary = site.vocabulary(id);
    let term = &vocabulary.terms[at];
    let all = LinkView {
        title: inputs.translator(&PageLanguage::Own).say(vocabulary.label),
        href: site.config.href(route::vocabulary(vocabulary).address()),
    };
    let mut head = from_site::made_up(inputs, PageKind::Tag, "", &term.address);
    head.title = term.title.clone();
    head.breadcrumbs.push(all);
    let page = from_site::start(inputs, &numbered(inputs, head, number));
    let mut view = inputs.framed(page, &term.address, &PageLanguage::Own);
    view.list = Some(list(inputs, &term.pages, &term.address, number));
    view
}

/// All terms of a vocabulary.
fn vocabulary_view(inputs: &ViewInputs<'_>, id: VocabularyId) -> View {
    let site = inputs.site;
    let vocabulary = site.vocabulary(id);
    let address = route::vocabulary(vocabulary);
    let head = from_site::made_up(inputs, PageKind::Tag, vocabulary.label, &address);
    let terms = vocabulary.terms.iter().map(|term| TermView {
        title: term.title.clone(),
        href: site.config.href(term.address.address()),
        count: term.pages.len(),
    });
    let mut list = ListView {
        terms: terms.collect(),
        feed: None,
        ..list(inputs, &[], &address, 1)
    };
    list.pager.count = list.terms.len();
    let mut view = inputs.framed(from_site::start(inputs, &head), &address, &PageLanguage::Own);
    view.list = Some(list);
    view
}

/// The head of a page of a list, of which the first one is called as the list.
fn numbered(inputs: &ViewInputs<'_>, head: PageHead, number: usize) -> PageHead {
    if number == 1 {
        return head;
    }
    let translator = inputs.translator(&head.language);
    PageHead {
        title: head.title + &translator.say_with("（第#页）", &number.to_string()),
        address: list_page(&head.address, number),
        ..head
    }
}

fn list(inputs: &ViewInputs<'_>, pages: &[PageId], address: &OutputPath, number: usize) -> ListView {
    let shown = pages.iter().skip((number - 1) * LIST_PAGE).take(LIST_PAGE);
    ListView {
        pages: shown.map(|page| inputs.card(*page)).collect(),
        sections: Vec::new(),
        terms: Vec::new(),
        pager: pager(inputs.site, pages.len(), address, number),
        feed: from_site::published(inputs.site, &route::feed(address)),
        contains: Kind::PAGE.name.to_string(),
    }
}

fn pager(site: &Site, count: usize, address: &OutputPath, number: usize) -> PagerView {
    let total = list_pages(count);
    let href = |number| site.config.href(list_page(address, number).address());
    let mut pages = Vec::new();
    let mut last = 0;
    for n in (1..=total).filter(|n| *n == 1 || *n == total || n.abs_diff(number) <= 2) {
        if n > last + 1 {
            pages.push(PagerPageView {
                number: 0,
                href: Href::default(),
                current: false,
            });
        }
        pages.push(PagerPageView {
            number: n,
            href: href(n),
            current: n == number,
        });
        last = n;
    }
    PagerView {
        number,
        total,
        count,
        previous: (number > 1).then(|| href(number - 1)),
        next: (number < total).then(|| href(number + 1)),
        pages,
    }
}
