//! Whether all sites of a fleet are there, whoever built them: the last step after several machines.

use super::record::Record;
use super::sites::{AbsentSite, Fleet, FleetSite};
use crate::base::Day;
use crate::pipeline::verify::{self, Mismatch};
use serde::Serialize;

/// How the output of a site stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum OutputState {
    /// It was built for the day, and every file is what its manifest says.
    Whole,
    /// It was not built for the day.
    Missing,
    /// It was tried, and nothing was published.
    Failed,
    /// Files are not what its manifest says.
    Damaged,
    /// The table has it, and there is no site.
    Absent,
}

/// What there is of a site that was to be built for a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GatheredSite {
    /// The code of its region.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How its output stands.
    pub state: OutputState,
    /// Its pages; 0 when it was not built for the day.
    pub pages: usize,
    /// Files that its manifest lists.
    pub files: usize,
    /// Files that are not as the manifest says, in the order of their paths.
    pub wrong: Vec<Mismatch>,
}

impl GatheredSite {
    /// A site that is to be there and is not.
    pub fn absent(site: &AbsentSite) -> Self {
        Self::nothing(&site.code, &site.name, OutputState::Absent)
    }

    fn nothing(code: &str, name: &str, state: OutputState) -> Self {
        Self {
            code: code.to_owned(),
            name: name.to_owned(),
            state,
            pages: 0,
            files: 0,
            wrong: Vec::new(),
        }
    }
}

/// What there is of a site that was to be built for a day. Every file is read and compared.
pub fn gathered(fleet: &Fleet, site: &FleetSite, today: Day) -> GatheredSite {
    let mut found = GatheredSite::nothing(&site.code, &site.name, OutputState::Missing);
    let Some(record) = Record::read(fleet, site).filter(|record| record.day == today.to_string()) else {
        return found;
    };
    if record.failed {
        found.state = OutputState::Failed;
        return found;
    }
    let Ok(wrong) = verify::verify(&site.out) else {
        return found;
    };
    found.pages = record.pages;
    found.files = verify::listed_in(&site.out).map_or(0, |listed| listed.len());
    found.state = match wrong.is_empty() && record.is_of(site) {
        true => OutputState::Whole,
        false => OutputState::Damaged,
    };
    found.wrong = wrong;
    found
}
