//! Leaflets: a campaign on one sheet of A4 that is folded twice. A theme without `leaflet.html` has none.

use super::{job::PrepareJob, page::rendered};
use crate::base::PageId;
use crate::theme::ViewBuilder;

pub(super) fn job<'s>(present: &'s ViewBuilder<'s>, page: PageId) -> PrepareJob<'s> {
    let templates = vec!["leaflet.html".to_owned()];
    rendered(present, move || present.page(page), Some(page), templates)
}
