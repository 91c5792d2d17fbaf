//! sitemap.xml: every page once; an index of several maps where there are more than a map may hold.

use super::job::{PrepareJob, of_bytes};
use super::xml::Xml;
use crate::base::{AbsoluteUrl, Day, OutputPath};
use crate::site::Site;
use crate::site::route::{self, SITEMAP_MOST};

const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

pub(super) fn job(site: &Site) -> PrepareJob<'_> {
    of_bytes(move || {
        let count = site.sitemap().count();
        if count <= SITEMAP_MOST {
            map(entries(site))
        } else {
            list(site, count.div_ceil(SITEMAP_MOST))
        }
    })
}

/// One of several maps, from 1.
pub(super) fn part(site: &Site, part: usize) -> PrepareJob<'_> {
    of_bytes(move || map(entries(site).skip((part - 1) * SITEMAP_MOST).take(SITEMAP_MOST)))
}

/// Absolute URL and day of the last change.
fn entries(site: &Site) -> impl Iterator<Item = (AbsoluteUrl, Option<String>)> {
    let config = &site.config;
    let entry = |(path, changed): (OutputPath, Option<Day>)| {
        let url = config.absolute(&config.href(path.address()));
        (url, changed.map(|day| day.to_string()))
    };
    site.sitemap().map(entry)
}

fn map(entries: impl Iterator<Item = (AbsoluteUrl, Option<String>)>) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.element("urlset", &[NAMESPACE], |xml| {
        for (url, changed) in entries {
            xml.element("url", &[], |xml| {
                xml.text("loc", url.as_str());
                if let Some(changed) = &changed {
                    xml.text("lastmod", changed);
                }
            });
        }
    });
    xml.finish()
}

fn list(site: &Site, maps: usize) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.element("sitemapindex", &[NAMESPACE], |xml| {
        for n in 1..=maps {
            let url = site
                .config
                .absolute(&site.config.href(route::sitemap(Some(n)).address()));
            xml.element("sitemap", &[], |xml| xml.text("loc", url.as_str()));
        }
    });
    xml.finish()
}
