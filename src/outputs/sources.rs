//! sources.json: every fact and every quotation with where it is, so that others can check them.

use super::job::{PrepareJob, of_bytes};
use crate::base::{AbsoluteUrl, Href, PageId, PageLanguage};
use crate::site::Site;
use crate::theme::ViewInputs;
use crate::theme::from_site::facts_today;
use crate::theme::view::{ClauseLinkView, DayView, FactView};
use serde_json::{Value as Json, json};

pub(super) fn job<'s>(inputs: &'s ViewInputs<'s>) -> PrepareJob<'s> {
    of_bytes(move || {
        let site = inputs.site;
        let today = facts_today(site, inputs.translator(&PageLanguage::Own));
        let facts: Vec<Json> = today.iter().map(|it| fact(site, it)).collect();
        let pages = site.pages.ids().filter(|page| !site.pages[*page].is_untranslated);
        let quotes: Vec<Json> = pages.flat_map(|page| quotes(site, page)).collect();
        let whole = json!({"site": site.config.name, "facts": facts, "quotes": quotes});
        format!("{whole:#}\n").into_bytes()
    })
}

fn fact(site: &Site, fact: &FactView) -> Json {
    let day = |day: &Option<DayView>| day.as_ref().map(|day| day.day.clone());
    let source = fact.source.as_ref();
    json!({
        "name": fact.name,
        "label": fact.label,
        "value": fact.text,
        "status": fact.status,
        "region": fact.region,
        "source": source.map(|source| &source.title),
        "source_url": source.and_then(|source| held(site, source)),
        "quote": fact.quote,
        "since": day(&fact.since),
        "until": day(&fact.until),
        "verified": day(&fact.verified),
    })
}

/// The URL of a source that the site holds.
fn held(site: &Site, source: &ClauseLinkView) -> Option<AbsoluteUrl> {
    (!source.href.is_empty() && !site.config.is_unaddressed).then(|| site.config.absolute(&source.href))
}

fn quotes(site: &Site, page: PageId) -> Vec<Json> {
    let address = |href: Href| match site.config.is_unaddressed {
        true => href,
        false => site.config.absolute(&href).into(),
    };
    let url = address(site.href(page));
    site.quotations(page)
        .into_iter()
        .map(|(words, cited)| {
            json!({
                "page": url,
                "words": words,
                "source": cited.title,
                "source_url": address(site.cited_href(&cited)),
            })
        })
        .collect()
}
