//! Lists: sections, tags and audiences, a sheet at a time.

use super::{PageHead, ViewBuilder};
use crate::base::{Href, PageId, PageLanguage};
use crate::document::Kind;
use crate::site::route::{self, LIST_PAGE, list_page, list_pages};
use crate::site::{Term, Vocabulary};
use crate::theme::view::{CardView, ListView, PageKind, PagerPageView, PagerView, TermView, View};

use std::sync::Arc;

impl ViewBuilder<'_> {
    /// A sheet of a section.
    pub fn section(&self, page: PageId, number: usize) -> View {
        let at = &self.site.pages[page];
        let frame = self.page_head(page);
        let mut list = self.list(&at.pages, &at.address, number);
        list.sections = at.sections.iter().map(|below| self.card(*below)).collect();
        list.contains = at
            .document
            .front
            .contains
            .as_ref()
            .unwrap_or(&Kind::PAGE)
            .name
            .to_string();
        list.feed = self.published(&route::feed(&at.address));
        let mut view = self.head_view(&self.sheet_frame(frame, number));
        self.common(page, &mut view);
        view.section = at.parent.map(|parent| self.link(parent));
        let mut whole = self.view(view, &at.address, &at.document.language);
        whole.list = Some(list);
        whole
    }

    /// A sheet of a tag or an audience.
    pub fn term(&self, vocabulary: &Vocabulary, term: &Term, number: usize) -> View {
        let home = self.breadcrumb(self.site.home(&PageLanguage::Own));
        let above = crate::theme::view::LinkView {
            title: self.say(&PageLanguage::Own, vocabulary.label),
            href: self.site.config.href(&route::vocabulary(vocabulary)),
        };
        let frame = PageHead {
            kind: PageKind::Tag,
            title: term.title.clone(),
            address: term.address.clone(),
            breadcrumbs: vec![home, above],
            ..PageHead::default()
        };
        let mut list = self.list(&term.pages, &term.address, number);
        list.feed = self.published(&route::feed(&term.address));
        let mut whole = self.view(
            self.head_view(&self.sheet_frame(frame, number)),
            &term.address,
            &PageLanguage::Own,
        );
        whole.list = Some(list);
        whole
    }

    /// All terms of a vocabulary.
    pub fn terms_page(&self, vocabulary: &Vocabulary) -> View {
        let address = route::vocabulary(vocabulary);
        let frame = PageHead {
            kind: PageKind::Tag,
            title: self.say(&PageLanguage::Own, vocabulary.label),
            breadcrumbs: vec![self.breadcrumb(self.site.home(&PageLanguage::Own))],
            address: address.clone(),
            ..PageHead::default()
        };
        let mut list = self.list(&[], &address, 1);
        list.terms = vocabulary
            .terms
            .iter()
            .map(|term| TermView {
                title: term.title.clone(),
                href: self.site.config.href(&term.address),
                count: term.pages.len(),
            })
            .collect();
        list.pager.count = list.terms.len();
        let mut whole = self.view(self.head_view(&frame), &address, &PageLanguage::Own);
        whole.list = Some(list);
        whole
    }

    /// The page for addresses that lead nowhere.
    pub fn not_found(&self) -> View {
        let frame = PageHead {
            kind: PageKind::NotFound,
            title: self.say(&PageLanguage::Own, "没有这个页面"),
            address: route::NOT_FOUND.to_owned(),
            breadcrumbs: vec![self.breadcrumb(self.site.home(&PageLanguage::Own))],
            ..PageHead::default()
        };
        self.view(self.head_view(&frame), "", &PageLanguage::Own)
    }

    fn sheet_frame(&self, frame: PageHead, number: usize) -> PageHead {
        if number == 1 {
            return frame;
        }
        PageHead {
            title: frame.title.clone() + &self.say_of(&frame.language, "（第#页）", &number.to_string()),
            address: list_page(&frame.address, number),
            ..frame
        }
    }

    fn list(&self, pages: &[PageId], address: &str, number: usize) -> ListView {
        let shown: Vec<Arc<CardView>> = pages
            .iter()
            .skip((number - 1) * LIST_PAGE)
            .take(LIST_PAGE)
            .map(|page| self.card(*page))
            .collect();
        ListView {
            pages: shown,
            sections: Vec::new(),
            terms: Vec::new(),
            pager: self.pager(pages.len(), address, number),
            feed: None,
            contains: Kind::PAGE.name.to_string(),
        }
    }

    fn pager(&self, count: usize, address: &str, number: usize) -> PagerView {
        let total = list_pages(count);
        let href = |number| self.site.config.href(&list_page(address, number));
        let mut sheets = Vec::new();
        let mut last = 0;
        for n in (1..=total).filter(|n| *n == 1 || *n == total || n.abs_diff(number) <= 2) {
            if n > last + 1 {
                sheets.push(PagerPageView {
                    number: 0,
                    href: Href::default(),
                    current: false,
                });
            }
            sheets.push(PagerPageView {
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
            pages: sheets,
        }
    }
}
