//! Links to pages, terms, and what else is published.

use super::ViewInputs;
use crate::base::{Href, OutputPath, PageId};
use crate::site::{Site, Term};
use crate::theme::view::LinkView;

/// A link to a page.
pub fn link(site: &Site, page: PageId) -> LinkView {
    LinkView {
        title: site.title(page),
        href: site.href(page),
    }
}

/// The link to a page in a breadcrumb; the home page is called 首页.
pub fn breadcrumb(inputs: &ViewInputs<'_>, page: PageId) -> LinkView {
    let mut link = link(inputs.site, page);
    if inputs.site.pages[page].document.path.is_home() {
        link.title = inputs.translator_of(page).say("首页");
    }
    link
}

/// A link to the pages with a tag or for an audience.
pub fn term_link(site: &Site, term: &Term) -> LinkView {
    LinkView {
        title: term.title.clone(),
        href: site.config.href(term.address.address()),
    }
}

/// The address of what is published there, if anything is.
pub fn published(site: &Site, path: &OutputPath) -> Option<Href> {
    let there = site.routes.has(path);
    there.then(|| site.config.href(path.address()))
}
