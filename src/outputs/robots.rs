//! robots.txt: everything may be read, and here is the map.

use super::{Job, simple};
use crate::theme::Present;

pub(super) fn jobs<'s>(present: &'s Present<'s>) -> Vec<Job<'s>> {
    let config = &present.site.config;
    let text = format!(
        "User-agent: *\nAllow: /\nSitemap: {}\n",
        config.absolute(&config.href("sitemap.xml"))
    );
    vec![simple("robots.txt".to_owned(), config.file.clone(), move || {
        text.clone().into_bytes()
    })]
}
