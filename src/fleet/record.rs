//! What is remembered of the last build of each site, in `.wanjia/fleet/` beside fleet.yaml.

use super::sites::{Fleet, FleetSite};
use crate::base::{Day, Diagnostic, Fingerprint, Level};
use crate::pipeline::{Outcome, PublishSummary, RECORDS, look_at, put};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};
use walkdir::WalkDir;

/// What is remembered of the last build of a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The day that it was made for.
    pub day: String,
    /// Its pages.
    pub pages: usize,
    /// Diagnostics of the last build or inspection.
    pub findings: usize,
    /// Those of them that are errors; unknown of what an older program remembered.
    #[serde(default)]
    pub errors: Option<usize>,
    /// Nothing was published.
    pub failed: bool,
    /// Folders and files that it was made of.
    inputs: Vec<PathBuf>,
    /// What one saw of them; nothing when one of them changed while it was built.
    seen: Option<Fingerprint>,
    /// The fingerprint of the manifest of its output.
    manifest: Option<Fingerprint>,
    /// How the files of its output looked when they had been published; nothing when nothing was.
    output: Option<Fingerprint>,
    /// The day and the pages of the output that stands, when the last build published nothing.
    before: Option<(String, usize)>,
    /// The program that built it.
    version: String,
}

/// What one sees of folders and files without reading them, each looked at once.
#[derive(Debug, Default)]
pub(super) struct Sight(Mutex<HashMap<PathBuf, Seen>>);

/// Names, lengths and times of all files in a place, and the latest of the times.
type Seen = (Fingerprint, SystemTime);

impl Sight {
    /// What one sees of places. Those of the site itself are looked at anew.
    fn of(&self, places: &[PathBuf], site: &FleetSite) -> Seen {
        let mut prints = Vec::new();
        let mut latest = UNIX_EPOCH;
        for place in places {
            let (print, time) = if place.starts_with(&site.root) {
                look(place)
            } else {
                let mut looked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                *looked.entry(place.clone()).or_insert_with(|| look(place))
            };
            prints.push(print);
            latest = latest.max(time);
        }
        (Fingerprint::join(&prints), latest)
    }
}

fn look(place: &Path) -> Seen {
    let mut latest = UNIX_EPOCH;
    let mut all: Vec<(PathBuf, u64, u128)> = Vec::new();
    for entry in WalkDir::new(place).follow_links(true).into_iter().flatten() {
        let Ok(about) = entry.metadata() else { continue };
        let time = about.modified().unwrap_or(UNIX_EPOCH);
        latest = latest.max(time);
        let time = time.duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos());
        let length = if about.is_file() { about.len() } else { 0 };
        all.push((entry.into_path(), length, time));
    }
    all.sort();
    (Fingerprint::of(&all), latest)
}

impl Record {
    /// Where the record of a site is.
    fn path(fleet: &Fleet, site: &FleetSite) -> PathBuf {
        fleet.root.join(RECORDS).join(format!("{}.json", site.code))
    }

    /// What is remembered of a site; nothing when it was never built, or the file cannot be read.
    pub(super) fn read(fleet: &Fleet, site: &FleetSite) -> Option<Self> {
        serde_json::from_slice(&fs::read(Self::path(fleet, site)).ok()?).ok()
    }

    /// What is to be remembered of a build that began at a time.
    pub(super) fn of(
        site: &FleetSite,
        (outcome, published): (&Outcome, &PublishSummary),
        today: Day,
        inputs: Vec<PathBuf>,
        (begin, sight): (SystemTime, &Sight),
    ) -> Self {
        let (seen, latest) = sight.of(&inputs, site);
        Self {
            day: today.to_string(),
            pages: outcome.pages,
            findings: outcome.diagnostics.len(),
            errors: Some(errors(outcome)),
            failed: outcome.failed,
            seen: (latest < begin).then_some(seen),
            inputs,
            manifest: manifest(site),
            output: (!outcome.failed).then_some(published.look),
            before: None,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// Whether building the site again would make what is there already.
    pub(super) fn stands(&self, site: &FleetSite, today: Day, sight: &Sight) -> bool {
        !self.failed
            && self.day == today.to_string()
            && self.version == env!("CARGO_PKG_VERSION")
            && self.is_of(site)
            && self.output.is_some()
            && self.output == look_at(&site.out)
            && self.seen.is_some()
            && self.seen == Some(sight.of(&self.inputs, site).0)
    }

    /// The day that the output that stands was made for, and its pages; `None` when there is none.
    pub(super) fn standing(&self) -> Option<(String, usize)> {
        match self.failed {
            true => self.before.clone(),
            false => Some((self.day.clone(), self.pages)),
        }
    }

    /// It, when the former build is known: an output that stays is still that one's.
    pub(super) fn after(mut self, former: Option<&Self>) -> Self {
        self.before = former.and_then(Self::standing).filter(|_| self.failed);
        self
    }

    /// Whether what it tells of is what is there.
    pub(super) fn is_of(&self, site: &FleetSite) -> bool {
        self.manifest.is_some() && self.manifest == manifest(site)
    }

    /// Remembers it, in one step. Where nothing may be written the next build finds out anew.
    pub(super) fn write(&self, fleet: &Fleet, site: &FleetSite) {
        let bytes = serde_json::to_vec(self).expect("a record is texts and numbers");
        let _ = put(&Self::path(fleet, site), &bytes);
    }

    /// Remembers how many diagnostics an inspection gave.
    pub(super) fn note_findings(fleet: &Fleet, site: &FleetSite, outcome: &Outcome) {
        if let Some(record) = Self::read(fleet, site) {
            let (findings, errors) = (outcome.diagnostics.len(), Some(errors(outcome)));
            Self {
                findings,
                errors,
                ..record
            }
            .write(fleet, site);
        }
    }
}

fn errors(outcome: &Outcome) -> usize {
    let grave = |told: &&Diagnostic| told.level == Level::Error;
    outcome.diagnostics.iter().filter(grave).count()
}

/// The fingerprint of the manifest of an output; `None` when there is none.
fn manifest(site: &FleetSite) -> Option<Fingerprint> {
    let bytes = fs::read(site.out.join("manifest.json")).ok()?;
    Some(Fingerprint::of_bytes(&bytes))
}
