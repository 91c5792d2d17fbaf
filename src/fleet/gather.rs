//! Whether all sites of a fleet are there, whoever built them: the last step after several machines.

use super::record::Record;
use super::sites::{Fleet, FleetSite};
use crate::base::Day;
use crate::pipeline::verify;
use serde::Serialize;

/// How the output of a site stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Gathered {
    /// It was built for the day, and every file is what its manifest says.
    Whole,
    /// It was not built for the day.
    Missing,
    /// It was tried, and nothing was published.
    Failed,
    /// Files are not what its manifest says.
    Damaged,
}

/// How the output of a site stands that was to be built for a day.
pub fn gathered(fleet: &Fleet, site: &FleetSite, today: Day) -> Gathered {
    let Some(record) = Record::read(fleet, site).filter(|record| record.day == today.to_string()) else {
        return Gathered::Missing;
    };
    if record.failed {
        return Gathered::Failed;
    }
    match verify::verify(&site.out) {
        Ok(wrong) if wrong.is_empty() && record.is_of(site) => Gathered::Whole,
        Ok(_) => Gathered::Damaged,
        Err(_) => Gathered::Missing,
    }
}
