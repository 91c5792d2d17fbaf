//! The pages of a site as a list, for who edits them.

use super::{BuildOptions, Builder, NoProgress};
use crate::base::path::in_content;
use crate::base::{Diagnostic, Fault};
use crate::site::Site;

/// A page, as lists for editors show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPage {
    /// Its file below content/: `a/b.md`.
    pub inner: String,
    /// What it is called, facts filled in.
    pub title: String,
    /// The English name of its kind.
    pub kind: String,
    /// What people call its kind.
    pub kind_label: String,
    /// Whose it is: 0 is the site itself, 1 its upstream.
    pub layer: usize,
    /// It is not published: a draft.
    pub is_draft: bool,
    /// It is not published yet: its day is still to come.
    pub is_early: bool,
    /// Its address from the root of the server: `/a/b/`.
    pub href: String,
}

impl Builder {
    /// The pages of the site of an order, those that somebody wrote, in the order of their paths; what is wrong when half of the
    /// site is not there.
    pub fn pages(&mut self, order: &BuildOptions) -> Result<Result<Vec<ListedPage>, Vec<Diagnostic>>, Fault> {
        let cache = self.cache.clone();
        cache.begin();
        let known = self.read_all(order, &cache, &NoProgress)?;
        Ok(known.map(|known| listed(&known.site)))
    }
}

fn listed(site: &Site) -> Vec<ListedPage> {
    let written = site
        .pages
        .entries()
        .filter(|(_, page)| !page.is_synthesised && !page.is_untranslated);
    written
        .map(|(id, page)| ListedPage {
            inner: in_content(&page.document.file),
            title: site.title(id),
            kind: page.document.kind.name.to_string(),
            kind_label: page.document.kind.label.to_string(),
            layer: page.layer,
            is_draft: page.document.front.draft,
            is_early: site.date_filter.is_early(&page.document),
            href: site.href(id).as_str().to_owned(),
        })
        .collect()
}
