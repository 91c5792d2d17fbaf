//! robots.txt: everything may be read, and here is the map.

use super::job::{PrepareJob, of_bytes};
use crate::site::{Site, route};

pub(super) fn job<'s>(site: &Site) -> PrepareJob<'s> {
    let config = &site.config;
    let text = format!(
        "User-agent: *\nAllow: /\nSitemap: {}\n",
        config.absolute(&config.href(route::sitemap(None).address()))
    );
    of_bytes(move || text.clone().into_bytes())
}
