//! sources.json: every fact and every quotation with where it is, so that others can check them.

use super::job::{PrepareJob, of_bytes};
use crate::base::{AbsoluteUrl, PageId, PageLanguage};
use crate::theme::ViewBuilder;
use crate::theme::view::{ClauseLinkView, DayView, FactView};
use serde_json::{Value as Json, json};

pub(super) fn job<'s>(present: &'s ViewBuilder<'s>) -> PrepareJob<'s> {
    of_bytes(move || {
        let facts: Vec<Json> = present
            .all_facts(&PageLanguage::Own)
            .iter()
            .map(|it| fact(present, it))
            .collect();
        let quotes: Vec<Json> = present
            .site
            .pages
            .ids()
            .filter(|page| !present.site.pages[*page].is_untranslated)
            .flat_map(|page| quotes(present, page))
            .collect();
        let whole = json!({"site": present.site.config.name, "facts": facts, "quotes": quotes});
        format!("{whole:#}\n").into_bytes()
    })
}

fn fact(present: &ViewBuilder<'_>, fact: &FactView) -> Json {
    let day = |day: &Option<DayView>| day.as_ref().map(|day| day.day.clone());
    let source = fact.source.as_ref();
    json!({
        "name": fact.name,
        "label": fact.label,
        "value": fact.text,
        "status": fact.status,
        "region": fact.region,
        "source": source.map(|source| &source.title),
        "source_url": source.and_then(|source| held(present, source)),
        "quote": fact.quote,
        "since": day(&fact.since),
        "until": day(&fact.until),
        "verified": day(&fact.verified),
    })
}

/// The URL of a source that the site holds.
fn held(present: &ViewBuilder<'_>, source: &ClauseLinkView) -> Option<AbsoluteUrl> {
    (!source.href.is_empty()).then(|| present.site.config.absolute(&source.href))
}

fn quotes(present: &ViewBuilder<'_>, page: PageId) -> Vec<Json> {
    let site = present.site;
    let url = site.config.absolute(&site.href(page));
    site.quotations(page)
        .into_iter()
        .map(|(words, cited)| {
            json!({
                "page": url,
                "words": words,
                "source": cited.title,
                "source_url": site.config.absolute(&site.cited_href(&cited)),
            })
        })
        .collect()
}
