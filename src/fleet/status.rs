//! How the sites of a fleet stand: what was built when, what waits for somebody.

use super::record::Record;
use super::sites::{AbsentSite, Fleet, FleetSite};
use crate::base::{Day, Level, Message};
use crate::local::{self, FactState, IdentityState, LocalSite, PageState};
use crate::message;
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
    /// Facts that a site above requires and that have no value, or one that has ended. This and what follows is `None` when the
    /// site or one above it cannot be read.
    pub missing: Option<usize>,
    /// Pages that change what the upstream has changed since.
    pub drifted: Option<usize>,
    /// Pages that change what the upstream no longer has.
    pub orphaned: Option<usize>,
    /// Fields of the identity that are empty or still the upstream's.
    pub identity: Option<usize>,
    /// Diagnostics of the last build or inspection; `None` when there was none.
    pub findings: Option<usize>,
    /// Those of them that are errors.
    pub errors: Option<usize>,
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
        errors: record.as_ref().and_then(|record| record.errors),
        findings: record.map(|record| record.findings),
        ..unknown(site.code.clone(), site.name.clone(), None)
    };
    if let Err(why) = look(&site.root, today, &mut state) {
        state.error = Some(why);
    }
    state
}

/// The state of a site that is to be there and is not.
pub fn absent(site: &AbsentSite) -> SiteState {
    unknown(site.code.clone(), site.name.clone(), Some(site.why.clone()))
}

fn unknown(code: String, name: String, error: Option<Message>) -> SiteState {
    SiteState {
        code,
        name,
        built: None,
        pages: 0,
        failed: false,
        missing: None,
        drifted: None,
        orphaned: None,
        identity: None,
        findings: None,
        errors: None,
        error,
    }
}

/// Looks at the layers of a site; says why nothing is known when one of them is not what it should be.
fn look(root: &Path, today: Day, state: &mut SiteState) -> Result<(), Message> {
    let local = LocalSite::open(root).map_err(|fault| fault.message)?;
    if local.chain.broken {
        let mut grave = local.diagnostics.iter().filter(|told| told.level == Level::Error);
        let why = grave.next_back().map(|told| told.message.clone());
        return Err(why.unwrap_or_else(|| message!("上级站读不到", "the upstream cannot be read")));
    }
    let found = local::status(&local, today).map_err(|fault| fault.message)?;
    let pages = |wanted: PageState| Some(found.pages.iter().filter(|page| page.state == wanted).count());
    state.drifted = pages(PageState::Drifted);
    state.orphaned = pages(PageState::Orphaned);
    let facts = found
        .facts
        .iter()
        .filter(|fact| matches!(fact.state, FactState::Missing | FactState::Expired));
    state.missing = Some(facts.count());
    let open = found.identity.iter();
    state.identity = Some(open.filter(|field| field.state != IdentityState::Set).count());
    Ok(())
}
