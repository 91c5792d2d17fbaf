//! robots.txt: everything may be read, and here is the map.

use super::job::{PrepareJob, of_bytes};
use crate::site::route;
use crate::theme::ViewBuilder;

pub(super) fn job<'s>(present: &'s ViewBuilder<'s>) -> PrepareJob<'s> {
    let config = &present.site.config;
    let text = format!(
        "User-agent: *\nAllow: /\nSitemap: {}\n",
        config.absolute(&config.href(route::sitemap(None).address()))
    );
    of_bytes(move || text.clone().into_bytes())
}
