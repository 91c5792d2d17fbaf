//! robots.txt: everything may be read, and here is the map.

use super::job::{GetReady, of_bytes};
use crate::site::route;
use crate::theme::Present;

pub(super) fn job<'s>(present: &'s Present<'s>) -> GetReady<'s> {
    let config = &present.site.config;
    let text = format!(
        "User-agent: *\nAllow: /\nSitemap: {}\n",
        config.absolute(&config.href(route::sitemap(None).address()))
    );
    of_bytes(move || text.clone().into_bytes())
}
