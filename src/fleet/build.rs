//! Building and inspecting all sites of a fleet, one after the other, each on all cores.

use super::record::{Record, Sight};
use super::sites::{Fleet, FleetSite};
use crate::base::{Day, Fault};
use crate::pipeline::{BuildOptions, Builder, NoProgress, Outcome, PublishSummary, SharedCache};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

/// How a fleet is built.
#[derive(Debug, Clone)]
pub struct FleetOrder {
    /// The day that the sites are made for.
    pub today: Day,
    /// The day of the clock.
    pub clock: Day,
    /// Sites of which nothing changed since they were built this way are passed by.
    pub resume: bool,
    /// This program itself, which reads PDF in a process of its own.
    pub own_program: Option<PathBuf>,
}

/// What came of a site.
#[derive(Debug)]
pub struct BuiltSite {
    /// What the build or the inspection said; `None` when the machine failed or nothing had to be done.
    pub outcome: Option<Outcome>,
    /// What publishing did to its output.
    pub published: PublishSummary,
    /// Why it could not even be tried.
    pub fault: Option<Fault>,
    /// How long it took.
    pub took: Duration,
    /// It was passed by: what is there is what would be built.
    pub standing: Option<Record>,
}

impl BuiltSite {
    /// Whether it is not published as it should be.
    pub fn failed(&self) -> bool {
        self.fault.is_some() || self.outcome.as_ref().is_some_and(|outcome| outcome.failed)
    }
}

impl FleetOrder {
    fn of(&self, site: &FleetSite) -> BuildOptions {
        BuildOptions {
            root: site.root.clone(),
            url: None,
            drafts: false,
            early: false,
            clock: self.clock,
            today: self.today,
        }
    }
}

/// Opens the builders of the sites of a fleet, which share what they read.
struct Builders<'f> {
    fleet: &'f Fleet,
    order: &'f FleetOrder,
    cache: Arc<SharedCache>,
}

impl<'f> Builders<'f> {
    fn new(fleet: &'f Fleet, order: &'f FleetOrder) -> Self {
        let cache = SharedCache::shared();
        Self { fleet, order, cache }
    }

    fn open(&self, site: &FleetSite) -> Builder {
        Builder::open_beside(&site.root, &self.fleet.root, &self.cache)
            .reading_pdf_by(self.order.own_program.clone())
    }
}

/// Builds sites; `told` hears of each when it is done. A site that fails keeps its old output, and the others go on.
pub fn build(
    fleet: &Fleet,
    sites: &[&FleetSite],
    order: &FleetOrder,
    told: &mut dyn FnMut(&FleetSite, BuiltSite, &Builder),
) {
    let builders = Builders::new(fleet, order);
    let mut sight = Sight::default();
    for site in sites {
        let (begin, clock) = (Instant::now(), SystemTime::now());
        let mut builder = builders.open(site);
        let known = Record::read(fleet, site);
        let standing = known
            .clone()
            .filter(|record| order.resume && record.stands(site, order.today, &mut sight));
        let done = match standing {
            Some(record) => built(Ok((None, PublishSummary::default())), begin, Some(record)),
            None => {
                let made = builder.publish(&order.of(site), &site.out, &NoProgress);
                if let Ok((outcome, _)) = &made {
                    let inputs = builder.watched();
                    let record = Record::of(site, outcome, order.today, inputs, (clock, &mut sight));
                    record.after(known.as_ref()).write(fleet, site);
                }
                built(
                    made.map(|(outcome, published)| (Some(outcome), published)),
                    begin,
                    None,
                )
            }
        };
        told(site, done, &builder);
    }
}

/// Inspects sites; `told` hears of each when it is done.
pub fn check(
    fleet: &Fleet,
    sites: &[&FleetSite],
    order: &FleetOrder,
    told: &mut dyn FnMut(&FleetSite, BuiltSite, &Builder),
) {
    let builders = Builders::new(fleet, order);
    for site in sites {
        let begin = Instant::now();
        let mut builder = builders.open(site);
        let found = builder.check(&order.of(site), &[], &NoProgress);
        if let Ok(outcome) = &found {
            Record::note_findings(fleet, site, outcome.diagnostics.len());
        }
        let found = found.map(|outcome| (Some(outcome), PublishSummary::default()));
        told(site, built(found, begin, None), &builder);
    }
}

fn built(
    made: Result<(Option<Outcome>, PublishSummary), Fault>,
    begin: Instant,
    standing: Option<Record>,
) -> BuiltSite {
    let (made, fault) = match made {
        Ok(made) => (made, None),
        Err(fault) => ((None, PublishSummary::default()), Some(fault)),
    };
    BuiltSite {
        outcome: made.0,
        published: made.1,
        fault,
        took: begin.elapsed(),
        standing,
    }
}
