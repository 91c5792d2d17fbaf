//! What an edit of an upstream page does downstream, before it is published.

use super::sites::FleetSite;
use crate::base::Day;
use crate::base::Fault;
use crate::base::path::in_content;
use crate::local::{self, BlockStatus, LocalSite, PageState};
use serde::Serialize;

/// What becomes of an upstream page on a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Impact {
    /// The code of the site.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How the site has the page; `None` when it has none of that name.
    pub state: Option<PageState>,
    /// What it changes of it.
    pub blocks: Vec<BlockStatus>,
}

/// How a site has the page of a content path: inherited as it is now, changed, drifted by the edit, hidden.
pub fn impact(site: &FleetSite, path: &str, today: Day) -> Result<Impact, Fault> {
    let found = local::status(&LocalSite::open(&site.root)?, today)?;
    let plain = in_content(path);
    let fits = |inner: &str| {
        let stem = inner.strip_suffix(".md").unwrap_or(inner);
        let folder = stem
            .strip_suffix("/index")
            .or_else(|| stem.strip_suffix("/_index"));
        inner == plain || stem == plain || folder == Some(plain.as_str())
    };
    let page = found.pages.into_iter().find(|page| fits(&page.path));
    Ok(Impact {
        code: site.code.clone(),
        name: site.name.clone(),
        state: page.as_ref().map(|page| page.state),
        blocks: page.map_or_else(Vec::new, |page| page.blocks),
    })
}
