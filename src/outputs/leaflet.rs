//! Leaflets: a campaign on one sheet of A4 that is folded twice. A theme without `leaflet.html` has none.

use super::{Job, index, page::rendered};
use crate::theme::Present;

pub(super) fn jobs<'s>(present: &'s Present<'s>) -> Vec<Job<'s>> {
    let site = present.site;
    let campaigns = site
        .pages
        .ids()
        .filter_map(|page| Some((page, present.leaflet_address(page)?)));
    campaigns
        .map(|(page, address)| Job {
            address: index(&address),
            source: site.pages[page].document.file.clone(),
            ready: Box::new(move || {
                rendered(
                    present,
                    present.page(page),
                    Some(page),
                    vec!["leaflet.html".to_owned()],
                )
            }),
        })
        .collect()
}
