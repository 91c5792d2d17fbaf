//! sitemap.xml: every page once; an index of several maps where there are more than a map may hold.

use super::{Job, simple, xml::Xml};
use crate::base::html::address;
use crate::theme::Present;

/// More addresses than this do not fit one map (sitemaps.org).
const MOST: usize = 50_000;
const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

pub(super) fn jobs<'s>(present: &'s Present<'s>) -> Vec<Job<'s>> {
    let source = present.site.config.file.clone();
    let count = entries(present).count();
    if count <= MOST {
        return vec![simple("sitemap.xml".to_owned(), source, move || {
            map(entries(present))
        })];
    }
    let maps = count.div_ceil(MOST);
    let mut jobs = vec![simple("sitemap.xml".to_owned(), source.clone(), move || {
        list(present, maps)
    })];
    for n in 1..=maps {
        let part = move || map(entries(present).skip((n - 1) * MOST).take(MOST));
        jobs.push(simple(format!("sitemap-{n}.xml"), source.clone(), part));
    }
    jobs
}

/// Absolute URL and day of the last change.
fn entries<'s>(present: &'s Present<'s>) -> impl Iterator<Item = (String, Option<String>)> + 's {
    let site = present.site;
    let url = move |path: &str| address(&site.config.absolute(&site.config.href(path)));
    let written = site.pages.iter().filter(|page| !page.borrowed);
    let pages = written.map(move |page| {
        let changed = page.document.front.updated.or(page.document.date());
        (url(&page.address), changed.map(|moment| moment.day.to_string()))
    });
    let terms = [&site.tags, &site.audiences]
        .into_iter()
        .filter(|terms| !terms.terms.is_empty())
        .flat_map(move |terms| {
            let all = (url(&format!("{}/", terms.name)), None);
            std::iter::once(all).chain(terms.terms.iter().map(move |term| (url(&term.address), None)))
        });
    pages.chain(terms)
}

fn map(entries: impl Iterator<Item = (String, Option<String>)>) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.element("urlset", &[NAMESPACE], |xml| {
        for (url, changed) in entries {
            xml.element("url", &[], |xml| {
                xml.text("loc", &url);
                if let Some(changed) = &changed {
                    xml.text("lastmod", changed);
                }
            });
        }
    });
    xml.finish()
}

fn list(present: &Present<'_>, maps: usize) -> Vec<u8> {
    let config = &present.site.config;
    let mut xml = Xml::new();
    xml.element("sitemapindex", &[NAMESPACE], |xml| {
        for n in 1..=maps {
            let url = config.absolute(&config.href(&format!("sitemap-{n}.xml")));
            xml.element("sitemap", &[], |xml| xml.text("loc", &url));
        }
    });
    xml.finish()
}
