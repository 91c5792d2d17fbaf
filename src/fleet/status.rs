//! How the sites of a fleet stand: what was built when, what waits for somebody.

use super::record::Record;
use super::sites::{Fleet, FleetSite};
use crate::base::{Day, Fault, Message};
use crate::local::{self, FactState, IdentityState, LocalSite, PageState};
use serde::Serialize;
use std::path::Path;

/// The state of a site of a fleet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SiteState {
    /// The code of its region.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The day that its output was made for; `None` when there is none.
    pub built: Option<String>,
    /// Its pages.
    pub pages: usize,
    /// The last build published nothing.
    pub failed: bool,
    /// Facts that a site above requires and that have no value, or one that has ended.
    pub missing: usize,
    /// Pages that change what the upstream has changed since.
    pub drifted: usize,
    /// Pages that change what the upstream no longer has.
    pub orphaned: usize,
    /// Fields of the identity that are empty or still the upstream's.
    pub identity: usize,
    /// Diagnostics of the last build or inspection; `None` when there was none.
    pub findings: Option<usize>,
    /// Why nothing can be said of it.
    #[serde(skip)]
    pub error: Option<Message>,
}

/// How a site stands on a day. One that cannot be read says why.
pub fn status(fleet: &Fleet, site: &FleetSite, today: Day) -> SiteState {
    let record = Record::read(fleet, site);
    let stands = site.out.join("manifest.json").is_file();
    let standing = record.as_ref().and_then(Record::standing).filter(|_| stands);
    let mut state = SiteState {
        code: site.code.clone(),
        name: site.name.clone(),
        built: standing.as_ref().map(|(day, _)| day.clone()),
        pages: standing.as_ref().map_or(0, |(_, pages)| *pages),
        failed: record.as_ref().is_some_and(|record| record.failed),
        missing: 0,
        drifted: 0,
        orphaned: 0,
        identity: 0,
        findings: record.map(|record| record.findings),
        error: None,
    };
    if let Err(fault) = look(&site.root, today, &mut state) {
        state.error = Some(fault.message);
    }
    state
}

fn look(root: &Path, today: Day, state: &mut SiteState) -> Result<(), Fault> {
    let local = LocalSite::open(root)?;
    let found = local::status(&local, today)?;
    let pages = |wanted: PageState| found.pages.iter().filter(|page| page.state == wanted).count();
    state.drifted = pages(PageState::Drifted);
    state.orphaned = pages(PageState::Orphaned);
    let facts = found
        .facts
        .iter()
        .filter(|fact| matches!(fact.state, FactState::Missing | FactState::Expired));
    state.missing = facts.count();
    state.identity = found
        .identity
        .iter()
        .filter(|field| field.state != IdentityState::Set)
        .count();
    Ok(())
}
