//! Leaflets: a campaign on one sheet of A4 that is folded twice. A theme without `leaflet.html` has none.

use super::{
    job::PrepareJob,
    page::{rendered, templates},
};
use crate::base::PageId;
use crate::theme::{ViewInputs, from_site};

pub(super) fn job<'s>(inputs: &'s ViewInputs<'s>, page: PageId) -> PrepareJob<'s> {
    rendered(
        inputs,
        move || from_site::page(inputs, page),
        Some(page),
        templates(&["leaflet.html"]),
    )
}
