//! The addresses of a site, for who adds pages to it: no page and no former address takes one that another has.

use super::{BuildOptions, Builder, NoProgress};
use crate::base::{ContentPath, Fault};
use crate::document::split_path;
use crate::site::route::alias_path;
use crate::site::{Route, RouteKind, Site};
use std::sync::Arc;

/// The addresses of a site, and those that are kept for pages to come.
#[derive(Debug)]
pub struct AddressBook(Site);

impl Builder {
    /// The addresses of the site of an order; `None` when half of the site is not there.
    pub fn addresses(&mut self, order: &BuildOptions) -> Result<Option<AddressBook>, Fault> {
        let cache = self.cache.clone();
        cache.begin();
        let known = self.read_all(order, &cache, &NoProgress)?;
        Ok(known.ok().map(|known| AddressBook(known.site)))
    }
}

impl AddressBook {
    /// Keeps its address for a page, a file from the root of the site, with this slug, and the addresses of the folders that
    /// it is in; who else has it, if anybody.
    pub fn keep_page(&mut self, file: &str, slug: Option<&str>) -> Option<Arc<str>> {
        let path = content_path(file);
        let address = self.0.address_for(&path, slug);
        for folder in std::iter::successors(path.folder(), ContentPath::folder) {
            let section = self.0.address_for(&folder, None);
            let source = format!("content/{folder}/_index.md");
            self.0.routes.keep(section, RouteKind::Made, &source.into());
        }
        let clash = self.0.routes.keep(address, RouteKind::Made, &file.into())?;
        // A page is the same one with and without a folder of its own.
        (content_path(&clash.other) != path).then_some(clash.other)
    }

    /// Keeps a former address for a page; who else has it, if anybody. It may be the page itself that has it.
    pub fn keep_former(&mut self, alias: &str, file: &str) -> Option<Arc<str>> {
        let address = alias_path(alias);
        let is_kept = |route: &Route| matches!(route.kind, RouteKind::Redirect(_)) && *route.source == *file;
        if self.0.routes.find(address.as_str()).is_some_and(is_kept) {
            return None;
        }
        let clash = (self.0.routes).keep(address.clone(), RouteKind::Redirect(address), &file.into())?;
        Some(clash.other)
    }
}

/// The content path of a file from the root of a site, of its own language.
fn content_path(file: &str) -> ContentPath {
    split_path(file.trim_start_matches("content/"), &[]).0
}
